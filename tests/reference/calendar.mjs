// SPDX-License-Identifier: MIT
// M1: instants are whole seconds since 1970, days are day numbers since 1970, months are year * 12
// + (month - 1).

export const day_seconds = 86400;

/** RFC 3339 with an offset; the fraction of a second is dropped. */
export function parse_instant(text) {
  const [, day, hour, minute, second, zone] =
    /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const local =
    parse_date(day) * day_seconds + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (zone === "Z") return local;
  const offset = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4, 6)) * 60;
  return zone[0] === "+" ? local - offset : local + offset;
}

export function format_instant(instant) {
  return new Date(instant * 1000).toISOString().replace(".000Z", "Z");
}

export function parse_date(text) {
  const [year, month, day] = text.split("-").map(Number);
  return Date.UTC(year, month - 1, day) / 1000 / day_seconds;
}

export function format_date(day) {
  return format_instant(day * day_seconds).slice(0, 10);
}

export function parse_month(text) {
  const [year, month] = text.split("-").map(Number);
  return year * 12 + month - 1;
}

export function format_month(month) {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
}

export function first_day(month) {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000 / day_seconds;
}

export function last_day(month) {
  return first_day(month + 1) - 1;
}

export function days_in_month(month) {
  return first_day(month + 1) - first_day(month);
}

export function month_start(month) {
  return first_day(month) * day_seconds;
}

export function day_of(instant) {
  return Math.floor(instant / day_seconds);
}

export function month_of(instant) {
  return parse_month(format_instant(instant).slice(0, 7));
}

/** Calendar months later, the day clamped to the month's last (N1). */
export function add_months(day, months) {
  const [year, month, day_of_month] = format_date(day).split("-").map(Number);
  const target = year * 12 + month - 1 + months;
  return first_day(target) + Math.min(day_of_month, days_in_month(target)) - 1;
}

/** Whether a day lies within optional `from` and `until` (a day included). */
export function holds_on(day, dates) {
  return (
    (dates.from === undefined || parse_date(dates.from) <= day) &&
    (dates.until === undefined || day <= parse_date(dates.until))
  );
}

export function holds_all_month(month, dates) {
  return holds_on(first_day(month), dates) && holds_on(last_day(month), dates);
}
