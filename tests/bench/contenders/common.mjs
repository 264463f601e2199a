// SPDX-License-Identifier: MIT
// What all contenders share: a contender is a program that is given a fleet's folder and prints one JSON object,
//   {"us": [microseconds of each repetition, from opening the file to the totals], "cpu_us": [processor time],
//    "facts": {...}, "peak_kb": ...}
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const folder = process.argv[2];
const has = (name) => process.argv.includes(`--${name}`);
const value = (name, standard) => (has(name) ? Number(process.argv[process.argv.indexOf(`--${name}`) + 1]) : standard);
export const options = { times: value("times", 1), threads: value("threads", 1), distinct: has("distinct") };

export const money = (cents) => {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** What the first bill of a result's text comes to. Only lines have a member `rule`. */
export function factsOf(result) {
  const after = (label) => {
    const at = result.indexOf(label) + label.length;
    return result.slice(at, result.indexOf('"', at));
  };
  let lines = 0;
  for (let at = result.indexOf('"rule":'); at >= 0; at = result.indexOf('"rule":', at + 7)) lines += 1;
  return { lines, subtotal: after('"subtotal":"'), tax: after('"tax_total":"'), total: after('"total":"') };
}

export const digestOf = (result) => /"digest":"([^"]+)"/.exec(result)[1];

/** Facts of the one row that the queries give. */
export const factsOfRow = ([lines, subtotal, tax, total]) => ({
  lines: Number(lines), subtotal: money(subtotal), tax: money(tax), total: money(total),
});

// Types given, so that nothing is guessed.
const columns = "{'id': 'VARCHAR', 'device': 'VARCHAR', 'kind': 'VARCHAR', 'start': 'TIMESTAMP', 'end': 'TIMESTAMP', " +
  "'quantity': 'BIGINT'}";

// Repeated records are dropped by their id, the cheapest way that DuckDB has: nothing says that the rest is alike.
export function duckdbQuery(usage, devices, distinct) {
  const file = `read_csv('${usage}', header = true, auto_detect = false, columns = ${columns})`;
  const sessions = distinct
    ? `(SELECT id, any_value(device) AS device, any_value(kind) AS kind, any_value(start) AS start, ` +
      `any_value(quantity) AS quantity FROM ${file} GROUP BY id)`
    : file;
  const text = readFileSync(new URL("../sql/duckdb.sql", import.meta.url), "utf8");
  return text.replace(/^--.*\n/gm, "").replace("SESSIONS", sessions).replace("DEVICES", devices);
}

export const filesOf = (at) => ({
  request: join(at, "request.json"), usage: join(at, "usage.csv"), devices: join(at, "devices.csv"),
});

/** Repeats a job, which returns its result, and prints what came of it. */
export async function report(job, describe) {
  const us = [];
  const cpu_us = []; // processor time of the process, all its threads
  let result;
  for (let i = 0; i < options.times; ++i) {
    const begin = process.hrtime.bigint();
    const before = process.cpuUsage();
    result = await job();
    us.push(Number((process.hrtime.bigint() - begin) / 1000n));
    const { user, system } = process.cpuUsage(before);
    cpu_us.push(user + system);
  }
  console.log(JSON.stringify({ us, cpu_us, peak_kb: process.resourceUsage().maxRSS, ...describe(result) }));
}
