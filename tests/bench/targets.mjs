// SPDX-License-Identifier: MIT
// What the engine is meant to reach, beside what was measured in this run. Each: name, key of the measurement, limit,
// unit.

const atLeast = (name, key, limit, unit) => ({ name, key, limit, unit, met: (value) => value >= limit, sign: "≥" });
const atMost = (name, key, limit, unit) => ({ name, key, limit, unit, met: (value) => value <= limit, sign: "≤" });

const targets = [
  atLeast("CSV file to bills, duplicates checked, 1 thread", "full_1", 10, "M sessions/s"),
  atLeast("the same, 2 threads", "full_2", 17, "M sessions/s"),
  atLeast("the same with `inputs`, 1 thread", "full_digest", 3, "M sessions/s"),
  atLeast("NDJSON to bills, 1 thread", "full_ndjson", 5, "M sessions/s"),
  atLeast("filled table to bills, 1 thread", "table_to_bills", 60, "M sessions/s"),
  atMost("WebAssembly in Chromium ÷ native, 1 thread", "chromium_ratio", 1.5, "×"),
  atMost("WebAssembly in Node ÷ native, 1 thread", "node_ratio", 2, "×"),
  atMost("module ready in the page", "ready", 60, "ms"),
  atLeast("DuckDB ÷ engine, 1 thread", "duckdb_1", 6, "×"),
  atLeast("DuckDB ÷ engine, 2 threads", "duckdb_2", 6, "×"),
  atLeast("DuckDB dropping duplicates ÷ engine, 1 thread", "duckdb_distinct_1", 12, "×"),
  atLeast("DuckDB dropping duplicates ÷ engine, 2 threads", "duckdb_distinct_2", 12, "×"),
  atMost("peak memory ÷ (50 B a session + 2 kB a device)", "memory", 1, "×"),
  atMost("a device's month, 30 sessions, JSON to JSON, native", "request_native", 60, "µs"),
  atMost("the same in WebAssembly, Node", "request_node", 150, "µs"),
  atMost("the same in WebAssembly, Chromium", "request_chromium", 150, "µs"),
  atMost("10,000 devices × 12 months, 300,000 sessions, JSON to JSON", "year", 1.5, "s"),
  atMost("time of a session more, 1 to 10 and 10 to 100 M over 100,000 devices, most ÷ least", "linear", 1.2, "×"),
  atMost("the same, processor time outside the system", "linear_user", 1.2, "×"),
  atLeast("rate, 100 sessions a device, over a million devices ÷ over 100,000", "million", 0.5, "×"),
  atLeast("the same, processor time outside the system", "million_user", 0.5, "×"),
  atLeast("server: preview of a request ÷ bare handler", "server_preview", 0.2, "×"),
  atMost("the same, p99 with 8 clients", "server_p99", 10, "ms"),
  atLeast("server: preview of a stored account ÷ bare handler", "stored_preview", 0.5, "×"),
  atMost("the same, p99 with 8 clients", "stored_preview_p99", 10, "ms"),
  atLeast("usage upload on the disk, repeated ids looked for, one core", "upload", 100_000, "records/s"),
  atMost("bill run, 1,000 accounts × 100 devices × 30 sessions, 2 threads", "bill_run", 5, "s"),
  atMost("writing the bills ÷ the run without", "output", 0.2, "×"),
];

export function targetTable(measured) {
  const rows = ["| target | limit | measured | |", "| --- | ---: | ---: | --- |"];
  for (const { name, key, limit, unit, met, sign } of targets) {
    if (!(key in measured)) continue;
    const value = Number(measured[key].toPrecision(3));
    rows.push(`| ${name} | ${sign} ${limit} ${unit} | ${value} | ${met(measured[key]) ? "met" : "**not met**"} |`);
  }
  return rows.join("\n");
}
