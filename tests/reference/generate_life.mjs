// SPDX-License-Identifier: MIT
// Random events and sessions for generate.mjs: instants that meet, life histories that are mostly
// legal.

import { available, default_plan } from "./book.mjs";
import { day_of, day_seconds, format_instant, month_start, parse_month } from "./calendar.mjs";

const largest = 2 ** 53 - 1;

// ---- instants ----

export function interesting_instants(r, book, months) {
  const starts = months.flatMap((month) => [
    month_start(month),
    month_start(month) + r.int(0, 30) * day_seconds,
  ]);
  return starts.flatMap((instant) => [instant, instant, instant - 1, instant + 1]);
}

/**
 * An instant in [low, high): random, or one at which something else happens, or days after such a
 * one.
 */
function make_instant(world, low, high) {
  const { r, instants } = world;
  for (let tries = 0; tries < 4; tries += 1) {
    const instant = r.chance(45)
      ? low + r.int(0, high - low - 1)
      : r.pick(instants) +
        (r.chance(25) ? r.pick([1, 1, 2, 5, 10, 20, 31]) * day_seconds : 0) +
        r.pick([0, 0, 0, -1, 1]);
    if (low <= instant && instant < high) {
      instants.push(instant);
      return instant;
    }
  }
  return low;
}

