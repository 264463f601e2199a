// SPDX-License-Identifier: MIT
// Documents that the engine writes: one of each, with every member that it can have.

import { comparison_result } from "./comparison_output.mjs";
import { digest_a, digest_b } from "./documents.mjs";
import { quote_check_result, scenario_result } from "./quote_outputs.mjs";
import { sealed } from "./state_cases.mjs";

const device = "pump-1";
const plan = "meter";
const at = "2026-03-01T08:00:00Z";

// A line of every type.
const lines = {
  provisioning_fee: { type: "provisioning_fee", rule: "S1", device, plan, at, amount: "1.00" },
  activation_fee: {
    type: "activation_fee",
    rule: "S2",
    device,
    plan,
    at,
    cause: "data_trigger",
    amount: "2.00",
  },
  reactivation_fee: {
    type: "reactivation_fee",
    rule: "S2",
    device,
    plan,
    at,
    cause: "customer",
    amount: "1.50",
  },
  suspension_fee: { type: "suspension_fee", rule: "S3", device, plan, at, amount: "0.00" },
  monthly_access_fee: {
    type: "access_fee",
    rule: "F2",
    device,
    plan,
    unit_price: "3",
    days: 31,
    days_in_month: 31,
    amount: "3.00",
  },
  period_access_fee: {
    type: "access_fee",
    rule: "F4",
    device,
    plan,
    unit_price: "30",
    months: 12,
    at,
    paid_through: "2199-02-28",
    amount: "30.00",
  },
  recurring_fee: {
    type: "recurring_fee",
    rule: "F6",
    device,
    plan,
    code: "support",
    unit_price: "0.5",
    days: 1,
    days_in_month: 28,
    amount: "0.02",
  },
  state_usage: {
    type: "state_usage",
    rule: "U5",
    device,
    plan,
    state: "suspended",
    kind: "voice",
    quantity: 60,
    amount: "0.30",
  },
  overage: {
    type: "overage",
    rule: "U8",
    device,
    plan,
    kind: "data",
    quantity: 9007199254740993,
    amount: "5.00",
  },
  pool_overage: {
    type: "pool_overage",
    rule: "G3",
    group: "north",
    plan,
    kind: "sms",
    quantity: 3,
    amount: "0.21",
  },
  prepaid_credits: {
    type: "prepaid_credits",
    rule: "C2",
    device,
    plan: "credit",
    pack: "pack-10",
    at,
    amount: "5.00",
  },
  discount: { type: "discount", rule: "B8", code: "early", category: "access", amount: "-3.30" },
  minimum_shortfall: { type: "minimum_shortfall", rule: "B7", amount: "4.00" },
};

const bill = {
  schema: "samebill/bill/1",
  rules: "1",
  account: "harbour",
  catalog: "acme-2026",
  catalog_version: "acme-2026.3",
  period: "2026-03",
  currency: "EUR",
  lines: Object.values(lines),
  subtotal: "49.23",
  taxes: [{ id: "vat", name: "VAT", rate: "0.19", taxable: "0.00", amount: "0.00" }],
  tax_total: "0.00",
  total: "49.23",
  adjustments: [
    {
      of: "2026-02",
      issued: digest_a,
      corrected: digest_b,
      subtotal: "-1.00",
      tax: "-0.19",
      amount: "-1.19",
    },
  ],
  adjustment_total: "-1.19",
  amount_due: "48.04",
  devices: [
    {
      device,
      intervals: [
        { state: "provisioned", plan, from: "2026-03-01T00:00:00Z", until: at, cause: "provision" },
        {
          state: "cancelled",
          plan: null,
          from: at,
          until: "2026-04-01T00:00:00Z",
          cause: "never_provisioned",
        },
      ],
    },
  ],
  usage: [
    {
      device,
      plan,
      state: "active_billed",
      kind: "data",
      sessions: 1,
      quantity: 5000,
      rated: 5120,
    },
  ],
  allowances: [
    { device, plan, kind: "voice", included: 60, used: 0, overage: 0, until: "2026-12-31" },
    { device, group: "north", plan, kind: "data", included: 1024, used: 0 },
    { group: "north", plan, kind: "data", included: 1024, used: 0, overage: 0 },
  ],
  exceptions: [{ device: "pump-9", kind: "sms", reason: "unknown_device", sessions: 1, quantity: 1 }],
  notices: [
    { type: "duplicate_records", count: 1 },
    { type: "event_ignored", device, at, event: "activate" },
    { type: "prepaid_exhausted", device, at },
    { type: "lapse_due", device, reason: "inactive", at },
  ],
  inputs: digest_a,
  digest: digest_b,
};

