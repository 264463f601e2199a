// SPDX-License-Identifier: MIT
// The catalog under edit, which My usage is set against too.
import type { Catalog } from "samebill";
import { Draft } from "../lib/draft.svelte";
import { starter } from "./starter";

const isText = (value: unknown): value is string => typeof value === "string";
export const textOf = (catalog: unknown): string => `${JSON.stringify(catalog, null, 2)}\n`;

export const catalogDraft = new Draft<string>("catalog", textOf(starter), isText);

/** The text as an object, or null while it is no JSON object. */
export function parsedCatalog(text: string): Catalog | null {
  try {
    const document: unknown = JSON.parse(text);
    return document !== null && typeof document === "object" && !Array.isArray(document) ? (document as Catalog) : null;
  } catch {
    return null;
  }
}
export const plansOf = (catalog: Catalog | null): Catalog["plans"] =>
  Array.isArray(catalog?.plans) ? catalog.plans.filter((plan) => plan && typeof plan.id === "string") : [];
