// SPDX-License-Identifier: MIT
// Uses the generated types as an application would; types.test.mjs compiles it, never runs it.
// Each `@ts-expect-error` is a mistake that the types must catch.

import type {
  AnyDocument,
  Bill,
  Catalog,
  Event,
  Line,
  Plan,
  Request,
  Result,
  Session,
  Terms,
} from "./types.js";

const plan: Plan = {
  id: "meter",
  access_fee: { amount: "3.00", months: 12 },
  included: { data: "5 MB" },
  overage: { data: { per: "MB", tiers: [{ up_to: 10, price: "0.10" }, { price: "0.05" }] } },
};
const prepaid: Plan = { id: "credit", kind: "prepaid", prepaid_packs: [{ id: "p", price: "5" }] };
const terms: Terms = { plan_change: "next_day", automatic_cancellation: ["inactive"] };
const catalog: Catalog = {
  schema: "samebill/catalog/1",
  id: "c",
  currency: "EUR",
  plans: [plan, prepaid],
  terms,
};
const events: Event[] = [
  { at: "2026-03-01T00:00:00Z", type: "provision", device: "d", plan: "meter" },
  { at: "2026-03-02T00:00:00Z", type: "set_group", device: "d", group: null },
];
const session: Session = {
  id: "r",
  device: "d",
  kind: "data",
  start: "2026-03-01T00:00:00Z",
  end: "2026-03-01T00:00:00Z",
  quantity: 5,
};
export const request: Request = {
  schema: "samebill/request/1",
  catalog,
  account: {
    schema: "samebill/account/1",
    id: "a",
    agreement: { from: "2026-01-01" },
    devices: [{ id: "d" }],
  },
  events,
  usage: [session],
  from: "2026-03",
  through: "2026-03",
};

// `type` tells the lines apart, and `schema` the documents.
export function describe(line: Line): string {
  switch (line.type) {
    case "access_fee":
      return line.rule === "F2"
        ? `${line.days} of ${line.days_in_month} days`
        : `through ${line.paid_through}`;
    case "pool_overage":
      return `${line.group}: ${line.quantity}`;
    case "discount":
      return line.category;
    case "minimum_shortfall":
      return line.amount;
    default:
      return line.device;
  }
}

export function bills_of(document: AnyDocument): Bill[] {
  if (document.schema === "samebill/result/1") return document.bills;
  return document.schema === "samebill/bill/1" ? [document] : [];
}

export const due = (result: Result): string[] => result.bills.map((bill) => bill.amount_due);

// @ts-expect-error amounts are strings
export const number_for_a_price: Plan = { id: "a", access_fee: { amount: 3 } };
// @ts-expect-error a postpaid plan has an access fee
export const no_fee: Plan = { id: "a", kind: "postpaid" };
// @ts-expect-error no such member
export const unknown_member: Session = { ...session, zone: 1 };
// @ts-expect-error an event of this type has a plan
export const no_plan: Event = { at: "2026-03-01T00:00:00Z", type: "change_plan", device: "d" };
// @ts-expect-error no such currency
export const no_currency: Catalog = { ...catalog, currency: "XXX" };
// @ts-expect-error the minimum has no device
export const no_device = (line: Line & { type: "minimum_shortfall" }) => line.device;
