// SPDX-License-Identifier: MIT
// The benchmarks; run.sh builds what is needed and calls this. See README.md.
import { cpus, loadavg } from "node:os";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleet, programs, root, sizes } from "./fleets.mjs";
import { answerOf, comparisonTable, inTurn, median, summary, touchMemory } from "./harness.mjs";
import { billsLoad } from "./bills.mjs";
import { pageLoad } from "./page.mjs";
import { serverLoad } from "./server.mjs";
import { targetTable } from "./targets.mjs";
import { uploadsLoad } from "./uploads.mjs";

const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : process.argv[at + 1];
};
const list = (name, standard) => option(name, standard).split(",").filter(Boolean);
const chosenSizes = list("sizes", "S,M");
const parts = list("parts", "compare,full,stages,request,year,page,linear,server,uploads,bills");
const only = list("only", "");
const rounds = Number(option("rounds", "5"));
for (const size of chosenSizes)
  if (!sizes[size]) throw new Error(`there is no size ${size}: ${Object.keys(sizes).join(", ")}`);

const measured = {}; // by the keys of targets.mjs; larger sizes overwrite smaller ones
const raw = {};
let agreed = 0;
let differed = 0;
let failures = 0;
const say = (text) => console.error(text);
const core = join(programs, "bench_core");
const script = (name, ...args) => [join(root, "tests/bench/contenders", name), ...args.map(String)];
const native = (name, ...args) => ({ name, command: core, args: args.map(String) });
const node = (name, file, ...args) => ({ name, command: process.execPath, args: script(file, ...args) });
const touch = (sessions) => ({ command: core, args: ["--touch"], mebibytes: 512 + Math.ceil(sessions / 4000) });
const hidden = (contender) => ({ ...contender, hidden: true });

const chosen = (contenders) =>
  contenders.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));

// All answers about the same fleet must be the same to the cent; the engine's own to the byte.
function checkAgreement(what, results) {
  for (const values of results.values()) failures += values.filter((value) => value === null).length;
  for (const key of ["facts", "digest"]) {
    const answers = [...results].flatMap(([name, values]) => values.filter((value) => value?.answer[key])
      .map((value) => ({ name, text: JSON.stringify(value.answer[key]) })));
    const first = answers[0];
    for (const { name, text } of answers) {
      if (text === first.text) agreed += 1;
      else {
        differed += 1;
        console.log(`${what}: ${name} has ${text}, ${first.name} has ${first.text}`);
      }
    }
  }
}

async function runTable(title, contenders, sessions, unit = "ms") {
  say(title);
  const results = await inTurn(chosen(contenders), rounds, say, touch(sessions));
  checkAgreement(title, results);
  console.log(`\n### ${title}\n\n${comparisonTable(results, "engine, 1 thread", sessions, unit)}`);
  raw[title] = [...results];
  return results;
}

const printRow = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const ratioOf = (results, name) => summary(results, name, "engine, 1 thread")?.ratio?.median;
function note(key, value) {
  if (value !== undefined && value !== null && !Number.isNaN(value)) measured[key] = value;
}

// Whole bills that SQL can express, by all; without repeated records, so that queries with and without dropping them
// agree.
function rivals(at, sessions) {
  const small = sessions <= sizes.S.sessions;
  const times = sessions > sizes.M.sessions ? 1 : 4;
  return [
    native("engine, 1 thread", at, "--times", times),
    native("engine, 2 threads", at, "--times", times, "--threads", 2),
    ...(sessions <= sizes.M.sessions
      ? [node("engine, WebAssembly, Node", "engine_wasm.mjs", at, "--times", times),
        hidden(node("engine, WebAssembly, Chromium", "browser.mjs", at, "engine", "--times", times))]
      : []),
    node("DuckDB, 1 thread", "duckdb_native.mjs", at, "--times", times),
    node("DuckDB, 2 threads", "duckdb_native.mjs", at, "--threads", 2, "--times", times),
    node("DuckDB, duplicates dropped, 1 thread", "duckdb_native.mjs", at, "--distinct", "--times", times),
    node("DuckDB, duplicates dropped, 2 threads", "duckdb_native.mjs", at, "--distinct", "--threads", 2,
      "--times", times),
    ...(small
      ? [node("DuckDB WebAssembly, Node", "duckdb_wasm.mjs", at, "--times", times),
        node("DuckDB WebAssembly, duplicates dropped, Node", "duckdb_wasm.mjs", at, "--distinct", "--times", times),
        hidden(node("DuckDB WebAssembly, Chromium", "browser.mjs", at, "duckdb", "--times", times)),
        node("SQLite, duplicates dropped", "sqlite.mjs", at),
        node("script, duplicates dropped", "script.mjs", at)]
      : []),
  ];
}

