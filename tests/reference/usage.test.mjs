// SPDX-License-Identifier: MIT
// Usage, allowances and pools, worked by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bills, data, event, lines, monthly, request } from "./cases.mjs";

test("a session that reaches the trigger amount stays, one byte more activates", () => {
  const plan = { fees: { activation: "2" }, provisioned: { triggers: { data: "2 KB" } } };
  const events = [event("03-01T00:00:00", "provision", { plan: "m" })];
  const usage = [
    data("s1", "03-05T10:00:00", "03-05T11:00:00", 2048),
    data("s2", "03-31T10:00:00", "03-31T11:00:00", 1),
  ];
  const [bill] = bills(request({ plan, events, usage }));
  assert.deepEqual(lines(bill, "activation_fee"), [
    {
      type: "activation_fee",
      rule: "S2",
      device: "d",
      plan: "m",
      at: "2026-03-31T10:00:00Z",
      cause: "data_trigger",
      amount: "2.00",
    },
  ]);
  assert.deepEqual(
    lines(bill, "access_fee").map(({ days, amount }) => [days, amount]),
    [[1, "1.00"]],
  );
  assert.deepEqual(bill.usage, [
    {
      device: "d",
      plan: "m",
      state: "active_billed",
      kind: "data",
      sessions: 1,
      quantity: 1,
      rated: 1024,
    },
    {
      device: "d",
      plan: "m",
      state: "provisioned",
      kind: "data",
      sessions: 1,
      quantity: 2048,
      rated: 2048,
    },
  ]);
});

test("a session over the expiry of the days activates from its start", () => {
  const plan = { provisioned: { triggers: { data: "unlimited", days: 10 } } };
  const events = [event("03-01T00:00:00", "provision", { plan: "m" })];
  const since = (end) =>
    bills(request({ plan, events, usage: [data("s", "03-10T23:00:00", end, 0)] }))[0].devices[0]
      .intervals[1];
  assert.deepEqual(
    [since("03-11T00:00:00").from, since("03-11T00:00:00").cause],
    ["2026-03-11T00:00:00Z", "days_trigger"],
  );
  assert.deepEqual(
    [since("03-11T00:00:01").from, since("03-11T00:00:01").cause],
    ["2026-03-10T23:00:00Z", "days_trigger"],
  );
});

test("included usage is prorated up to a whole byte and the rest is overage", () => {
  const plan = {
    included: { data: 100 },
    terms: { data_rounding: { increment: 1, per: "session" } },
    overage: { data: { price: "1", per: "B" } },
  };
  const events = [
    event("03-01T00:00:00", "provision", { plan: "m" }),
    event("03-22T00:00:00", "activate"),
  ];
  const usage = [data("s", "03-25T00:00:00", "03-25T00:00:00", 40)];
  const [bill] = bills(
    request({ plan: { ...plan, provisioned: { triggers: { data: 0 } } }, events, usage }),
  );
  // 22 to 31 March are 10 days: 100 x 10 / 31 = 32.3, up to 33; 40 - 33 = 7
  assert.deepEqual(bill.allowances, [
    { device: "d", plan: "m", kind: "data", included: 33, used: 40, overage: 7 },
  ]);
  assert.deepEqual(
    lines(bill, "overage").map(({ quantity, amount }) => [quantity, amount]),
    [[7, "7.00"]],
  );
});

test("rounding by day rounds the running sum", () => {
  const plan = { terms: { data_rounding: { increment: 100, per: "day" } } };
  const usage = [
    data("s1", "03-05T01:00:00", "03-05T01:00:00", 30),
    data("s2", "03-05T02:00:00", "03-05T02:00:00", 80),
    data("s3", "03-06T00:00:00", "03-06T00:00:00", 1),
  ];
  // up(30) = 100; up(110) - up(30) = 100; the next day up(1) = 100
  assert.equal(bills(request({ plan, usage }))[0].usage[0].rated, 300);
});

test("graduated tiers price each part, volume tiers the whole, the bound is inside", () => {
  const amount = (quantity, rate) => {
    const plan = {
      terms: { data_rounding: { increment: 1, per: "session" } },
      overage: { data: { per: "KB", tiers: [{ up_to: 2, price: "3" }, { price: "1" }], ...rate } },
    };
    return lines(
      bills(request({ plan, usage: [data("s", "03-05T00:00:00", "03-05T00:00:00", quantity)] }))[0],
      "overage",
    )[0].amount;
  };
  assert.equal(amount(2048, {}), "6.00");
  assert.equal(amount(2560, {}), "6.50"); // 2 at 3 and a half at 1
  assert.equal(amount(2560, { whole_units: true }), "7.00");
  assert.equal(amount(2048, { mode: "volume" }), "6.00");
  assert.equal(amount(2049, { mode: "volume", whole_units: true }), "3.00"); // 3 units at 1
});

test("a pool shares data: the overage is what the members use together above the sum", () => {
  const plan = {
    included: { data: 100 },
    terms: { pooling_allowed: true, data_rounding: { increment: 1, per: "session" } },
    overage: { data: { price: "0.5", per: "B" } },
  };
  const made = request({ plan, account: { devices: [{ id: "d" }, { id: "e" }] } });
  made.events = ["d", "e"].flatMap((device) => [
    event("03-01T00:00:00", "set_group", { device, group: "g" }),
    event("03-01T00:00:00", "provision", { device, plan: "m" }),
    event("03-01T00:00:00", "activate", { device }),
  ]);
  made.usage = [
    data("s1", "03-05T00:00:00", "03-05T00:00:00", 190),
    data("s2", "03-05T00:00:00", "03-05T00:00:00", 13, { device: "e" }),
  ];
  const [bill] = bills(made);
  assert.deepEqual(lines(bill, "pool_overage"), [
    {
      type: "pool_overage",
      rule: "G3",
      group: "g",
      plan: "m",
      kind: "data",
      quantity: 3,
      amount: "1.50",
    },
  ]);
  assert.deepEqual(bill.allowances, [
    { device: "d", group: "g", plan: "m", kind: "data", included: 100, used: 190 },
    { device: "e", group: "g", plan: "m", kind: "data", included: 100, used: 13 },
    { group: "g", plan: "m", kind: "data", included: 200, used: 203, overage: 3 },
  ]);
});

