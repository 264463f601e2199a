// SPDX-License-Identifier: MIT
// Fees, states, terms, totals and errors, worked by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { run, run_fold } from "./bill.mjs";
import { bills, data, errors, event, lines, monthly, request } from "./cases.mjs";

test("a device active from the 10th at noon pays for 22 of 31 days", () => {
  const events = [
    event("03-01T08:00:00", "provision", { plan: "m" }),
    event("03-10T12:00:00", "activate"),
  ];
  const [bill] = bills(request({ events }));
  assert.deepEqual(bill.lines, [
    {
      type: "access_fee",
      rule: "F2",
      device: "d",
      plan: "m",
      unit_price: "31",
      days: 22,
      days_in_month: 31,
      amount: "22.00",
    },
  ]);
  assert.deepEqual(bill.devices, [
    {
      device: "d",
      intervals: [
        {
          state: "provisioned",
          plan: "m",
          from: "2026-03-01T08:00:00Z",
          until: "2026-03-10T12:00:00Z",
          cause: "provision",
        },
        {
          state: "active_billed",
          plan: "m",
          from: "2026-03-10T12:00:00Z",
          until: "2026-04-01T00:00:00Z",
          cause: "customer",
        },
      ],
    },
  ]);
});

test("a cancellation is refunded only if prorated, and at 00:00 on the first adds no day", () => {
  const cancelled = (terms) => {
    const made = request({ plan: { terms }, through: "2026-04" });
    made.events.push(event("03-10T00:00:00", "cancel"));
    return lines(bills(made)[0], "access_fee").map(({ days }) => days);
  };
  assert.deepEqual(cancelled({}), [31]);
  // 1 to 9; cancelled as the 10th begins
  assert.deepEqual(cancelled({ cancellation_refund: "prorated" }), [9]);
  const made = request({ through: "2026-04" });
  made.events.push(event("04-01T00:00:00", "cancel"));
  assert.deepEqual(lines(bills(made)[1], "access_fee"), []);
});

test("a half of a cent goes up, or to even", () => {
  const amount = (money_rounding) =>
    lines(
      bills(request({ plan: { access_fee: { amount: "0.125" } }, catalog: { money_rounding } }))[0],
      "access_fee",
    )[0].amount;
  assert.equal(amount("half_up"), "0.13");
  assert.equal(amount("half_even"), "0.12");
});

test("a plan of two months begun in mid-month is paid through the second month after", () => {
  const plan = {
    access_fee: { amount: "20", months: 2 },
    included: { data: 10 },
    terms: { data_rounding: { increment: 1, per: "session" } },
  };
  const events = [
    event("03-10T12:00:00", "provision", { plan: "m" }),
    event("03-10T12:00:00", "activate"),
  ];
  const usage = [
    data("s1", "03-20T00:00:00", "03-20T00:00:00", 4),
    data("s2", "04-20T00:00:00", "04-20T00:00:00", 9),
  ];
  const made = bills(request({ plan, events, usage, through: "2026-07" }));
  const fees = made.flatMap((bill) =>
    lines(bill, "access_fee").map(({ at, paid_through }) => [at.slice(5, 10), paid_through]),
  );
  assert.deepEqual(fees, [
    ["03-10", "2026-05-31"],
    ["06-01", "2026-07-31"],
  ]);
  assert.deepEqual(
    made
      .slice(0, 2)
      .map(({ allowances: [{ included, used, overage }] }) => [included, used, overage]),
    [
      [10, 4, 0],
      [6, 9, 3],
    ],
  );
});

test("a change of plan takes effect at 00:00 of the next month or day", () => {
  const other = { ...monthly, id: "n" };
  const plans_in_april = (terms) => {
    const made = request({
      catalog: { plans: [{ ...monthly, terms }, other] },
      through: "2026-04",
    });
    made.events.push(event("03-30T12:00:00", "change_plan", { plan: "n" }));
    return bills(made)[0].lines.map(({ plan, days }) => [plan, days]);
  };
  assert.deepEqual(plans_in_april({}), [["m", 31]]);
  assert.deepEqual(plans_in_april({ plan_change: "next_day" }), [
    ["m", 30],
    ["n", 1],
  ]);
});

test("a SIM without data is liable its days after the last session's end", () => {
  const catalog = {
    plans: [
      { ...monthly, terms: { inactive_lapse_days: 5, automatic_cancellation: ["inactive"] } },
    ],
    sim_products: [{ id: "sim", lapses: true }],
  };
  const account = { devices: [{ id: "d", sim_product: "sim" }] };
  const [bill] = bills(
    request({ catalog, account, usage: [data("s", "03-04T00:00:00", "03-04T01:00:00", 1)] }),
  );
  assert.deepEqual(bill.notices, [
    { type: "lapse_due", device: "d", reason: "inactive", at: "2026-03-09T01:00:00Z" },
  ]);
  assert.deepEqual(
    bill.devices[0].intervals.map(({ state, cause }) => [state, cause]),
    [
      ["active_billed", "customer"],
      ["cancelled", "inactive"],
    ],
  );
});

