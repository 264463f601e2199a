// SPDX-License-Identifier: MIT
// The price book: the catalog as it holds for one account (T1, T2, P2, P3), and the request's
// records read once.

import { holds_on, month_start, parse_date, parse_instant, parse_month } from "./calendar.mjs";
import { by_keys, compare, is_object, merge_patch } from "./json.mjs";
import { parse_amount, parse_decimal } from "./money.mjs";

export const kinds = ["data", "voice", "sms"];

const standard_terms = (kilobyte) => ({
  data_rounding: { increment: kilobyte, per: "session" },
  voice_rounding: { increment: 60, per: "session" },
  suspension_allowed: false,
  pooling_allowed: false,
  plan_change: "next_month",
  cancellation_refund: "none",
  prepaid_lapse_days: 60,
  unprovisioned_lapse_months: 6,
  inactive_lapse_days: 120,
  automatic_cancellation: [],
});

/** Everything of the request that does not change while the bill is computed. */
export function make_book(request) {
  const { catalog, account } = request;
  const kilobyte = catalog.kilobyte_bytes ?? 1024;
  const book = {
    catalog,
    account,
    kilobyte: BigInt(kilobyte),
    from: parse_month(request.from),
    through: parse_month(request.through),
    sim_products: new Map((catalog.sim_products ?? []).map((product) => [product.id, product])),
    devices: new Map(account.devices.map((device) => [device.id, device])),
  };
  book.start = month_start(book.from);
  book.end = month_start(book.through + 1);

  const layers_below = { ...standard_terms(kilobyte), ...catalog.terms };
  book.account_terms = { ...layers_below, ...account.agreement.terms };
  const patches = new Map((account.pricing_attachments ?? []).map((a) => [a.plan, a.overrides]));
  book.plans = new Map();
  for (const listed of catalog.plans) {
    const patch = patches.get(listed.id) ?? {};
    const plan = merge_patch(listed, patch);
    // T2: what the patch's terms name, as merged with the plan's, counts as the attachment's.
    const named = is_object(patch.terms) ? Object.keys(patch.terms) : [];
    const merged = Object.entries(plan.terms ?? {});
    const of_plan = Object.fromEntries(merged.filter(([name]) => !named.includes(name)));
    const of_attachment = Object.fromEntries(merged.filter(([name]) => named.includes(name)));
    // T1
    const terms = { ...layers_below, ...of_plan, ...account.agreement.terms, ...of_attachment };
    book.plans.set(plan.id, {
      ...plan,
      terms,
      prepaid: plan.kind === "prepaid",
      months: plan.access_fee?.months ?? 1,
    });
  }
  return book;
}

export function amount_of(book, amounts, kind) {
  return amounts?.[kind] === undefined ? 0n : parse_amount(amounts[kind], book.kilobyte);
}

/** U9 */
export function offers(book, plan, kind) {
  if (plan.prepaid) return plan.prepaid_packs.some((pack) => amount_of(book, pack, kind) > 0n);
  return plan.overage?.[kind] !== undefined;
}

/** P3 */
export function available(book, plan, day) {
  const listed = book.account.agreement.plans;
  if (listed !== undefined && !listed.includes(plan.id)) return false;
  return holds_on(day, { from: plan.available_from, until: plan.available_until });
}

/** P2: the cheapest monthly postpaid plan that fits the device, or undefined. */
export function default_plan(book, device, day) {
  const fits = (list, value) => (list ?? []).length === 0 || list.includes(value);
  const fitting = [...book.plans.values()].filter(
    (plan) =>
      available(book, plan, day) &&
      !plan.prepaid &&
      plan.months === 1 &&
      fits(plan.carrier_technologies, device.carrier_technology) &&
      fits(plan.service_areas, device.service_area),
  );
  fitting.sort(
    (a, b) =>
      compare(parse_decimal(a.access_fee.amount), parse_decimal(b.access_fee.amount)) ||
      compare(a.id, b.id),
  );
  return fitting[0];
}

/** Events by instant, then as listed. */
export function read_events(request) {
  const events = request.events.map((event, index) => ({
    ...event,
    at: parse_instant(event.at),
    index,
  }));
  return events.sort((a, b) => a.at - b.at || a.index - b.index);
}

/**
 * U3: sessions in order, later identical ones dropped (and counted), later different ones
 * conflicting.
 */
export function read_sessions(request) {
  const first_of_id = new Map();
  const duplicates = [];
  const conflicts = [];
  request.usage.forEach((record, index) => {
    const { id, device, kind, quantity } = record;
    const session = {
      id,
      device,
      kind,
      quantity: BigInt(quantity),
      index,
      start: parse_instant(record.start),
      end: parse_instant(record.end),
    };
    const first = first_of_id.get(id);
    if (first === undefined) first_of_id.set(id, session);
    else if (session_text(first) === session_text(session)) duplicates.push(session);
    else conflicts.push(session);
  });
  const sessions = [...first_of_id.values()].sort(by_keys("start", "device", "id"));
  return { sessions, duplicates, conflicts };
}

export function session_text(session) {
  const { id, device, kind, start, end, quantity } = session;
  return [id, device, kind, start, end, quantity].join(",");
}

/** The instant from which the agreement is terminated (N1), or undefined. */
export function agreement_end(book) {
  const { until } = book.account.agreement;
  return until === undefined ? undefined : (parse_date(until) + 1) * 86400;
}
