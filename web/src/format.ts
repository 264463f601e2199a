// SPDX-License-Identifier: MIT
// Documents to words and figures. Amounts stay strings from the engine to the screen: nothing here computes with money.
import type { Kind } from "samebill/client";

const minus = "\u2212";

/** "1234.50" -> "1,234.50"; all digits are kept, however many. */
export function amount(value: string): string {
  const negative = value.startsWith("-");
  const [whole = "", digits] = (negative ? value.slice(1) : value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${negative ? minus : ""}${grouped}${digits === undefined ? "" : `.${digits}`}`;
}

/** A price with at least as many digits after the point as an amount has: "2.5" beside "7.00" -> "2.50". */
export function price(value: string, beside: string): string {
  const [whole = "", digits = ""] = value.split(".");
  const least = beside.split(".")[1]?.length ?? 0;
  const padded = digits.padEnd(least, "0");
  return amount(padded === "" ? whole : `${whole}.${padded}`);
}

/** "1234.50", "EUR" -> "EUR 1,234.50" with a space that does not break. */
export const money = (value: string, currency: string): string => `${currency}\u00a0${amount(value)}`;

/** A decimal moved two digits to the right: "0.0725" -> "7.25 %". */
export function percent(rate: string): string {
  const [whole = "0", digits = ""] = rate.split(".");
  const moved = digits.padEnd(2, "0");
  const left = `${whole}${moved.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const right = moved.slice(2).replace(/0+$/, "");
  return `${left}${right === "" ? "" : `.${right}`}\u00a0%`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "2026-03" -> "March 2026" */
export function month(value: string): string {
  const [year, number] = value.split("-");
  return `${months[Number(number) - 1] ?? value} ${year}`;
}

/** "2026-03-05" or an instant -> "5 Mar 2026" */
export function date(value: string): string {
  const [year, number, day] = value.slice(0, 10).split("-");
  return `${Number(day)} ${months[Number(number) - 1]?.slice(0, 3) ?? number} ${year}`;
}

/** "2026-03-05T10:30:00Z" -> "5 Mar 10:30", with seconds only if there are any. */
export function instant(value: string): string {
  const time = value.slice(11, value.slice(17, 19) === "00" ? 16 : 19);
  return `${date(value).replace(/ \d{4}$/, "")}, ${time}`;
}

export function daysIn(period: string): number {
  const [year = 0, number = 1] = period.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

const grouped = (value: number): string => amount(String(value));

function data(bytes: number, kilobyte: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let power = 0;
  while (power < 3 && bytes >= kilobyte ** (power + 1)) power += 1;
  if (power === 0) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const value = bytes / kilobyte ** power;
  const short = value.toFixed(2).replace(/\.?0+$/, "");
  const exact = Number(short) * kilobyte ** power === bytes;
  return `${exact ? "" : "≈ "}${amount(short)}\u00a0${units[power]}`;
}

function voice(seconds: number): string {
  const parts: string[] = [];
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) parts.push(`${grouped(hours)}\u00a0h`);
  if (minutes > 0) parts.push(`${minutes}\u00a0min`);
  if (seconds % 60 > 0 || parts.length === 0) parts.push(`${seconds % 60}\u00a0s`);
  return parts.join(" ");
}

/** A quantity as people write it; `≈` where it is shortened. */
export function quantity(kind: Kind, value: number, kilobyte: number): string {
  if (kind === "data") return data(value, kilobyte);
  if (kind === "voice") return voice(value);
  return value === 1 ? "1 message" : `${grouped(value)} messages`;
}

/** The same, to the last byte, second or message. */
export function exactQuantity(kind: Kind, value: number): string {
  const unit = { data: "byte", voice: "second", sms: "message" }[kind];
  return `${grouped(value)} ${unit}${value === 1 ? "" : "s"}`;
}

/** A size of a file. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}
