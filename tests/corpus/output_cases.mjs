// SPDX-License-Identifier: MIT
// Documents that the engine writes. These hold the schemas only: what they refuse here, nobody
// who generates types or validates answers from them will meet.

import { broken, digest_a, digest_b, put, sound, without } from "./documents.mjs";
import { sealed } from "./state_cases.mjs";

const device = "pump-1";
const plan = "meter";
const at = "2026-03-01T08:00:00Z";

// A line of every type.
export const lines = {
  provisioning_fee: { type: "provisioning_fee", rule: "S1", device, plan, at, amount: "1.00" },
  activation_fee: { type: "activation_fee", rule: "S2", device, plan, at, cause: "data_trigger", amount: "2.00" },
  reactivation_fee: { type: "reactivation_fee", rule: "S2", device, plan, at, cause: "customer", amount: "1.50" },
  suspension_fee: { type: "suspension_fee", rule: "S3", device, plan, at, amount: "0.00" },
  monthly_access_fee: { type: "access_fee", rule: "F2", device, plan, unit_price: "3", days: 31, days_in_month: 31, amount: "3.00" },
  period_access_fee: { type: "access_fee", rule: "F4", device, plan, unit_price: "30", months: 12, at, paid_through: "2199-02-28", amount: "30.00" },
  recurring_fee: { type: "recurring_fee", rule: "F6", device, plan, code: "support", unit_price: "0.5", days: 1, days_in_month: 28, amount: "0.02" },
  state_usage: { type: "state_usage", rule: "U5", device, plan, state: "suspended", kind: "voice", quantity: 60, amount: "0.30" },
  overage: { type: "overage", rule: "U8", device, plan, kind: "data", quantity: 9007199254740993, amount: "5.00" },
  pool_overage: { type: "pool_overage", rule: "G3", group: "north", plan, kind: "sms", quantity: 3, amount: "0.21" },
  prepaid_credits: { type: "prepaid_credits", rule: "C2", device, plan: "credit", pack: "pack-10", at, amount: "5.00" },
  discount: { type: "discount", rule: "B8", code: "early", category: "access", amount: "-3.30" },
  minimum_shortfall: { type: "minimum_shortfall", rule: "B7", amount: "4.00" },
};

const bill = {
  schema: "samebill/bill/1", rules: "1", account: "harbour", catalog: "acme-2026", catalog_version: "acme-2026.3",
  period: "2026-03", currency: "EUR",
  lines: Object.values(lines),
  subtotal: "49.23",
  taxes: [{ id: "vat", name: "VAT", rate: "0.19", taxable: "0.00", amount: "0.00" }],
  tax_total: "0.00", total: "49.23",
  adjustments: [{ of: "2026-02", issued: digest_a, corrected: digest_b, subtotal: "-1.00", tax: "-0.19", amount: "-1.19" }],
  adjustment_total: "-1.19", amount_due: "48.04",
  devices: [{
    device,
    intervals: [
      { state: "provisioned", plan, from: "2026-03-01T00:00:00Z", until: at, cause: "provision" },
      { state: "cancelled", plan: null, from: at, until: "2026-04-01T00:00:00Z", cause: "never_provisioned" },
    ],
  }],
  usage: [{ device, plan, state: "active_billed", kind: "data", sessions: 1, quantity: 5000, rated: 5120 }],
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
  inputs: digest_a, digest: digest_b,
};

const state = sealed({ schema: "samebill/state/1", rules: "1", account: "harbour", catalog: "acme-2026", period: "2026-03", devices: [] });
const value = { parameter: "data_rounding", value: { increment: 1024, per: "session" }, layer: "standard" };
const error_item = { code: "schema", path: "/catalog/plans/0/a~1b", message: "It must be text." };
const documents = {
  bill,
  result: { schema: "samebill/result/1", bills: [bill], closing: state },
  error: { schema: "samebill/error/1", errors: [error_item, { code: "parse", path: "", message: "" }] },
  correction: {
    schema: "samebill/correction/1", account: "harbour",
    months: [{
      of: "2026-02", issued: digest_a, corrected: digest_b,
      lines: [{ old: lines.overage }, { new: lines.overage }, { old: lines.overage, new: lines.discount }],
      subtotal: "-1.00", tax: "-0.19", total: "-1.19",
    }],
    adjustments: bill.adjustments,
  },
  explanation: {
    schema: "samebill/explanation/1", account: "harbour", period: "2026-03", index: 4, line: lines.monthly_access_fee, rule: "F2",
    clause: null, operands: [{ name: "days", value: "31", unit: "days" }], fraction: { numerator: "-3", denominator: "1" },
    rounding: "half_up", amount: "3.00", sentence: "3 for 31 of 31 days.", parameters: [value],
  },
  terms: { schema: "samebill/terms/1", account: "harbour", plans: [{ plan: null, parameters: [value] }, { plan, parameters: [] }] },
  rejects: {
    schema: "samebill/rejects/1", records: 5, rejected: 1, counts: [{ code: "schema", count: 1 }],
    rejects: [{ record: 0, line: 2, column: 1, code: "schema", message: "m", text: "a,b", file: "usage.csv" }],
  },
  verification: {
    schema: "samebill/verification/1", account: "harbour", period: "2026-03", matches: false, issued: digest_a, computed: digest_b,
    difference: { path: "/lines/0/amount", issued: "1.00", computed: null },
  },
  check: { schema: "samebill/check/1", document: "samebill/request/1", valid: true },
  digest: { schema: "samebill/digest/1", document: "samebill/bill/1", digest: digest_a, stated: digest_a, matches: true },
};

