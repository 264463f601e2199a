// SPDX-License-Identifier: MIT
// A bill as a person reads it: the amount due, the lines by category, the sums, then what stands behind them.
import type { Bill, Category, Line } from "samebill/client";
import { detailViews } from "./detail_view";
import { h, listed } from "./dom";
import * as format from "./format";
import { type BillContext, lineView } from "./line_view";
import * as words from "./words";

const shownAtFirst = 100;
const order = Object.keys(words.categories) as Category[];

const categoryOf = (line: Line): Category =>
  line.type === "discount" ? line.category : words.categoryOfType[line.type];

function linesView(context: BillContext): HTMLElement[] {
  const numbered = context.bill.lines.map((line, index) => ({ line, index }));
  if (numbered.length === 0) return [h("p", { class: "nothing" }, "Nothing was charged in this month.")];
  return order.flatMap((category) => {
    const lines = numbered.filter(({ line }) => categoryOf(line) === category);
    if (lines.length === 0) return [];
    const list = h("ul", { class: "lines" });
    return [
      h(
        "section",
        { class: "category" },
        h("h3", {}, words.categories[category]),
        listed(lines, shownAtFirst, list, ({ line, index }) => lineView(context, line, index)),
      ),
    ];
  });
}

function sumRow(name: string, amount: string, kind = ""): HTMLElement {
  return h("div", { class: `sum ${kind}` }, h("dt", {}, name), h("dd", {}, amount));
}

function sumsView(bill: Bill): HTMLElement {
  const taxes = bill.taxes.map((tax) =>
    sumRow(`${tax.name}, ${format.percent(tax.rate)} of ${format.amount(tax.taxable)}`, format.amount(tax.amount)),
  );
  const adjustments = bill.adjustments.map((adjustment) =>
    sumRow(`Adjustment of ${format.month(adjustment.of)}`, format.amount(adjustment.amount)),
  );
  const total = adjustments.length > 0 || taxes.length > 0 ? [sumRow("Total", format.amount(bill.total))] : [];
  return h(
    "dl",
    { class: "sums" },
    sumRow("Subtotal", format.amount(bill.subtotal)),
    taxes,
    total,
    adjustments,
    sumRow("Amount due", format.money(bill.amount_due, bill.currency), "due"),
  );
}

function footView(bill: Bill): HTMLElement {
  const rows: [string, string | undefined][] = [
    ["Rules", bill.rules],
    ["Inputs", bill.inputs],
    ["Digest", bill.digest],
  ];
  return h(
    "footer",
    { class: "bill_foot" },
    h(
      "dl",
      {},
      rows.flatMap(([name, value]) =>
        value ? [h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, value)))] : [],
      ),
    ),
  );
}

export function billView(context: BillContext, accountName: string, catalogName: string): HTMLElement {
  const { bill } = context;
  return h(
    "article",
    { class: "bill", "aria-labelledby": "bill_title" },
    h(
      "header",
      { class: "bill_head" },
      h(
        "div",
        {},
        h("p", { class: "account" }, accountName),
        h("h2", { id: "bill_title" }, `Bill for ${format.month(bill.period)}`),
        h(
          "p",
          { class: "catalog" },
          `${catalogName}${bill.catalog_version ? `, version ${bill.catalog_version}` : ""}. `,
          `Amounts in ${bill.currency}.`,
        ),
      ),
      h(
        "p",
        { class: "hero" },
        h("span", {}, "Amount due"),
        h(
          "strong",
          { id: "amount_due", "data-amount": bill.amount_due },
          h("small", {}, bill.currency),
          format.amount(bill.amount_due),
        ),
      ),
    ),
    linesView(context),
    sumsView(bill),
    detailViews(bill, context.kilobyte),
    footView(bill),
  );
}
