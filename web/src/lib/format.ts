// SPDX-License-Identifier: MIT
// Documents to words and figures. Amounts stay strings from the engine to the screen: nothing here computes with money.
import type { Kind } from "samebill";

const minus = "\u2212";

/** How the reader's language writes figures and dates, and the words inside of quantities. */
interface Manner {
  locale: string;
  group: string;
  point: string;
  /** Whether the currency stands before the amount. */
  currencyFirst: boolean;
  /** What stands behind the number of a day: "17 Mar", "17. Mär". */
  dot: string;
  months: string[];
  shortMonths: string[];
  units: { byte: string; bytes: string; second: string; seconds: string; message: string; messages: string };
}

const unitWords: Record<string, Manner["units"]> = {
  en: {
    byte: "byte",
    bytes: "bytes",
    second: "second",
    seconds: "seconds",
    message: "message",
    messages: "messages",
  },
  de: {
    byte: "Byte",
    bytes: "Byte",
    second: "Sekunde",
    seconds: "Sekunden",
    message: "Nachricht",
    messages: "Nachrichten",
  },
};

function mannerOf(language: string): Manner {
  const region = typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
  const locale = region.find((each) => each.split("-")[0] === language) ?? language;
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const priced = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR", currencyDisplay: "code" });
  const names = (month: "long" | "short") =>
    Array.from({ length: 12 }, (_, at) =>
      new Intl.DateTimeFormat(language, { month, timeZone: "UTC" }).format(Date.UTC(2026, at, 15)),
    );
  return {
    locale,
    group: part("group"),
    point: part("decimal"),
    currencyFirst: priced.formatToParts(1)[0]?.type === "currency",
    dot: language === "de" ? "." : "",
    months: names("long"),
    shortMonths: names("short"),
    units: unitWords[language] ?? (unitWords["en"] as Manner["units"]),
  };
}

let spoken = mannerOf("en");
let heard: () => unknown = () => null;
const manner = (): Manner => (heard(), spoken);

/** What stands before decimals in the reader's language. */
export const decimalPoint = (): string => manner().point;

/** `listen` is called by whatever reads how figures are written, so that it can be written anew. */
export function speak(language: string, listen = heard): void {
  heard = listen;
  spoken = mannerOf(language);
}

/** "1234.50" -> "1,234.50"; all digits are kept, however many. */
export function amount(value: string): string {
  const negative = value.startsWith("-");
  const [whole = "", digits] = (negative ? value.slice(1) : value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, manner().group);
  return `${negative ? minus : ""}${grouped}${digits === undefined ? "" : `${manner().point}${digits}`}`;
}

/** A price with at least as many digits after the point as an amount has: "2.5" beside "7.00" -> "2.50". */
export function price(value: string, beside: string): string {
  const [whole = "", digits = ""] = value.split(".");
  const least = beside.split(".")[1]?.length ?? 0;
  const padded = digits.padEnd(least, "0");
  return amount(padded === "" ? whole : `${whole}.${padded}`);
}

const withCurrency = (figure: string, currency: string): string =>
  manner().currencyFirst ? `${currency}\u00a0${figure}` : `${figure}\u00a0${currency}`;

/** "1234.50", "EUR" -> "EUR 1,234.50" or "1.234,50 EUR", with a space that does not break. */
export const money = (value: string, currency: string): string => withCurrency(amount(value), currency);

/** A price with its currency: "0.464167" beside "7.00" -> "EUR 0.464167". */
export const pricedAt = (value: string, beside: string, currency: string): string =>
  withCurrency(price(value, beside), currency);

/** A decimal moved two digits to the right: "0.0725" -> "7.25 %". */
export function percent(rate: string): string {
  const [whole = "0", digits = ""] = rate.split(".");
  const moved = digits.padEnd(2, "0");
  const left = `${whole}${moved.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const right = moved.slice(2).replace(/0+$/, "");
  return `${left}${right === "" ? "" : `${manner().point}${right}`}\u00a0%`;
}

/** "2026-03" -> "March 2026" */
export function month(value: string): string {
  const [year, number] = value.split("-");
  return `${manner().months[Number(number) - 1] ?? value} ${year}`;
}

/** "2026-03" -> "Mar", and the year with January: "Jan 27" */
export function shortMonth(value: string): string {
  const [year = "", number] = value.split("-");
  const name = manner().shortMonths[Number(number) - 1] ?? value;
  return number === "01" ? `${name} ${year.slice(2)}` : name;
}

/** "2026-03-05" or an instant -> "5 Mar 2026" */
export function date(value: string): string {
  const [year, number, day] = value.slice(0, 10).split("-");
  if (!day) return value || "–";
  return `${Number(day)}${manner().dot} ${manner().shortMonths[Number(number) - 1] ?? number} ${year}`;
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
  const units = ["", "KB", "MB", "GB"];
  let power = 0;
  while (power < 3 && bytes >= kilobyte ** (power + 1)) power += 1;
  if (power === 0) return exactQuantity("data", bytes);
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
  return exactQuantity(kind, value);
}

/** The same, to the last byte, second or message. */
export function exactQuantity(kind: Kind, value: number): string {
  const { units } = manner();
  const one = { data: units.byte, voice: units.second, sms: units.message }[kind];
  const many = { data: units.bytes, voice: units.seconds, sms: units.messages }[kind];
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** A size of a file. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return exactQuantity("data", bytes);
  if (bytes < 1e6) return `${amount((bytes / 1e3).toFixed(1))} kB`;
  return bytes < 1e9 ? `${amount((bytes / 1e6).toFixed(1))} MB` : `${amount((bytes / 1e9).toFixed(2))} GB`;
}

/** A whole number of things. */
export const count = (value: number): string => grouped(value);
