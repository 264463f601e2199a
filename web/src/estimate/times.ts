// SPDX-License-Identifier: MIT
// How often something happens, as a number and a span.
import type { Times } from "samebill";

export type Span = "hour" | "day" | "week" | "month";
export const spans: Span[] = ["hour", "day", "week", "month"];
export const mostIn: Record<Span, number> = { hour: 60, day: 1440, week: 10080, month: 48 };

export function countOf(times: Times): number {
  if ("count" in times) return times.count;
  const at = "at" in times ? (times.at?.length ?? 1) : 1;
  return "weekdays" in times ? at * times.weekdays.length : at;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Evenly over the span; those of a month on its first day. Null if there are none, or too many. */
export function timesOf(per: Span, count: number): Times | null {
  if (!Number.isInteger(count) || count < 1 || count > mostIn[per]) return null;
  if (per !== "month") return { per, count } as Times;
  const at = Array.from({ length: count }, (_, number) => clock(Math.floor((number * 1440) / count)));
  return { per, at } as Times;
}