test("what a balance does not cover is not billed, and taking the last is noticed", () => {
  const prepaid = {
    id: "p",
    kind: "prepaid",
    fees: { activation: "1" },
    prepaid_packs: [{ id: "k", price: "5", sms: 3 }],
  };
  const events = [
    event("03-02T00:00:00", "provision", { plan: "p" }),
    event("03-02T00:00:00", "buy_credits", { pack: "k" }),
  ];
  const usage = [data("s", "03-03T00:00:00", "03-03T00:10:00", 5, { kind: "sms" })];
  const catalog = { plans: [prepaid] };
  const [bill] = bills(request({ catalog, events, usage }));
  assert.deepEqual(
    bill.lines.map(({ type, amount, cause }) => [type, amount, cause]),
    [
      ["activation_fee", "1.00", "prepaid"],
      ["prepaid_credits", "5.00", undefined],
    ],
  );
  assert.deepEqual(bill.exceptions, [
    { device: "d", kind: "sms", reason: "prepaid_exhausted", sessions: 1, quantity: 2 },
  ]);
  assert.deepEqual(
    bill.usage.map(({ quantity, rated }) => [quantity, rated]),
    [[5, 3]],
  );
  assert.deepEqual(bill.notices, [
    { type: "prepaid_exhausted", device: "d", at: "2026-03-03T00:10:00Z" },
  ]);
  assert.deepEqual(bill.allowances, [
    { device: "d", plan: "p", kind: "sms", included: 3, used: 3, overage: 0 },
  ]);
});

test("the bucket that ends first is drawn first", () => {
  const plan = {
    access_fee: { amount: "1", months: 3 },
    included: { data: 10 },
    overage: { data: { price: "1", per: "B" } },
    terms: { pooling_allowed: true, data_rounding: { increment: 1, per: "session" } },
  };
  const made = request({
    plan,
    account: { devices: [{ id: "d" }, { id: "e" }] },
    from: "2026-03",
    through: "2026-04",
  });
  const begin = (at, device) => [
    event(at, "set_group", { device, group: "g" }),
    event(at, "provision", { device, plan: "m" }),
    event(at, "activate", { device }),
  ];
  // d through June, e through May
  made.events = [...begin("03-10T00:00:00", "d"), ...begin("03-01T00:00:00", "e")];
  made.usage = [data("s", "03-20T00:00:00", "03-20T00:00:00", 12)];
  const april = bills(made)[1].allowances.filter(({ device }) => device !== undefined);
  assert.deepEqual(
    april.map(({ device, included, until }) => [device, included, until]),
    [
      ["d", 8, "2026-06-30"],
      ["e", 0, "2026-05-31"],
    ],
  );
});

test("complimentary usage is counted over the stay, across months", () => {
  const suspended = {
    complimentary: { sms: 3 },
    triggers: { sms: "unlimited" },
    rates: { sms: { price: "0.1", per: "message" } },
  };
  const plan = {
    suspended,
    terms: { suspension_allowed: true },
    overage: { sms: { price: "1", per: "message" } },
  };
  const made = request({ plan, through: "2026-04" });
  made.events.push(event("03-10T00:00:00", "suspend"));
  made.usage = [
    data("s1", "03-20T00:00:00", "03-20T00:00:00", 2, { kind: "sms" }),
    data("s2", "04-20T00:00:00", "04-20T00:00:00", 5, { kind: "sms" }),
  ];
  const [march, april] = bills(made);
  assert.deepEqual(lines(march, "state_usage"), []);
  assert.deepEqual(lines(april, "state_usage"), [
    {
      type: "state_usage",
      rule: "U5",
      device: "d",
      plan: "m",
      state: "suspended",
      kind: "sms",
      quantity: 4,
      amount: "0.40",
    },
  ]);
});

test("a count above the new plan's trigger activates with the next session above 0", () => {
  const plan = (id, sms) => ({
    ...monthly,
    id,
    overage: { sms: { price: "1", per: "message" } },
    provisioned: { triggers: { sms } },
    terms: { plan_change: "next_day" },
  });
  const sms = (id, at, quantity) => data(id, at, at, quantity, { kind: "sms" });
  const [bill] = bills(
    request({
      catalog: { plans: [plan("m", 10), plan("n", 3)] },
      events: [
        event("03-01T00:00:00", "provision", { plan: "m" }),
        event("03-05T00:00:00", "change_plan", { plan: "n" }),
      ],
      usage: [
        sms("s1", "03-04T00:00:00", 5),
        sms("s2", "03-07T00:00:00", 0),
        sms("s3", "03-08T00:00:00", 1),
      ],
    }),
  );
  assert.deepEqual(
    bill.devices[0].intervals.map(({ state, plan: on, from, cause }) => [
      state,
      on,
      from.slice(5, 10),
      cause,
    ]),
    [
      ["provisioned", "m", "03-01", "provision"],
      ["provisioned", "n", "03-06", "plan_change"],
      ["active_billed", "n", "03-08", "sms_trigger"],
    ],
  );
});
