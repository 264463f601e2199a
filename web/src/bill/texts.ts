// SPDX-License-Identifier: MIT
// A line of a bill in a few words.
import type { Line, Notice } from "samebill";
import * as format from "../lib/format";
import { plain } from "../words/detail";
import type { Words } from "../words/en";

const priced = (line: Line & { unit_price: string }, currency: string, per: string): string =>
  `${format.pricedAt(line.unit_price, line.amount, currency)} ${per}`;

export const causeText = (words: Words, cause: string): string =>
  (words.causes as Record<string, string>)[cause] ?? plain(cause);

/** What a line is charged for. */
export function lineTitle(words: Words, line: Line): string {
  const type = words.lineTypes[line.type];
  if (line.type === "discount") return `${type} ${line.code}`;
  if (line.type === "recurring_fee") return `${line.code}, ${words.recurring}`;
  if (line.type === "prepaid_credits") return `${type} ${line.pack}`;
  if (line.type === "overage" || line.type === "pool_overage" || line.type === "state_usage")
    return `${words.kinds[line.kind]}: ${type}`;
  return type;
}

/** Device or pool, and plan. */
export function lineSubject(words: Words, line: Line): string[] {
  const parts: string[] = [];
  if ("group" in line) parts.push(`${words.pool} ${line.group}`);
  if ("device" in line) parts.push(line.device);
  if ("plan" in line) parts.push(line.plan);
  return parts;
}

/** The figures that the line carries. */
export function lineFigures(words: Words, line: Line, currency: string, kilobyte: number): string[] {
  const parts: string[] = [];
  if ("state" in line) parts.push(words.states[line.state]);
  if ("quantity" in line) parts.push(format.quantity(line.kind, line.quantity, kilobyte));
  if (line.type === "access_fee" && "months" in line) {
    parts.push(priced(line, currency, words.forMonths(line.months)));
    parts.push(words.paidThrough(format.date(line.paid_through)));
  } else if ("days" in line) {
    parts.push(priced(line, currency, words.aMonth), words.daysOf(line.days, line.days_in_month));
  } else if ("at" in line) parts.push(format.instant(line.at));
  if ("cause" in line) parts.push(causeText(words, line.cause));
  return parts;
}

export function noticeText(words: Words, notice: Notice): string {
  const type = words.notices[notice.type];
  if (notice.type === "duplicate_records") return `${type}: ${format.count(notice.count)}`;
  const at = `${notice.device}, ${format.instant(notice.at)}`;
  if (notice.type === "event_ignored") return `${type}: ${plain(notice.event)}, ${at}`;
  return notice.type === "lapse_due" ? `${type}: ${at} (${plain(notice.reason)})` : `${type}: ${at}`;
}
