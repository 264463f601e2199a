// SPDX-License-Identifier: MIT
// The words of Plans, in the reader's language; they come with the view.
import { settings } from "../lib/settings.svelte";
import { plans as de } from "./de_plans";
import { plans as en, type PlanWords } from "./en_plans";

export const planWords = (): PlanWords => (settings.language === "de" ? de : en);
