// SPDX-License-Identifier: MIT
// Small cases worked by hand, and a count that the generator reaches everything. node --test tests/reference

import assert from "node:assert/strict";
import { test } from "node:test";
import { run, run_fold } from "./bill.mjs";
import { month_request, without_digests } from "./compare.mjs";
import { generate } from "./generate.mjs";

const monthly = { id: "m", access_fee: { amount: "31" }, overage: { data: { price: "1", per: "KB" } } };

/** A request for March 2026 (31 days) with one device `d`, provisioned and activated at 00:00 on the 1st. */
function request(changes = {}) {
  const { plan = {}, catalog = {}, agreement = {}, account = {}, ...rest } = changes;
  return {
    schema: "samebill/request/1",
    catalog: { schema: "samebill/catalog/1", id: "c", currency: "USD", plans: [{ ...monthly, ...plan }], ...catalog },
    account: { schema: "samebill/account/1", id: "a", agreement: { from: "2026-01-01", ...agreement },
      devices: [{ id: "d" }], ...account },
    events: [event("03-01T00:00:00", "provision", { plan: "m" }), event("03-01T00:00:00", "activate")],
    usage: [], from: "2026-03", through: "2026-03", ...rest,
  };
}

function event(at, type, members = {}) {
  return { at: `2026-${at}Z`, type, device: "d", ...members };
}

function data(id, start, end, quantity, members = {}) {
  return { id, device: "d", kind: "data", start: `2026-${start}Z`, end: `2026-${end}Z`, quantity, ...members };
}

function bills(made) {
  const result = JSON.parse(run(JSON.stringify(made)));
  assert.equal(result.errors, undefined, JSON.stringify(result.errors));
  return result.bills;
}

function errors(made) {
  return JSON.parse(run(JSON.stringify(made))).errors?.map(({ code, path }) => `${code} ${path}`);
}

function lines(bill, type) {
  return bill.lines.filter((line) => line.type === type);
}

test("a device active from the 10th at noon pays for 22 of 31 days", () => {
  const events = [event("03-01T08:00:00", "provision", { plan: "m" }), event("03-10T12:00:00", "activate")];
  const [bill] = bills(request({ events }));
  assert.deepEqual(bill.lines, [{ type: "access_fee", rule: "F2", device: "d", plan: "m", unit_price: "31",
    days: 22, days_in_month: 31, amount: "22.00" }]);
  assert.deepEqual(bill.devices, [{ device: "d", intervals: [
    { state: "provisioned", plan: "m", from: "2026-03-01T08:00:00Z", until: "2026-03-10T12:00:00Z", cause: "provision" },
    { state: "active_billed", plan: "m", from: "2026-03-10T12:00:00Z", until: "2026-04-01T00:00:00Z", cause: "customer" },
  ] }]);
});

test("a cancellation is not refunded unless the terms prorate it, and none at 00:00 on the first adds a day", () => {
  const cancelled = (terms) => {
    const made = request({ plan: { terms }, through: "2026-04" });
    made.events.push(event("03-10T00:00:00", "cancel"));
    return lines(bills(made)[0], "access_fee").map(({ days }) => days);
  };
  assert.deepEqual(cancelled({}), [31]);
  assert.deepEqual(cancelled({ cancellation_refund: "prorated" }), [9]); // 1 to 9; cancelled as the 10th begins
  const made = request({ through: "2026-04" });
  made.events.push(event("04-01T00:00:00", "cancel"));
  assert.deepEqual(lines(bills(made)[1], "access_fee"), []);
});

test("a half of a cent goes up, or to even", () => {
  const amount = (money_rounding) =>
    lines(bills(request({ plan: { access_fee: { amount: "0.125" } }, catalog: { money_rounding } }))[0], "access_fee")[0].amount;
  assert.equal(amount("half_up"), "0.13");
  assert.equal(amount("half_even"), "0.12");
});

