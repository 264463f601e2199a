// SPDX-License-Identifier: MIT
// The same sums of a scenario's result and of bills that were made device by device, so that they can be compared.
const states = ["active_billed", "provisioned", "suspended"];
const kinds = ["data", "sms", "voice"];
const categories = {
  access_fee: "access",
  recurring_fee: "recurring",
  prepaid_credits: "prepaid",
  overage: "usage",
  pool_overage: "usage",
  state_usage: "usage",
};
const category_of = (line) => categories[line.type] ?? "one_off";
const minor = (text) => BigInt(text.replace(".", ""));
const no_charges = () => ({ access: 0n, recurring: 0n, one_off: 0n, usage: 0n, prepaid: 0n });

/** A copy with integers as text, members by name, so that JSON compares them. */
function plain(value) {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, plain(value[name])]),
  );
}
const in_minor = (charges) => Object.fromEntries(Object.entries(charges).map(([name, text]) => [name, minor(text)]));

function allowance_row(kind, pooled, { included, used, overage }) {
  return pooled ? { kind, pooled, included, used } : { kind, pooled, included, used, overage };
}

export function sums_of_result(result) {
  return plain(
    result.months.map((month, at) => ({
      month: month.month,
      charges: in_minor(month.charges),
      discounts: minor(month.discounts),
      minimum_shortfall: minor(month.minimum_shortfall),
      subtotal: minor(month.subtotal),
      taxes: month.taxes.map(({ id, amount }) => [id, minor(amount)]),
      tax_total: minor(month.tax_total),
      total: minor(month.total),
      due: minor(result.cash_flow[at].amount),
      of_cohorts: month.cohorts.reduce((sum, { total }) => sum + minor(total), 0n),
      cohorts: month.cohorts.map((cohort) => ({
        charges: in_minor(cohort.charges),
        billed: cohort.billed,
        states: states.map((state) => cohort.devices[state]),
        usage: cohort.usage,
        allowances: cohort.allowances.map((row) => allowance_row(row.kind, row.pooled, row)),
      })),
      pools: month.pools.map(({ group, plan, kind, included, used, overage }) => ({
        group,
        plan,
        kind,
        included,
        used,
        overage,
      })),
    })),
  );
}

function usage_of(bill, mine) {
  return kinds
    .map((kind) => {
      const rows = bill.usage.filter((row) => row.kind === kind && mine(row.device));
      const exceptions = bill.exceptions.filter((row) => row.kind === kind && mine(row.device));
      const sum = (list, name) => list.reduce((total, row) => total + row[name], 0);
      return {
        kind,
        sessions: sum(rows, "sessions"),
        quantity: sum(rows, "quantity"),
        rated: sum(rows, "rated"),
        not_billed: sum(exceptions, "quantity"),
      };
    })
    .filter((row) => row.sessions > 0 || row.not_billed > 0);
}

function allowances_of(bill, mine) {
  const rows = [];
  for (const kind of kinds) {
    for (const pooled of [false, true]) {
      const found = bill.allowances.filter(
        (row) =>
          row.device !== undefined && mine(row.device) && row.kind === kind && (row.group !== undefined) === pooled,
      );
      if (found.length === 0) continue;
      const sum = (name) => found.reduce((total, row) => total + (row[name] ?? 0), 0);
      rows.push(allowance_row(kind, pooled, { included: sum("included"), used: sum("used"), overage: sum("overage") }));
    }
  }
  return rows;
}

function end_states(bill, mine, month_end) {
  const counts = new Map(states.map((state) => [state, 0]));
  for (const { device, intervals } of bill.devices) {
    const last = intervals[intervals.length - 1];
    if (mine(device) && last?.until === month_end) counts.set(last.state, counts.get(last.state) + 1);
  }
  return states.map((state) => counts.get(state));
}

function charges_of(lines) {
  const charges = no_charges();
  for (const line of lines) charges[category_of(line)] += minor(line.amount);
  return charges;
}

export function sums_of_bills(document, cohorts) {
  return plain(
    document.bills.map((bill) => {
      const [year, month] = bill.period.split("-").map(Number);
      const month_end = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, "0")}-01T00:00:00Z`;
      const of_type = (type) => bill.lines.filter((line) => line.type === type);
      const charged = bill.lines.filter(({ type }) => type !== "discount" && type !== "minimum_shortfall");
      const sum = (lines) => lines.reduce((total, line) => total + minor(line.amount), 0n);
      return {
        month: bill.period,
        charges: charges_of(charged),
        discounts: sum(of_type("discount")),
        minimum_shortfall: sum(of_type("minimum_shortfall")),
        subtotal: minor(bill.subtotal),
        taxes: bill.taxes.map(({ id, amount }) => [id, minor(amount)]),
        tax_total: minor(bill.tax_total),
        total: minor(bill.total),
        due: minor(bill.amount_due),
        of_cohorts: minor(bill.subtotal),
        cohorts: cohorts.map((_, i) => {
          const prefix = `c${String(i + 1).padStart(3, "0")}-`;
          const mine = (device) => device.startsWith(prefix);
          const active = bill.devices.filter(
            ({ device, intervals }) => mine(device) && intervals.some(({ state }) => state === "active_billed"),
          );
          return {
            charges: charges_of(charged.filter(({ device }) => device !== undefined && mine(device))),
            billed: active.length,
            states: end_states(bill, mine, month_end),
            usage: usage_of(bill, mine),
            allowances: allowances_of(bill, mine),
          };
        }),
        pools: bill.allowances
          .filter(({ device }) => device === undefined)
          .map(({ group, plan, kind, included, used, overage }) => ({ group, plan, kind, included, used, overage })),
      };
    }),
  );
}
