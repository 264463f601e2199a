// SPDX-License-Identifier: MIT
// The walk of one device through one span of time, instant by instant in M7's order, and its
// sessions (S6-S8, S11, U, C3).

import { amount_of, offers } from "./book.mjs";
import {
  activate,
  change_plan,
  cut_interval,
  expire,
  expiry_of,
  lapse,
  next_lapse,
  plan_of,
  settle,
} from "./device.mjs";
import { apply_event } from "./events.mjs";
import { divide_up, parse_amount, sum_limit } from "./money.mjs";

/** `work`: {events, sessions} of this device in this span, in order. */
export function walk_span(book, device, span, work, run) {
  const queue = { events: [...work.events], sessions: [...work.sessions], sums: new Map() };
  let at = span.start;
  while (at < span.end) {
    take_instant(book, device, span, at, queue, run);
    at = next_instant(book, device, span, queue);
  }
  cut_interval(device, span);
}

function next_instant(book, device, span, queue) {
  const instants = [
    span.end,
    queue.events[0]?.at,
    queue.sessions[0]?.start,
    expiry_of(book, device),
    device.pending?.at,
    span.silent ? undefined : next_lapse(book, device),
  ];
  const plan = plan_of(book, device);
  if (device.state === "active_billed" && plan.months > 1)
    instants.push(device.paid[plan.id].until);
  return Math.min(...instants.filter((instant) => instant !== undefined));
}

/** M7 */
function take_instant(book, device, span, at, queue, run) {
  expire(book, device, span, at);
  lapse(book, device, span, at);
  if (device.pending !== null && device.pending.at <= at) {
    change_plan(book, device, span, at);
    // N1: an instant that the new terms put into the past, after the change
    lapse(book, device, span, at);
  }
  if (at === span.start) {
    // allowances: the balance at the beginning, before the events of 00:00
    span.record.opening_plan = device.plan;
    span.record.opening_balances = { ...device.balances };
  }
  while (queue.events.length > 0 && queue.events[0].at === at) {
    apply_event(book, device, span, queue.events.shift(), run);
  }
  settle(book, device, span, at);
  while (queue.sessions.length > 0 && queue.sessions[0].start === at) {
    take_session(book, device, span, queue.sessions.shift(), queue.sums, run);
  }
}

function take_session(book, device, span, session, sums, run) {
  const { kind, quantity, start: at } = session;
  const exception = (reason, part) =>
    span.record.exceptions.push({ device: device.id, kind, reason, quantity: part });
  if (device.state === "pre_provisioned" || device.state === "cancelled") {
    exception(device.state, quantity); // S11
    return;
  }
  const plan = plan_of(book, device);
  if (!offers(book, plan, kind)) {
    exception("kind_not_offered", quantity); // U9
    return;
  }
  const rated = rate_quantity(book, plan, session, sums, run);
  if (device.stay !== null) trigger(book, device, span, session, rated);
  if (device.stay !== null) {
    take_in_stay(book, device, span, session, rated, run);
    return;
  }
  let taken = rated;
  if (plan.prepaid) {
    // C3
    taken = rated < device.balances[kind] ? rated : device.balances[kind];
    device.balances[kind] -= taken;
    if (rated > taken) exception("prepaid_exhausted", rated - taken);
    const empty = Object.values(device.balances).every((balance) => balance === 0n);
    if (taken > 0n && empty) {
      // C4
      device.exhausted_at = session.end;
      span.record.notices.push({ type: "prepaid_exhausted", device: device.id, at: session.end });
    }
    if (rated > 0n && taken === 0n) return;
  }
  if (kind !== "voice" && quantity > 0n) {
    // N1: passed, even in part
    device.passed_until = Math.max(device.passed_until ?? session.end, session.end);
  }
  span.record.usage.push({ plan: plan.id, state: "active_billed", kind, quantity, rated: taken });
  span.record.active.push({ session, device: device.id, plan: plan.id, kind, rated: taken, at });
}

/** S6, S7: whether this session moves its device to active_billed, from its start. */
function trigger(book, device, span, session, rated) {
  const { kind, start, end } = session;
  const allowed = plan_of(book, device)[device.state]?.triggers?.[kind] ?? 0;
  const count = device.stay.counts[kind] + rated;
  const expiry = expiry_of(book, device);
  const above =
    rated > 0n && allowed !== "unlimited" && count > parse_amount(allowed, book.kilobyte);
  const over = expiry !== undefined && start < expiry && expiry < end;
  if (!above && !over) return;
  activate(book, device, span, start, above ? `${kind}_trigger` : "days_trigger");
  settle(book, device, span, start);
}

/** U5: free up to the complimentary amount, counted over the stay. */
function take_in_stay(book, device, span, session, rated, run) {
  const { kind, quantity } = session;
  const plan = plan_of(book, device);
  const complimentary = amount_of(book, plan[device.state]?.complimentary, kind);
  const above = (count) => (count > complimentary ? count - complimentary : 0n);
  const before = device.stay.counts[kind];
  const after = before + rated;
  if (after > sum_limit) run.overflow = true; // M3
  device.stay.counts[kind] = after;
  span.record.usage.push({ plan: plan.id, state: device.state, kind, quantity, rated });
  const chargeable = above(after) - above(before);
  span.record.state_use.push({ plan: plan.id, state: device.state, kind, quantity: chargeable });
}

/** U1 */
function rate_quantity(book, plan, session, sums, run) {
  const { kind, quantity, start } = session;
  if (kind === "sms") return quantity;
  const rounding = plan.terms[`${kind}_rounding`];
  const increment = parse_amount(rounding.increment, book.kilobyte);
  const up = (sum) => divide_up(sum, increment) * increment;
  if (rounding.per === "session") return up(quantity);
  // a span is at most a month
  const period = rounding.per === "day" ? Math.floor(start / 86400) : "month";
  const key = `${plan.id} ${kind} ${period}`;
  const before = sums.get(key) ?? 0n;
  sums.set(key, before + quantity);
  if (before + quantity > sum_limit) run.overflow = true; // M3
  return up(before + quantity) - up(before);
}
