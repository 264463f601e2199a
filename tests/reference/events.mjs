// SPDX-License-Identifier: MIT
// The events of a device (S1-S5, H, C2, P). Each either takes effect or makes one error of stage 3.

import { available, amount_of, default_plan, kinds } from "./book.mjs";
import { day_of, day_seconds, month_of, month_start } from "./calendar.mjs";
import {
  activate,
  cancel,
  change_state,
  charge,
  expire,
  lapse,
  plan_of,
  terms_of,
} from "./device.mjs";
import { sum_limit } from "./money.mjs";

const allowed_states = {
  assign_plan: ["pre_provisioned"], // H3
  provision: ["pre_provisioned"], // S1
  activate: ["provisioned", "suspended"], // S2
  suspend: ["provisioned", "active_billed"], // S3
  cancel: ["pre_provisioned", "provisioned", "active_billed", "suspended"], // S4
  change_plan: ["provisioned", "active_billed", "suspended"], // H1
  set_group: ["pre_provisioned", "provisioned", "active_billed", "suspended"], // G2
  buy_credits: ["provisioned", "active_billed", "suspended"], // C2
};

const take_effect = {
  assign_plan,
  provision,
  activate: activate_event,
  suspend,
  cancel: cancel_event,
  change_plan,
  set_group,
  buy_credits,
};

/** `run` collects {errors, overflow}. */
export function apply_event(book, device, span, event, run) {
  const needless = event.type === "activate" && device.state === "active_billed";
  if (needless || device.automatic) {
    // S5
    span.record.notices.push({
      type: "event_ignored",
      device: device.id,
      at: event.at,
      event: event.type,
    });
    return;
  }
  const path = `/events/${event.index}`;
  if (!allowed_states[event.type].includes(device.state)) {
    run.errors.push({ code: "invalid_transition", path });
    return;
  }
  const error = take_effect[event.type](book, device, span, event, run);
  if (error !== undefined) run.errors.push({ code: error.code, path: path + (error.member ?? "") });
}

function unavailable(book, event) {
  const plan = book.plans.get(event.plan);
  return available(book, plan, day_of(event.at))
    ? undefined
    : { code: "plan_not_available", member: "/plan" };
}

function assign_plan(book, device, span, event) {
  const error = unavailable(book, event);
  if (error !== undefined) return error;
  device.plan = event.plan;
  lapse(book, device, span, event.at); // N1: an instant that the new terms put into the past
}

function provision(book, device, span, event) {
  if (event.plan !== undefined) {
    const error = unavailable(book, event);
    if (error !== undefined) return error;
    device.plan = event.plan;
  } else if (device.plan === null) {
    const plan = default_plan(book, book.devices.get(device.id), day_of(event.at)); // P2
    if (plan === undefined) return { code: "no_default_plan" };
    device.plan = plan.id;
  }
  const plan = plan_of(book, device);
  charge(
    device,
    span,
    { type: "provisioning_fee", rule: "S1", at: event.at },
    plan.fees?.provisioning,
  );
  change_state(book, device, span, { state: "provisioned", at: event.at, cause: "provision" });
  if (plan.prepaid)
    activate(book, device, span, event.at, "prepaid"); // C1
  else expire(book, device, span, event.at); // a days trigger of 0
}

function activate_event(book, device, span, event) {
  activate(book, device, span, event.at, "customer");
}

function suspend(book, device, span, event) {
  if (!terms_of(book, device).suspension_allowed) return { code: "not_permitted" };
  const fee = plan_of(book, device).fees?.suspension;
  charge(device, span, { type: "suspension_fee", rule: "S3", at: event.at }, fee);
  change_state(book, device, span, { state: "suspended", at: event.at, cause: "customer" });
  expire(book, device, span, event.at);
}

function cancel_event(book, device, span, event) {
  cancel(book, device, span, event.at, event.by ?? "customer");
}

function change_plan(book, device, span, event) {
  const rule = terms_of(book, device).plan_change; // H1: of the plan being left, at the event
  if (rule === "not_allowed") return { code: "not_permitted" };
  if (event.plan === device.plan) {
    device.pending = null;
    return undefined;
  }
  const error = unavailable(book, event);
  if (error !== undefined) return error;
  const next_day = (day_of(event.at) + 1) * day_seconds;
  const at = rule === "next_day" ? next_day : month_start(month_of(event.at) + 1);
  device.pending = { plan: event.plan, at };
}

function set_group(book, device, span, event) {
  device.group = event.group;
}

function buy_credits(book, device, span, event, run) {
  const plan = plan_of(book, device);
  if (!plan.prepaid) return { code: "not_permitted" };
  const pack = plan.prepaid_packs.find((candidate) => candidate.id === event.pack);
  if (pack === undefined) return { code: "unknown_pack", member: "/pack" };
  charge(
    device,
    span,
    { type: "prepaid_credits", rule: "C2", at: event.at, pack: pack.id },
    pack.price,
  );
  for (const kind of kinds) {
    const amount = amount_of(book, pack, kind);
    device.balances[kind] += amount;
    if (device.balances[kind] > sum_limit) run.overflow = true; // M3
    span.record.purchases.push({ plan: plan.id, kind, amount });
  }
  device.exhausted_at = null; // C4
}