test("taxes take the lines of their categories after discounts and the shortfall", () => {
  const catalog = {
    taxes: [
      { id: "t", name: "T", jurisdiction: "x", rate: "0.1", categories: ["access"] },
      { id: "u", name: "U", jurisdiction: "x", rate: "0.5", categories: ["usage"] },
    ],
  };
  const agreement = {
    minimum_monthly_charge: "30",
    discounts: [{ code: "c", percent: "10", categories: ["access", "usage"] }],
  };
  const [bill] = bills(
    request({
      catalog,
      agreement,
      account: { agreement: { from: "2026-01-01", ...agreement }, tax: { jurisdictions: ["x"] } },
    }),
  );
  // 31.00 - 3.10 = 27.90; the shortfall is 2.10; 10 % of 30.00
  assert.deepEqual(
    bill.lines.map(({ type, amount }) => [type, amount]),
    [
      ["access_fee", "31.00"],
      ["discount", "-3.10"],
      ["minimum_shortfall", "2.10"],
    ],
  );
  assert.deepEqual(
    bill.taxes.map(({ taxable, amount }) => [taxable, amount]),
    [
      ["30.00", "3.00"],
      ["0.00", "0.00"],
    ],
  );
  assert.equal(bill.amount_due, "33.00");
});

test("attachment over agreement over plan, and null removes the plan's value", () => {
  const increment = (plan, agreement, overrides) => {
    const terms = (size) =>
      size === undefined ? {} : { data_rounding: { increment: size, per: "session" } };
    const made = request({
      plan: { terms: terms(plan) },
      agreement: { terms: terms(agreement) },
      account: { devices: [{ id: "d" }] },
      usage: [data("s", "03-04T00:00:00", "03-04T00:00:00", 1)],
    });
    made.account.agreement = { from: "2026-01-01", terms: terms(agreement) };
    if (overrides !== undefined)
      made.account.pricing_attachments = [{ plan: "m", overrides: { terms: overrides } }];
    return bills(made)[0].usage[0].rated;
  };
  assert.equal(increment(2, undefined), 2);
  assert.equal(increment(2, 3), 3);
  assert.equal(increment(2, 3, { data_rounding: { increment: 4 } }), 4);
  assert.equal(increment(2, undefined, { data_rounding: null }), 1024);
  assert.equal(increment(2, 3, { data_rounding: null }), 3);
});

test("a volume price holds for all devices once their number reaches the step", () => {
  const made = request({
    plan: { access_fee: { amount: "31", volume: [{ from: 2, amount: "15.5" }] } },
    account: { devices: [{ id: "d" }, { id: "e" }] },
  });
  assert.deepEqual(
    lines(bills(made)[0], "access_fee").map(({ amount }) => amount),
    ["31.00"],
  );
  made.events.push(
    event("03-31T00:00:00", "provision", { device: "e", plan: "m" }),
    event("03-31T00:00:00", "activate", { device: "e" }),
  );
  assert.deepEqual(
    lines(bills(made)[0], "access_fee").map(({ amount }) => amount),
    ["15.50", "0.50"],
  );
});

test("errors of a later stage wait for those of an earlier one, and each event makes one", () => {
  const made = request();
  made.events.push(
    event("03-05T00:00:00", "suspend"),
    event("03-06T00:00:00", "provision"),
    event("03-07T00:00:00", "buy_credits", { pack: "k" }),
  );
  assert.deepEqual(errors(made), [
    "not_permitted /events/2",
    "invalid_transition /events/3",
    "not_permitted /events/4",
  ]);
  made.usage = [
    data("s", "04-01T00:00:00", "04-01T00:00:00", 1),
    data("s", "04-01T00:00:00", "04-01T00:00:00", 2),
  ];
  made.events[1].device = "x";
  made.usage[1].start = "2026-03-31T23:59:59Z";
  assert.deepEqual(errors(made), [
    "unknown_device /events/1/device",
    "period /usage/0",
    "conflicting_record /usage/1",
  ]);
});

test("an event before the month that an opening state stands for is an error", () => {
  const { state } = run_fold(JSON.stringify(request()));
  const april = request({
    from: "2026-04",
    through: "2026-04",
    events: [event("03-31T23:59:59", "cancel")],
  });
  const { errors: found } = JSON.parse(run(JSON.stringify(april), { opening: state }));
  assert.deepEqual(
    found.map(({ code, path }) => [code, path]),
    [["before_period", "/events/0"]],
  );
});

test("history before the first month makes no lines and goes on in it", () => {
  const plan = {
    fees: { provisioning: "1", activation: "2" },
    provisioned: { triggers: { days: 5 } },
  };
  const [bill] = bills(
    request({ plan, events: [event("02-20T12:00:00", "provision", { plan: "m" })] }),
  );
  assert.deepEqual(
    bill.lines.map(({ type, days }) => [type, days]),
    [["access_fee", 31]],
  );
  assert.deepEqual(
    bill.devices[0].intervals.map(({ from, cause }) => [from, cause]),
    [["2026-03-01T00:00:00Z", "days_trigger"]],
  );
});

test("an amount that rounds to ten to the twelfth is an overflow", () => {
  const amount = (price) => request({ plan: { access_fee: { amount: price } } });
  assert.equal(bills(amount("999999999999.99"))[0].total, "999999999999.99");
  assert.deepEqual(errors(amount("999999999999.995")), ["overflow "]);
});
