// SPDX-License-Identifier: MIT
// Planned fleets: what they come to, on their plans and on others.
import type { Scenario } from "samebill";
import { estimateOf, unserved } from "./estimates";
import { comparePoints } from "./order";
import type { Estimated, PlanTotal, Point } from "./protocol";
import type { Handlers } from "./answering";

export const quoteMethods: Handlers<"estimate" | "estimateText" | "makeQuote" | "cheapest" | "total"> = {
  estimate({ scenario }, { engine }): Estimated {
    const outcome = engine.quote(scenario);
    if (!outcome.ok) return { ok: false, errors: outcome.document.errors };
    return { ok: true, estimate: estimateOf(outcome.document, scenario.catalog.kilobyte_bytes ?? 1024) };
  },
  total({ scenario }, { engine }) {
    const outcome = engine.quote(scenario);
    if (!outcome.ok) return null;
    const { months, totals } = outcome.document;
    return { total: totals.total, unserved: months.some(unserved) };
  },
  estimateText: ({ scenario }, { engine }) => engine.quoteText(scenario),
  makeQuote: ({ draft }, { engine }) => engine.makeQuoteText(draft),
  cheapest({ scenario, cohort }, { engine }): PlanTotal[] {
    const found: (PlanTotal & Point)[] = [];
    for (const plan of scenario.catalog.plans) {
      if (plan.kind === "prepaid") continue;
      const cohorts = scenario.cohorts.map((each, at) => (at === cohort ? { ...each, plan: plan.id } : each));
      const outcome = engine.quote({ ...scenario, cohorts } as Scenario);
      if (!outcome.ok) continue;
      const { months, totals } = outcome.document;
      found.push({ plan: plan.id, total: totals.total, unserved: months.some(unserved) });
    }
    return found.sort(comparePoints);
  },
};
