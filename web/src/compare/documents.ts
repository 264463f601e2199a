// SPDX-License-Identifier: MIT
// The comparison as documents: what the engine's `compare` takes, and rows for spreadsheets.
import type { ComparisonRequest, Scenario } from "samebill";
import { csvText } from "../lib/files";
import type { Column } from "./comparison.svelte";

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The merge patch (RFC 7396) that makes the one of the other. */
function patchOf(before: Members, after: Members): Members {
  const patch: Members = {};
  for (const name of Object.keys(before)) if (after[name] === undefined) patch[name] = null;
  for (const [name, value] of Object.entries(after)) {
    const old = before[name];
    if (value === undefined || same(old, value)) continue;
    patch[name] = isObject(old) && isObject(value) ? patchOf(old, value) : value;
  }
  return patch;
}

/** What could be computed of the columns; names that occur twice are numbered. */
export function comparisonOf(
  base: Scenario,
  columns: Column[],
  nameOf: (column: Column) => string,
  sensitivity = false,
): ComparisonRequest {
  const names = new Set<string>();
  const alternatives = columns.flatMap((column) => {
    if (!column.scenario) return [];
    let name = nameOf(column);
    for (let number = 2; names.has(name); ++number) name = `${nameOf(column)} ${number}`;
    names.add(name);
    const { name: _, ...scenario } = column.scenario;
    const patch = patchOf(base as unknown as Members, { ...scenario, name: base.name });
    return [Object.keys(patch).length > 0 ? { name, patch } : { name }];
  });
  return { schema: "samebill/comparison/1", base, alternatives, ...(sensitivity && { sensitivity: true }) };
}

export function csvOf(
  columns: Column[],
  nameOf: (column: Column) => string,
  rows: { name: string; of: (column: Column) => string }[],
): string {
  const lines = [
    ["", ...columns.map((column) => `${nameOf(column)}, ${column.estimate?.currency ?? ""}`)],
    ...rows.map((row) => [row.name, ...columns.map(row.of)]),
  ];
  return csvText(lines);
}
