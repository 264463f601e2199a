// SPDX-License-Identifier: MIT
// What is agreed with a customer beside the catalog: a discount, and plans with prices of the customer's own.
import type { Account, Category, Scenario } from "samebill";

const code = "quote";
const categories: Category[] = ["access", "recurring", "usage"];
export type Attachment = NonNullable<Account["pricing_attachments"]>[number];

const withAccount = (scenario: Scenario, account: Partial<Scenario["account"]>): Scenario => ({
  ...scenario,
  account: { ...scenario.account, ...account },
});

export const discountOf = (scenario: Scenario): string =>
  scenario.account.agreement.discounts?.find((each) => each.code === code)?.percent ?? "0";

/** The scenario with so many percent off all monthly charges; other discounts of its agreement stay. */
export function withDiscount(scenario: Scenario, percent: string): Scenario {
  const { discounts = [], ...agreement } = scenario.account.agreement;
  const others = discounts.filter((each) => each.code !== code);
  const next = Number(percent) > 0 ? [...others, { code, percent, categories }] : others;
  return withAccount(scenario, { agreement: next.length > 0 ? { ...agreement, discounts: next } : agreement });
}

export const attachmentsOf = (scenario: Scenario): Attachment[] => scenario.account.pricing_attachments ?? [];

export function withAttachments(scenario: Scenario, attachments: Attachment[]): Scenario {
  const { pricing_attachments: _, ...account } = scenario.account;
  const next = attachments.length > 0 ? { ...account, pricing_attachments: attachments } : account;
  return { ...scenario, account: next as Scenario["account"] };
}

type Members = Record<string, unknown>;
const inner = (value: unknown): Members => (value !== null && typeof value === "object" ? (value as Members) : {});

/** The text at a place of the overrides, such as access_fee/amount; empty if they leave it as it is. */
export function overrideAt({ overrides }: Attachment, [first, ...rest]: string[]): string {
  let value: unknown = inner(overrides)[first ?? ""];
  for (const step of rest) value = inner(value)[step];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The attachment with a text at the place; an empty one takes it out, and what is emptied by it. */
export function withOverride(attachment: Attachment, place: string[], text: string): Attachment {
  const put = (value: Members, [step = "", ...rest]: string[]): Members => {
    const { [step]: old, ...others } = value;
    if (rest.length === 0) return text === "" ? others : { ...others, [step]: text };
    const next = put(inner(old), rest);
    return Object.keys(next).length > 0 ? { ...others, [step]: next } : others;
  };
  return { ...attachment, overrides: put(inner(attachment.overrides), place) };
}