test("a session that takes the count to the trigger amount stays; one byte more activates from its start", () => {
  const plan = { fees: { activation: "2" }, provisioned: { triggers: { data: "2 KB" } } };
  const events = [event("03-01T00:00:00", "provision", { plan: "m" })];
  const usage = [data("s1", "03-05T10:00:00", "03-05T11:00:00", 2048), data("s2", "03-31T10:00:00", "03-31T11:00:00", 1)];
  const [bill] = bills(request({ plan, events, usage }));
  assert.deepEqual(lines(bill, "activation_fee"), [{ type: "activation_fee", rule: "S2", device: "d", plan: "m",
    at: "2026-03-31T10:00:00Z", cause: "data_trigger", amount: "2.00" }]);
  assert.deepEqual(lines(bill, "access_fee").map(({ days, amount }) => [days, amount]), [[1, "1.00"]]);
  assert.deepEqual(bill.usage, [
    { device: "d", plan: "m", state: "active_billed", kind: "data", sessions: 1, quantity: 1, rated: 1024 },
    { device: "d", plan: "m", state: "provisioned", kind: "data", sessions: 1, quantity: 2048, rated: 2048 }]);
});

test("a session over the expiry of the days activates from its start", () => {
  const plan = { provisioned: { triggers: { data: "unlimited", days: 10 } } };
  const events = [event("03-01T00:00:00", "provision", { plan: "m" })];
  const since = (end) => bills(request({ plan, events, usage: [data("s", "03-10T23:00:00", end, 0)] }))[0]
    .devices[0].intervals[1];
  assert.deepEqual([since("03-11T00:00:00").from, since("03-11T00:00:00").cause], ["2026-03-11T00:00:00Z", "days_trigger"]);
  assert.deepEqual([since("03-11T00:00:01").from, since("03-11T00:00:01").cause], ["2026-03-10T23:00:00Z", "days_trigger"]);
});

test("included usage is prorated up to a whole byte and the rest is overage", () => {
  const plan = { included: { data: 100 }, terms: { data_rounding: { increment: 1, per: "session" } },
    overage: { data: { price: "1", per: "B" } } };
  const events = [event("03-01T00:00:00", "provision", { plan: "m" }), event("03-22T00:00:00", "activate")];
  const usage = [data("s", "03-25T00:00:00", "03-25T00:00:00", 40)];
  const [bill] = bills(request({ plan: { ...plan, provisioned: { triggers: { data: 0 } } }, events, usage }));
  // 22 to 31 March are 10 days: 100 x 10 / 31 = 32.3, up to 33; 40 - 33 = 7
  assert.deepEqual(bill.allowances, [{ device: "d", plan: "m", kind: "data", included: 33, used: 40, overage: 7 }]);
  assert.deepEqual(lines(bill, "overage").map(({ quantity, amount }) => [quantity, amount]), [[7, "7.00"]]);
});

test("rounding by day rounds the running sum", () => {
  const plan = { terms: { data_rounding: { increment: 100, per: "day" } } };
  const usage = [data("s1", "03-05T01:00:00", "03-05T01:00:00", 30), data("s2", "03-05T02:00:00", "03-05T02:00:00", 80),
    data("s3", "03-06T00:00:00", "03-06T00:00:00", 1)];
  // up(30) = 100; up(110) - up(30) = 100; the next day up(1) = 100
  assert.equal(bills(request({ plan, usage }))[0].usage[0].rated, 300);
});

test("graduated tiers price each part, volume tiers the whole, and a quantity at the bound is inside", () => {
  const amount = (quantity, rate) => {
    const plan = { terms: { data_rounding: { increment: 1, per: "session" } },
      overage: { data: { per: "KB", tiers: [{ up_to: 2, price: "3" }, { price: "1" }], ...rate } } };
    return lines(bills(request({ plan, usage: [data("s", "03-05T00:00:00", "03-05T00:00:00", quantity)] }))[0], "overage")[0].amount;
  };
  assert.equal(amount(2048, {}), "6.00");
  assert.equal(amount(2560, {}), "6.50"); // 2 at 3 and a half at 1
  assert.equal(amount(2560, { whole_units: true }), "7.00");
  assert.equal(amount(2048, { mode: "volume" }), "6.00");
  assert.equal(amount(2049, { mode: "volume", whole_units: true }), "3.00"); // 3 units at 1
});

