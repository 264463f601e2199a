// SPDX-License-Identifier: MIT
// What a quote says beside its scenario; and the documents that are made of both.
import type { ProblemItem, Quote, QuoteDraft, Scenario } from "samebill";
import { planner } from "../engine/engine";
import type { Change } from "../compare/alternatives";
import { Draft } from "../lib/draft.svelte";

export interface Offer {
  customer: string;
  contact: string;
  reference: string;
  account: string;
  valid_until: string;
  remarks: string;
  /** What is changed in the alternatives of the comparison that stand in the quote, too. */
  beside: Change[];
}

export const today = (): string => new Date().toISOString().slice(0, 10);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const empty: Offer = {
  customer: "",
  contact: "",
  reference: "",
  account: "",
  valid_until: inDays(30),
  remarks: "",
  beside: [],
};
const isOffer = (value: unknown): value is Offer =>
  value !== null &&
  typeof value === "object" &&
  Object.keys(empty).every((key) => key in value) &&
  Array.isArray((value as Offer).beside);

export const offer = new Draft<Offer>("offer", empty, isOffer);

/** The customer as the documents write it: without what was left empty. */
export function customerOf({ customer, contact, reference }: Offer): QuoteDraft["customer"] {
  return { name: customer, ...(contact && { contact }), ...(reference && { reference }) };
}

export const offerOf = ({ customer, valid_until, remarks = "" }: Quote): Offer => ({
  ...empty,
  customer: customer.name,
  contact: customer.contact ?? "",
  reference: customer.reference ?? "",
  account: customer.account ?? "",
  valid_until,
  remarks,
});

export interface Made {
  name: string;
  scenario: Scenario;
}

/** The quote of each scenario, in the canonical bytes; or what the engine has against one. */
export async function madeQuotes(
  value: Offer,
  made: Made[],
): Promise<{ id: string; text: string }[] | { errors: ProblemItem[] }> {
  const base = value.reference.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "quote";
  const quotes: { id: string; text: string }[] = [];
  for (const [at, { name, scenario }] of made.entries()) {
    const id = at === 0 ? base : `${base}-${at + 1}`;
    const draft: QuoteDraft = {
      schema: "samebill/quote_draft/1",
      id,
      version: 1,
      customer: customerOf(value),
      scenario: at === 0 ? scenario : { ...scenario, name },
      valid_from: today(),
      valid_until: value.valid_until,
      ...(value.remarks && { remarks: value.remarks }),
    };
    const text = await planner.ask("makeQuote", { draft });
    const { errors } = JSON.parse(text) as { errors?: ProblemItem[] };
    if (errors) return { errors: errors.map((each) => ({ ...each, message: `${name}: ${each.message}` })) };
    quotes.push({ id, text });
  }
  return quotes;
}