async function compare(size) {
  const { sessions, devices } = sizes[size];
  const repeated = fleet("simple_repeated", { sessions: 20_000, devices: 500 }, "--simple", "--repeats", 50);
  const droppers = rivals(repeated, 20_000).filter(({ name }) => name.startsWith("engine") || name.includes("dropped"));
  checkAgreement("repeated records", await inTurn(chosen(droppers), 1, () => {}));
  const at = fleet("simple", sizes[size], "--simple", "--repeats", 0);
  const title = `Bills that SQL can express, ${sessions} sessions, ${devices} devices`;
  const results = await runTable(title, rivals(at, sessions), sessions);
  const quotient = (rival, engine) => {
    const both = summary(results, rival, engine)?.ratio;
    return both ? both.median : undefined;
  };
  note("duckdb_1", quotient("DuckDB, 1 thread", "engine, 1 thread"));
  note("duckdb_2", quotient("DuckDB, 2 threads", "engine, 2 threads"));
  note("duckdb_distinct_1", quotient("DuckDB, duplicates dropped, 1 thread", "engine, 1 thread"));
  note("duckdb_distinct_2", quotient("DuckDB, duplicates dropped, 2 threads", "engine, 2 threads"));
}

// All rules on.
async function full(size) {
  const { sessions, devices } = sizes[size];
  const at = fleet("full", sizes[size]);
  const lines = fleet("full_ndjson", sizes[size], "--ndjson");
  const hashed = fleet("full_digest", sizes[size], "--digest");
  const sorted = fleet("full_sorted", sizes[size], "--sorted");
  const times = sessions > sizes.M.sessions ? 1 : 4;
  const results = await runTable(`All rules, ${sessions} sessions, ${devices} devices`, [
    native("engine, 1 thread", at, "--times", times),
    native("engine, 2 threads", at, "--times", times, "--threads", 2),
    native("engine, NDJSON", lines, "--times", times, "--ndjson"),
    ...(sessions <= sizes.M.sessions
      ? [node("engine, WebAssembly, Node", "engine_wasm.mjs", at, "--times", times),
        hidden(node("engine, WebAssembly, Chromium", "browser.mjs", at, "engine", "--times", times))]
      : []),
  ], sessions);
  const others = await runTable(`All rules, other ways, ${sessions} sessions, ${devices} devices`,
    [native("engine, `inputs` on", hashed, "--times", times)], sessions);
  await runTable(`All rules, file sorted by device, ${sessions} sessions, ${devices} devices`, [
    native("engine, sorted", sorted, "--times", times),
    native("engine, sorted, billed while it is read", sorted, "--times", times, "--sorted"),
    native("engine, sorted, billed while it is read, 2 threads", sorted, "--times", times, "--sorted", "--threads", 2),
  ], sessions);
  const rate = (name, from = results) => {
    const found = summary(from, name, "engine, 1 thread");
    return found ? sessions / found.us : undefined;
  };
  note("full_1", rate("engine, 1 thread"));
  note("full_2", rate("engine, 2 threads"));
  note("full_ndjson", rate("engine, NDJSON"));
  note("full_digest", rate("engine, `inputs` on", others));
  note("node_ratio", ratioOf(results, "engine, WebAssembly, Node"));
  note("chromium_ratio", ratioOf(results, "engine, WebAssembly, Chromium"));
  const one = summary(results, "engine, 1 thread", "engine, 1 thread");
  if (one?.peak_mb) note("memory", (one.peak_mb * 1048576) / (sessions * 50 + devices * 2048));
}

async function stages(size) {
  const { sessions, devices } = sizes[size];
  const at = fleet("full", sizes[size]);
  const found = [];
  for (let round = 0; round < rounds; ++round) {
    await touchMemory(touch(sessions), say);
    found.push(await answerOf(join(programs, "bench_stages"), [at, "--times", "2"]));
  }
  const names = Object.keys(found[0]);
  const time = Object.fromEntries(names.map((name) => [name, median(found.map((answer) => answer[name]))]));
  const whole = Object.values(time).reduce((a, b) => a + b, 0);
  console.log(`\n### Stages, ${sessions} sessions, ${devices} devices, 1 thread\n`);
  console.log("| stage | ms | ns a session | share |\n| --- | ---: | ---: | ---: |");
  for (const [name, us] of Object.entries(time))
    printRow(name, (us / 1000).toFixed(1), ((us * 1000) / sessions).toFixed(1), `${((100 * us) / whole).toFixed(0)} %`);
  raw[`stages ${size}`] = found;
  note("table_to_bills", sessions / (time.select_usage + time.make_bills));
  const output = time.write_bills + time.write_state;
  note("output", output / (whole - output));
}