test("a plan of two months begun in mid-month is paid through the second month after", () => {
  const plan = { access_fee: { amount: "20", months: 2 }, included: { data: 10 },
    terms: { data_rounding: { increment: 1, per: "session" } } };
  const events = [event("03-10T12:00:00", "provision", { plan: "m" }), event("03-10T12:00:00", "activate")];
  const usage = [data("s1", "03-20T00:00:00", "03-20T00:00:00", 4), data("s2", "04-20T00:00:00", "04-20T00:00:00", 9)];
  const made = bills(request({ plan, events, usage, through: "2026-07" }));
  const fees = made.flatMap((bill) => lines(bill, "access_fee").map(({ at, paid_through }) => [at.slice(5, 10), paid_through]));
  assert.deepEqual(fees, [["03-10", "2026-05-31"], ["06-01", "2026-07-31"]]);
  assert.deepEqual(made.slice(0, 2).map(({ allowances: [{ included, used, overage }] }) => [included, used, overage]),
    [[10, 4, 0], [6, 9, 3]]);
});

test("a pool shares data: the overage is what the members use together above the sum", () => {
  const plan = { included: { data: 100 }, terms: { pooling_allowed: true, data_rounding: { increment: 1, per: "session" } },
    overage: { data: { price: "0.5", per: "B" } } };
  const made = request({ plan, account: { devices: [{ id: "d" }, { id: "e" }] } });
  made.events = ["d", "e"].flatMap((device) => [event("03-01T00:00:00", "set_group", { device, group: "g" }),
    event("03-01T00:00:00", "provision", { device, plan: "m" }), event("03-01T00:00:00", "activate", { device })]);
  made.usage = [data("s1", "03-05T00:00:00", "03-05T00:00:00", 190), data("s2", "03-05T00:00:00", "03-05T00:00:00", 13, { device: "e" })];
  const [bill] = bills(made);
  assert.deepEqual(lines(bill, "pool_overage"), [{ type: "pool_overage", rule: "G3", group: "g", plan: "m", kind: "data",
    quantity: 3, amount: "1.50" }]);
  assert.deepEqual(bill.allowances, [
    { device: "d", group: "g", plan: "m", kind: "data", included: 100, used: 190 },
    { device: "e", group: "g", plan: "m", kind: "data", included: 100, used: 13 },
    { group: "g", plan: "m", kind: "data", included: 200, used: 203, overage: 3 }]);
});

test("prepaid: what the balance does not cover is not billed, and taking the last of it is noticed", () => {
  const prepaid = { id: "p", kind: "prepaid", fees: { activation: "1" }, prepaid_packs: [{ id: "k", price: "5", sms: 3 }] };
  const events = [event("03-02T00:00:00", "provision", { plan: "p" }), event("03-02T00:00:00", "buy_credits", { pack: "k" })];
  const usage = [data("s", "03-03T00:00:00", "03-03T00:10:00", 5, { kind: "sms" })];
  const catalog = { plans: [prepaid] };
  const [bill] = bills(request({ catalog, events, usage }));
  assert.deepEqual(bill.lines.map(({ type, amount, cause }) => [type, amount, cause]),
    [["activation_fee", "1.00", "prepaid"], ["prepaid_credits", "5.00", undefined]]);
  assert.deepEqual(bill.exceptions, [{ device: "d", kind: "sms", reason: "prepaid_exhausted", sessions: 1, quantity: 2 }]);
  assert.deepEqual(bill.usage.map(({ quantity, rated }) => [quantity, rated]), [[5, 3]]);
  assert.deepEqual(bill.notices, [{ type: "prepaid_exhausted", device: "d", at: "2026-03-03T00:10:00Z" }]);
  assert.deepEqual(bill.allowances, [{ device: "d", plan: "p", kind: "sms", included: 3, used: 3, overage: 0 }]);
});

