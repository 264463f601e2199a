// SPDX-License-Identifier: MIT
// Random catalogs and accounts for generate.mjs. Amounts are small, so that a few sessions reach
// every limit.

import { first_day, format_date } from "./calendar.mjs";

const categories = ["access", "recurring", "one_off", "usage", "prepaid"];
const reasons = ["agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"];
const units = { data: ["B", "KB", "MB", "GB"], voice: ["s", "min", "h"], sms: ["message"] };

/** A price; now and then one that ends in a half of a minor unit, or is written long. */
export function make_price(r) {
  return r.pick([
    () => "0",
    () => String(r.int(0, 30)),
    () => `${r.int(0, 20)}.${r.int(10, 99)}`,
    () => `0.${String(r.int(1, 999)).padStart(3, "0")}`,
    () => r.pick(["0.5", "2.5", "0.125", "0.005", "0.0005", "1.015"]),
    () => `${r.int(0, 9)}.${String(r.int(1, 999999999)).padStart(9, "0")}`,
    () => `0${r.int(1, 9)}.50`,
  ])();
}

/** An amount of a kind; kept in `limits`, so that sessions can hit it. */
function make_amount(r, kind, limits) {
  const amount = r.pick([
    () => r.int(0, 12),
    () => r.int(1, 3) * 60,
    () => r.int(1, 9000),
    () =>
      kind === "data" ? `${r.int(1, 9)} KB` : kind === "voice" ? `${r.int(1, 9)} min` : r.int(1, 5),
    () => (kind === "data" ? `${r.int(1, 4)}.5 KB` : kind === "voice" ? `${r.int(1, 4)}.5 min` : 0),
  ])();
  if (typeof amount === "number") limits[kind].push(amount);
  else
    limits[kind].push(
      Math.floor(parseFloat(amount) * (kind === "data" ? r.pick([1000, 1024]) : 60)),
    );
  return amount;
}

function make_rate(r, kind, tiers) {
  const rate = { per: r.pick(units[kind].slice(0, r.chance(85) ? 2 : 4)) };
  if (tiers && r.chance(45)) {
    if (r.chance(60)) rate.mode = r.pick(["graduated", "volume"]);
    let up_to = 0;
    rate.tiers = [];
    for (let i = r.int(0, 2); i > 0; i -= 1) {
      up_to += r.pick([r.int(1, 5), r.int(1, 200)]);
      rate.tiers.push({ up_to, price: make_price(r) });
    }
    rate.tiers.push({ price: make_price(r) });
  } else rate.price = make_price(r);
  if (r.chance(35)) rate.whole_units = r.chance(80);
  return rate;
}

function make_amounts(r, percent, limits) {
  return r.members(
    percent,
    Object.fromEntries(
      ["data", "voice", "sms"].map((kind) => [kind, () => make_amount(r, kind, limits)]),
    ),
  );
}

function make_state_use(r, limits) {
  const open = r.chance(40);
  const trigger = (kind) => () =>
    r.chance(open ? 90 : 20) ? "unlimited" : make_amount(r, kind, limits);
  const rate = (kind) => () => make_rate(r, kind, false);
  return r.members(80, {
    complimentary: () => make_amounts(r, 60, limits),
    triggers: () => ({
      ...r.members(75, { data: trigger("data"), voice: trigger("voice"), sms: trigger("sms") }),
      ...r.members(open ? 25 : 50, { days: () => r.pick([0, 1, 1, 2, 5, 10, 20, 31]) }),
    }),
    rates: () => r.members(85, { data: rate("data"), voice: rate("voice"), sms: rate("sms") }),
  });
}

function make_rounding(r, kind) {
  const increments =
    kind === "data" ? [1, 7, 100, 1000, 1024, "1 KB", "2 KB"] : [1, 6, 60, "1 min", "90 s"];
  return { increment: r.pick(increments), per: r.pick(["session", "day", "month"]) };
}

function make_terms(r, percent) {
  return r.members(percent, {
    data_rounding: () => make_rounding(r, "data"),
    voice_rounding: () => make_rounding(r, "voice"),
    suspension_allowed: () => r.chance(85),
    pooling_allowed: () => r.chance(75),
    plan_change: () => r.pick(["next_month", "next_day", "next_day", "not_allowed"]),
    cancellation_refund: () => r.pick(["none", "prorated"]),
    prepaid_lapse_days: () => r.int(1, 25),
    unprovisioned_lapse_months: () => r.int(1, 4),
    inactive_lapse_days: () => r.int(1, 30),
    automatic_cancellation: () => r.some(reasons, 40),
  });
}

