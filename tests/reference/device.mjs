// SPDX-License-Identifier: MIT
// One device: its state between instants, and the transitions that events, sessions and time make
// (S, C, F4, H, N). `span` is the stretch of time being walked: {start, end, month, silent,
// record}. A silent span is history before the first bill (B6): it changes states and writes
// nothing.

import {
  add_months,
  day_of,
  day_seconds,
  first_day,
  month_of,
  month_start,
  parse_date,
} from "./calendar.mjs";
import { agreement_end, amount_of, kinds } from "./book.mjs";

// N1's order
const reasons = ["agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"];

export function new_device_state(id) {
  return {
    id,
    state: "pre_provisioned",
    plan: null,
    pending: null,
    group: null,
    interval: null, // {from, cause}: what began the present interval
    stay: null, // {entry, counts} while provisioned or suspended
    ever_active: false,
    automatic: false,
    paid: {}, // plan -> {start, until, buckets}: F4, U7
    balances: { data: 0n, voice: 0n, sms: 0n },
    exhausted_at: null, // C
    active_since: null,
    passed_until: null,
    clock_floor: null, // N1's inactivity clock
    noticed: {}, // reason -> the clock value that was noticed
  };
}

/** What one device did in one month. */
export function new_record() {
  return {
    intervals: [],
    cancelled_active: [],
    fees: [],
    usage: [],
    state_use: [],
    active: [],
    exceptions: [],
    notices: [],
    groups: {},
    purchases: [],
    opening_balances: null,
    opening_plan: null,
  };
}

export function plan_of(book, device) {
  return device.plan === null ? undefined : book.plans.get(device.plan);
}

export function terms_of(book, device) {
  // N1: without a plan, the account's terms
  return plan_of(book, device)?.terms ?? book.account_terms;
}

// ---- intervals ----

/** Ends the present interval at `at` and begins one; empty ones leave nothing (M2). */
export function change_state(book, device, span, change) {
  close_interval(device, span, change.at);
  const was = device.state;
  device.state = change.state;
  device.interval = { from: change.at, cause: change.cause };
  const stays = change.state === "provisioned" || change.state === "suspended";
  // S10
  device.stay = stays ? { entry: change.at, counts: { data: 0n, voice: 0n, sms: 0n } } : null;
  return was;
}

function close_interval(device, span, at) {
  if (device.interval === null) return;
  const from = Math.max(device.interval.from, span.start);
  if (from >= at) return;
  span.record.intervals.push({
    state: device.state,
    plan: device.plan,
    from,
    until: at,
    cause: device.interval.cause,
  });
}

/**
 * At the end of a span: the part of the present interval that lies in it. Cancelled shows in its
 * own month only.
 */
export function cut_interval(device, span) {
  const seen_before = device.interval !== null && device.interval.from < span.start;
  if (device.state === "cancelled" && seen_before) return;
  close_interval(device, span, span.end);
}

// ---- transitions ----

/** S2, S9: into active_billed, from provisioned or suspended. */
export function activate(book, device, span, at, cause) {
  const { fees } = plan_of(book, device);
  const amount = device.ever_active ? (fees?.reactivation ?? fees?.activation) : fees?.activation;
  const type = device.ever_active ? "reactivation_fee" : "activation_fee";
  charge(device, span, { type, rule: "S2", at, cause }, amount);
  change_state(book, device, span, { state: "active_billed", at, cause });
  device.ever_active = true;
  device.active_since = at;
}

/** F1: a fee that the plan does not show makes no line. */
export function charge(device, span, line, amount) {
  if (amount === undefined) return;
  span.record.fees.push({ ...line, device: device.id, plan: device.plan, price: amount });
}

/** S4, N2 */
export function cancel(book, device, span, at, cause) {
  const was = change_state(book, device, span, { state: "cancelled", at, cause });
  if (was === "active_billed") span.record.cancelled_active.push({ plan: device.plan, at }); // F3
  device.pending = null;
  forfeit(device);
}

/** C5 */
function forfeit(device) {
  device.balances = { data: 0n, voice: 0n, sms: 0n };
  device.exhausted_at = null;
}

/** H1, H2: the pending change takes effect. */
export function change_plan(book, device, span, at) {
  close_interval(device, span, at);
  device.interval = { from: at, cause: "plan_change" };
  device.plan = device.pending.plan;
  device.pending = null;
  forfeit(device); // C5
  if (device.state === "provisioned" && plan_of(book, device).prepaid)
    activate(book, device, span, at, "prepaid"); // C1
  expire(book, device, span, at); // H2: days that are over under the new plan
}