const state = sealed({
  schema: "samebill/state/1",
  rules: "1",
  account: "harbour",
  catalog: "acme-2026",
  period: "2026-03",
  devices: [],
});
const value = {
  parameter: "data_rounding",
  value: { increment: 1024, per: "session" },
  layer: "standard",
};
export const error_item = {
  code: "schema",
  path: "/catalog/plans/0/a~1b",
  message: "It must be text.",
};
export const documents = {
  bill,
  result: { schema: "samebill/result/1", bills: [bill], closing: state },
  error: {
    schema: "samebill/error/1",
    errors: [error_item, { code: "parse", path: "", message: "" }],
  },
  correction: {
    schema: "samebill/correction/1",
    account: "harbour",
    months: [
      {
        of: "2026-02",
        issued: digest_a,
        corrected: digest_b,
        lines: [{ old: lines.overage }, { new: lines.overage }, { old: lines.overage, new: lines.discount }],
        subtotal: "-1.00",
        tax: "-0.19",
        total: "-1.19",
      },
    ],
    adjustments: bill.adjustments,
  },
  explanation: {
    schema: "samebill/explanation/1",
    account: "harbour",
    period: "2026-03",
    index: 4,
    line: lines.monthly_access_fee,
    rule: "F2",
    clause: null,
    operands: [{ name: "days", value: "31", unit: "days" }],
    fraction: { numerator: "-3", denominator: "1" },
    rounding: "half_up",
    amount: "3.00",
    sentence: "3 for 31 of 31 days.",
    parameters: [value],
  },
  terms: {
    schema: "samebill/terms/1",
    account: "harbour",
    plans: [
      { plan: null, parameters: [value] },
      { plan, parameters: [] },
    ],
  },
  rejects: {
    schema: "samebill/rejects/1",
    records: 5,
    rejected: 1,
    counts: [{ code: "schema", count: 1 }],
    rejects: [
      {
        record: 0,
        line: 2,
        column: 1,
        code: "schema",
        message: "m",
        text: "a,b",
        file: "usage.csv",
      },
    ],
  },
  verification: {
    schema: "samebill/verification/1",
    account: "harbour",
    period: "2026-03",
    matches: false,
    issued: digest_a,
    computed: digest_b,
    difference: { path: "/lines/0/amount", issued: "1.00", computed: null },
  },
  final_bill: {
    schema: "samebill/final_bill/1",
    number: 2,
    issuer: "harbour-net",
    issued_at: "2026-04-01T06:00:00Z",
    due_on: "2026-05-01",
    previous: digest_a,
    bill,
    signature: `eyJhIjoxfQ..${"A".repeat(86)}`,
  },
  final_verification: {
    schema: "samebill/final_verification/1",
    account: "harbour",
    period: "2026-03",
    issuer: "harbour-net",
    number: 2,
    key: null,
    signature: "malformed",
    digest: true,
    chain: false,
    bill: {
      schema: "samebill/verification/1",
      account: "harbour",
      period: "2026-03",
      matches: true,
      issued: digest_a,
      computed: digest_a,
    },
    matches: false,
  },
  assignment_result: {
    schema: "samebill/assignment_result/1",
    account: "harbour",
    currency: "EUR",
    changes_on: "2026-03",
    through: "2026-03",
    present: {
      months: [{ month: "2026-03", subtotal: "7.00", tax_total: "0.00", total: "7.00" }],
      total: "7.00",
    },
    proposed: {
      months: [{ month: "2026-03", subtotal: "6.00", tax_total: "0.00", total: "6.00" }],
      total: "6.00",
    },
    saving: "1.00",
    own_saving: "1.00",
    shared_saving: "0.00",
    bound: { method: "searched", total: "5.98", gap: "0.02", proven: false },
    changes: [
      {
        device: "pump-1",
        plan_before: "meter",
        plan_after: "sensor",
        group_before: null,
        group_after: "north",
        present: "7.00",
        proposed: "6.00",
        saving: "1.00",
      },
    ],
    plans: [
      { plan: "meter", present: 1, proposed: 0 },
      { plan: "sensor", present: 0, proposed: 1 },
    ],
    excluded: [{ plan: "tracker", reason: "unserved", devices: 1 }],
    events: [
      { at: "2026-02-28T23:59:59Z", type: "change_plan", device: "pump-1", plan: "sensor" },
      { at: "2026-03-01T00:00:00Z", type: "set_group", device: "pump-1", group: "north" },
    ],
  },
  comparison_result,
  scenario_result,
  quote_check_result,
  check: { schema: "samebill/check/1", document: "samebill/request/1", valid: true },
  digest: {
    schema: "samebill/digest/1",
    document: "samebill/bill/1",
    digest: digest_a,
    stated: digest_a,
    matches: true,
  },
};

export const problem = {
  type: "urn:samebill:problem:input",
  title: "The request has problems.",
  status: 422,
  detail: "One.",
  instance: "urn:uuid:0",
  errors: [error_item],
};
