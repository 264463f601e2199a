// SPDX-License-Identifier: MIT
// The fold, and that the generator reaches everything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { run, run_fold } from "./bill.mjs";
import { month_request, without_digests } from "./compare.mjs";
import { generate } from "./generate.mjs";
import { causes, exceptionReasons } from "../vocabulary.mjs";

test("a request billed month by month from the reference's own state gives the same bills", () => {
  let folds = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const made = generate(seed, { errors: false });
    const whole = JSON.parse(run(JSON.stringify(made))).bills;
    if (whole === undefined || whole.length === 1) continue;
    folds += 1;
    let opening;
    const first = Number(made.from.slice(0, 4)) * 12 + Number(made.from.slice(5)) - 1;
    whole.forEach((bill, i) => {
      const { result, state } = run_fold(month_request(made, first + i), { opening });
      opening = state;
      assert.equal(
        without_digests(JSON.stringify(JSON.parse(result).bills)),
        without_digests(JSON.stringify([bill])),
        `seed ${seed}`,
      );
    });
  }
  assert.ok(folds > 100);
});

const reachable = {
  line: [
    "provisioning_fee",
    "activation_fee",
    "reactivation_fee",
    "suspension_fee",
    "access_fee F2",
    "access_fee F4",
    "recurring_fee",
    "state_usage",
    "overage",
    "pool_overage G3",
    "pool_overage G4",
    "prepaid_credits",
    "discount",
    "minimum_shortfall",
  ],
  notice: [
    "duplicate_records",
    "event_ignored",
    "prepaid_exhausted",
    "lapse_due agreement_terminated",
    "lapse_due never_provisioned",
    "lapse_due prepaid_unfunded",
    "lapse_due inactive",
  ],
  exception: exceptionReasons,
  cause: causes,
  error: [
    "schema",
    "unknown_plan",
    "unknown_device",
    "unknown_pack",
    "unknown_tax",
    "unknown_sim_product",
    "plan_not_available",
    "no_default_plan",
    "invalid_transition",
    "not_permitted",
    "period",
    "conflicting_record",
    "overflow",
  ],
};

test("two thousand seeds reach every line, notice, exception, cause and error", () => {
  const seen = new Set();
  for (let seed = 1; seed <= 2000; seed += 1) {
    const result = JSON.parse(run(JSON.stringify(generate(seed))));
    for (const { code } of result.errors ?? []) seen.add(`error ${code}`);
    for (const bill of result.bills ?? []) {
      for (const { type, rule } of bill.lines) seen.add(`line ${type}`).add(`line ${type} ${rule}`);
      for (const { type, reason } of bill.notices)
        seen.add(`notice ${type}`).add(`notice ${type} ${reason}`);
      for (const { reason } of bill.exceptions) seen.add(`exception ${reason}`);
      for (const { intervals } of bill.devices)
        for (const { cause } of intervals) seen.add(`cause ${cause}`);
    }
  }
  const missing = Object.entries(reachable)
    .flatMap(([what, names]) => names.map((name) => `${what} ${name}`))
    .filter((name) => !seen.has(name));
  assert.deepEqual(missing, []);
});

test("the same seed gives the same request", () => {
  assert.equal(JSON.stringify(generate(7)), JSON.stringify(generate(7)));
  assert.notEqual(JSON.stringify(generate(7)), JSON.stringify(generate(8)));
});
