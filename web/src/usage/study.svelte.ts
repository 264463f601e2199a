// SPDX-License-Identifier: MIT
// A usage file under study: how far it is read, what it costs on each plan, which devices stand out.
import { untrack } from "svelte";
import type { ProblemItem } from "samebill";
import { engine, isAbort, newest } from "../engine/engine";
import type { BestPlans, PlanCost, Progress, TableSummary, UsageReport } from "../engine/protocol";
import { fault } from "../lib/problems";
import { catalogDraft, parsedCatalog, plansOf } from "../plans/catalog.svelte";

export type Reading =
  | { kind: "none" }
  | { kind: "reading"; file: string; progress: Progress; stop: AbortController }
  | { kind: "failed"; file: string; stopped: boolean; reason: string }
  | { kind: "ready"; summary: TableSummary };

/** Devices that should be there, each with the plan that it is on if the line names one of the catalog. */
function knownDevices(text: string, plans: string[]): { devices: string[]; plans: Record<string, string> } {
  const devices: string[] = [];
  const planned: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const words = line.split(/[\s,;]+/).filter(Boolean);
    const [device = "", plan = ""] = words;
    if (words.length === 2 && plans.includes(plan)) {
      devices.push(device);
      planned[device] = plan;
    } else devices.push(...words);
  }
  return { devices, plans: planned };
}

interface ReportQuestion {
  catalog: string;
  month: string;
  plan: string;
  known: string[];
  file: number;
}

class Study {
  reading = $state.raw<Reading>({ kind: "none" });
  month = $state("");
  plan = $state("");
  known = $state("");
  costs = $state.raw<PlanCost[]>([]);
  report = $state.raw<UsageReport | null>(null);
  problems = $state.raw<ProblemItem[]>([]);
  pool = $state(false);
  assigning = $state(false);
  /** Grows with every file, so that what was asked of one is never shown for another. */
  #file = $state(0);
  #costsTurn = 0;
  #reported = $state.raw("");
  #assigned = $state.raw<{ question: string; answer: BestPlans | null; problems: ProblemItem[] } | null>(null);
  readonly #costs = newest<{ catalog: string; month: string; turn: number }>((question) => this.#findCosts(question));
  readonly #report = newest<ReportQuestion>((question) => this.#findReport(question));

  #begin(reading: Reading): number {
    if (this.reading.kind === "reading") this.reading.stop.abort();
    this.#file += 1;
    this.#costsTurn += 1;
    this.reading = reading;
    this.costs = [];
    this.report = null;
    this.problems = [];
    this.#assigned = null;
    return this.#file;
  }

  async read(file: File): Promise<void> {
    const stop = new AbortController();
    const reading = (progress: Progress) => ({ kind: "reading", file: file.name, progress, stop }) as const;
    const own = this.#begin(reading({ bytes: 0, total: file.size, records: 0 }));
    const onProgress = (progress: Progress) => {
      if (own === this.#file) this.reading = reading(progress);
    };
    try {
      const summary = await engine.ask("readTable", { file, purpose: "study" }, { signal: stop.signal, onProgress });
      if (own !== this.#file) return;
      this.reading = { kind: "ready", summary };
      const busiest = [...summary.months].sort((a, b) => b.records - a.records)[0];
      this.month = busiest?.month ?? "";
    } catch (error) {
      if (own !== this.#file) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.reading = { kind: "failed", file: file.name, stopped: isAbort(error), reason };
    }
  }
  async drop(): Promise<void> {
    this.#begin({ kind: "none" });
    await engine.ask("dropTable", { purpose: "study" });
  }

  get #known() {
    return knownDevices(
      this.known,
      plansOf(parsedCatalog(catalogDraft.value)).map((plan) => plan.id),
    );
  }
  get #question() {
    const { month, plan, pool } = this;
    return { catalog: catalogDraft.value, month, plan, plans: this.#known.plans, pool };
  }
  get #reportQuestion(): ReportQuestion {
    const { month, plan } = this;
    return { catalog: catalogDraft.value, month, plan, known: this.#known.devices, file: this.#file };
  }
  /** The report is of an earlier month, plan or list; the one that is asked for is being computed. */
  get outdated(): boolean {
    return this.#reported !== JSON.stringify(this.#reportQuestion);
  }
  #asked(question: object): string {
    return JSON.stringify({ ...question, file: this.#file });
  }
  /** The best plans for what is asked now; null if they were not looked for. */
  get assigned(): { answer: BestPlans | null; problems: ProblemItem[] } | null {
    return this.#assigned?.question === this.#asked(this.#question) ? this.#assigned : null;
  }
  async assign(): Promise<void> {
    const question = this.#question;
    const asked = this.#asked(question);
    this.assigning = true;
    try {
      const answer = await engine.ask("assign", question);
      const failed = "errors" in answer;
      this.#assigned = {
        question: asked,
        answer: failed ? null : answer,
        problems: failed ? answer.errors : [],
      };
    } catch (error) {
      this.#assigned = { question: asked, answer: null, problems: [fault(error)] };
    } finally {
      this.assigning = false;
    }
  }

  findCosts(): void {
    if (this.reading.kind !== "ready" || this.month === "") return;
    this.#costsTurn += 1;
    this.costs = [];
    const question = { catalog: catalogDraft.value, month: this.month, turn: this.#costsTurn };
    untrack(() => this.#costs(question)); // a choice of plan asks for no costs anew
  }
  findReport(): void {
    if (this.reading.kind !== "ready" || this.month === "" || this.plan === "") return;
    this.#report(this.#reportQuestion);
  }

  async #findCosts({ catalog, month, turn }: { catalog: string; month: string; turn: number }): Promise<void> {
    if (turn !== this.#costsTurn) return;
    const plans = plansOf(parsedCatalog(catalog)).filter((plan) => plan.kind !== "prepaid");
    if (!plans.some((plan) => plan.id === this.plan)) this.plan = plans[0]?.id ?? "";
    for (const plan of plans) {
      const cost = await engine.ask("costs", { catalog, month, plan: plan.id });
      if (turn !== this.#costsTurn) return;
      this.costs = [...this.costs, cost];
    }
  }
  async #findReport({ file, ...question }: ReportQuestion): Promise<void> {
    if (file !== this.#file) return;
    const answer = await engine.ask("report", question);
    if (file !== this.#file) return;
    this.#reported = JSON.stringify({ ...question, file });
    this.problems = "errors" in answer ? answer.errors : [];
    this.report = "errors" in answer ? null : answer;
  }
}

export const study = new Study();
