// SPDX-License-Identifier: MIT
// The result of a comparison with every member that it can have; of these some may be left out.

import { digest_a } from "./documents.mjs";

export const charges = {
  access: "5.00",
  recurring: "0.00",
  one_off: "0.00",
  usage: "2.00",
  prepaid: "0.00",
};
export const term_totals = {
  charges,
  discounts: "-1.00",
  minimum_shortfall: "1.00",
  subtotal: "7.00",
  tax_total: "0.00",
  total: "7.00",
};

export const comparison_result = {
    schema: "samebill/comparison_result/1",
    comparison: digest_a,
    rules: "1",
    currency: "EUR",
    from: "2026-03",
    through: "2026-03",
    reference: "as it is",
    recommended: {
      alternative: "pooled",
      reason: "lowest_total",
      saving: "1.00",
      next: "as it is",
      saving_to_next: "1.00",
      mainly: "usage",
      equal: [],
      passed_over: [],
    },
    alternatives: [
      {
        name: "as it is",
        scenario: digest_a,
        catalog: "acme",
        catalog_version: "acme.3",
        totals: term_totals,
        percentiles: { p10: "6.50", p50: "7.00", p90: "7.25" },
        not_billed: { data: 0, voice: 60, sms: 1 },
        cohorts: [
          {
            cohort: "pumps",
            charges,
            shared: "0.00",
            total: "7.00",
            device_months: 2,
            per_device_month: "3.5",
          },
        ],
        months: [{ month: "2026-03", total: "7.00", cumulated: "7.00" }],
      },
    ],
    differences: [
      {
        alternative: "pooled",
        totals: term_totals,
        cohorts: [{ cohort: "pumps", total: "-1.00" }],
        months: [{ month: "2026-03", total: "-1.00" }],
        settings: [{ path: "/cohorts/0/group", reference: null, alternative: "yard" }],
        settings_left_out: 0,
      },
    ],
    break_even: [
      {
        over: "amount",
        cohort: "pumps",
        behaviour: "report",
        unit: "bytes",
        from: 0,
        through: 100,
        widest_step: 100,
        runs: 12,
        ranges: [{ from: 0, through: 41, cheapest: ["as it is"] }],
        changes: [
          {
            first: "as it is",
            second: "pooled",
            at: 42,
            month: "2026-03",
            cheaper_before: "first",
            cheaper: "neither",
            totals_before: { first: "6.99", second: "7.00" },
            totals: { first: "7.00", second: "7.00" },
          },
        ],
        points: [{ at: 0, totals: ["6.00", "7.00"] }],
      },
    ],
    sensitivity: {
      alternative: "pooled",
      percent: 10,
      total: "6.00",
      assumptions: [
        {
          assumption: "sessions",
          cohort: "pumps",
          behaviour: "report",
          stated: "10",
          low: "9",
          high: "11",
          total_low: "5.50",
          total_high: "6.50",
          swing: "1.00",
        },
      ],
    },
  };

export const optional_members = [
  "/sensitivity",
  "/sensitivity/assumptions/0/behaviour",
  "/recommended/next",
  "/recommended/saving_to_next",
  "/recommended/mainly",
  "/alternatives/0/catalog_version",
  "/alternatives/0/percentiles",
  "/alternatives/0/cohorts/0/per_device_month",
  "/differences/0/settings/0/reference",
  "/differences/0/settings/0/alternative",
  "/break_even/0/cohort",
  "/break_even/0/behaviour",
  "/break_even/0/changes/0/month",
];