function make_access_fee(r) {
  const fee = { amount: r.pick([make_price(r), "5", "5.00"]) };
  if (r.chance(40)) fee.months = r.pick([1, 2, 2, 3, 6, 12]);
  if (r.chance(30)) {
    let from = 0;
    fee.volume = [];
    for (let i = r.int(1, 3); i > 0; i -= 1) {
      from += r.int(1, 2);
      fee.volume.push({ from, amount: make_price(r) });
    }
  }
  return fee;
}

function make_plan(r, id, months, limits) {
  const plan = { id };
  const prepaid = r.chance(25);
  if (prepaid || r.chance(20)) plan.kind = prepaid ? "prepaid" : "postpaid";
  if (r.chance(15)) plan.name = `Plan ${id} é"\\`;
  if (r.chance(15)) plan.carrier_technologies = r.some(["lte", "nb-iot"], 60);
  if (r.chance(15)) plan.service_areas = r.some(["eu", "us"], 60);
  const day = () => format_date(first_day(r.pick(months)) + r.int(0, 30));
  if (r.chance(12)) plan.available_from = day();
  if (r.chance(12)) plan.available_until = day();
  const recurring = (code) => ({
    code,
    amount: make_price(r),
    ...r.members(50, { prorated: () => r.chance(40) }),
  });
  if (r.chance(35)) plan.recurring_fees = r.some(["support", "static-ip"], 70).map(recurring);
  if (r.chance(75)) {
    plan.fees = r.members(70, {
      provisioning: () => make_price(r),
      activation: () => make_price(r),
      reactivation: () => make_price(r),
      suspension: () => make_price(r),
    });
  }
  if (r.chance(75)) plan.provisioned = make_state_use(r, limits);
  if (r.chance(75)) plan.suspended = make_state_use(r, limits);
  if (prepaid) {
    const narrow = r.chance(60) ? r.pick(["data", "voice", "sms"]) : undefined;
    const contents = () =>
      narrow ? { [narrow]: make_amount(r, narrow, limits) } : make_amounts(r, 60, limits);
    const pack = (pack_id) => ({ id: pack_id, price: make_price(r), ...contents() });
    plan.prepaid_packs = [pack("small"), ...r.some(["large"], 50).map(pack)];
  } else {
    plan.access_fee = make_access_fee(r);
    const kind_rate = (kind) => () => make_rate(r, kind, true);
    plan.overage = r.members(85, {
      data: kind_rate("data"),
      voice: kind_rate("voice"),
      sms: kind_rate("sms"),
    });
    const included = make_amounts(r, 75, limits);
    plan.included = Object.fromEntries(
      Object.entries(included).filter(([kind]) => plan.overage[kind] !== undefined),
    );
    if (r.chance(2)) plan.included.sms = 5; // U9: maybe without a rate
  }
  if (r.chance(50)) plan.terms = make_terms(r, 30);
  return plan;
}

export function make_catalog(r, months, limits) {
  const currency = r.pick(["USD", "USD", "EUR", "JPY", "KWD", "CLF"]);
  const catalog = { schema: "samebill/catalog/1", id: "c1", currency };
  if (r.chance(30)) catalog.version = "v2";
  if (r.chance(50)) catalog.kilobyte_bytes = r.pick([1000, 1024]);
  if (r.chance(40)) catalog.money_rounding = r.pick(["half_up", "half_even"]);
  if (r.chance(85)) catalog.terms = { ...make_terms(r, 45) };
  const ids = r.shuffle(["a", "B", "p-1", "p.2", "z"]).slice(0, r.int(1, 5));
  catalog.plans = ids.map((id) => make_plan(r, id, months, limits));
  if (r.chance(70)) {
    catalog.sim_products = [{ id: "global", lapses: true }, { id: "plain" }];
  }
  if (r.chance(60)) {
    const tax = (id) => ({
      id,
      name: `Tax ${id}`,
      jurisdiction: r.pick(["us-ca", "de"]),
      rate: r.pick(["0.0725", "0.19", "0.5", "0", "0.333333333"]),
      categories: r.some(categories, 60),
    });
    catalog.taxes = ["vat", "city", "fund"].slice(0, r.int(1, 3)).map(tax);
  }
  return catalog;
}

