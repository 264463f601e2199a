// SPDX-License-Identifier: MIT
// Random comparisons: the native and the WebAssembly build give the same bytes, which pass `check`; an alternative
// comes to what its scenario comes to by itself; and what one is dearer than another, the other is cheaper than the
// one, part by part.
//   node tests/parity/comparisons.mjs [--count 200] [--seed 1]
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { answers } from "./answers.mjs";
import { generate_scenario, more_usage } from "./generate_scenario.mjs";

const root = new URL("../../", import.meta.url).pathname;
const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : Number(process.argv[at + 1]);
};
const count = option("count", 200);
const seed = option("seed", 1);
const native = (args, lines) => answers(join(root, "build/native/samebill_lines"), args, lines);
const wasm = (args, lines) => answers(process.execPath, [join(root, "build/wasm/samebill_lines.js"), ...args], lines);

let passed = 0;
const failures = [];
const check = (number, what, good, ...details) => {
  if (good) passed += 1;
  else failures.push([`comparison ${number}: ${what}`, ...details.map((text) => JSON.stringify(text)?.slice(0, 600))]);
};

// Every cohort on the plan that follows its own in the catalog.
function next_plans({ catalog, cohorts }) {
  const ids = catalog.plans.map(({ id }) => id);
  return cohorts.map((cohort) => ({ ...cohort, plan: ids[(ids.indexOf(cohort.plan) + 1) % ids.length] }));
}

const numbers = Array.from({ length: count }, (_, i) => seed + i);
const cases = numbers.map((number) => {
  const base = generate_scenario(number);
  const patches = { more: { cohorts: more_usage(base).cohorts }, other: { cohorts: next_plans(base) } };
  const comparison = {
    schema: "samebill/comparison/1",
    base,
    alternatives: [{ name: "as it is" }, ...Object.entries(patches).map(([name, patch]) => ({ name, patch }))],
    ...(number % 3 === 0 && { break_even: [{ over: "usage", from: 50, through: 150, points: 3 }] }),
    ...(number % 5 === 0 && { sensitivity: true }),
  };
  const scenarios = [base, ...Object.values(patches).map((patch) => ({ ...base, ...patch }))];
  return { comparison, scenarios };
});
const texts = cases.map(({ comparison }) => JSON.stringify(comparison));
const turned = cases.map(({ comparison }) => JSON.stringify({ ...comparison, reference: "other" }));
const [compared, twin, back, quoted] = await Promise.all([
  native(["--compare"], texts),
  wasm(["--compare"], texts),
  native(["--compare"], turned),
  native(
    ["--quote"],
    cases.flatMap(({ scenarios }) => scenarios.map((scenario) => JSON.stringify(scenario))),
  ),
]);

const checked = await native(
  ["--check"],
  compared.map((document) => JSON.stringify({ document })),
);

const opposite = (amount) => (amount.startsWith("-") ? amount.slice(1) : /[1-9]/.test(amount) ? `-${amount}` : amount);
const negated = (value) =>
  typeof value === "string"
    ? opposite(value)
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, negated(each)]));
let done = 0;
numbers.forEach((number, i) => {
  check(number, "native and WebAssembly differ", compared[i]?.length > 0 && compared[i] === twin[i], twin[i]);
  check(number, "check refuses it", checked[i]?.includes('"valid":true'), checked[i]);
  const result = JSON.parse(compared[i] ?? "{}");
  const alone = quoted.slice(3 * i, 3 * i + 3).map((text) => JSON.parse(text ?? "{}"));
  if (result.errors !== undefined) {
    check(
      number,
      "it is refused, and no scenario of it is",
      alone.some(({ errors }) => errors !== undefined),
      result,
    );
    return;
  }
  done += 1;
  result.alternatives.forEach(({ name, totals }, which) =>
    check(number, `"${name}" by itself`, isDeepStrictEqual(totals, alone[which].totals), totals, alone[which].totals),
  );
  const there = result.differences.find(({ alternative }) => alternative === "other").totals;
  const here = JSON.parse(back[i]).differences.find(({ alternative }) => alternative === "as it is").totals;
  check(number, "there and back", isDeepStrictEqual(here, negated(there)), there, here);
});
check("all", `most comparisons are computed: ${done} of ${count}`, done * 3 > count);
for (const lines of failures.slice(0, 5)) console.log(lines.join("\n  "));
console.log(`${done} of ${count} comparisons computed`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
