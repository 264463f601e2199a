// SPDX-License-Identifier: MIT
// The prices of a catalog as rows: for paper, and for spreadsheets.
import type { Catalog, Kind } from "samebill";
import { csvText } from "../lib/files";

type Plan = Catalog["plans"][number];
type Amounts = Partial<Record<Kind, string | number>>;
export const kinds: Kind[] = ["data", "sms", "voice"];
export interface Price {
  charge: "access_fee" | "recurring" | "once" | "included" | "overage" | "provisioned" | "suspended" | "pack";
  /** Of what: a fee, a kind of usage, a pack. */
  item: string;
  /** The price is of what is more than this, in units of `per` or in devices, up to and with `up_to`. */
  above: string;
  up_to: string;
  price: string;
  per: string;
  /** What is had without a price, or for it. */
  included: Amounts;
  notes: string[];
}

const blank: Price = {
  charge: "access_fee",
  item: "",
  above: "",
  up_to: "",
  price: "",
  per: "",
  included: {},
  notes: [],
};
const row = (part: Partial<Price>): Price => ({ ...blank, ...part });

interface Rate {
  price?: string;
  per: string;
  mode?: string;
  tiers?: { up_to?: number; price: string }[];
  whole_units?: boolean;
}
type Rates = Partial<Record<Kind, Rate>>;

function ratesOf(charge: Price["charge"], rates: Rates = {}): Price[] {
  return kinds.flatMap((item) => {
    const rate = rates[item];
    if (!rate) return [];
    const tiers = rate.tiers ?? [{ price: rate.price ?? "" }];
    const mode = rate.tiers ? [rate.mode ?? "graduated"] : [];
    const notes = [...mode, ...(rate.whole_units ? ["whole_units"] : [])];
    return tiers.map(({ price, up_to }, at) => {
      const [above, last] = [tiers[at - 1]?.up_to ?? "", up_to ?? ""].map(String) as [string, string];
      return row({ charge, item, above, up_to: last, price, per: rate.per, notes });
    });
  });
}

function amountsOf(charge: Price["charge"], amounts: Amounts = {}, notes: string[] = []): Price[] {
  return kinds.flatMap((item) =>
    amounts[item] === undefined ? [] : [row({ charge, item, included: { [item]: amounts[item] }, notes })],
  );
}

function accessOf(plan: Plan): Price[] {
  if (!("access_fee" in plan)) return [];
  const { amount, months = 1, volume = [] } = plan.access_fee;
  const per = months === 1 ? "month" : `${months} months`;
  const steps = [{ from: 1, amount }, ...volume];
  return steps.map(({ from, amount: price }, at) => {
    const next = steps[at + 1]?.from;
    return row({ price, per, above: from > 1 ? String(from - 1) : "", up_to: next ? String(next - 1) : "" });
  });
}

/** All prices of a plan in the order in which they come to be charged. */
export function pricesOf(plan: Plan): Price[] {
  const recurring = (plan.recurring_fees ?? []).map(({ code, name, amount: price, prorated }) =>
    row({
      charge: "recurring",
      item: name ?? code,
      price,
      per: "month",
      notes: prorated === false ? [] : ["prorated"],
    }),
  );
  const once = Object.entries(plan.fees ?? {}).map(([item, price]) => row({ charge: "once", item, price }));
  const packs = ("prepaid_packs" in plan ? (plan.prepaid_packs ?? []) : []).map(({ id, name, price, ...included }) =>
    row({ charge: "pack", item: name ?? id, price, included }),
  );
  const states = (["provisioned", "suspended"] as const).flatMap((state) => [
    ...amountsOf(state, plan[state]?.complimentary, ["complimentary_a_stay"]),
    ...ratesOf(state, plan[state]?.rates),
  ]);
  return [
    ...accessOf(plan),
    ...recurring,
    ...once,
    ...amountsOf("included", "included" in plan ? plan.included : {}),
    ...ratesOf("overage", "overage" in plan ? plan.overage : {}),
    ...packs,
    ...states,
  ];
}

const columns = ["charge", "item", "above", "up_to", "price", "per"] as const;

export function priceText({ currency, plans }: Catalog): string {
  const rows = plans.flatMap((plan) =>
    pricesOf(plan).map((each) => {
      const cells = columns.map((name) => each[name]);
      const included = kinds.map((kind) => String(each.included[kind] ?? ""));
      return [plan.id, plan.name ?? "", currency, ...cells, ...included, each.notes.join(" ")];
    }),
  );
  return csvText([["plan", "name", "currency", ...columns, ...kinds, "notes"], ...rows]);
}