async function request() {
  const at = fleet("device", { sessions: 30, devices: 1 }, "--inline", "--repeats", 0);
  const file = join(at, "request.json");
  const results = await runTable("A device's month: 30 sessions, JSON to JSON", [
    native("engine, 1 thread", "--request", file),
    node("engine, WebAssembly, Node", "engine_wasm.mjs", "--request", file),
    hidden(node("engine, WebAssembly, Chromium", "browser.mjs", at, "request")),
  ], 30, "µs");
  for (const [key, name] of [["native", "engine, 1 thread"], ["node", "engine, WebAssembly, Node"],
    ["chromium", "engine, WebAssembly, Chromium"]]) note(`request_${key}`, summary(results, name, name)?.us);
}

async function year() {
  const at = fleet("year", { sessions: 300_000, devices: 10_000 }, "--inline", "--months", 12, "--digest");
  const results = await runTable("A year of 10,000 devices: 300,000 sessions in the request, JSON to JSON",
    [native("engine, 1 thread", "--request", join(at, "request.json"))], 300_000);
  const found = summary(results, "engine, 1 thread", "engine, 1 thread");
  if (found) note("year", found.us / 1e6);
}

// The time of a session must not depend on how many there are. What the devices cost by themselves falls out of the
// time that is added from one size to the next.
async function linear() {
  const most = Math.max(...chosenSizes.map((size) => sizes[size].sessions));
  if (most < sizes.M.sessions) return;
  const devices = 100_000;
  const counts = [1_000_000, 10_000_000, 100_000_000].filter((sessions) => sessions <= most);
  const contender = (sessions, over) => native(
    `${sessions / 1e6} M sessions, ${over.toLocaleString("en")} devices`, fleet("full", { sessions, devices: over }),
    "--times", 1);
  const contenders = counts.map((sessions) => contender(sessions, devices));
  // As many sessions a device, ten times as many devices.
  if (most >= sizes.L.sessions) contenders.push(contender(sizes.L.sessions, sizes.L.devices));
  say("Linearity");
  const results = await inTurn(contenders, rounds, say, touch(most));
  console.log("\n### Linearity, all rules, 1 thread\n");
  console.log("| fleet | ms | ns a session | ns a session more than above | processor ms outside the system "
    + "| ns a session | ns a session more than above |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  const medianOf = (name, value) => median(results.get(name).filter(Boolean).map(value));
  const sessionsOf = (i) => counts[i] ?? sizes.L.sessions;
  const measures = [({ us }) => us, ({ answer }) => answer.user_us[0]].map((value) => {
    const times = contenders.map(({ name }) => medianOf(name, value));
    const each = times.map((us, i) => (us * 1000) / sessionsOf(i));
    const added = counts.slice(1).map((sessions, i) => ((times[i + 1] - times[i]) * 1000) / (sessions - counts[i]));
    return { times, each, added };
  });
  contenders.forEach(({ name }, i) => {
    const cells = measures.flatMap(({ times, each, added }) =>
      [(times[i] / 1000).toFixed(0), each[i].toFixed(1), added[i - 1]?.toFixed(1) ?? ""]);
    printRow(name, ...cells);
  });
  raw.linear = [...results];
  if (contenders.length === counts.length) return;
  ["", "_user"].forEach((key, i) => {
    const { added, each } = measures[i];
    note(`linear${key}`, Math.max(...added) / Math.min(...added));
    note(`million${key}`, each[1] / each.at(-1));
  });
}

const bySize = { compare, full, stages };
const once = { request, year, linear, page: () => pageLoad({ rounds, say, note, raw }),
  server: () => serverLoad({ rounds, say, note, raw }),
  uploads: () => uploadsLoad({ rounds, say, note, raw }), bills: () => billsLoad({ rounds, say, note, raw }) };
const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
console.log(`Begun ${new Date().toISOString()} on ${machine}; load ${loadavg()[0].toFixed(1)}; ${rounds} rounds`);
for (const part of parts) {
  if (!bySize[part] && !once[part]) throw new Error(`there is no part ${part}`);
  if (once[part]) await once[part]();
  else for (const size of chosenSizes) await bySize[part](size);
}
console.log(`\n### Targets\n\n${targetTable(measured)}\n`);
mkdirSync(join(root, "build/bench"), { recursive: true });
writeFileSync(join(root, "build/bench/last_run.json"), JSON.stringify({ measured, raw }, null, 1));
const ended = `ended at load ${loadavg()[0].toFixed(1)}`;
console.log(`${ended}; ${agreed} answers agree, ${differed} differ, ${failures} failed`);
process.exitCode = differed + failures === 0 ? 0 : 1;