test("a change of plan takes effect at 00:00 of the next month or day", () => {
  const other = { ...monthly, id: "n" };
  const plans_in_april = (terms) => {
    const made = request({ catalog: { plans: [{ ...monthly, terms }, other] }, through: "2026-04" });
    made.events.push(event("03-30T12:00:00", "change_plan", { plan: "n" }));
    return bills(made)[0].lines.map(({ plan, days }) => [plan, days]);
  };
  assert.deepEqual(plans_in_april({}), [["m", 31]]);
  assert.deepEqual(plans_in_april({ plan_change: "next_day" }), [["m", 30], ["n", 1]]);
});

test("a SIM without data for its days is liable at the instant after the last session's end", () => {
  const catalog = { plans: [{ ...monthly, terms: { inactive_lapse_days: 5, automatic_cancellation: ["inactive"] } }],
    sim_products: [{ id: "sim", lapses: true }] };
  const account = { devices: [{ id: "d", sim_product: "sim" }] };
  const [bill] = bills(request({ catalog, account, usage: [data("s", "03-04T00:00:00", "03-04T01:00:00", 1)] }));
  assert.deepEqual(bill.notices, [{ type: "lapse_due", device: "d", reason: "inactive", at: "2026-03-09T01:00:00Z" }]);
  assert.deepEqual(bill.devices[0].intervals.map(({ state, cause }) => [state, cause]),
    [["active_billed", "customer"], ["cancelled", "inactive"]]);
});

test("taxes take the lines of their categories after discounts and the shortfall", () => {
  const catalog = { taxes: [{ id: "t", name: "T", jurisdiction: "x", rate: "0.1", categories: ["access"] },
    { id: "u", name: "U", jurisdiction: "x", rate: "0.5", categories: ["usage"] }] };
  const agreement = { minimum_monthly_charge: "30", discounts: [{ code: "c", percent: "10", categories: ["access", "usage"] }] };
  const [bill] = bills(request({ catalog, agreement, account: { agreement: { from: "2026-01-01", ...agreement }, tax: { jurisdictions: ["x"] } } }));
  // 31.00 - 3.10 = 27.90; the shortfall is 2.10; 10 % of 30.00
  assert.deepEqual(bill.lines.map(({ type, amount }) => [type, amount]),
    [["access_fee", "31.00"], ["discount", "-3.10"], ["minimum_shortfall", "2.10"]]);
  assert.deepEqual(bill.taxes.map(({ taxable, amount }) => [taxable, amount]), [["30.00", "3.00"], ["0.00", "0.00"]]);
  assert.equal(bill.amount_due, "33.00");
});

test("an attachment's terms stand over the agreement's, those over the plan's, and null removes the plan's", () => {
  const increment = (plan, agreement, overrides) => {
    const terms = (size) => (size === undefined ? {} : { data_rounding: { increment: size, per: "session" } });
    const made = request({ plan: { terms: terms(plan) }, agreement: { terms: terms(agreement) },
      account: { devices: [{ id: "d" }] }, usage: [data("s", "03-04T00:00:00", "03-04T00:00:00", 1)] });
    made.account.agreement = { from: "2026-01-01", terms: terms(agreement) };
    if (overrides !== undefined) made.account.pricing_attachments = [{ plan: "m", overrides: { terms: overrides } }];
    return bills(made)[0].usage[0].rated;
  };
  assert.equal(increment(2, undefined), 2);
  assert.equal(increment(2, 3), 3);
  assert.equal(increment(2, 3, { data_rounding: { increment: 4 } }), 4);
  assert.equal(increment(2, undefined, { data_rounding: null }), 1024);
  assert.equal(increment(2, 3, { data_rounding: null }), 3);
});

