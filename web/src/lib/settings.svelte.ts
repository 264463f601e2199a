// SPDX-License-Identifier: MIT
// Language and look, kept from one visit to the next.
import { speak } from "./format";
import type { Words } from "../words/en";

export type Language = "en" | "de";
export type Theme = "auto" | "light" | "dark";

const load: Record<Language, () => Promise<{ words: Words }>> = {
  en: () => import("../words/en"),
  de: () => import("../words/de"),
};

let words = $state.raw<Words>(undefined as never);
let language = $state.raw<Language>("en");
let theme = $state.raw<Theme>("auto");

export function read(key: string): string | null {
  try {
    return localStorage.getItem(`samebill.${key}`);
  } catch {
    return null;
  }
}
/** False if the browser keeps nothing, or no more than it has. */
export function keep(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(`samebill.${key}`);
    else localStorage.setItem(`samebill.${key}`, value);
    return true;
  } catch {
    return false;
  }
}

/** Drafts whose last change the browser did not keep. */
let unkept = $state.raw<string[]>([]);
export const kept = {
  get all(): boolean {
    return unkept.length === 0;
  },
  mark(name: string, ok: boolean): void {
    if (ok === unkept.includes(name)) unkept = ok ? unkept.filter((each) => each !== name) : [...unkept, name];
  },
};

/** The words of the page in the reader's language. */
export const t = (): Words => words;
export const settings = {
  get language(): Language {
    return language;
  },
  get theme(): Theme {
    return theme;
  },
};

export async function setLanguage(next: Language): Promise<void> {
  const loaded = await load[next]();
  speak(next, () => language);
  language = next;
  words = loaded.words;
  document.documentElement.lang = next;
  keep("language", next);
}

export function setTheme(next: Theme): void {
  theme = next;
  document.documentElement.dataset["theme"] = next;
  keep("theme", next);
}

const isLanguage = (text: string | null | undefined): text is Language => text === "en" || text === "de";
const isTheme = (text: string | null): text is Theme => text === "auto" || text === "light" || text === "dark";

export async function startSettings(): Promise<void> {
  const kept = read("theme");
  setTheme(isTheme(kept) ? kept : "auto");
  const wanted = [read("language"), ...navigator.languages.map((each) => each.slice(0, 2))].find(isLanguage);
  await setLanguage(wanted ?? "en");
}
