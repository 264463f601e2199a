// SPDX-License-Identifier: MIT
// The rows of a bill beside its lines: devices, usage, exceptions, notices.

import { format_instant, month_of, month_start } from "./calendar.mjs";
import { by_keys } from "./json.mjs";

/**
 * Rows that agree in `keys`, with `numbers` summed and `sessions` counted, in the order of the
 * keys.
 */
export function sum_rows(rows, keys, numbers) {
  const sums = new Map();
  for (const row of rows) {
    const name = keys.map((key) => row[key]).join(" ");
    if (!sums.has(name)) {
      const empty = Object.fromEntries([
        ...keys.map((key) => [key, row[key]]),
        ...numbers.map((n) => [n, 0n]),
      ]);
      sums.set(name, { ...empty, sessions: 0 });
    }
    const sum = sums.get(name);
    for (const number of numbers) sum[number] += row[number];
    sum.sessions += 1;
  }
  return [...sums.values()].sort(by_keys(...keys));
}

export function usage_rows(records) {
  const rows = [...records].flatMap(([device, { usage }]) =>
    usage.map((use) => ({ ...use, device })),
  );
  return sum_rows(rows, ["device", "plan", "state", "kind"], ["quantity", "rated"]);
}

export function device_rows(records) {
  return [...records]
    .filter(([, { intervals }]) => intervals.length > 0)
    .map(([device, { intervals }]) => ({
      device,
      intervals: intervals.map((interval) => ({
        ...interval,
        from: format_instant(interval.from),
        until: format_instant(interval.until),
      })),
    }));
}

export function exception_rows(book, records, input, first) {
  const rows = records.flatMap(({ exceptions }) => exceptions);
  const except = (sessions, reason) =>
    rows.push(
      ...sessions.map(({ device, kind, quantity }) => ({ device, kind, reason, quantity })),
    );
  except(
    input.sessions.filter(({ device }) => !book.devices.has(device)),
    "unknown_device",
  );
  if (first)
    except(
      input.all_sessions.filter(({ start }) => start < book.start),
      "before_period",
    );
  return sum_rows(rows, ["device", "kind", "reason"], ["quantity"]);
}

const notice_types = ["duplicate_records", "event_ignored", "prepaid_exhausted", "lapse_due"];

export function notice_rows(records, input, month, first) {
  const rows = records.flatMap(({ notices }) => notices);
  const early = (start) => first && start < month_start(month);
  const count = input.duplicates.filter(
    ({ start }) => early(start) || month_of(start) === month,
  ).length;
  if (count > 0) rows.push({ type: "duplicate_records", count });
  rows.sort(
    (a, b) =>
      notice_types.indexOf(a.type) - notice_types.indexOf(b.type) ||
      by_keys("device", "at", "reason", "event")(a, b),
  );
  return rows.map((row) => (row.at === undefined ? row : { ...row, at: format_instant(row.at) }));
}
