// SPDX-License-Identifier: MIT
// Results in words. Amounts are looked at as they are written; nothing is computed with them.
import type { Assumption } from "samebill";
import type { Estimate } from "../engine/protocol";
import * as format from "../lib/format";
import type { Words } from "../words/en";

/** Kinds of charge in the order in which they are stacked. */
export const sums = [
  ...(["access", "recurring", "usage", "one_off", "prepaid"] as const),
  ...(["minimum_shortfall", "tax_total", "discounts"] as const),
];
export type Part = (typeof sums)[number];

export const sumNames = ({ categories, estimate, lineTypes }: Words): Record<Part, string> => ({
  ...categories,
  discounts: estimate.discounts,
  minimum_shortfall: lineTypes.minimum_shortfall,
  tax_total: estimate.taxes,
});
type Sums = Pick<Estimate["totals"], "charges" | "discounts" | "minimum_shortfall" | "tax_total">;
/** The sum of a kind in a month or in all. */
export const sumOf = (of: Sums, part: Part): string =>
  part === "discounts" || part === "minimum_shortfall" || part === "tax_total" ? of[part] : of.charges[part];

export const isNothing = (amount: string): boolean => !/[1-9]/.test(amount);

function valueText(words: Words, name: string, value: string): string {
  if (name === "protocol") return (words.estimate.protocols as Record<string, string>)[value] ?? value;
  return name !== "seed" && /^\d+(\.\d+)?$/.test(value) ? format.amount(value) : value;
}

export function assumptionText(words: Words, { code, cohort, parameters }: Assumption): string {
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, valueText(words, name, value)]));
  const known = (words.assumptions as Record<string, (values: Record<string, string>) => string>)[code];
  const text = known
    ? known(values)
    : `${code.replaceAll("_", " ")} ${parameters.map((each) => each.value).join(", ")}`;
  return cohort === undefined ? text : `${cohort}: ${text}`;
}

/** Why the first bill is not like the others, from what stands in it. */
export function firstBillReasons(words: Words, estimate: Estimate): string[] {
  const [first] = estimate.months;
  const normal = estimate.months[estimate.normal];
  const [due] = estimate.cash_flow;
  if (!first || !normal || first.total === normal.total) return [];
  const money = (amount: string) => format.money(amount, estimate.currency);
  const reasons: string[] = [];
  if (!isNothing(first.charges.one_off) && first.charges.one_off !== normal.charges.one_off)
    reasons.push(words.estimate.whyOneOff(money(first.charges.one_off)));
  if (due && !isNothing(due.several_months_fees))
    reasons.push(words.estimate.whyAdvance(money(due.several_months_fees)));
  else if (first.charges.access !== normal.charges.access) reasons.push(words.estimate.whyDays);
  if (first.billed !== normal.billed) reasons.push(words.estimate.whyDevices(first.billed, normal.billed));
  if (!isNothing(first.charges.prepaid) && first.charges.prepaid !== normal.charges.prepaid)
    reasons.push(words.estimate.whyPrepaid(money(first.charges.prepaid)));
  if (first.charges.usage !== normal.charges.usage) reasons.push(words.estimate.whyUsage);
  return reasons;
}
