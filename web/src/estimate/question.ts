// SPDX-License-Identifier: MIT
// "200 water meters, 4 reports a day, 2 kB each, in the field from March": a question in English or German as a cohort.
// It is read part by part; what the words do not say is taken from the template that they name, and what they say but
// is not understood is handed back, so that nothing is left out in silence.
import type { Behaviour, Cohort, Times } from "samebill";
import { dataOf, wholeOf } from "./numbers";
import { cohortOf, nameFor, type Template } from "./scenario";
import { mostIn, timesOf, type Span } from "./times";

export interface Asked {
  template: Template;
  cohort: Cohort;
  /** First month, if one is named. */
  from: string;
  /** The first day, if one within the month is named. */
  on: string;
  months: number;
  /** Parts that were not understood. */
  unread: string[];
  /** Parts of which a rate a month is taken as one a day. */
  rounded: string[];
}

/** What stands in the text, and what it means. */
type Found<Value> = { text: string; value: Value } | null;

const kinds: [Template, RegExp][] = [
  ["tracker", /track|asset|container|positions?|ortung/i],
  ["terminal", /terminal|payment|pos\b|kasse|zahl(?!er)|karten/i],
  ["camera", /camera|kamera|video|cctv/i],
  ["vehicle", /vehicle|car\b|cars\b|truck|fleet|fahrzeug|auto|lkw/i],
  ["meter", /meter|zähler|sensor|mess/i],
];
const number = "(\\d[\\d.,'\\u00a0]*)";
const per = "(?:an?|per|each|pro|je|am|im|in\\s+der|every|\\/)";
const span = "(hour|day|week|month|stunde|tag|woche|monat)[\\p{L}]*";
const adverbs: [Span, RegExp][] = [
  ["hour", /(?<!\p{L})(?:hourly|stündlich|(?:every|per|jede|pro)\s+(?:hour|stunde))(?!\p{L})/iu],
  ["day", /(?<!\p{L})(?:daily|täglich|(?:every|per|jeden|pro)\s+(?:day|tag))(?!\p{L})/iu],
  ["week", /(?<!\p{L})(?:weekly|wöchentlich|(?:every|per|jede|pro)\s+(?:week|woche))(?!\p{L})/iu],
  ["month", /(?<!\p{L})(?:monthly|monatlich|(?:every|per|jeden|pro)\s+(?:month|monat))(?!\p{L})/iu],
];
const spanOf = (word: string): Span =>
  /^(hour|stunde)/i.test(word) ? "hour" : /^(day|tag)/i.test(word) ? "day" : /^w/i.test(word) ? "week" : "month";
const size = `${number}\\s*(bytes?|k\\s?i?b|m\\s?i?b|g\\s?i?b|b)(?!\\p{L})`;

interface Rate {
  times: Times;
  rounded: boolean;
}
/** More than a month can hold are spread over its days. */
function spread(each: Span, count: number): Rate | null {
  const rounded = each === "month" && count > mostIn.month;
  const times = rounded ? timesOf("day", Math.round(count / 30)) : timesOf(each, count);
  return times && { times, rounded };
}

function everyOf(part: string): Found<Rate> {
  const found = /(?<!\p{L})(?:every|alle)\s+(\d+)\s*(min|h|stunden|hours?)[\p{L}]*/iu.exec(part);
  const minutes = Number(found?.[1] ?? 0) * (/^m/i.test(found?.[2] ?? "") ? 1 : 60);
  if (!found || minutes < 1 || minutes > 1440) return null;
  const hourly = minutes <= 60 && 60 % minutes === 0;
  const rate = hourly ? spread("hour", 60 / minutes) : 1440 % minutes === 0 ? spread("day", 1440 / minutes) : null;
  return rate && { text: found[0], value: rate };
}
function rateOf(part: string, point: string): Found<Rate> {
  const every = everyOf(part);
  if (every) return every;
  const found = new RegExp(`${number}\\s*(?:x|×|[\\p{L}-]+)?\\s*${per}\\s*${span}`, "iu").exec(part);
  const count = found && wholeOf(found[1] ?? "", point);
  if (found && count) {
    const rate = spread(spanOf(found[2] ?? ""), count);
    return rate && { text: found[0], value: rate };
  }
  for (const [each, word] of adverbs) {
    const often = new RegExp(`(?:(\\d+)\\s*(?:x|×|times|mal)?\\s*)?${word.source}`, "iu").exec(part);
    const rate = often && spread(each, Number(often[1] ?? 1));
    if (often && rate) return { text: often[0], value: rate };
  }
  return null;
}

