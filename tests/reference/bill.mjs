// SPDX-License-Identifier: MIT
// A second, naive implementation of the billing rules, for tests only: month by month, device by
// device, instant by instant, session by session. Its input is taken to be well shaped (see
// check.mjs for the errors it finds).

import { make_allowances, make_shares } from "./allowances.mjs";
import { make_book, read_events, read_sessions, session_text } from "./book.mjs";
import {
  days_in_month,
  format_date,
  format_instant,
  format_month,
  holds_all_month,
  holds_on,
  last_day,
  month_of,
  month_start,
} from "./calendar.mjs";
import { reference_errors, shape_errors } from "./check.mjs";
import { forget_early_notices, new_device_state, new_record } from "./device.mjs";
import { by_keys, canonical, compare, error_document, sha256 } from "./json.mjs";
import {
  decimal_fraction,
  format_decimal,
  fraction,
  make_money,
  multiply,
  parse_decimal,
  price_by_rate,
  sum_limit,
} from "./money.mjs";
import { walk_span } from "./walk.mjs";

/** The result document (without `closing`) or the error document, canonical. */
export function run(text, { opening } = {}) {
  return run_fold(text, { opening }).result;
}

/** {result, state}: `state` continues in another call as `opening`; it is absent beside errors. */
export function run_fold(text, { opening } = {}) {
  const request = JSON.parse(text);
  const fail = (errors) => ({ result: canonical(error_document(request, errors)) });
  const bad_shape = shape_errors(request);
  if (bad_shape.length > 0) return fail(bad_shape);
  const records = read_sessions(request);
  const dropped = new Set(records.duplicates.map(({ index }) => index));
  const bad_references = reference_errors(request, { ...records, dropped }, opening !== undefined);
  if (bad_references.length > 0) return fail(bad_references);

  const book = make_book(request);
  const run_state = { errors: [], overflow: false };
  const input = {
    request,
    events: read_events(request),
    ...records,
    inputs: inputs_digest(request, records.sessions),
  };
  const devices = open_devices(book, input.events, opening, run_state);
  const bills = [];
  for (let month = book.from; month <= book.through; month += 1) {
    bills.push(bill_month(book, devices, input, month, run_state));
  }
  if (run_state.errors.length > 0) return fail(run_state.errors);
  if (run_state.overflow) return fail([{ code: "overflow", path: "" }]);
  return { result: canonical({ schema: "samebill/result/1", bills }), state: devices };
}

export { run_fold as runFold };

function inputs_digest(request, sessions) {
  if (request.inputs_digest === false) return undefined;
  const { usage, ...rest } = request;
  if (rest.opening !== undefined) rest.opening = sha256(canonical(rest.opening));
  return sha256(
    canonical(rest) + "\n" + sessions.map((session) => session_text(session) + "\n").join(""),
  );
}

/** The account's devices as they stand at 00:00 of `from`, in id order (B6). */
function open_devices(book, events, opening, run_state) {
  const earlier = new Map((opening ?? []).map((device) => [device.id, device]));
  const devices = book.account.devices.map(({ id }) => {
    if (earlier.has(id)) {
      const device = structuredClone(earlier.get(id));
      forget_early_notices(book, device, book.start);
      return device;
    }
    const device = { ...new_device_state(id), clock_floor: book.start };
    const history = events.filter((event) => event.device === id && event.at < book.start);
    if (history.length > 0) {
      const span = { start: history[0].at, end: book.start, silent: true, record: new_record() };
      walk_span(book, device, span, { events: history, sessions: [] }, run_state);
    }
    return device;
  });
  return devices.sort(by_keys("id"));
}

function bill_month(book, devices, input, month, run_state) {
  const span = { start: month_start(month), end: month_start(month + 1), silent: false };
  const inside = (instant) => span.start <= instant && instant < span.end;
  const sessions = input.sessions.filter((session) => inside(session.start));
  const records = new Map();
  for (const device of devices) {
    const record = new_record();
    records.set(device.id, record);
    walk_span(
      book,
      device,
      { ...span, record },
      {
        events: input.events.filter((event) => event.device === device.id && inside(event.at)),
        sessions: sessions.filter((session) => session.device === device.id),
      },
      run_state,
    );
  }
  return make_bill(
    book,
    devices,
    records,
    { ...input, sessions, all_sessions: input.sessions },
    month,
    run_state,
  );
}

