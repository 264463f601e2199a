// SPDX-License-Identifier: MIT
import type { Catalog } from "samebill";
import { book } from "../estimate/book.svelte";
import * as format from "../lib/format";
import type { Words } from "../words/en";
import type { Change } from "./alternatives";

/** What an alternative is called. */
export function changeText(words: Words, change: Change, catalog: Catalog): string {
  if (change.kind === "plan") return catalog.plans.find((plan) => plan.id === change.plan)?.name ?? change.plan;
  if (change.kind === "discount") return words.compare.less(format.amount(change.percent));
  if (change.kind === "scenario") return book.titleOf(change.id);
  return words.compare.changes[change.kind];
}