function sizeOf(part: string, point: string): Found<string> {
  const found = new RegExp(size, "iu").exec(part);
  const value = found && dataOf(`${found[1]} ${(found[2] ?? "").replace(/\s/g, "")}`, point);
  return found && value ? { text: found[0], value } : null;
}
/** "5 MB a month": all that is used in the span. */
function volumeOf(part: string, point: string): Found<{ payload: string; times: Times }> {
  const adverb = adverbs.map(([, word]) => word.source).join("|");
  const found = new RegExp(`${size}\\s*(?:(?:of data|data|daten)\\s+)?(?:${per}\\s*${span}|${adverb})`, "iu").exec(
    part,
  );
  const payload = found && sizeOf(found[0], point);
  if (!found || !payload) return null;
  const each = found[3] ? spanOf(found[3]) : (adverbs.find(([, word]) => word.test(found[0]))?.[0] ?? "month");
  const times = timesOf(each, 1);
  return times && { text: found[0], value: { payload: payload.value, times } };
}
function smsOf(part: string, point: string): Found<Rate> {
  const found = new RegExp(`${number}\\s*(?:sms|text\\s*messages?|textnachrichten)(?!\\p{L})\\s*`, "iu").exec(part);
  if (!found) return null;
  const rate = rateOf(`${found[1]} sms ${part.slice(found.index + found[0].length)}`, point);
  return rate && { text: part.slice(found.index), value: rate.value };
}

/** A month or a day, as "2027-03" or "2027-03-15". */
function dateOf(part: string, now: Date): Found<string> {
  const made = (text: string, month: string, day: string | undefined): Found<string> => {
    if (day === undefined) return { text, value: month };
    const date = `${month}-${day.padStart(2, "0")}`;
    const instant = new Date(date);
    const fits = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
    return fits ? { text, value: date } : null;
  };
  const iso = /(?:(?:from|since|on|in|ab|seit|von|am)\s+)?(20\d{2}-(?:0[1-9]|1[0-2]))(?:-(\d{2}))?(?!\d)/i.exec(part);
  if (iso) return made(iso[0], iso[1] as string, iso[2]);
  for (const language of ["en", "de"])
    for (let month = 0; month < 12; ++month) {
      const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
      const name = format.format(Date.UTC(2026, month, 15));
      const found = new RegExp(
        `(?<!\\p{L})(?:from|since|on|in|ab|seit|von|am)\\s+(?:dem\\s+|the\\s+)?` +
          `(?:(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s+(?:of\\s+)?)?` +
          `(?:${name}|${name.slice(0, 3)}\\.?)(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\d))?` +
          "(?:,?\\s+(20\\d{2}))?(?![\\p{L}])",
        "iu",
      ).exec(part);
      if (!found) continue;
      const year = found[3] ? Number(found[3]) : now.getUTCFullYear() + (month <= now.getUTCMonth() ? 1 : 0);
      return made(found[0], `${year}-${String(month + 1).padStart(2, "0")}`, found[1] ?? found[2]);
    }
  return null;
}

function termOf(part: string): Found<number> {
  const found = /(?:(?<!\p{L})(?:for|over|für|über)\s+)(\d+)\s+(months?|years?|monate?|jahre?)/iu.exec(part);
  const months = Number(found?.[1] ?? 0) * (/^(y|j)/i.test(found?.[2] ?? "") ? 12 : 1);
  return found && months >= 1 && months <= 120 ? { text: found[0], value: months } : null;
}

type Data = Extract<Behaviour, { kind: "data" }>;
/** Takes what each part says into the answer, each thing once; what is left over has not been understood. */
class Reading {
  readonly #set = new Set<string>();

  constructor(
    readonly into: Asked,
    readonly main: Data,
    readonly point: string,
    readonly now: Date,
  ) {}

