// SPDX-License-Identifier: MIT
// Billed days, included amounts, buckets and pools of one month (F2, F3, U6, U7, G, C) for all
// devices. A share is one device on one plan in the month: {device, plan, days, group}.

import { amount_of, kinds, offers } from "./book.mjs";
import { day_of, days_in_month, format_date, last_day } from "./calendar.mjs";
import { by_keys } from "./json.mjs";
import { divide_up } from "./money.mjs";

export function make_shares(book, devices, records, month) {
  const shares = [];
  for (const device of devices) {
    const record = records.get(device.id);
    const days = billed_days(book, record, month);
    for (const [plan_id, set] of days) {
      const plan = book.plans.get(plan_id);
      const group = plan.terms.pooling_allowed ? record.groups[plan_id].group : null; // G1, G2
      shares.push({ device, record, plan, days: BigInt(set.size), group });
    }
  }
  return shares;
}

/**
 * Billed days: plan -> set of day numbers. A day begun is a day billed; F3 adds the rest of a
 * cancelled month.
 */
function billed_days(book, record, month) {
  const days = new Map();
  for (const { state, plan, from, until } of record.intervals) {
    if (state !== "active_billed") continue;
    if (!days.has(plan)) days.set(plan, new Set());
    for (let day = day_of(from); day <= day_of(until - 1); day += 1) days.get(plan).add(day);
  }
  for (const { plan, at } of record.cancelled_active) {
    if (!days.has(plan) || book.plans.get(plan).terms.cancellation_refund === "prorated") continue;
    for (let day = day_of(at); day <= last_day(month); day += 1) days.get(plan).add(day);
  }
  return days;
}

/** Allowance rows, and overage by device or pool: [{device?, group?, plan, kind, quantity}]. */
export function make_allowances(book, shares, month) {
  const rows = shares.flatMap((share) => kinds.map((kind) => open_row(book, share, kind, month)));
  const uncovered = draw_buckets(shares, rows);
  const own = [];
  const members = [];
  const pools = [];
  const overage = [];
  for (const row of rows) {
    if (row.share.plan.prepaid) {
      if (row.shown) own.push({ ...shown_row(row), device: row.device, overage: 0n });
      continue;
    }
    if (row.pool === undefined) {
      const quantity =
        row.share.plan.months > 1 ? (uncovered.get(row) ?? 0n) : above(row.used, row.included);
      if (row.shown) own.push({ ...shown_row(row), device: row.device, overage: quantity });
      overage.push({ device: row.device, plan: row.plan, kind: row.kind, quantity });
    } else if (row.shown)
      members.push({ ...shown_row(row), device: row.device, group: row.share.group });
  }
  for (const pool of pools_of(rows)) {
    const sum = (read) => pool.reduce((total, row) => total + read(row), 0n);
    const [{ share, plan, kind, shown }] = pool;
    const included = sum((row) => row.included);
    const used = sum((row) => row.used);
    // G3, G4
    const quantity =
      share.plan.months > 1 ? sum((row) => uncovered.get(row) ?? 0n) : above(used, included);
    if (shown) pools.push({ group: share.group, plan, kind, included, used, overage: quantity });
    overage.push({ group: share.group, plan, kind, quantity, months: share.plan.months });
  }
  own.sort(by_keys("device", "plan", "kind"));
  members.sort(by_keys("device", "plan", "kind"));
  pools.sort(by_keys("group", "plan", "kind"));
  return { rows: [...own, ...members, ...pools], overage };
}

function above(used, included) {
  return used > included ? used - included : 0n;
}

function shown_row({ plan, kind, included, used, until }) {
  return { plan, kind, included, used, until };
}

function open_row(book, share, kind, month) {
  const { device, record, plan, days, group } = share;
  const mine = record.active.filter((use) => use.plan === plan.id && use.kind === kind);
  const used = mine.reduce((sum, use) => sum + use.rated, 0n);
  const row = { share, device: device.id, plan: plan.id, kind, used, uses: mine };
  if (plan.prepaid) {
    const opening = record.opening_plan === plan.id ? record.opening_balances[kind] : 0n;
    const bought = record.purchases.filter(
      (purchase) => purchase.plan === plan.id && purchase.kind === kind,
    );
    row.included = bought.reduce((sum, purchase) => sum + purchase.amount, opening);
    row.shown = offers(book, plan, kind);
    return row;
  }
  const whole = amount_of(book, plan.included, kind);
  row.shown = whole > 0n;
  if (group !== null && kind !== "voice") row.pool = [plan.id, group, kind].join(" ");
  if (plan.months > 1) {
    // U7
    const paid = device.paid[plan.id];
    row.bucket = paid;
    row.included = paid.buckets[kind];
    row.until = format_date(day_of(paid.until) - 1);
  } else {
    row.included = divide_up(whole * days, BigInt(days_in_month(month))); // U6
  }
  return row;
}

function pools_of(rows) {
  const pools = new Map();
  for (const row of rows) {
    if (row.pool === undefined) continue;
    if (!pools.has(row.pool)) pools.set(row.pool, []);
    pools.get(row.pool).push(row);
  }
  return [...pools.values()];
}

/**
 * U7, G4: sessions in U3's order draw from the buckets; what no bucket covers, by row. Buckets are
 * drawn down.
 */
function draw_buckets(shares, rows) {
  const uncovered = new Map();
  const with_bucket = rows.filter((row) => row.bucket !== undefined);
  const uses = with_bucket.flatMap((row) =>
    row.uses.map((use) => ({ ...use, row, id: use.session.id })),
  );
  uses.sort(by_keys("at", "device", "id"));
  for (const { row, at, rated } of uses) {
    const sources = with_bucket
      .filter((other) => other === row || (row.pool !== undefined && other.pool === row.pool))
      .filter(({ bucket }) => bucket.start <= at && at < bucket.until)
      .map((other) => ({ paid: other.bucket, until: other.bucket.until, device: other.device }))
      .sort(by_keys("until", "device"));
    let rest = rated;
    for (const { paid } of sources) {
      const drawn = rest < paid.buckets[row.kind] ? rest : paid.buckets[row.kind];
      paid.buckets[row.kind] -= drawn;
      rest -= drawn;
    }
    uncovered.set(row, (uncovered.get(row) ?? 0n) + rest);
  }
  return uncovered;
}
