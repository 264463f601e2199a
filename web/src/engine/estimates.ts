// SPDX-License-Identifier: MIT
// What the page shows of a scenario's result.
import type { MonthResult, ScenarioResult } from "samebill";
import type { Estimate, EstimateMonth } from "./protocol";

const monthOf = ({ cohorts, pools, taxes, ...month }: MonthResult): EstimateMonth => ({
  ...month,
  billed: cohorts.reduce((sum, cohort) => sum + cohort.billed, 0),
});

/** The month that most others are like: the total that occurs most often, the latest such month. */
function normalMonth(totals: string[]): number {
  const seen = new Map<string, number>();
  for (const total of totals) seen.set(total, (seen.get(total) ?? 0) + 1);
  let best = totals.length - 1;
  totals.forEach((total, at) => {
    if ((seen.get(total) ?? 0) >= (seen.get(totals[best] ?? "") ?? 0)) best = at;
  });
  return best;
}

export const unserved = (month: MonthResult): boolean =>
  month.cohorts.some((cohort) => cohort.usage.some((each) => each.not_billed > 0));

export function estimateOf(result: ScenarioResult, kilobyte: number): Estimate {
  const { months, schema, classes, work, ...rest } = result;
  return {
    ...rest,
    months: months.map(monthOf),
    normal: normalMonth(months.map((each) => each.total)),
    kilobyte,
    unserved: months.some(unserved),
  };
}