  // A second rate or amount is not understood: the first one stays.
  #take<Value>(part: string, names: string[], found: Found<Value>, put: (value: Value) => void): string {
    if (!found || names.some((name) => this.#set.has(name))) return part;
    for (const name of names) this.#set.add(name);
    put(found.value);
    return part.replace(found.text, " ");
  }
  #rate(part: string, { times, rounded }: Rate): Times {
    if (rounded) this.into.rounded.push(part.trim());
    return times;
  }
  read(part: string): void {
    const { into, main, point, now } = this;
    let left = this.#take(part, ["term"], termOf(part), (months) => (into.months = months));
    left = this.#take(left, ["date"], dateOf(left, now), (date) => {
      into.from = date.slice(0, 7);
      into.on = date.length > 7 ? date : "";
    });
    left = this.#take(left, ["sms"], smsOf(left, point), (rate) => {
      const sms = { name: nameFor("sms", [main.name]), kind: "sms" as const, times: this.#rate(part, rate) };
      into.cohort.usage = [...(into.cohort.usage ?? []), sms];
    });
    left = this.#take(left, ["rate", "size"], volumeOf(left, point), ({ payload, times }) => {
      delete main.messages;
      Object.assign(main, { payload, times, protocol: "none" });
    });
    const other = volumeOf(left, point) !== null; // beside a rate of its own
    if (
      !other &&
      !/(?<!\p{L})(calls?|anrufe?|sms|minutes?|minuten)(?!\p{L})/iu.test(left.replace(everyOf(left)?.text ?? "", " "))
    ) {
      left = this.#take(left, ["size"], sizeOf(left, point), (payload) => (main.payload = payload));
      left = this.#take(left, ["rate"], rateOf(left, point), (rate) => (main.times = this.#rate(part, rate)));
    }
    if (/\d/.test(left) || (left === part && /\p{L}/u.test(part))) into.unread.push(part.trim());
  }
}

const wordy: [RegExp, string][] = [
  [/(?<!\p{L})(once|einmal)(?!\p{L})/giu, "1 x"],
  [/(?<!\p{L})(twice|zweimal)(?!\p{L})/giu, "2 x"],
  [/(?<!\p{L})dreimal(?!\p{L})/giu, "3 x"],
];

/** What ends the words for the devices. */
const joins = [
  "with|that|which|sending|using|every|hourly|daily|weekly|monthly|from|since|on|in|for|each",
  "mit|die|alle|ab|seit|für|je|täglich|stündlich|wöchentlich|monatlich",
].join("|");

/** What a first number may be of instead of devices: an amount, a rate, a span. */
const notDevices =
  /^(?:[kmg]?\s?i?b|bytes?|x|×|sms|times|mal|(?:hour|day|week|month|year|stund|tag|woche|monat|jahr)\p{L}*)(?!\p{L})/iu;

/** Null if no number of devices comes first in it. */
export function asked(question: string, point: string, now: Date, others: string[]): Asked | null {
  const text = wordy.reduce((known, [word, figure]) => known.replace(word, figure), question);
  const first = new RegExp(`^\\D*?${number}\\s+([^,;.\\d]+)`, "u").exec(text);
  if (first && /[-\u2212]\s*$/.test(text.slice(0, text.indexOf(first[1] ?? "")))) return null;
  const count = first && wholeOf((first[1] ?? "").replace(/[.,]$/, ""), point);
  if (!first || count === null || count > 10_000_000) return null;
  if (notDevices.test(first[2] ?? "")) return null;
  const said = first[2] ?? "";
  const words = said.replace(new RegExp(`\\s+(${joins})(?!\\p{L}).*$`, "iu"), "");
  const template =
    kinds.find(([, word]) => word.test(words))?.[0] ?? kinds.find(([, word]) => word.test(text))?.[0] ?? "meter";
  const cohort = { ...cohortOf(template, nameFor(words.trim(), others)), count };
  const into: Asked = { template, cohort, from: "", on: "", months: 0, unread: [], rounded: [] };
  const main = cohort.usage?.find((behaviour) => behaviour.kind === "data") as Data;
  const reading = new Reading(into, main, point, now);
  const rest = text.slice(first[0].length - said.length + words.length);
  // "15 March, 2028" is one part.
  const parts = rest.replace(/,(?=\s+20\d{2}\b)/g, "").split(/[,;]\s+|[.;]$|\s+(?:and|und|plus)\s+/i);
  for (const part of parts) if (part.trim() !== "") reading.read(part);
  return into;
}
