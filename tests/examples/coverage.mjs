// SPDX-License-Identifier: MIT
// Every rule id, line type, cause, exception, notice, error code and terms parameter is exercised by at least one
// example; lists what is not, and fails.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { causes, exceptionReasons } from "../vocabulary.mjs";

const folder = new URL("../../examples/", import.meta.url).pathname;
const numbered = (letter, last) => Array.from({ length: last }, (_, i) => `${letter}${i + 1}`);

const wanted = {
  rule: [
    ...numbered("M", 7),
    ...numbered("T", 3),
    ...numbered("P", 3),
    ...numbered("S", 11),
    ...numbered("F", 6),
    ...numbered("U", 9),
    ...numbered("G", 5),
    ...numbered("C", 5),
    ...numbered("H", 3),
    ...numbered("N", 2),
    ...numbered("B", 9),
  ],
  line: [
    "provisioning_fee",
    "activation_fee",
    "reactivation_fee",
    "suspension_fee",
    "access_fee",
    "recurring_fee",
    "state_usage",
    "overage",
    "pool_overage",
    "prepaid_credits",
    "discount",
    "minimum_shortfall",
  ],
  "line rule": ["S1", "S2", "S3", "F2", "F4", "F6", "U5", "U8", "G3", "G4", "C2", "B8", "B7"],
  cause: causes,
  exception: exceptionReasons,
  notice: ["duplicate_records", "event_ignored", "prepaid_exhausted", "lapse_due"],
  error: [
    "parse",
    "schema",
    "duplicate_id",
    "unknown_plan",
    "unknown_device",
    "unknown_pack",
    "unknown_tax",
    "unknown_sim_product",
    "plan_not_available",
    "no_default_plan",
    "invalid_transition",
    "not_permitted",
    "before_period",
    "period",
    "conflicting_record",
    "overflow",
    "state",
  ],
  parameter: [
    "data_rounding",
    "voice_rounding",
    "suspension_allowed",
    "pooling_allowed",
    "plan_change",
    "cancellation_refund",
    "prepaid_lapse_days",
    "unprovisioned_lapse_months",
    "inactive_lapse_days",
    "automatic_cancellation",
  ],
};
const seen = Object.fromEntries(Object.keys(wanted).map((what) => [what, new Set()]));

function takeBill(bill) {
  for (const line of bill.lines) {
    seen.line.add(line.type);
    seen["line rule"].add(line.rule);
  }
  for (const device of bill.devices) for (const interval of device.intervals) seen.cause.add(interval.cause);
  for (const exception of bill.exceptions) seen.exception.add(exception.reason);
  for (const notice of bill.notices) seen.notice.add(notice.type);
}

function takeParameters(value) {
  if (Array.isArray(value)) value.forEach(takeParameters);
  else if (value !== null && typeof value === "object") {
    for (const parameter of Object.keys(value.terms ?? {})) seen.parameter.add(parameter);
    Object.values(value).forEach(takeParameters);
  }
}

for (const name of readdirSync(folder)) {
  const file = (part) => join(folder, name, part);
  if (!existsSync(file("result.json"))) continue;
  const result = JSON.parse(readFileSync(file("result.json"), "utf8"));
  for (const bill of result.bills ?? []) takeBill(bill);
  for (const error of result.errors ?? []) seen.error.add(error.code);
  for (const [rule] of readFileSync(file("README.md"), "utf8").matchAll(/\b[MTPSFUGCHNB]\d{1,2}\b/g))
    seen.rule.add(rule);
  try {
    takeParameters(JSON.parse(readFileSync(file("request.json"), "utf8")));
  } catch {
    // An example of a text that is no JSON.
  }
}

let passed = 0;
let failed = 0;
for (const [what, names] of Object.entries(wanted)) {
  for (const name of names) {
    if (seen[what].has(name)) passed += 1;
    else {
      failed += 1;
      console.log(`no example shows the ${what} ${name}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
