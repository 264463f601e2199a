// SPDX-License-Identifier: MIT
// Stage 1 in part (U9, B8) and stage 2 (references, periods, conflicting records). Other shapes are
// taken to be right.

import { amount_of, kinds } from "./book.mjs";
import {
  first_day,
  holds_all_month,
  month_start,
  parse_date,
  parse_instant,
  parse_month,
} from "./calendar.mjs";
import { merge_patch } from "./json.mjs";
import { parse_decimal } from "./money.mjs";

export function shape_errors(request) {
  const { catalog, account } = request;
  const errors = [];
  const book = { kilobyte: BigInt(catalog.kilobyte_bytes ?? 1024) };
  const unpriced = (plan) =>
    kinds.filter(
      (kind) => amount_of(book, plan.included, kind) > 0n && plan.overage?.[kind] === undefined,
    );
  catalog.plans.forEach((plan, i) => {
    for (const kind of unpriced(plan))
      errors.push({ code: "schema", path: `/catalog/plans/${i}/included/${kind}` });
  });
  (account.pricing_attachments ?? []).forEach((attachment, i) => {
    const plan = catalog.plans.find((candidate) => candidate.id === attachment.plan);
    if (plan === undefined || unpriced(plan).length > 0) return;
    if (unpriced(merge_patch(plan, attachment.overrides)).length > 0) {
      errors.push({ code: "schema", path: `/account/pricing_attachments/${i}/overrides` });
    }
  });
  const discounts = account.agreement.discounts ?? [];
  discounts.forEach((discount, i) => {
    if (passes_hundred(discount, discounts.slice(0, i))) {
      errors.push({ code: "schema", path: `/account/agreement/discounts/${i}/percent` });
    }
  });
  return errors;
}

/**
 * B8: whether in some month and category this discount and those before it come to more than 100
 * percent.
 */
function passes_hundred(discount, before) {
  const hundred = parse_decimal("100");
  const first_months = [discount, ...before].map(({ from }) => first_whole_month(from));
  return first_months.some(
    (month) =>
      holds_all_month(month, discount) &&
      discount.categories.some((category) => {
        const sharing = before.filter(
          (other) => other.categories.includes(category) && holds_all_month(month, other),
        );
        const sum = [discount, ...sharing].reduce(
          (total, { percent }) => total + parse_decimal(percent),
          0n,
        );
        return sum > hundred;
      }),
  );
}

function first_whole_month(from = "1970-01-01") {
  const month = parse_month(from.slice(0, 7));
  return first_day(month) === parse_date(from) ? month : month + 1;
}

/** `continued`: there is an opening state. */
export function reference_errors(request, { conflicts, dropped }, continued) {
  const { catalog, account } = request;
  const errors = [];
  const known = (list, id) => (list ?? []).some((item) => item.id === id);
  const refer = (list, id, code, path) => {
    if (id !== undefined && !known(list, id)) errors.push({ code, path });
  };
  (account.agreement.plans ?? []).forEach((id, i) =>
    refer(catalog.plans, id, "unknown_plan", `/account/agreement/plans/${i}`),
  );
  (account.pricing_attachments ?? []).forEach(({ plan }, i) =>
    refer(catalog.plans, plan, "unknown_plan", `/account/pricing_attachments/${i}/plan`),
  );
  (account.tax?.exemptions ?? []).forEach(({ tax }, i) =>
    refer(catalog.taxes, tax, "unknown_tax", `/account/tax/exemptions/${i}/tax`),
  );
  account.devices.forEach(({ sim_product }, i) =>
    refer(
      catalog.sim_products,
      sim_product,
      "unknown_sim_product",
      `/account/devices/${i}/sim_product`,
    ),
  );
  request.events.forEach(({ device, plan }, i) => {
    refer(account.devices, device, "unknown_device", `/events/${i}/device`);
    refer(catalog.plans, plan, "unknown_plan", `/events/${i}/plan`);
  });

  const from = parse_month(request.from);
  const through = parse_month(request.through);
  const end = month_start(through + 1);
  if (through < from || through - from + 1 > 120) errors.push({ code: "period", path: "/through" });
  request.events.forEach(({ at }, i) => {
    if (parse_instant(at) >= end) errors.push({ code: "period", path: `/events/${i}` });
    if (continued && parse_instant(at) < month_start(from))
      errors.push({ code: "before_period", path: `/events/${i}` });
  });
  request.usage.forEach(({ start }, i) => {
    if (dropped.has(i)) return;
    if (parse_instant(start) >= end) errors.push({ code: "period", path: `/usage/${i}` });
  });
  for (const { index } of conflicts)
    errors.push({ code: "conflicting_record", path: `/usage/${index}` });
  return errors;
}