// Every object of a document, by pointer.
function objects_in(node, pointer = "") {
  if (node === null || typeof node !== "object") return [];
  const inner = Object.entries(node).flatMap(([key, child]) => objects_in(child, `${pointer}/${key.replaceAll("/", "~1")}`));
  return Array.isArray(node) ? inner : [pointer, ...inner];
}

// What may be left out, and what holds any JSON.
const optional = [
  "/catalog_version", "/inputs", "/allowances/0/until", "/months/0/lines/2/old", "/months/0/lines/2/new", "/rejects/0/file",
  "/difference", "/stated",
];
const is_optional = (name, pointer) =>
  optional.some((end) => pointer === end || (name === "result" && pointer === `/bills/0${end}`)) ||
  (name === "digest" && pointer === "/matches");
const is_open = (pointer) => /\/value\b|\/difference\/(issued|computed)/.test(pointer) && !/operands/.test(pointer);

function cases_of(name, document) {
  const members = objects_in(document)
    .filter((pointer) => !is_open(pointer))
    .flatMap((pointer) => {
      const place = pointer.split("/").slice(1).reduce((node, token) => node[token], document);
      return Object.keys(place).map((member) => `${pointer}/${member}`);
    });
  return [
    sound(`${name}: every member`, document),
    ...objects_in(document).filter((pointer) => !is_open(pointer))
      .map((pointer) => broken(`${name}: unknown member in ${pointer || "the document"}`, put(document, `${pointer}/zone`, 1))),
    ...members.filter((pointer) => !is_open(pointer))
      .map((pointer) => broken(`${name}: ${pointer} of a wrong type`, put(document, pointer, [[]]))),
    ...members.map((pointer) => {
      const make = is_optional(name, pointer) ? sound : broken;
      return make(`${name}: ${pointer} left out`, without(document, pointer));
    }),
  ];
}

const of = (make, name, pointer, list) =>
  list.map((given) => make(`${name}: ${pointer} is ${JSON.stringify(given)}`, put(documents[name], pointer, given)));

const money = [
  ...of(sound, "bill", "/subtotal", ["0.00", "0", "-0.01", "999999999999.99", "1.234", "1.2345"]),
  ...of(broken, "bill", "/subtotal", ["-0.00", "-0", "00.00", "01.00", "1.2", "1.23456", ".50", "1.", "+1.00", "1000000000000.00", "-", "", "1,00"]),
];

const results = [
  ...of(broken, "bill", "/lines/4/unit_price", ["3.0", "3.", "03", "-3", "0.50"]),
  ...of(sound, "bill", "/lines/4/unit_price", ["0", "0.000000001", "123456789012.123456789"]),
  ...of(broken, "bill", "/lines/4/rule", ["F4", "F3", ""]),
  ...of(broken, "bill", "/lines/5/rule", ["F2"]),
  ...of(broken, "bill", "/lines/0/type", ["suspension_fee", "fee", "discount"]),
  ...of(sound, "bill", "/lines/9/rule", ["G4"]),
  ...of(broken, "bill", "/lines/9/kind", ["voice"]),
  ...of(broken, "bill", "/lines/7/state", ["active_billed", "cancelled"]),
  ...of(broken, "bill", "/lines/1/cause", ["provision", "provider", "plan_change"]),
  ...of(broken, "bill", "/lines/4/days", [0, 32]),
  ...of(broken, "bill", "/lines/5/months", [1, 121]),
  ...of(broken, "bill", "/lines/0/at", ["2026-03-01T08:00:00+00:00", "2026-03-01T08:00:00.0Z", "2026-03-01"]),
  ...of(sound, "bill", "/devices/0/intervals/1/until", ["2190-01-01T00:00:00Z"]),
  ...of(broken, "bill", "/devices/0/intervals", [[]]),
  ...of(broken, "bill", "/devices/0/intervals/0/state", ["pre_provisioned", "active"]),
  ...of(broken, "bill", "/usage/0/sessions", [0]),
  ...of(broken, "bill", "/usage/0/quantity", [-1, 1e19]),
  ...of(broken, "bill", "/notices/0/type", ["lapse_due", "note"]),
  ...of(broken, "bill", "/exceptions/0/reason", ["lost"]),
  ...of(broken, "bill", "/rules", ["2", 1]),
  ...of(broken, "result", "/bills", [[]]),
  ...of(broken, "error", "/errors", [[], Array.from({ length: 101 }, () => error_item)]),
  ...of(sound, "error", "/errors", [Array.from({ length: 100 }, () => error_item)]),
  ...of(broken, "error", "/errors/0/path", ["catalog", "/a~2", "/a~"]),
  ...of(broken, "error", "/errors/0/code", ["invalid", "Parse"]),
  ...of(broken, "correction", "/months/0/lines/0", [{}]),
  ...of(broken, "explanation", "/fraction/denominator", ["0", "-1", "01", "1.5"]),
  ...of(broken, "explanation", "/fraction/numerator", ["-0", "01", "1.5", ""]),
  ...of(sound, "explanation", "/clause", ["Access Fees"]),
  ...of(broken, "terms", "/plans/0/parameters/0/layer", ["contract"]),
  ...of(broken, "terms", "/plans/0/parameters/0/parameter", ["price"]),
  ...of(broken, "rejects", "/rejects/0/line", [0]),
  ...of(broken, "rejects", "/rejects/0/record", [-1]),
  ...of(broken, "check", "/valid", [false]),
];

export const output_cases = [
  ...Object.entries(documents).flatMap(([name, document]) => cases_of(name, document)),
  ...money, ...results,
];

export const problem = {
  type: "urn:samebill:problem:input", title: "The request has problems.", status: 422, detail: "One.", instance: "urn:uuid:0", errors: [error_item],
};