function make_bill(book, devices, records, input, month, run_state) {
  const { catalog, account } = book;
  const money = make_money(catalog.currency, catalog.money_rounding ?? "half_up");
  const overflow_above = (limit) => (value) => {
    if (value > limit || value < -limit) run_state.overflow = true; // M3
    return value;
  };
  const check_money = overflow_above(money.limit - 1n);
  const check_sum = overflow_above(sum_limit);
  const all = [...records.values()];
  const shares = make_shares(book, devices, records, month);
  const allowances = make_allowances(book, shares, month);

  const lines = [
    ...one_off_lines(book, all, shares, money),
    ...access_lines(book, shares, month, money),
    ...recurring_lines(book, shares, month, money),
    ...usage_lines(book, records, allowances.overage, money),
  ];
  lines.forEach((line) => check_money(line.amount));
  const discounts = discount_lines(book, lines, month, money);
  discounts.forEach((line) => check_money(line.amount));
  lines.push(...discounts);
  let subtotal = total_of(lines);
  check_money(subtotal);
  const shortfall = minimum_shortfall(book, subtotal, month, money);
  if (shortfall !== 0n)
    lines.push({ type: "minimum_shortfall", rule: "B7", amount: check_money(shortfall) });
  subtotal = check_money(subtotal + shortfall);
  lines.sort(compare_lines);

  const taxes = make_taxes(book, lines, month, money);
  taxes.forEach(({ taxable, amount }) => [taxable, amount].forEach(check_money));
  const tax_total = check_money(total_of(taxes));
  const total = check_money(subtotal + tax_total);
  const adjustments = month === book.from ? (input.request.adjustments ?? []) : []; // B9
  const adjustment_total = check_money(
    adjustments.reduce((sum, adjustment) => sum + money.parse(adjustment.amount), 0n),
  );
  const first = month === book.from;
  const usage = usage_rows(records);
  const exceptions = exception_rows(book, all, input, first);
  [...usage, ...exceptions, ...allowances.rows].forEach((row) =>
    [row.quantity, row.rated, row.included, row.used].forEach(
      (value) => value !== undefined && check_sum(value),
    ),
  );

  const bill = {
    schema: "samebill/bill/1",
    rules: "1",
    account: account.id,
    catalog: catalog.id,
    catalog_version: catalog.version,
    period: format_month(month),
    currency: catalog.currency,
    lines: lines.map((line) => written_line(line, money)),
    subtotal: money.format(subtotal),
    taxes: taxes.map((tax) => ({
      ...tax,
      taxable: money.format(tax.taxable),
      amount: money.format(tax.amount),
    })),
    tax_total: money.format(tax_total),
    total: money.format(total),
    adjustments: adjustments.map((adjustment) => written_adjustment(adjustment, money)),
    adjustment_total: money.format(adjustment_total),
    amount_due: money.format(check_money(total + adjustment_total)),
    devices: device_rows(records),
    usage,
    allowances: allowances.rows,
    exceptions,
    notices: notice_rows(all, input, month, first),
    inputs: input.inputs,
  };
  return { ...bill, digest: sha256(canonical(bill)) }; // B4
}

// ---- lines ----

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

function compare_lines(a, b) {
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

function written_line(line, money) {
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

function total_of(rows) {
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}

/** F1, F4 and packs: what the walk charged at an instant. */
function one_off_lines(book, records, shares, money) {
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
function access_lines(book, shares, month, money) {
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
function recurring_lines(book, shares, month, money) {
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
function usage_lines(book, records, overage, money) {
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
function discount_lines(book, lines, month, money) {
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
function minimum_shortfall(book, subtotal, month, money) {
  const { agreement } = book.account;
  if (agreement.minimum_monthly_charge === undefined || !holds_all_month(month, agreement))
    return 0n;
  const minimum = decimal_fraction(agreement.minimum_monthly_charge);
  const have = money.exact(subtotal);
  const missing = fraction(minimum.num * have.den - have.num * minimum.den, minimum.den * have.den);
  return missing.num > 0n ? money.round(missing) : 0n;
}

/** B2 */
function make_taxes(book, lines, month, money) {
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

function written_adjustment(adjustment, money) {
  const again = (text) => money.format(money.parse(text));
  const { subtotal, tax, amount } = adjustment;
  return { ...adjustment, subtotal: again(subtotal), tax: again(tax), amount: again(amount) };
}

// ---- rows ----

/**
 * Rows that agree in `keys`, with `numbers` summed and `sessions` counted, in the order of the
 * keys.
 */
function sum_rows(rows, keys, numbers) {
  const sums = new Map();
  for (const row of rows) {
    const name = keys.map((key) => row[key]).join(" ");
    if (!sums.has(name)) {
      const empty = Object.fromEntries([
        ...keys.map((key) => [key, row[key]]),
        ...numbers.map((n) => [n, 0n]),
      ]);
      sums.set(name, { ...empty, sessions: 0 });
    }
    const sum = sums.get(name);
    for (const number of numbers) sum[number] += row[number];
    sum.sessions += 1;
  }
  return [...sums.values()].sort(by_keys(...keys));
}

function usage_rows(records) {
  const rows = [...records].flatMap(([device, { usage }]) =>
    usage.map((use) => ({ ...use, device })),
  );
  return sum_rows(rows, ["device", "plan", "state", "kind"], ["quantity", "rated"]);
}

function device_rows(records) {
  return [...records]
    .filter(([, { intervals }]) => intervals.length > 0)
    .map(([device, { intervals }]) => ({
      device,
      intervals: intervals.map((interval) => ({
        ...interval,
        from: format_instant(interval.from),
        until: format_instant(interval.until),
      })),
    }));
}

function exception_rows(book, records, input, first) {
  const rows = records.flatMap(({ exceptions }) => exceptions);
  const except = (sessions, reason) =>
    rows.push(
      ...sessions.map(({ device, kind, quantity }) => ({ device, kind, reason, quantity })),
    );
  except(
    input.sessions.filter(({ device }) => !book.devices.has(device)),
    "unknown_device",
  );
  if (first)
    except(
      input.all_sessions.filter(({ start }) => start < book.start),
      "before_period",
    );
  return sum_rows(rows, ["device", "kind", "reason"], ["quantity"]);
}

const notice_types = ["duplicate_records", "event_ignored", "prepaid_exhausted", "lapse_due"];

function notice_rows(records, input, month, first) {
  const rows = records.flatMap(({ notices }) => notices);
  const early = (start) => first && start < month_start(month);
  const count = input.duplicates.filter(
    ({ start }) => early(start) || month_of(start) === month,
  ).length;
  if (count > 0) rows.push({ type: "duplicate_records", count });
  rows.sort(
    (a, b) =>
      notice_types.indexOf(a.type) - notice_types.indexOf(b.type) ||
      by_keys("device", "at", "reason", "event")(a, b),
  );
  return rows.map((row) => (row.at === undefined ? row : { ...row, at: format_instant(row.at) }));
}
