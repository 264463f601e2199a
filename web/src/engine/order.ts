// SPDX-License-Identifier: MIT
// Lines of a bill in the order that the reader wants: searched, filtered, sorted, grouped. Amounts are compared as
// they are written; nothing is added up here.
import type { Allowance, Category, Line } from "samebill";
import type { Grouping, LineOrder, LineQuery, Point } from "./protocol";

const categoryOfType: Record<Exclude<Line["type"], "discount">, Category> = {
  provisioning_fee: "one_off",
  activation_fee: "one_off",
  reactivation_fee: "one_off",
  suspension_fee: "one_off",
  access_fee: "access",
  recurring_fee: "recurring",
  state_usage: "usage",
  overage: "usage",
  pool_overage: "usage",
  prepaid_credits: "prepaid",
  minimum_shortfall: "access",
};

export const categoryOf = (line: Line): Category =>
  line.type === "discount" ? line.category : categoryOfType[line.type];

/** The order of two amounts of one currency, which have the same digits after the point. */
export function compareAmounts(a: string, b: string): number {
  const below = a.startsWith("-");
  if (below !== b.startsWith("-")) return below ? -1 : 1;
  const order = a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
  return below ? -order : order;
}

/** Cheaper because it serves less is not cheaper. */
export const comparePoints = (a: Point, b: Point): number =>
  Number(a.unserved) - Number(b.unserved) || compareAmounts(a.total, b.total);

/** Which pool an allowance is of, its members' too. */
export const poolOf = (row: Allowance): string => `${"group" in row ? row.group : ""}/${row.plan}/${row.kind}`;

const deviceOf = (line: Line): string => ("device" in line ? line.device : "group" in line ? (line.group ?? "") : "");

const keyOf: Record<Exclude<Grouping, "none">, (line: Line) => string> = {
  category: categoryOf,
  type: (line) => line.type,
  device: deviceOf,
  plan: (line) => ("plan" in line ? line.plan : ""),
};

const categories: string[] = ["access", "recurring", "one_off", "usage", "prepaid"];

function textOf(line: Line, typeNames: Record<string, string>): string {
  const values = Object.entries(line).flatMap(([name, value]) => (name === "rule" ? [] : [String(value)]));
  return `${typeNames[line.type] ?? ""} ${values.join(" ")}`.toLowerCase();
}

function chosen(lines: Line[], { search, category, typeNames }: LineQuery): number[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const numbers: number[] = [];
  lines.forEach((line, number) => {
    if (category !== "" && categoryOf(line) !== category) return;
    if (words.length > 0) {
      const text = textOf(line, typeNames);
      if (!words.every((word) => text.includes(word))) return;
    }
    numbers.push(number);
  });
  return numbers;
}

function sorted(lines: Line[], numbers: number[], { sort, descending }: LineQuery): number[] {
  const line = (number: number) => lines[number] as Line;
  const by = {
    bill: (a: number, b: number) => a - b,
    amount: (a: number, b: number) => compareAmounts(line(a).amount, line(b).amount) || a - b,
    device: (a: number, b: number) => {
      const [one, other] = [deviceOf(line(a)), deviceOf(line(b))];
      return one < other ? -1 : one > other ? 1 : a - b;
    },
  }[sort];
  return numbers.sort(descending ? (a, b) => by(b, a) : by);
}

export function orderLines(lines: Line[], query: LineQuery): LineOrder {
  const numbers = sorted(lines, chosen(lines, query), query);
  if (query.group === "none") return { groups: [], rows: Int32Array.from(numbers), lines: numbers.length };
  const key = keyOf[query.group];
  const found = new Map<string, number[]>();
  for (const number of numbers) {
    const name = key(lines[number] as Line);
    const list = found.get(name);
    if (list) list.push(number);
    else found.set(name, [number]);
  }
  const names = [...found.keys()];
  if (query.group === "category") names.sort((a, b) => categories.indexOf(a) - categories.indexOf(b));
  else if (query.group === "device") names.sort();
  const rows = new Int32Array(numbers.length + names.length);
  let at = 0;
  const groups = names.map((name, index) => {
    const list = found.get(name) ?? [];
    rows[at++] = -1 - index;
    for (const number of list) rows[at++] = number;
    return { key: name, count: list.length };
  });
  return { groups, rows, lines: numbers.length };
}