test("a volume price holds for all devices once their number reaches the step", () => {
  const made = request({ plan: { access_fee: { amount: "31", volume: [{ from: 2, amount: "15.5" }] } },
    account: { devices: [{ id: "d" }, { id: "e" }] } });
  assert.deepEqual(lines(bills(made)[0], "access_fee").map(({ amount }) => amount), ["31.00"]);
  made.events.push(event("03-31T00:00:00", "provision", { device: "e", plan: "m" }), event("03-31T00:00:00", "activate", { device: "e" }));
  assert.deepEqual(lines(bills(made)[0], "access_fee").map(({ amount }) => amount), ["15.50", "0.50"]);
});

test("errors of a later stage wait for those of an earlier one, and each event makes one", () => {
  const made = request();
  made.events.push(event("03-05T00:00:00", "suspend"), event("03-06T00:00:00", "provision"), event("03-07T00:00:00", "buy_credits", { pack: "k" }));
  assert.deepEqual(errors(made), ["not_permitted /events/2", "invalid_transition /events/3", "not_permitted /events/4"]);
  made.usage = [data("s", "04-01T00:00:00", "04-01T00:00:00", 1), data("s", "04-01T00:00:00", "04-01T00:00:00", 2)];
  made.events[1].device = "x";
  made.usage[1].start = "2026-03-31T23:59:59Z";
  assert.deepEqual(errors(made), ["unknown_device /events/1/device", "period /usage/0", "conflicting_record /usage/1"]);
});

test("an event before the month that an opening state stands for is an error", () => {
  const { state } = run_fold(JSON.stringify(request()));
  const april = request({ from: "2026-04", through: "2026-04", events: [event("03-31T23:59:59", "cancel")] });
  const { errors: found } = JSON.parse(run(JSON.stringify(april), { opening: state }));
  assert.deepEqual(found.map(({ code, path }) => [code, path]), [["before_period", "/events/0"]]);
});

test("history before the first month makes no lines and goes on in it", () => {
  const plan = { fees: { provisioning: "1", activation: "2" }, provisioned: { triggers: { days: 5 } } };
  const [bill] = bills(request({ plan, events: [event("02-20T12:00:00", "provision", { plan: "m" })] }));
  assert.deepEqual(bill.lines.map(({ type, days }) => [type, days]), [["access_fee", 31]]);
  assert.deepEqual(bill.devices[0].intervals.map(({ from, cause }) => [from, cause]), [["2026-03-01T00:00:00Z", "days_trigger"]]);
});

test("the bucket that ends first is drawn first", () => {
  const plan = { access_fee: { amount: "1", months: 3 }, included: { data: 10 }, overage: { data: { price: "1", per: "B" } },
    terms: { pooling_allowed: true, data_rounding: { increment: 1, per: "session" } } };
  const made = request({ plan, account: { devices: [{ id: "d" }, { id: "e" }] }, from: "2026-03", through: "2026-04" });
  const begin = (at, device) => [event(at, "set_group", { device, group: "g" }), event(at, "provision", { device, plan: "m" }),
    event(at, "activate", { device })];
  made.events = [...begin("03-10T00:00:00", "d"), ...begin("03-01T00:00:00", "e")]; // d through June, e through May
  made.usage = [data("s", "03-20T00:00:00", "03-20T00:00:00", 12)];
  const april = bills(made)[1].allowances.filter(({ device }) => device !== undefined);
  assert.deepEqual(april.map(({ device, included, until }) => [device, included, until]),
    [["d", 8, "2026-06-30"], ["e", 0, "2026-05-31"]]);
});

