// SPDX-License-Identifier: MIT
// A second, naive implementation of the billing rules, for tests only: month by month, device by
// device, instant by instant, session by session. Its input is taken to be well shaped (see
// check.mjs for the errors it finds).

import { make_allowances, make_shares } from "./allowances.mjs";
import { make_book, read_events, read_sessions, session_text } from "./book.mjs";
import { reference_errors, shape_errors } from "./check.mjs";
import { forget_early_notices, new_device_state, new_record } from "./device.mjs";
import { walk_span } from "./walk.mjs";
import { format_month, month_start } from "./calendar.mjs";
import { by_keys, canonical, error_document, sha256 } from "./json.mjs";
import {
  compare_lines,
  written_line,
  total_of,
  one_off_lines,
  access_lines,
  recurring_lines,
  usage_lines,
  discount_lines,
  minimum_shortfall,
  make_taxes,
  written_adjustment,
} from "./lines.mjs";
import { make_money, sum_limit } from "./money.mjs";
import { usage_rows, device_rows, exception_rows, notice_rows } from "./rows.mjs";

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
