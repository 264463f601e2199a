// SPDX-License-Identifier: MIT
// The lines of a bill, its taxes, and how lines are ordered and written (F, U5, U8, C2, B1-B8).

import {
  days_in_month,
  format_date,
  format_instant,
  holds_all_month,
  holds_on,
  last_day,
} from "./calendar.mjs";
import { compare } from "./json.mjs";
import {
  decimal_fraction,
  format_decimal,
  fraction,
  multiply,
  parse_decimal,
  price_by_rate,
} from "./money.mjs";
import { sum_rows } from "./rows.mjs";

const line_types = [
  "provisioning_fee",
  "activation_fee",
  "reactivation_fee",
  "suspension_fee",
  "access_fee",
  "recurring_fee",
  "state_usage",
  "overage",
  "pool_overage",
  "prepaid_credits",
  "discount",
  "minimum_shortfall",
];

const category_of = {
  access_fee: "access",
  minimum_shortfall: "access",
  recurring_fee: "recurring",
  provisioning_fee: "one_off",
  activation_fee: "one_off",
  reactivation_fee: "one_off",
  suspension_fee: "one_off",
  state_usage: "usage",
  overage: "usage",
  pool_overage: "usage",
  prepaid_credits: "prepaid",
};

function category(line) {
  return line.type === "discount" ? line.category : category_of[line.type];
}

export function compare_lines(a, b) {
  const key = (line) => [
    line_types.indexOf(line.type),
    line.device ?? line.group ?? "",
    line.plan ?? "",
    line.kind ?? line.code ?? line.pack ?? "",
    line.state ?? "",
    line.at ?? 0,
    line.category ?? "",
    line.cause ?? "",
  ];
  const keys_of_b = key(b);
  return key(a).reduce((order, part, i) => order || compare(part, keys_of_b[i]), 0);
}

export function written_line(line, money) {
  const { price, ...members } = line;
  return {
    ...members,
    amount: money.format(line.amount),
    at: line.at === undefined ? undefined : format_instant(line.at),
    paid_through: line.paid_through === undefined ? undefined : format_date(line.paid_through),
    unit_price:
      line.unit_price === undefined ? undefined : format_decimal(parse_decimal(line.unit_price)),
  };
}

export function total_of(rows) {
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}

/** F1, F4 and packs: what the walk charged at an instant. */
export function one_off_lines(book, records, shares, money) {
  return records
    .flatMap(({ fees }) => fees)
    .map((fee) => {
      if (fee.type !== "access_fee")
        return { ...fee, amount: money.round(decimal_fraction(fee.price)) };
      const unit_price = access_price(book, fee.plan, shares);
      return { ...fee, unit_price, amount: money.round(decimal_fraction(unit_price)) };
    });
}

/** F5 */
function access_price(book, plan_id, shares) {
  const { amount, volume } = book.plans.get(plan_id).access_fee;
  const count = shares.filter(({ plan }) => plan.id === plan_id).length;
  const reached = (volume ?? []).filter((step) => step.from <= count);
  return reached.length === 0 ? amount : reached[reached.length - 1].amount;
}

/** F2 */
export function access_lines(book, shares, month, money) {
  return shares
    .filter(({ plan }) => !plan.prepaid && plan.months === 1)
    .map(({ device, plan, days }) => {
      const unit_price = access_price(book, plan.id, shares);
      return {
        type: "access_fee",
        rule: "F2",
        device: device.id,
        plan: plan.id,
        unit_price,
        days,
        days_in_month: days_in_month(month),
        amount: money.round(prorated(unit_price, days, month)),
      };
    });
}

function prorated(price, days, month) {
  return multiply(decimal_fraction(price), fraction(days, BigInt(days_in_month(month))));
}

/** F6 */
export function recurring_lines(book, shares, month, money) {
  return shares.flatMap(({ device, plan, days }) =>
    (plan.recurring_fees ?? []).map((fee) => {
      const exact =
        fee.prorated === false ? decimal_fraction(fee.amount) : prorated(fee.amount, days, month);
      return {
        type: "recurring_fee",
        rule: "F6",
        device: device.id,
        plan: plan.id,
        code: fee.code,
        unit_price: fee.amount,
        days,
        days_in_month: days_in_month(month),
        amount: money.round(exact),
      };
    }),
  );
}

/** U5, U8 */
export function usage_lines(book, records, overage, money) {
  const amount = (rate, quantity) => money.round(price_by_rate(rate, quantity, book.kilobyte));
  const lines = [];
  for (const [device, { state_use }] of records) {
    for (const { plan, state, kind, quantity } of sum_rows(
      state_use,
      ["plan", "state", "kind"],
      ["quantity"],
    )) {
      const rate = book.plans.get(plan)[state]?.rates?.[kind];
      if (rate === undefined || quantity === 0n) continue;
      lines.push({
        type: "state_usage",
        rule: "U5",
        device,
        plan,
        state,
        kind,
        quantity,
        amount: amount(rate, quantity),
      });
    }
  }
  for (const { device, group, plan, kind, quantity, months } of overage) {
    if (quantity === 0n) continue;
    const line = {
      plan,
      kind,
      quantity,
      amount: amount(book.plans.get(plan).overage[kind], quantity),
    };
    if (group === undefined) lines.push({ type: "overage", rule: "U8", device, ...line });
    else lines.push({ type: "pool_overage", rule: months > 1 ? "G4" : "G3", group, ...line });
  }
  return lines;
}

/** B8 */
export function discount_lines(book, lines, month, money) {
  const holding = (book.account.agreement.discounts ?? []).filter((discount) =>
    holds_all_month(month, discount),
  );
  return holding
    .flatMap(({ code, percent, categories }) =>
      categories.map((name) => {
        const sum = total_of(lines.filter((line) => category(line) === name));
        const share = multiply(decimal_fraction(percent), fraction(-sum, 100n));
        const amount = money.round(multiply(share, money.exact(1n)));
        return { type: "discount", rule: "B8", code, category: name, amount };
      }),
    )
    .filter(({ amount }) => amount !== 0n);
}

/** B7 */
export function minimum_shortfall(book, subtotal, month, money) {
  const { agreement } = book.account;
  if (agreement.minimum_monthly_charge === undefined || !holds_all_month(month, agreement))
    return 0n;
  const minimum = decimal_fraction(agreement.minimum_monthly_charge);
  const have = money.exact(subtotal);
  const missing = fraction(minimum.num * have.den - have.num * minimum.den, minimum.den * have.den);
  return missing.num > 0n ? money.round(missing) : 0n;
}

/** B2 */
export function make_taxes(book, lines, month, money) {
  const { jurisdictions, exemptions } = book.account.tax ?? {};
  const exempt = (tax) =>
    (exemptions ?? []).some((e) => e.tax === tax.id && holds_on(last_day(month), e));
  return (book.catalog.taxes ?? [])
    .filter((tax) => (jurisdictions ?? []).includes(tax.jurisdiction) && !exempt(tax))
    .map(({ id, name, rate, categories }) => {
      const taxable = total_of(lines.filter((line) => categories.includes(category(line))));
      const amount = money.round(multiply(decimal_fraction(rate), money.exact(taxable)));
      return { id, name, rate: format_decimal(parse_decimal(rate)), taxable, amount };
    });
}

export function written_adjustment(adjustment, money) {
  const again = (text) => money.format(money.parse(text));
  const { subtotal, tax, amount } = adjustment;
  return { ...adjustment, subtotal: again(subtotal), tax: again(tax), amount: again(amount) };
}
