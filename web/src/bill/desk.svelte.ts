// SPDX-License-Identifier: MIT
// What stands on the desk of the view Bill: a request that is edited, or an opened bill; what the engine made of it.
import type { ProblemItem, Rejects } from "samebill";
import { engine, isAbort, newest } from "../engine/engine";
import type { BillHead, Progress, Source, TableSummary } from "../engine/protocol";
import { Draft } from "../lib/draft.svelte";
import { replaceAddress, route } from "../lib/router.svelte";
import { valueOf } from "../lib/pointer";

const pause = 150; // milliseconds without a key before the bill is computed

export type TableState =
  | { kind: "none" }
  | { kind: "reading"; file: string; progress: Progress; stop: AbortController }
  | { kind: "failed"; file: string; stopped: boolean; reason: string }
  | { kind: "ready"; summary: TableSummary };

const isText = (value: unknown): value is string => typeof value === "string";

class Desk {
  readonly draft = new Draft<string>("request", "", isText);
  bills = $state.raw<BillHead[]>([]);
  source = $state.raw<Source | null>(null);
  period = $state("");
  problems = $state.raw<ProblemItem[]>([]);
  /** The request has problems: what is shown is the bill of an earlier one. */
  stale = $state(false);
  /** What is shown is of a usage file that is gone, or the engine failed on what came after it. */
  outdated = $state(false);
  spent = $state(-1);
  failure = $state("");
  opened = $state("");
  /** The example, or the fleet of the estimate, that is on the desk as it came; empty for a request of the reader's. */
  chosen = $state("");
  table = $state.raw<TableState>({ kind: "none" });
  rejects = $state.raw<Rejects | null>(null);
  /** Grows with every result, so that lists ask anew. */
  turn = $state(0);
  /** The link that the request was opened from or copied into; it need not be opened again. */
  link = "";
  /** Gets all lines ready for paper, while they are shown. */
  beforePrint: (() => Promise<void>) | null = null;
  #reading: AbortController | null = null;
  #takenOut: string | null = null;
  #fromFirst = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #compute = newest<null>(() => this.#run());

  get bill(): BillHead | null {
    return this.bills.find((bill) => bill.period === this.period) ?? null;
  }

  type(text: string): void {
    this.draft.change(text, "typed");
    this.#own();
    this.later();
  }
  undo(): void {
    this.draft.undo();
    this.#own();
    this.compute();
  }
  redo(): void {
    this.draft.redo();
    this.#own();
    this.compute();
  }
  // What the reader edits is no longer what the address says: a reload or Back does not open that over it.
  #own(): void {
    this.chosen = "";
    this.link = "";
    if (route.view === "bill" && route.rest !== "") replaceAddress("bill", "");
  }
  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.compute(), pause);
  }
  compute(): void {
    clearTimeout(this.#timer);
    this.opened = "";
    this.#compute(null);
  }

  /** Puts a request on the desk, with the usage file that belongs to it if there is one. */
  async take(text: string, usage?: File): Promise<void> {
    this.link = "";
    this.#takenOut = null;
    this.#fromFirst = true;
    await this.dropTable(false);
    if (this.draft.value === "") this.draft.begin(text);
    else if (text !== this.draft.value) this.draft.change(text);
    if (usage) await this.addTable(usage);
    else this.compute();
  }

  /** Shows the bills of a file without their request. */
  async openBills(name: string, text: string): Promise<ProblemItem[]> {
    const billed = await engine.ask("open", { text });
    if (!billed.ok) return billed.errors;
    this.opened = name;
    this.problems = [];
    this.#show(billed.bills, billed.source);
    return [];
  }

  async addTable(file: File): Promise<void> {
    const stop = new AbortController();
    const dropped = this.dropTable(false);
    this.#reading = stop;
    await dropped;
    const newest = () => this.#reading === stop;
    const reading = (progress: Progress) => {
      if (newest()) this.table = { kind: "reading", file: file.name, progress, stop };
    };
    reading({ bytes: 0, total: file.size, records: 0 });
    try {
      const options = { signal: stop.signal, onProgress: reading };
      const summary = await engine.ask("readTable", { file, purpose: "bill" }, options);
      if (!newest()) return;
      this.table = { kind: "ready", summary };
      this.#takeUsageOut();
      this.compute();
    } catch (error) {
      if (!newest()) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.table = { kind: "failed", file: file.name, stopped: isAbort(error), reason };
      if (this.opened === "") this.compute();
    }
  }
  async dropTable(anew = true): Promise<void> {
    this.#reading?.abort();
    this.#reading = null;
    const had = this.table.kind === "ready";
    this.table = { kind: "none" };
    this.rejects = null;
    if (!had) return;
    this.outdated = this.opened === "" && this.bills.length > 0;
    await engine.ask("dropTable", { purpose: "bill" });
    this.#putUsageBack();
    if (anew) this.compute();
  }

  // A file takes the place of the sessions in the request; without it they come back.
  #takeUsageOut(): void {
    const text = this.draft.value;
    const place = valueOf(text, "/usage");
    const own = text.slice(place.start, place.end);
    if (!own.startsWith("[") || /^\[\s*\]$/.test(own)) return;
    this.#takenOut = own;
    this.draft.change(`${text.slice(0, place.start)}[]${text.slice(place.end)}`);
  }
  #putUsageBack(): void {
    const text = this.draft.value;
    const place = valueOf(text, "/usage");
    if (this.#takenOut !== null && text.slice(place.start, place.end) === "[]")
      this.draft.change(text.slice(0, place.start) + this.#takenOut + text.slice(place.end));
    this.#takenOut = null;
  }

  async #run(): Promise<void> {
    const begin = performance.now();
    try {
      const table = this.table.kind === "ready";
      const billed = await engine.ask("bill", { request: this.draft.value, table });
      this.failure = "";
      if (table && billed.rejects) this.rejects = billed.rejects;
      this.problems = billed.ok ? [] : billed.errors;
      this.stale = !billed.ok && this.bills.length > 0;
      this.spent = Math.max(1, Math.round(performance.now() - begin));
      if (billed.ok) this.#show(billed.bills, billed.source);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.outdated = this.bills.length > 0;
    }
  }

  #show(bills: BillHead[], source: Source): void {
    this.bills = bills;
    this.source = source;
    this.stale = false;
    this.outdated = false;
    if (this.#fromFirst || !bills.some((bill) => bill.period === this.period)) this.period = bills[0]?.period ?? "";
    this.#fromFirst = false;
    this.turn += 1;
  }
}

export const desk = new Desk();
