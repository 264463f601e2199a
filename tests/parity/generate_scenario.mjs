// SPDX-License-Identifier: MIT
// Random sound scenarios from a seed: small fleets of everything that a cohort can say, so that they can also be
// written out device by device and billed.
import { format_date, first_day, format_month, parse_month } from "../reference/calendar.mjs";
import { make_account, make_catalog } from "../reference/generate_catalog.mjs";
import { make_random } from "../reference/random.mjs";

const protocols = [
  "none",
  "mqtt_tls",
  "coap_dtls",
  "https",
  { session: 100, message: 7, packet: 40, packet_payload: 500 },
];

function make_times(r) {
  return r.pick([
    () => (r.chance(20) ? { per: "hour", count: 1 } : { per: "day", count: 1 }),
    () => ({ per: "day", count: r.int(1, 2) }),
    () => ({ per: "day", at: r.pick([["06:30"], ["00:00", "23:59:59"]]) }),
    () => ({ per: "week", count: r.int(1, 10) }),
    () => ({ per: "week", at: ["12:00"], weekdays: r.pick([["mon"], ["tue", "sat", "sun"]]) }),
    () => ({ per: "month", day: r.int(1, 28), at: ["00:00"], every_months: r.int(1, 3) }),
  ])();
}

function make_behaviour(r, name, day) {
  const kind = r.pick(["data", "data", "data", "voice", "sms"]);
  const behaviour = { name, kind, times: make_times(r) };
  if (kind === "data") {
    behaviour.payload = r.pick([0, 60, 1000, 9000, "3 KB", 100000]);
    Object.assign(
      behaviour,
      r.members(40, {
        messages: () => r.int(1, 9),
        duration: () => r.pick([1, "90 s", 3600]),
        protocol: () => r.pick(protocols),
        varies: () => r.chance(50),
      }),
    );
  } else if (kind === "voice") behaviour.duration = r.pick([1, 59, "2 min", 3700]);
  else if (r.chance(50)) behaviour.messages = r.int(1, 5);
  return Object.assign(behaviour, r.members(15, { from: day }));
}

function make_variation(r) {
  const variation = r.chance(50)
    ? r.members(80, { preset: () => r.pick(["same", "low_typical_high", "heavy_tail"]) })
    : {
        classes: ["a", "b", "c"]
          .slice(0, r.int(1, 3))
          .map((name) => ({ name, share: r.int(1, 9), percent: r.int(0, 300) })),
      };
  return Object.assign(
    variation,
    r.members(35, {
      each_device: () => r.chance(70),
      devices_percent: () => r.int(0, 100),
      days_percent: () => r.int(0, 100),
    }),
  );
}

function make_purchases(r, plans) {
  const packs = new Map(plans.flatMap((plan) => plan.prepaid_packs ?? []).map((pack) => [pack.id, pack]));
  return r.some([...packs.values()], 70).map((pack) => {
    const kinds = ["data", "voice", "sms"].filter((kind) =>
      plans.every((plan) =>
        (plan.prepaid_packs ?? []).every((other) => other.id !== pack.id || parseFloat(other[kind] ?? 0) > 0),
      ),
    );
    if (kinds.length === 0 || r.chance(40)) return { pack: pack.id, every_months: r.int(1, 3) };
    return { pack: pack.id, below: { [r.pick(kinds)]: r.int(1, 5000) } };
  });
}

function make_cohort(r, number, catalog, months) {
  const [first, last] = [months[0], months[months.length - 1]];
  const day = () => format_date(first_day(r.int(first, last)) + r.int(0, 27));
  const cohort = { name: `cohort-${number}`, count: r.pick([0, 1, 2, 3, 4, 7]) };
  const makers = {
    plan: () => r.pick(catalog.plans).id,
    group: () => r.pick(["north", "south"]),
    carrier_technology: () => r.pick(["lte", "nb-iot"]),
    service_area: () => r.pick(["eu", "us"]),
    start: () => r.members(60, { on: day, per_week: () => r.int(1, 4) }),
    test: () => ({ days: r.int(0, 40), ...r.members(50, { usage: () => r.chance(60) }) }),
    cancellations: () => ({
      percent_a_month: r.pick(["5", "12.5", "40"]),
      ...r.members(60, { replaced_percent: () => r.pick(["50", "100"]) }),
    }),
    seasons: () => {
      const from = first_day(r.int(first, last)) + r.int(0, 27);
      return [
        {
          from: format_date(from),
          until: format_date(from + r.int(0, 40)),
          ...r.members(30, { yearly: () => r.chance(50) }),
        },
      ];
    },
    plan_changes: () => [{ on: day(), plan: r.pick(catalog.plans).id }],
    variation: () => make_variation(r),
  };
  Object.assign(cohort, r.members(35, makers));
  if (cohort.plan === undefined && r.chance(70)) cohort.plan = r.pick(catalog.plans).id;
  if (catalog.sim_products !== undefined && r.chance(50)) cohort.sim_product = r.pick(catalog.sim_products).id;
  const purchases = make_purchases(r, catalog.plans);
  if (purchases.length > 0) cohort.purchases = purchases;
  if (r.chance(12)) cohort.sample = { month: "2025-11", ...r.members(50, { devices: () => ["real-1", "real-2"] }) };
  else cohort.usage = ["one", "two", "three"].slice(0, r.int(0, 3)).map((name) => make_behaviour(r, name, day));
  return cohort;
}

