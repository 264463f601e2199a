// SPDX-License-Identifier: MIT
// How long scenarios take, in WebAssembly (Node) and natively: the best and the median of some runs, the text of the
// scenario read and that of the result written included.
//   node tests/bench/scenarios.mjs [--runs 7]        after building build/native/samebill and the package (wasm/dist)
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
const at = process.argv.indexOf("--runs");
const runs = at < 0 ? 7 : Number(process.argv[at + 1]);
const { load } = await import(join(root, "wasm/dist/node.js"));
const engine = await load({ quotes: true });

const plan = (id, amount, included) => ({
  id,
  access_fee: { amount },
  fees: { activation: "1.00" },
  included: { data: included },
  overage: { data: { price: "0.10", per: "MB" } },
});
const base = (months, cohorts, more = {}) => ({
  schema: "samebill/scenario/1",
  catalog: {
    schema: "samebill/catalog/1",
    id: "bench",
    currency: "EUR",
    plans: [plan("small", "0.80", "1 MB"), plan("large", "1.90", "10 MB")],
  },
  account: { schema: "samebill/account/1", id: "fleet", agreement: { from: "2026-01-01" }, devices: [] },
  from: "2026-01",
  months,
  cohorts,
  ...more,
});
const report = (count) => [
  { name: "report", kind: "data", times: { per: "day", count }, payload: 9000, protocol: "mqtt_tls" },
];

const twenty = (start) =>
  Array.from({ length: 20 }, (_, i) => ({
    name: `cohort-${i + 1}`,
    count: 50_000,
    plan: i % 2 === 0 ? "small" : "large",
    ...(i % 3 === 0 && { group: `group-${i}` }),
    ...start,
    usage: report(4),
    variation: { preset: "heavy_tail", devices_percent: 10, days_percent: 20 },
  }));
// 10,000 devices, each drawing for itself: 3 reports an hour on some days come to 5 million sessions a year.
const different = [
  {
    name: "each",
    count: 10_000,
    plan: "small",
    usage: [{ name: "report", kind: "data", times: { per: "week", count: 10 }, payload: 9000, protocol: "mqtt_tls" }],
    variation: { preset: "heavy_tail", each_device: true, devices_percent: 30, days_percent: 30 },
  },
];

const cases = [
  ["1,000,000 devices, 20 cohorts x 4 usage classes, 36 months, 4 sessions a day", base(36, twenty({})), 30, "wasm"],
  ["the same, begun over 26 weeks", base(36, twenty({ start: { per_week: 1_924 } })), 500, "wasm"],
  ["the first over 20 seeds", base(36, twenty({}), { seeds: 20 }), 0, "wasm"],
  ["10,000 devices each different, 12 months, 5 million sessions", base(12, different), 1_000, "native"],
];

function figures(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { best: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

function in_wasm(text) {
  const times = [];
  for (let i = 0; i < runs; ++i) {
    const begin = performance.now();
    const result = engine.quoteText(text);
    times.push(performance.now() - begin);
    if (!result.startsWith('{"assumptions"')) throw new Error(result.slice(0, 300));
  }
  return figures(times);
}

const folder = mkdtempSync(join(tmpdir(), "samebill-scenarios-"));
function native(text) {
  const file = join(folder, "scenario.json");
  writeFileSync(file, text);
  const times = [];
  for (let i = 0; i < runs; ++i) {
    const begin = performance.now();
    execFileSync(join(root, "build/native/samebill"), ["quote", file, "--format", "json"], { maxBuffer: 1 << 28 });
    times.push(performance.now() - begin);
  }
  return figures(times);
}

const ms = (value) => `${value.toFixed(1).padStart(8)} ms`;
let failed = 0;
for (const [name, scenario, most, where] of cases) {
  const text = JSON.stringify(scenario);
  const result = { wasm: in_wasm(text), native: native(text) };
  const { totals, months } = JSON.parse(engine.quoteText(text));
  const sessions = months.flatMap((month) => month.cohorts.flatMap(({ usage }) => usage.map((row) => row.sessions)));
  console.log(`${name}\n  total ${totals.total}, ${sessions.reduce((sum, each) => sum + each, 0)} sessions`);
  for (const [place, { best, median }] of Object.entries(result)) {
    const target = place === where && most > 0 ? `  target ${most} ms` : "";
    console.log(`  ${place.padEnd(6)} best ${ms(best)}  median ${ms(median)}${target}`);
  }
  if (most > 0 && result[where].best > most) failed += 1;
}
rmSync(folder, { recursive: true });
console.log(failed === 0 ? "every target is met" : `${failed} targets are missed`);
