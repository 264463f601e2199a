// SPDX-License-Identifier: MIT
// The words of Check a bill, in the reader's language; they come with the view.
import { settings } from "../lib/settings.svelte";
import { check as de } from "./de_check";
import { check as en, type CheckWords } from "./en_check";

export const checkWords = (): CheckWords => (settings.language === "de" ? de : en);
