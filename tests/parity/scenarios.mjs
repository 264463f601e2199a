// SPDX-License-Identifier: MIT
// Random scenarios: the native and the WebAssembly build give the same bytes, and identical devices computed once and
// multiplied come to what the full expansion, an ordinary request, is billed: all sums of every month, and of every
// cohort its charges by category, devices, usage, and what it left unused. And more usage is never cheaper on plans
// without volume tiers.
//   node tests/parity/scenarios.mjs [--count 1000] [--seed 1]
import { join } from "node:path";
import { answers } from "./answers.mjs";
import { generate_scenario, more_usage, without_volume } from "./generate_scenario.mjs";
import { sums_of_bills, sums_of_result } from "./scenario_sums.mjs";

const root = new URL("../../", import.meta.url).pathname;
const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : Number(process.argv[at + 1]);
};
const count = option("count", 1000);
const seed = option("seed", 1);
const native = (args, lines) => answers(join(root, "build/native/samebill_lines"), args, lines);
const wasm = (args, lines) => answers(process.execPath, [join(root, "build/wasm/samebill_lines.js"), ...args], lines);

let passed = 0;
const failures = [];
let billed = 0;
const check = (number, what, good, ...details) => {
  if (good) passed += 1;
  else failures.push([`scenario ${number}: ${what}`, ...details.map((text) => text?.slice(0, 600))]);
};

for (let first = 0; first < count; first += 200) {
  const numbers = Array.from({ length: Math.min(200, count - first) }, (_, i) => seed + first + i);
  const scenarios = numbers.map((number) => generate_scenario(number));
  const texts = scenarios.map((scenario) => JSON.stringify(scenario));
  const [quoted, twin, expanded] = await Promise.all([
    native(["--quote"], texts),
    wasm(["--quote"], texts),
    native(["--expand"], texts),
  ]);
  const bills = await native(
    [],
    expanded.map((text) => (text?.startsWith('{"account"') ? text : "{}")),
  );
  numbers.forEach((number, i) => {
    check(number, "native and WebAssembly differ", quoted[i]?.length > 0 && quoted[i] === twin[i], quoted[i], twin[i]);
    const result = JSON.parse(quoted[i] ?? "{}");
    if (result.errors !== undefined) {
      check(
        number,
        "what the scenario is refused for, the expansion is not",
        expanded[i] === quoted[i],
        quoted[i],
        expanded[i],
      );
      return;
    }
    const bill = JSON.parse(bills[i] ?? "{}");
    if (bill.errors !== undefined || bill.bills === undefined) {
      check(number, "the expansion is not billed", false, bills[i]);
      return;
    }
    billed += 1;
    const by_classes = JSON.stringify(sums_of_result(result), null, 1).split("\n");
    const one_by_one = JSON.stringify(
      sums_of_bills(
        bill,
        result.cohorts.map(({ cohort }) => cohort),
      ),
      null,
      1,
    ).split("\n");
    const at = by_classes.findIndex((line, row) => line !== one_by_one[row]);
    check(
      number,
      "the expansion comes to something else",
      at < 0 && by_classes.length === one_by_one.length,
      by_classes.slice(Math.max(0, at - 12), at + 3).join(""),
      one_by_one.slice(Math.max(0, at - 12), at + 3).join(""),
    );
  });
}
const minor = (text) => BigInt((text ?? "0").replace(".", ""));
const numbers = Array.from({ length: Math.ceil(count / 4) }, (_, i) => seed + i);
const plain = numbers.map((number) => without_volume(generate_scenario(number)));
const quote_all = (scenarios) =>
  native(
    ["--quote"],
    scenarios.map((scenario) => JSON.stringify(scenario)),
  );
const [less, more] = await Promise.all([quote_all(plain), quote_all(plain.map(more_usage))]);
let dearer = 0;
numbers.forEach((number, i) => {
  const [small, large] = [less[i], more[i]].map((text) => JSON.parse(text ?? "{}").totals?.subtotal);
  if (small === undefined && large === undefined) return;
  if (minor(large) > minor(small)) dearer += 1;
  check(number, "more usage is cheaper", large !== undefined && minor(large) >= minor(small), small, large);
});
check("all", `more usage is often dearer: ${dearer}`, dearer * 4 > numbers.length);
check("all", `most scenarios are billed: ${billed} of ${count}`, billed * 2 > count);
for (const lines of failures.slice(0, 5)) console.log(lines.join("\n  "));
console.log(`${billed} of ${count} scenarios billed`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
