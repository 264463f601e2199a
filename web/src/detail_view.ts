// SPDX-License-Identifier: MIT
// What stands behind the lines: allowances, devices, usage, exceptions, notices.
import type { Allowance, Bill, DeviceHistory, Interval, Notice } from "samebill/client";
import { h, listed } from "./dom";
import * as format from "./format";
import * as words from "./words";

const shownAtFirst = 40;

function section(title: string, ...content: (HTMLElement | HTMLElement[])[]): HTMLElement {
  return h("section", { class: "detail" }, h("h3", {}, title), content.flat());
}

function allowanceTitle(allowance: Allowance): string {
  const kind = words.kinds[allowance.kind];
  if (!("group" in allowance)) return `${kind}, ${allowance.device}`;
  return "device" in allowance
    ? `${kind}, ${allowance.device} in pool ${allowance.group}`
    : `${kind}, pool ${allowance.group}`;
}

function allowanceView(allowance: Allowance, kilobyte: number): HTMLElement {
  const { kind, included, used } = allowance;
  const overage = "overage" in allowance ? allowance.overage : 0;
  const say = (value: number) => format.quantity(kind, value, kilobyte);
  const member = "group" in allowance && "device" in allowance;
  const scale = Math.max(included, used, 1);
  const bar = h(
    "span",
    { class: "bar", "aria-hidden": "true" },
    h("span", { class: "bar_used" }),
    h("span", { class: "bar_over" }),
  );
  const within = member ? Math.min(used, scale) : Math.min(used, included);
  bar.style.setProperty("--used", `${(100 * within) / scale}%`);
  bar.style.setProperty("--over", `${member ? 0 : (100 * Math.max(used - included, 0)) / scale}%`);
  bar.style.setProperty("--included", `${(100 * included) / scale}%`);
  const until = "until" in allowance ? `, until ${format.date(allowance.until)}` : "";
  const exact = `${format.exactQuantity(kind, used)} of ${format.exactQuantity(kind, included)}`;
  return h(
    "li",
    { class: member ? "allowance member" : "allowance" },
    h("span", { class: "allowance_title" }, allowanceTitle(allowance), h("small", {}, ` ${allowance.plan}${until}`)),
    h(
      "span",
      { class: "allowance_numbers", title: exact },
      h("strong", {}, say(used)),
      ` of ${say(included)}`,
      overage > 0 && h("em", {}, ` ${say(overage)} over`),
    ),
    bar,
  );
}

function offset(at: string, period: string): number {
  const start = Date.parse(`${period}-01T00:00:00Z`);
  return (100 * (Date.parse(at) - start)) / (format.daysIn(period) * 86_400_000);
}

function intervalView(interval: Interval, period: string): HTMLElement {
  const state = words.states[interval.state];
  const cause = words.causes[interval.cause] ?? words.plain(interval.cause);
  const text =
    `${format.instant(interval.from)} to ${format.instant(interval.until)}: ${state}` +
    `${interval.plan ? ` on ${interval.plan}` : ""}, ${cause}`;
  const from = offset(interval.from, period);
  const wide = offset(interval.until, period) - from > 14;
  const mark = h(
    "span",
    { class: `span ${interval.state}`, title: text },
    wide && h("span", { class: "span_name", "aria-hidden": "true" }, state),
    h("span", { class: "unseen" }, text),
  );
  mark.style.setProperty("--from", `${from}%`);
  mark.style.setProperty("--width", `${offset(interval.until, period) - from}%`);
  return h("li", {}, mark);
}

function deviceView(history: DeviceHistory, period: string): HTMLElement {
  return h(
    "li",
    { class: "device" },
    h("span", { class: "device_name" }, history.device),
    h(
      "ol",
      { class: "track" },
      history.intervals.map((interval) => intervalView(interval, period)),
    ),
  );
}

function scaleView(period: string): HTMLElement {
  const days = format.daysIn(period);
  const marks = [1, 8, 15, 22, days].map((day) => {
    const mark = h("span", {}, String(day));
    mark.style.setProperty("--from", `${(100 * (day - 1)) / days}%`);
    return mark;
  });
  return h("div", { class: "device scale", "aria-hidden": "true" }, h("span", {}), h("div", { class: "track" }, marks));
}

function table(caption: string, columns: string[], rows: (string | HTMLElement)[][]): HTMLElement[] {
  const body = h("tbody");
  const figures = new Set(["Sessions", "Quantity", "Rated"]);
  const parts = listed(rows, shownAtFirst, body, (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, at) => h("td", { class: figures.has(columns[at] ?? "") ? "figure" : undefined }, cell)),
    ),
  );
  const frame = h(
    "div",
    { class: "table_frame", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((name) => h("th", { scope: "col", class: figures.has(name) ? "figure" : undefined }, name)),
        ),
      ),
      body,
    ),
  );
  return [frame, ...parts.slice(1)];
}

function noticeText(notice: Notice): string {
  const type = words.noticeTypes[notice.type];
  if (notice.type === "duplicate_records") return `${type}: ${notice.count}`;
  const at = `${notice.device}, ${format.instant(notice.at)}`;
  if (notice.type === "event_ignored") return `${type}: ${words.plain(notice.event)} of ${at}`;
  return notice.type === "lapse_due" ? `${type}: ${at} (${words.plain(notice.reason)})` : `${type}: ${at}`;
}

/** The sections that have anything in them. */
export function detailViews(bill: Bill, kilobyte: number): HTMLElement[] {
  const sections: HTMLElement[] = [];
  if (bill.notices.length > 0)
    sections.push(
      section(
        "Notices",
        listed(bill.notices, shownAtFirst, h("ul", { class: "notices" }), (notice) => h("li", {}, noticeText(notice))),
      ),
    );
  if (bill.allowances.length > 0)
    sections.push(
      section(
        "Included usage",
        listed(bill.allowances, shownAtFirst, h("ul", { class: "allowances" }), (allowance) =>
          allowanceView(allowance, kilobyte),
        ),
      ),
    );
  if (bill.devices.length > 0)
    sections.push(
      section(
        "Devices",
        scaleView(bill.period),
        listed(bill.devices, shownAtFirst, h("ul", { class: "devices" }), (history) =>
          deviceView(history, bill.period),
        ),
      ),
    );
  if (bill.usage.length > 0)
    sections.push(
      section(
        "Usage",
        table(
          "Usage",
          ["Device", "Plan", "State", "Kind", "Sessions", "Quantity", "Rated"],
          bill.usage.map((row) => [
            row.device,
            row.plan,
            words.states[row.state],
            words.kinds[row.kind],
            format.amount(String(row.sessions)),
            format.quantity(row.kind, row.quantity, kilobyte),
            format.quantity(row.kind, row.rated, kilobyte),
          ]),
        ),
      ),
    );
  if (bill.exceptions.length > 0)
    sections.push(
      section(
        "Not billed",
        table(
          "Not billed",
          ["Device", "Kind", "Reason", "Sessions", "Quantity"],
          bill.exceptions.map((row) => [
            row.device,
            words.kinds[row.kind],
            words.exceptionReasons[row.reason],
            format.amount(String(row.sessions)),
            format.quantity(row.kind, row.quantity, kilobyte),
          ]),
        ),
      ),
    );
  return sections;
}
