// SPDX-License-Identifier: MIT
// What people type in fields: "1,200", "2 kB", "2,5 MB", "10 min" -> what a scenario holds. Null is: not understood.

const units: Record<string, string> = {
  b: "B",
  byte: "B",
  bytes: "B",
  kb: "KB",
  kib: "KB",
  mb: "MB",
  mib: "MB",
  gb: "GB",
  gib: "GB",
  s: "s",
  sec: "s",
  second: "s",
  seconds: "s",
  sekunde: "s",
  sekunden: "s",
  min: "min",
  minute: "min",
  minutes: "min",
  minuten: "min",
  h: "h",
  hour: "h",
  hours: "h",
  stunde: "h",
  stunden: "h",
};

/**
 * "1,200.50" and "1.200,50" -> "1200.50": the last of two different marks is the point; one mark alone is a point
 * unless three digits follow it and it is the language's own mark of groups.
 */
export function decimalOf(text: string, point: string): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "");
  if (!/^\d[\d.,]*$/.test(bare)) return null;
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (last < 0) return bare;
  const mark = bare[last] as string;
  const others = bare.slice(0, last);
  const both = others.includes(mark === "." ? "," : ".");
  const digits = bare.length - last - 1;
  const groups = others.includes(mark) || (!both && mark !== point && digits === 3);
  if (groups) {
    const parts = bare.split(mark);
    const whole = parts.slice(1).every((part) => /^\d{3}$/.test(part)) && /^\d{1,3}$/.test(parts[0] ?? "");
    return whole && !both ? parts.join("") : null;
  }
  const whole = others.replace(/[.,]/g, "");
  return digits === 0 ? whole : `${whole}.${bare.slice(last + 1)}`;
}

export function wholeOf(text: string, point: string): number | null {
  const match = /^(.*\d)\s*(k|tsd\.?)?$/i.exec(text.trim());
  const decimal = match && decimalOf(match[1] ?? "", point);
  if (!decimal) return null;
  const value = Number(decimal) * (match[2] ? 1000 : 1);
  return Number.isSafeInteger(value) ? value : null;
}

/** "2,5 mb" -> "2.5 MB"; a bare number has the unit given. */
function withUnit(text: string, point: string, bare: string, allowed: string[]): string | null {
  const match = /^([\d.,'’\s\u00a0\u202f]*\d)\s*([a-z]+)?$/i.exec(text.trim());
  const decimal = match && decimalOf(match[1] ?? "", point);
  if (!match || !decimal || decimal.length > 20) return null;
  const unit = units[(match[2] ?? bare).toLowerCase()];
  return unit && allowed.includes(unit) ? `${decimal} ${unit}` : null;
}
export const dataOf = (text: string, point: string): string | null =>
  withUnit(text, point, "B", ["B", "KB", "MB", "GB"]);
export const timeOf = (text: string, point: string): string | null => withUnit(text, point, "s", ["s", "min", "h"]);

const powers: Record<string, number> = { B: 0, KB: 1, MB: 2, GB: 3 };
const seconds: Record<string, number> = { s: 1, min: 60, h: 3600 };

/** How much a text such as "2.5 MB" is; for showing only. */
export function bytesOf(amount: string | number, kilobyte: number): number {
  if (typeof amount === "number") return amount;
  const [value = "0", unit = "B"] = amount.split(" ");
  return Math.round(Number(value) * kilobyte ** (powers[unit] ?? 0));
}
export function secondsOf(amount: string | number): number {
  if (typeof amount === "number") return amount;
  const [value = "0", unit = "s"] = amount.split(" ");
  return Math.round(Number(value) * (seconds[unit] ?? 1));
}
