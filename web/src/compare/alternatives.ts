// SPDX-License-Identifier: MIT
// What a plan of a fleet is set against: the same fleet with one thing changed, or another scenario of the reader's.
import type { Behaviour, Catalog, Cohort, Scenario } from "samebill";
import { bytesOf, secondsOf } from "../estimate/numbers";

export type Change =
  | { kind: "as_planned" }
  | { kind: "plan"; plan: string }
  | { kind: "cheapest" }
  | { kind: "pool" }
  | { kind: "discount"; percent: string }
  | { kind: "scenario"; id: string };

export interface Alternative {
  id: number;
  change: Change;
  shown: boolean;
}

export const mostAlternatives = 8;
export const mostShown = 4;

/** The fleet as planned, and all of it on each plan that is paid by the month, in the catalog's order. */
export function usual(catalog: Catalog): Alternative[] {
  const plans = catalog.plans.filter((plan) => plan.kind !== "prepaid").slice(0, mostAlternatives - 2);
  const changes: Change[] = [
    { kind: "as_planned" },
    { kind: "cheapest" },
    ...plans.map((plan) => ({ kind: "plan" as const, plan: plan.id })),
  ];
  return changes.map((change, id) => ({ id, change, shown: id < mostShown }));
}

const withCohorts = (scenario: Scenario, change: (cohort: Cohort) => Cohort): Scenario => ({
  ...scenario,
  cohorts: scenario.cohorts.map(change),
});

/** The scenario with the change; `cheapest` is the engine's to find, and `scenario` is another document. */
export function changed(scenario: Scenario, change: Change): Scenario {
  if (change.kind === "plan") return withCohorts(scenario, (cohort) => ({ ...cohort, plan: change.plan }));
  if (change.kind === "pool") return withCohorts(scenario, (cohort) => ({ ...cohort, group: "pool" }));
  if (change.kind !== "discount") return scenario;
  const { agreement } = scenario.account;
  const categories = ["access", "recurring", "usage"] as const;
  const discounts = [
    ...(agreement.discounts ?? []),
    { code: "compared", percent: change.percent, categories: [...categories] },
  ];
  return { ...scenario, account: { ...scenario.account, agreement: { ...agreement, discounts } } };
}

function scaledUse(behaviour: Behaviour, percent: number, kilobyte: number): Behaviour {
  const part = (value: number) => Math.round((value * percent) / 100);
  if (behaviour.kind === "data") return { ...behaviour, payload: part(bytesOf(behaviour.payload, kilobyte)) };
  if (behaviour.kind === "voice")
    return { ...behaviour, duration: Math.min(86_400, part(secondsOf(behaviour.duration))) };
  return { ...behaviour, messages: Math.max(1, part(behaviour.messages ?? 1)) };
}

export type By = "usage" | "devices";

/** The scenario with so many percent of the planned usage (0 is none at all) or devices, of these at least one. */
export function scaled(scenario: Scenario, by: By, percent: number): Scenario {
  if (by === "devices")
    return withCohorts(scenario, (cohort) => ({
      ...cohort,
      count: Math.min(cohort.count, 1) && Math.max(1, Math.round((cohort.count * percent) / 100)),
    }));
  const kilobyte = scenario.catalog.kilobyte_bytes ?? 1024;
  return withCohorts(scenario, (cohort) =>
    percent === 0
      ? { ...cohort, usage: [] }
      : cohort.usage
        ? { ...cohort, usage: cohort.usage.map((each) => scaledUse(each, percent, kilobyte)) }
        : cohort,
  );
}

export const devicesOf = (scenario: Scenario): number =>
  scenario.cohorts.reduce((sum, cohort) => sum + cohort.count, 0);

/** Whether the totals of two scenarios can be set against each other: as many devices, as long, in one currency. */
export const areAlike = (one: Scenario, other: Scenario): boolean =>
  one.catalog.currency === other.catalog.currency &&
  one.months === other.months &&
  one.from === other.from &&
  devicesOf(one) === devicesOf(other);

/** Where the cheaper of two changes: the first percent from which the other is; the order at the ends must differ. */
export async function turningPoint(
  low: number,
  high: number,
  firstLeads: (percent: number) => Promise<boolean>,
): Promise<number> {
  const lead = await firstLeads(low);
  let [from, to] = [low, high];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if ((await firstLeads(middle)) === lead) from = middle;
    else to = middle;
  }
  return to;
}
