// SPDX-License-Identifier: MIT
// One line of a bill, and behind it how the engine says that it came about.
import type { Bill, Explanation, Line, Outcome } from "samebill/client";
import { h } from "./dom";
import * as format from "./format";
import * as words from "./words";

export type Explain = (period: string, index: number) => Promise<Outcome<Explanation>>;

export interface BillContext {
  bill: Bill;
  kilobyte: number;
  explain: Explain;
}

const priced = (line: Line & { unit_price: string }, currency: string, per: string): string =>
  `${currency}\u00a0${format.price(line.unit_price, line.amount)} ${per}`;

/** What a line is charged for, in a few words. */
export function lineTitle(line: Line): string {
  const type = words.lineTypes[line.type];
  if (line.type === "discount") return `${type} ${line.code}`;
  if (line.type === "recurring_fee") return `${line.code}, recurring`;
  if (line.type === "prepaid_credits") return `${type} ${line.pack}`;
  if (line.type === "overage" || line.type === "pool_overage" || line.type === "state_usage")
    return `${words.kinds[line.kind]}: ${type.toLowerCase()}`;
  return type;
}

/** The device or group, plan, and the figures that the line carries. */
export function lineDetails(line: Line, currency: string, kilobyte: number): string[] {
  const details: string[] = [];
  if ("group" in line) details.push(`pool ${line.group}`);
  if ("device" in line) details.push(line.device);
  if ("plan" in line) details.push(line.plan);
  if ("state" in line) details.push(words.states[line.state]);
  if ("quantity" in line) details.push(format.quantity(line.kind, line.quantity, kilobyte));
  if (line.type === "access_fee" && "months" in line) {
    const length = format.count(line.months, "month");
    details.push(`${priced(line, currency, `for ${length}`)}, paid through ${format.date(line.paid_through)}`);
  } else if ("days" in line) {
    const part = line.days === line.days_in_month ? `${line.days} days` : `${line.days} of ${line.days_in_month} days`;
    details.push(`${priced(line, currency, "a month")}, ${part}`);
  } else if ("at" in line) details.push(format.instant(line.at));
  if ("cause" in line) details.push(words.causes[line.cause] ?? words.plain(line.cause));
  return details;
}

const termValue = (value: unknown): string => {
  if (value === null || typeof value !== "object") return words.plain(String(value));
  if (Array.isArray(value))
    return value.length === 0 ? "none" : value.map((item) => words.plain(String(item))).join(", ");
  return Object.entries(value)
    .map(([name, part]) => `${words.plain(name)} ${String(part)}`)
    .join(", ");
};

function explanationView(explanation: Explanation, currency: string): HTMLElement {
  const { numerator, denominator } = explanation.fraction;
  const fraction =
    denominator === "1" ? format.amount(numerator) : `${format.amount(numerator)} ⁄ ${format.amount(denominator)}`;
  const rounding = words.plain(explanation.rounding);
  const operands = explanation.operands.map((operand) =>
    h(
      "div",
      {},
      h("dt", {}, words.plain(operand.name)),
      h("dd", {}, operand.value, operand.unit && h("small", {}, ` ${operand.unit}`)),
    ),
  );
  const parameters = explanation.parameters.map((row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, words.plain(row.parameter)),
      h("td", {}, termValue(row.value)),
      h("td", {}, words.layers[row.layer]),
    ),
  );
  return h(
    "div",
    { class: "explanation" },
    h("p", { class: "sentence" }, explanation.sentence),
    h(
      "dl",
      { class: "operands" },
      operands,
      h("div", { class: "exact" }, h("dt", {}, "exact amount"), h("dd", {}, fraction)),
      h(
        "div",
        { class: "exact" },
        h("dt", {}, `rounded once, ${rounding}`),
        h("dd", {}, format.money(explanation.amount, currency)),
      ),
    ),
    h(
      "p",
      { class: "source" },
      h("span", { class: "rule" }, `Rule ${explanation.rule}`),
      explanation.clause ? ` Contract: “${explanation.clause}”` : " No clause of the contract",
    ),
    parameters.length > 0 &&
      h(
        "table",
        { class: "parameters" },
        h("caption", {}, "Terms used, and the layer each comes from"),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Term", "Value", "Layer"].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h("tbody", {}, parameters),
      ),
  );
}

/** A line as an item that opens. */
export function lineView(context: BillContext, line: Line, index: number): HTMLElement {
  const { bill, kilobyte, explain } = context;
  const id = `explanation_${bill.period}_${index}`;
  const title = lineTitle(line);
  const details = lineDetails(line, bill.currency, kilobyte);
  const panel = h("div", { id, class: "panel", hidden: true });
  const button = h(
    "button",
    { type: "button", class: "line", "aria-expanded": "false", "aria-controls": id },
    h("span", { class: "line_title" }, title),
    h(
      "span",
      { class: "line_details" },
      details.map((text) => h("span", {}, text)),
    ),
    h("span", { class: line.amount.startsWith("-") ? "amount credit" : "amount" }, format.amount(line.amount)),
  );
  let loaded = false;
  button.addEventListener("click", async () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
    if (!open || loaded) return;
    loaded = true;
    const outcome = await explain(bill.period, index);
    panel.replaceChildren(
      outcome.ok
        ? explanationView(outcome.document, bill.currency)
        : h("p", { class: "sentence" }, outcome.document.errors[0]?.message ?? "There is no explanation."),
    );
  });
  return h("li", {}, button, panel);
}