/** RFC 3339, now and then with an offset or a fraction. */
function write_instant(r, instant) {
  const fraction = r.chance(4) ? ".999" : "";
  if (r.chance(85)) return format_instant(instant).replace("Z", `${fraction}Z`);
  const minutes = r.pick([0, 60, 90, 330, 765]);
  const sign = r.chance(50) ? 1 : -1;
  const local = format_instant(instant + sign * minutes * 60).replace("Z", fraction);
  const two = (number) => String(number).padStart(2, "0");
  return `${local}${sign > 0 ? "+" : "-"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Any order, but the events of one instant as they were. */
export function order_events(r, events) {
  const ordered = r.chance(40) ? events : r.shuffle(events);
  const at_instant = new Map();
  for (const event of events) {
    at_instant.set(event.instant, [...(at_instant.get(event.instant) ?? []), event]);
  }
  return ordered.map(({ instant }) => {
    const { instant: at, ...event } = at_instant.get(instant).shift();
    return { at: write_instant(r, at), ...event };
  });
}

// ---- life histories ----

const next_types = {
  pre_provisioned: ["assign_plan", "provision", "provision", "provision", "set_group", "cancel"],
  provisioned: [
    "activate",
    "activate",
    "suspend",
    "change_plan",
    "set_group",
    "cancel",
    "buy_credits",
  ],
  active_billed: [
    "suspend",
    "suspend",
    "change_plan",
    "change_plan",
    "set_group",
    "set_group",
    "cancel",
    "buy_credits",
    "buy_credits",
    "activate",
  ],
  suspended: [
    "activate",
    "activate",
    "activate",
    "change_plan",
    "set_group",
    "cancel",
    "buy_credits",
  ],
};

/** The events of one device: legal as far as can be told without its sessions, seldom not. */
export function make_history(world, device) {
  const { r, book, errors } = world;
  const life = { state: "pre_provisioned", plan: null, pending: null, id: device.id };
  const early = r.chance(35) ? book.start - r.int(1, 100) * day_seconds : book.start;
  const soon = Math.min(book.end, early + r.pick([2, 10, 40, 300]) * day_seconds);
  let at = r.chance(20) ? early : make_instant(world, early, soon);
  const events = [];
  if (r.chance(40))
    events.push({ instant: at, type: "set_group", device: device.id, group: "north" });
  for (let i = r.pick([0, 1, 2, 3, 4, 6, 8, 12]); i > 0 && life.state !== "cancelled"; i -= 1) {
    if (life.pending !== null && life.pending.at <= at)
      Object.assign(life, { plan: life.pending.plan, pending: null });
    if (life.state === "provisioned" && life.plan.prepaid) life.state = "active_billed";
    const wild = errors && r.chance(1) && r.chance(50);
    const states = wild ? Object.keys(next_types) : [life.state];
    const type = r.pick(next_types[r.pick(states)]);
    const rest = wild ? wild_members(r, book, type) : legal_members(world, life, device, type, at);
    if (rest !== undefined) {
      events.push({ instant: at, type, device: device.id, ...rest });
      note_expiry(world, life, at);
    }
    if (!r.chance(12))
      at = make_instant(world, at, Math.min(book.end, at + r.int(1, 60) * day_seconds));
  }
  world.first_event.set(device.id, events[0]?.instant ?? book.end);
  return events;
}

/** The instant at which the stay just begun would expire, for a session to end near. */
function note_expiry(world, life, at) {
  const days = life.plan?.[life.state]?.triggers?.days;
  if (days === undefined) return;
  world.expiries.push({ device: life.id, instant: at + days * day_seconds });
}

/** Now and then a session that ends at or beside an expiry of its device. */
function near_expiry({ r, book, expiries }) {
  if (expiries.length === 0 || !r.chance(12)) return undefined;
  const { device, instant } = r.pick(expiries);
  const end = instant + r.pick([0, 0, 1, -1]);
  const start = end - r.pick([0, 1, 60, 7200]);
  return book.start <= start && start < book.end ? { device, start, end } : undefined;
}

function wild_members(r, book, type) {
  const plan = r.pick([...book.plans.keys()]);
  if (type === "assign_plan" || type === "change_plan") return { plan };
  if (type === "provision" && r.chance(50)) return { plan };
  if (type === "set_group") return { group: null };
  return type === "buy_credits" ? { pack: r.pick(["small", "none"]) } : {};
}

/**
 * The further members of a legal event, its effect entered in `life`; or undefined if there is
 * none.
 */
function legal_members(world, life, device, type, at) {
  const { r, book } = world;
  const plans = [...book.plans.values()].filter((plan) => available(book, plan, day_of(at)));
  const state = (name) => {
    life.state = name;
    return {};
  };
  if (type === "assign_plan") {
    if (plans.length === 0) return undefined;
    life.plan = r.pick(plans);
    return { plan: life.plan.id };
  }
  if (type === "provision") {
    const standard = life.plan ?? default_plan(book, device, day_of(at));
    const named = standard === undefined || r.chance(60);
    if (named && plans.length === 0) return undefined;
    life.plan = named ? r.pick(plans) : standard;
    state("provisioned");
    return named ? { plan: life.plan.id } : {};
  }
  if (type === "activate") return state("active_billed");
  if (type === "suspend")
    return life.plan.terms.suspension_allowed ? state("suspended") : undefined;
  if (type === "cancel") {
    if (r.chance(50)) return undefined;
    state("cancelled");
    return r.members(40, { by: () => r.pick(["customer", "provider"]), reason: () => "moved" });
  }
  if (type === "set_group") return { group: r.pick(["north", "north", "South", null]) };
  if (type === "buy_credits") {
    if (!life.plan.prepaid) return undefined;
    return { pack: world.errors && r.chance(1) ? "none" : r.pick(life.plan.prepaid_packs).id };
  }
  const own = r.chance(15);
  const rule = life.plan.terms.plan_change;
  if (rule === "not_allowed" || (!own && plans.length === 0)) return undefined;
  const plan = own ? life.plan : r.pick(plans);
  const next_day = (day_of(at) + 1) * day_seconds;
  const next_month = month_start(parse_month(format_instant(at).slice(0, 7)) + 1);
  life.pending =
    plan.id === life.plan.id ? null : { plan, at: rule === "next_day" ? next_day : next_month };
  return { plan: plan.id };
}

// ---- sessions ----

export function make_sessions(world, devices) {
  const { r, book, errors } = world;
  const sessions = [];
  const count = r.pick([0, 3, 10, 20, 40, 60, 80]);
  const huge = r.chance(1);
  for (let i = 0; i < count; i += 1) {
    const kind = r.pick(["data", "data", "voice", "sms"]);
    const device = r.pick(devices).id;
    const first = world.first_event.get(device);
    if (first >= book.end && r.chance(80)) continue;
    const low = r.chance(2)
      ? book.start - 40 * day_seconds
      : r.chance(10)
        ? book.start
        : Math.max(book.start, Math.min(first, book.end - 1));
    const pick_start = make_instant(world, low, book.end);
    const pick_length = r.pick([
      0,
      0,
      1,
      30,
      3600,
      r.int(1, 3 * day_seconds),
      r.int(1, 40 * day_seconds),
    ]);
    const near = near_expiry(world) ?? { device, start: pick_start, end: pick_start + pick_length };
    const { start, end } = near;
    if (r.chance(30)) world.instants.push(end);
    const session = {
      id: `s${r.int(0, 9)}-${i}`,
      device: r.chance(2) ? "stranger" : near.device,
      kind,
      start: write_instant(r, start),
      end: write_instant(r, end),
      quantity: huge && r.chance(30) ? largest - r.int(0, 1000) : make_quantity(world, kind),
    };
    if (Date.parse(session.end) < Date.parse(session.start)) session.end = session.start;
    sessions.push(session);
    if (r.chance(3))
      sessions.push({
        ...session,
        start: format_instant(start),
        end: format_instant(end),
      });
    if (errors && r.chance(1) && r.chance(10))
      sessions.push({
        ...session,
        quantity: session.quantity + 1 > largest ? 0 : session.quantity + 1,
      });
  }
  return sessions;
}

function make_quantity({ r, limits }, kind) {
  const near = r.pick(limits[kind]) + r.pick([0, 0, 0, 1, -1]);
  return Math.max(
    0,
    r.pick([near, near, near, r.int(0, 5), r.int(0, 3000), kind === "sms" ? 1 : 60, 0]),
  );
}
