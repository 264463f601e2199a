// SPDX-License-Identifier: MIT
// Small requests and short ways to read their bills, for the cases worked by hand.

import assert from "node:assert/strict";
import { run } from "./bill.mjs";

export const monthly = {
  id: "m",
  access_fee: { amount: "31" },
  overage: { data: { price: "1", per: "KB" } },
};

/**
 * A request for March 2026 (31 days) with one device `d`, provisioned and activated at 00:00 on the
 * 1st.
 */
export function request(changes = {}) {
  const { plan = {}, catalog = {}, agreement = {}, account = {}, ...rest } = changes;
  return {
    schema: "samebill/request/1",
    catalog: {
      schema: "samebill/catalog/1",
      id: "c",
      currency: "USD",
      plans: [{ ...monthly, ...plan }],
      ...catalog,
    },
    account: {
      schema: "samebill/account/1",
      id: "a",
      agreement: { from: "2026-01-01", ...agreement },
      devices: [{ id: "d" }],
      ...account,
    },
    events: [
      event("03-01T00:00:00", "provision", { plan: "m" }),
      event("03-01T00:00:00", "activate"),
    ],
    usage: [],
    from: "2026-03",
    through: "2026-03",
    ...rest,
  };
}

export function event(at, type, members = {}) {
  return { at: `2026-${at}Z`, type, device: "d", ...members };
}

export function data(id, start, end, quantity, members = {}) {
  return {
    id,
    device: "d",
    kind: "data",
    start: `2026-${start}Z`,
    end: `2026-${end}Z`,
    quantity,
    ...members,
  };
}

export function bills(made) {
  const result = JSON.parse(run(JSON.stringify(made)));
  assert.equal(result.errors, undefined, JSON.stringify(result.errors));
  return result.bills;
}

export function errors(made) {
  return JSON.parse(run(JSON.stringify(made))).errors?.map(({ code, path }) => `${code} ${path}`);
}

export function lines(bill, type) {
  return bill.lines.filter((line) => line.type === type);
}