// ---- S7 ----

/** The instant at which the present stay expires, or undefined. */
export function expiry_of(book, device) {
  if (device.stay === null) return undefined;
  const days = plan_of(book, device)[device.state]?.triggers?.days;
  return days === undefined ? undefined : device.stay.entry + days * day_seconds;
}

export function expire(book, device, span, at) {
  const expiry = expiry_of(book, device);
  if (expiry !== undefined && expiry <= at) activate(book, device, span, at, "days_trigger");
}

// ---- N: lapses ----

/**
 * If the device is liable for the reason: the clock value that the liability runs from, when it
 * falls due, and whether there is one notice a device (`once`) or one a clock value.
 */
function liability(book, device, reason) {
  if (device.state === "cancelled") return undefined;
  const terms = terms_of(book, device);
  const facts = book.devices.get(device.id);
  const lapses = book.sim_products.get(facts.sim_product)?.lapses === true;
  if (reason === "agreement_terminated") {
    const end = agreement_end(book);
    return end === undefined
      ? undefined
      : { clock: book.account.agreement.until, once: true, due: end };
  }
  if (reason === "never_provisioned") {
    if (!lapses || facts.shipped_on === undefined || device.state !== "pre_provisioned")
      return undefined;
    const day = add_months(parse_date(facts.shipped_on), terms.unprovisioned_lapse_months);
    return { clock: facts.shipped_on, once: true, due: day * day_seconds };
  }
  if (reason === "prepaid_unfunded") {
    if (device.exhausted_at === null) return undefined;
    return {
      clock: device.exhausted_at,
      due: device.exhausted_at + terms.prepaid_lapse_days * day_seconds,
    };
  }
  if (!lapses || device.state !== "active_billed") return undefined;
  const clock = Math.max(
    ...[device.active_since, device.passed_until, device.clock_floor].filter((x) => x !== null),
  );
  return { clock, due: clock + terms.inactive_lapse_days * day_seconds };
}

function is_noticed(device, reason, { clock, once }) {
  return once ? device.noticed[reason] !== undefined : device.noticed[reason] === clock;
}

/** The next instant at which a liability not yet noticed falls due, or undefined. */
export function next_lapse(book, device) {
  const dues = reasons
    .map((reason) => [reason, liability(book, device, reason)])
    .filter(([reason, found]) => found !== undefined && !is_noticed(device, reason, found))
    .map(([, found]) => found.due);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

/** N2: what is due at `at`, in N1's order. */
export function lapse(book, device, span, at) {
  if (span.silent) return; // B6
  for (const reason of reasons) {
    const found = liability(book, device, reason);
    if (found === undefined || is_noticed(device, reason, found) || found.due > at) continue;
    device.noticed[reason] = found.clock;
    span.record.notices.push({ type: "lapse_due", device: device.id, reason, at });
    if (terms_of(book, device).automatic_cancellation.includes(reason)) {
      cancel(book, device, span, at, reason);
      device.automatic = true;
    }
  }
}

/**
 * An amended date may put what was noticed once into the future again: then it is not noticed yet.
 */
export function forget_early_notices(book, device, start) {
  for (const reason of ["agreement_terminated", "never_provisioned"]) {
    const found = liability(book, device, reason);
    const amended = found !== undefined && device.noticed[reason] !== found.clock;
    if (amended && found.due > start) delete device.noticed[reason];
  }
}

// ---- F4, G2: looked at after all events of an instant, and after a session's activation ----

export function settle(book, device, span, at) {
  if (device.state !== "active_billed") return;
  const plan = plan_of(book, device);
  if (span.record.groups[plan.id] === undefined)
    span.record.groups[plan.id] = { group: device.group }; // G2
  if (plan.months === 1) return;
  const paid = device.paid[plan.id];
  if (paid !== undefined && at < paid.until) return;
  const month = month_of(at);
  const whole = day_of(at) === first_day(month); // F4: on the first of a month
  const until = month_start(month + plan.months + (whole ? 0 : 1));
  const buckets = {};
  for (const kind of kinds) buckets[kind] = amount_of(book, plan.included, kind); // U7
  device.paid[plan.id] = { start: at, until, buckets };
  const paid_through = day_of(until) - 1;
  charge(
    device,
    span,
    { type: "access_fee", rule: "F4", at, months: plan.months, paid_through },
    plan.access_fee.amount,
  );
}
