// SPDX-License-Identifier: MIT
// The words of the views of bills and usage, in the reader's language.
import * as format from "../lib/format";
import { settings } from "../lib/settings.svelte";
import { names } from "./de_engine";
import { detail as de } from "./de_detail";
import { detail as en, type Detail } from "./en_detail";

const named = (name: string): string | undefined => (settings.language === "de" ? names[name] : undefined);

/** A name of the engine's in the reader's words: "unit_size" -> "unit size", "Größe der Einheit" */
export function plain(name: string): string {
  const tier = /^tier_(\d+)_(.+)$/.exec(name);
  if (tier && settings.language === "de") return `Stufe ${tier[1]}, ${plain(tier[2] ?? "")}`;
  return named(name) ?? name.replaceAll("_", " ");
}

/** A unit of the engine's: "EUR per month" -> "EUR im Monat" */
export function plainUnit(unit: string): string {
  if (settings.language !== "de") return unit;
  const [currency = "", per] = unit.split(" per ");
  if (per === undefined) return plain(unit);
  const months = /^(\d+) months$/.exec(per);
  if (months) return `${currency} für ${months[1]} Monate`;
  return `${currency} ${per === "month" ? "im Monat" : `je ${plain(per)}`}`;
}

/** A value as documents have it: figures as the reader writes them, names in words. */
export function plainValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map(plainValue).join(", ");
  if (value !== null && typeof value === "object")
    return Object.entries(value)
      .map(([name, part]) => `${plain(name)} ${plainValue(part)}`)
      .join(", ");
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? format.amount(text) : plain(text);
}

/** The arithmetic at the end of the engine's sentence, as the reader writes it; empty if there is none. */
export function arithmetic(sentence: string): string {
  const found = /: (\(?-?\d[^:]*)\.$/.exec(sentence)?.[1] ?? "";
  return found
    .replace(/-?\d+(\.\d+)?/g, (figure) => format.amount(figure))
    .replace(/rounded (half \w+) to/, (_, manner: string) => detail().rounded(manner));
}

export const detail = (): Detail => (settings.language === "de" ? de : en);
