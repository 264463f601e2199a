// SPDX-License-Identifier: MIT
// The result of a scenario, and that of a quote's check, with every member that they can have.

import { charges, term_totals } from "./comparison_output.mjs";
import { digest_a, digest_b } from "./documents.mjs";

const percentiles = { p10: "6.50", p50: "7.00", p90: "7.25" };

export const scenario_result = {
  schema: "samebill/scenario_result/1",
  scenario: digest_a,
  rules: "1",
  catalog: "acme",
  catalog_version: "acme.3",
  currency: "EUR",
  from: "2026-03",
  through: "2026-03",
  seed: 1,
  seeds: 20,
  classes: 1,
  work: 63,
  months: [
    {
      month: "2026-03",
      charges,
      discounts: "-1.00",
      minimum_shortfall: "1.00",
      subtotal: "7.00",
      taxes: [{ id: "vat", amount: "0.00" }],
      tax_total: "0.00",
      total: "7.00",
      percentiles,
      cohorts: [
        {
          cohort: "pumps",
          devices: { to_come: 0, provisioned: 0, active_billed: 2, suspended: 0, cancelled: 0 },
          billed: 2,
          charges,
          shared: "0.00",
          total: "7.00",
          per_device: "3.5",
          usage: [{ kind: "data", sessions: 62, quantity: 62000, rated: 63488, not_billed: 0 }],
          allowances: [
            { kind: "data", pooled: false, included: 2048, used: 2048, overage: 61440, stranded: 0 },
          ],
        },
      ],
      pools: [
        { group: "north", plan: "meter", kind: "sms", included: 10, used: 4, overage: 0, stranded: 6 },
      ],
    },
  ],
  cohorts: [
    { cohort: "pumps", charges, shared: "0.00", total: "7.00", device_months: 2, per_device_month: "3.5" },
  ],
  totals: term_totals,
  percentiles,
  cash_flow: [
    {
      month: "2026-03",
      due: "2026-05-01",
      amount: "7.00",
      several_months_fees: "0.00",
      prepaid: "0.00",
      one_off: "0.00",
    },
  ],
  assumptions: [{ code: "payload_is_all", cohort: "pumps", parameters: [{ name: "usage", value: "report" }] }],
};

export const quote_check_result = {
  schema: "samebill/quote_check_result/1",
  account: "harbour",
  period: "2026-03",
  currency: "EUR",
  quote: { id: "Q-1", version: 2, digest: digest_a, total: "7.00" },
  bill: { digest: digest_b, total: "9.00", adjustment_total: "-1.00" },
  difference: "2.00",
  causes: [
    { cause: "prices", amount: "0.50", apart: true, parts: [{ part: "access", amount: "0.50" }] },
    { cause: "devices", amount: "1.50", apart: true, parts: [{ part: "tax", amount: "1.50" }] },
    { cause: "dates", amount: "0.00", apart: false, parts: [] },
    { cause: "usage", amount: "0.00", apart: true, parts: [] },
  ],
  remaining: "0.00",
  cohorts: [{ cohort: "pumps", quoted: 2, billed: 3 }],
  outside: { count: 1, devices: ["pump-9"] },
  usage: [{ kind: "data", quoted: 62000, billed: 93000 }],
};

export const optional_members = {
  scenario_result: [
    "/catalog_version",
    "/percentiles",
    "/months/0/percentiles",
    "/months/0/cohorts/0/per_device",
    "/months/0/cohorts/0/allowances/0/overage",
    "/months/0/cohorts/0/allowances/0/stranded",
    "/cohorts/0/per_device_month",
    "/assumptions/0/cohort",
  ],
};