function make_records(r) {
  return Array.from({ length: 25 }, (_, i) => {
    const day = `2025-${r.pick(["11", "11", "11", "12"])}-${String(r.int(1, 30)).padStart(2, "0")}`;
    const start = `${day}T${r.int(10, 22)}:00:00Z`;
    return {
      id: `r${i}`,
      device: `real-${(i % 3) + 1}`,
      kind: r.pick(["data", "data", "voice", "sms"]),
      start,
      end: start,
      quantity: r.int(1, 9000),
    };
  });
}

/** Takes out most of what would refuse a scenario: plans that cannot be had, and terms that forbid. */
function permit(catalog, account) {
  const layers = [catalog, ...catalog.plans, account.agreement];
  for (const { overrides } of account.pricing_attachments ?? []) layers.push(overrides);
  for (const { terms } of layers) {
    if (terms === undefined || terms === null) continue;
    delete terms.suspension_allowed;
    if (terms.plan_change === "not_allowed") delete terms.plan_change;
  }
  catalog.terms = { plan_change: "next_day", ...catalog.terms, suspension_allowed: true };
  for (const plan of catalog.plans) {
    for (const name of ["available_from", "available_until", "carrier_technologies", "service_areas"])
      delete plan[name];
  }
  delete account.agreement.plans;
}

export function generate_scenario(seed) {
  const r = make_random(seed);
  const from = parse_month(r.pick(["2026-01", "2024-02", "2025-12", "2027-07"]));
  const months = Array.from({ length: r.pick([1, 1, 2, 2, 3, 4, 6]) }, (_, i) => from + i);
  const limits = { data: [0, 1, 1024], voice: [0, 1, 60], sms: [0, 1] };
  const catalog = make_catalog(r, months, limits);
  const account = { ...make_account(r, catalog, months, limits), devices: [] };
  if (r.chance(75)) delete account.agreement.until; // devices cannot begin after it
  if (r.chance(80)) account.agreement.from = "2020-01-01";
  if (r.chance(90)) permit(catalog, account);
  const cohorts = Array.from({ length: r.pick([1, 1, 2, 3]) }, (_, i) => make_cohort(r, i + 1, catalog, months));
  const scenario = {
    schema: "samebill/scenario/1",
    catalog,
    account,
    from: format_month(from),
    months: months.length,
    cohorts,
    ...r.members(30, { seed: () => r.int(0, 1e9), seeds: () => r.int(2, 3), payment_days: () => r.int(0, 90) }),
  };
  if (cohorts.some((cohort) => cohort.sample !== undefined)) scenario.records = make_records(r);
  return scenario;
}

/** The same with postpaid plans only, whose prices do not fall with the amount, and terms that cancel no device. */
export function without_volume(scenario) {
  const catalog = structuredClone(scenario.catalog);
  const account = structuredClone(scenario.account);
  delete account.pricing_attachments;
  catalog.plans = catalog.plans.map((plan) => {
    const { prepaid_packs, kind, ...rest } = plan;
    const overage = Object.fromEntries(
      Object.entries(rest.overage ?? {}).map(([of, { per, whole_units, price, tiers }]) => [
        of,
        { per, price: price ?? tiers[0].price, ...(whole_units !== undefined && { whole_units }) },
      ]),
    );
    return { ...rest, access_fee: rest.access_fee ?? { amount: "1.00" }, overage };
  });
  for (const { terms } of [catalog, ...catalog.plans, account.agreement]) {
    if (terms) for (const name of Object.keys(terms)) if (/lapse|automatic/.test(name)) delete terms[name];
  }
  const cohorts = scenario.cohorts.map(({ purchases, ...cohort }) => cohort);
  return { ...scenario, catalog, account, cohorts, seeds: undefined };
}

/** The same with half as much again of whatever a behaviour takes. */
export function more_usage(scenario) {
  const of_sum = (value) => (typeof value === "number" ? Math.ceil(value * 1.5) + 1 : value);
  const cohorts = scenario.cohorts.map((cohort) => ({
    ...cohort,
    usage: cohort.usage?.map((behaviour) => {
      const { kind, payload, duration, messages } = behaviour;
      if (kind === "data") return { ...behaviour, payload: of_sum(payload) };
      return kind === "voice"
        ? { ...behaviour, duration: of_sum(duration) }
        : { ...behaviour, messages: of_sum(messages ?? 1) };
    }),
  }));
  return { ...scenario, cohorts };
}