/** A merge patch that leaves the plan valid. */
function make_overrides(r, plan, limits) {
  const overrides = {};
  if (r.chance(60)) {
    overrides.terms = r.members(
      25,
      Object.fromEntries(
        Object.entries({
          ...make_terms(r, 100),
          suspension_allowed: true,
          pooling_allowed: true,
        }).map(([name, value]) => [name, () => (r.chance(30) ? null : value)]),
      ),
    );
    if (plan.terms?.data_rounding !== undefined && r.chance(50))
      overrides.terms.data_rounding = { per: "day" };
    if (r.chance(5)) overrides.terms = null;
  }
  if (r.chance(50)) {
    overrides.fees = r.members(50, {
      activation: () => (r.chance(40) ? null : make_price(r)),
      reactivation: () => (r.chance(40) ? null : make_price(r)),
      suspension: () => make_price(r),
    });
  }
  if (r.chance(25)) overrides.available_until = null;
  if (plan.kind !== "prepaid") {
    if (r.chance(50))
      overrides.access_fee = { amount: make_price(r), ...r.members(30, { volume: () => null }) };
    if (r.chance(25) && plan.overage.data !== undefined)
      overrides.included = { data: make_amount(r, "data", limits) };
    if (r.chance(10)) overrides.included = null;
    if (r.chance(15)) overrides.suspended = null;
  }
  return overrides;
}

export function make_account(r, catalog, months, limits) {
  const [from, through] = [months[0], months[months.length - 1]];
  const day = (month) => format_date(first_day(month) + (r.chance(50) ? 0 : r.int(0, 30)));
  const agreement = { from: day(r.pick([from - 12, from - 12, from - 12, from])) };
  if (r.chance(25))
    agreement.until = format_date(first_day(r.int(from, through + 1)) + r.pick([-1, -1, 0, 5, 14]));
  const plan_ids = catalog.plans.map(({ id }) => id);
  if (r.chance(15)) agreement.plans = r.some(plan_ids, 80);
  if (r.chance(40)) agreement.terms = make_terms(r, 15);
  if (r.chance(25))
    agreement.minimum_monthly_charge = r.pick(["20", "75.5", "10.005", "0", "100.004", "100.006"]);
  if (r.chance(40)) {
    const discount = (code) => ({
      code,
      percent: r.pick(["10", "33.333", "50", "0", "12.5", "7"]),
      categories: r.some(categories, 50),
      ...r.members(15, { from: () => day(r.pick(months)), until: () => day(r.pick(months)) }),
    });
    agreement.discounts = ["loyal", "volume"].slice(0, r.int(1, 2)).map(discount);
    if (r.chance(2)) agreement.discounts.push({ code: "most", percent: "95", categories });
  }
  const account = { schema: "samebill/account/1", id: "acc-1", agreement };
  if (r.chance(40)) {
    account.pricing_attachments = r
      .some(catalog.plans, 50)
      .map((plan) => ({ plan: plan.id, overrides: make_overrides(r, plan, limits) }));
  }
  if (r.chance(80)) {
    account.tax = { jurisdictions: r.some(["us-ca", "de"], 80) };
    if (catalog.taxes !== undefined && r.chance(30)) {
      account.tax.exemptions = [
        { tax: "vat", certificate: "x", ...r.members(50, { from: () => day(r.pick(months)) }) },
      ];
    }
  }
  const device = (i) => ({
    id: `${r.pick(["d", "D", "e"])}${i}`,
    ...(catalog.sim_products === undefined
      ? {}
      : r.members(75, { sim_product: () => r.pick(["global", "global", "plain"]) })),
    ...r.members(35, {
      carrier_technology: () => r.pick(["lte", "nb-iot"]),
      service_area: () => r.pick(["eu", "us"]),
    }),
    ...r.members(60, { shipped_on: () => format_date(first_day(r.pick(months)) - r.int(0, 90)) }),
  });
  account.devices = Array.from({ length: r.pick([1, 2, 3, 4, 5, 6, 8]) }, (_, i) => device(i));
  return account;
}
