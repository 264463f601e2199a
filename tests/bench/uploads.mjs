// SPDX-License-Identifier: MIT
// What it costs to take in usage: a million records onto the disk after three million, each id looked for among those
// that are there, on one core. Beside it SQLite's own shell, which reads the same kind of file into a table with the
// id as its key, as durably.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fleet, programs, root, sizes } from "./fleets.mjs";
import { median } from "./harness.mjs";

const folder = join(root, "build/bench/uploads");
const one_core = ["taskset", "-c", "0"];
const uploads = 3;
const records = sizes.S.sessions;
const present = 3_000_000;

function run(command, ...args) {
  const [first, ...rest] = [...one_core, command, ...args.map(String)];
  return execFileSync(first, rest, { encoding: "utf8", maxBuffer: 1 << 26 });
}

/** The steps of bench_usage. */
function own() {
  const store = join(folder, "store");
  rmSync(store, { recursive: true, force: true });
  const steps = run(join(programs, "bench_usage"), store, uploads, records, present).trim().split("\n").map(JSON.parse);
  rmSync(store, { recursive: true, force: true });
  return steps;
}

/** Records a second of SQLite's shell. */
function sqlite(csv) {
  const file = join(folder, "usage.db");
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  const durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;";
  run("sqlite3", file, `${durable}
    CREATE TABLE usage (id TEXT PRIMARY KEY, device TEXT, kind TEXT, start TEXT, "end" TEXT, quantity INTEGER)
      WITHOUT ROWID;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${present})
    INSERT INTO usage SELECT printf('present-%08d', i), 'device', 'data', '2026-03-01T00:00:00Z',
      '2026-03-01T00:00:59Z', i FROM n;`);
  const begin = performance.now();
  run("sqlite3", file, "-cmd", durable, `.import --csv --skip 1 ${csv} usage`);
  const seconds = (performance.now() - begin) / 1000;
  const count = Number(run("sqlite3", file, "SELECT count(*) FROM usage"));
  if (count !== present + records) throw new Error(`SQLite took ${count - present} records of ${records}`);
  rmSync(file, { force: true });
  return records / seconds;
}

export async function uploadsLoad({ rounds, say, note, raw }) {
  say("Uploads");
  mkdirSync(folder, { recursive: true });
  const csv = join(fleet("simple", sizes.S, "--simple", "--repeats", 0), "usage.csv");
  const rows = [];
  for (let round = 0; round < Math.min(rounds, 3); ++round) {
    const steps = own();
    const of = (step, value) => median(steps.filter((found) => found.step === step).map((found) => found[value]));
    const row = {
      rate: of("upload", "records_a_second"),
      processor: of("upload", "processor"),
      again: of("the same again", "records_a_second"),
      sqlite: sqlite(csv),
      steps,
    };
    rows.push(row);
    say(`  ${row.rate} records/s, ${row.processor} s of processor time; SQLite ${row.sqlite.toFixed(0)} records/s`);
  }
  const middle = (of) => median(rows.map(of));
  const rate = (value) => value.toFixed(0);
  console.log(`\n### Uploads of ${records} records after ${present}, one core, on the disk, repeated ids looked for\n`);
  console.log("| what | records/s | processor s | ratio |\n| --- | ---: | ---: | ---: |");
  console.log(`| an upload | ${rate(middle((row) => row.rate))} | ${middle((row) => row.processor).toFixed(2)} | 1 |`);
  console.log(`| the same again: nothing but repeated ids | ${rate(middle((row) => row.again))} | | |`);
  const ratio = middle((row) => row.sqlite / row.rate).toFixed(2);
  const other = rate(middle((row) => row.sqlite));
  console.log(`| SQLite's shell: \`.import\` into a table, the id its key | ${other} | | ${ratio} |`);
  raw.uploads = rows;
  note("upload", middle((row) => row.rate));
}