test("complimentary usage is counted over the stay, what is above it is charged by the state's rate", () => {
  const suspended = { complimentary: { sms: 3 }, triggers: { sms: "unlimited" }, rates: { sms: { price: "0.1", per: "message" } } };
  const plan = { suspended, terms: { suspension_allowed: true }, overage: { sms: { price: "1", per: "message" } } };
  const made = request({ plan, through: "2026-04" });
  made.events.push(event("03-10T00:00:00", "suspend"));
  made.usage = [data("s1", "03-20T00:00:00", "03-20T00:00:00", 2, { kind: "sms" }), data("s2", "04-20T00:00:00", "04-20T00:00:00", 5, { kind: "sms" })];
  const [march, april] = bills(made);
  assert.deepEqual(lines(march, "state_usage"), []);
  assert.deepEqual(lines(april, "state_usage"), [{ type: "state_usage", rule: "U5", device: "d", plan: "m", state: "suspended",
    kind: "sms", quantity: 4, amount: "0.40" }]);
});

test("an amount that rounds to ten to the twelfth is an overflow", () => {
  const amount = (price) => request({ plan: { access_fee: { amount: price } } });
  assert.equal(bills(amount("999999999999.99"))[0].total, "999999999999.99");
  assert.deepEqual(errors(amount("999999999999.995")), ["overflow "]);
});

test("a request billed month by month from the reference's own state gives the same bills", () => {
  let folds = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const made = generate(seed, { errors: false });
    const whole = JSON.parse(run(JSON.stringify(made))).bills;
    if (whole === undefined || whole.length === 1) continue;
    folds += 1;
    let opening;
    const first = Number(made.from.slice(0, 4)) * 12 + Number(made.from.slice(5)) - 1;
    whole.forEach((bill, i) => {
      const { result, state } = run_fold(month_request(made, first + i), { opening });
      opening = state;
      assert.equal(without_digests(JSON.stringify(JSON.parse(result).bills)), without_digests(JSON.stringify([bill])), `seed ${seed}`);
    });
  }
  assert.ok(folds > 100);
});

const reachable = {
  line: ["provisioning_fee", "activation_fee", "reactivation_fee", "suspension_fee", "access_fee F2", "access_fee F4",
    "recurring_fee", "state_usage", "overage", "pool_overage G3", "pool_overage G4", "prepaid_credits", "discount", "minimum_shortfall"],
  notice: ["duplicate_records", "event_ignored", "prepaid_exhausted", "lapse_due agreement_terminated",
    "lapse_due never_provisioned", "lapse_due prepaid_unfunded", "lapse_due inactive"],
  exception: ["before_period", "unknown_device", "pre_provisioned", "cancelled", "kind_not_offered", "prepaid_exhausted"],
  cause: ["provision", "customer", "provider", "data_trigger", "voice_trigger", "sms_trigger", "days_trigger", "prepaid",
    "plan_change", "agreement_terminated", "never_provisioned", "prepaid_unfunded", "inactive"],
  error: ["schema", "unknown_plan", "unknown_device", "unknown_pack", "unknown_tax", "unknown_sim_product",
    "plan_not_available", "no_default_plan", "invalid_transition", "not_permitted", "period", "conflicting_record", "overflow"],
};

test("two thousand seeds reach every line, notice, exception, cause and error", () => {
  const seen = new Set();
  for (let seed = 1; seed <= 2000; seed += 1) {
    const result = JSON.parse(run(JSON.stringify(generate(seed))));
    for (const { code } of result.errors ?? []) seen.add(`error ${code}`);
    for (const bill of result.bills ?? []) {
      for (const { type, rule } of bill.lines) seen.add(`line ${type}`).add(`line ${type} ${rule}`);
      for (const { type, reason } of bill.notices) seen.add(`notice ${type}`).add(`notice ${type} ${reason}`);
      for (const { reason } of bill.exceptions) seen.add(`exception ${reason}`);
      for (const { intervals } of bill.devices) for (const { cause } of intervals) seen.add(`cause ${cause}`);
    }
  }
  const missing = Object.entries(reachable).flatMap(([what, names]) => names.map((name) => `${what} ${name}`))
    .filter((name) => !seen.has(name));
  assert.deepEqual(missing, []);
});

test("the same seed gives the same request", () => {
  assert.equal(JSON.stringify(generate(7)), JSON.stringify(generate(7)));
  assert.notEqual(JSON.stringify(generate(7)), JSON.stringify(generate(8)));
});
