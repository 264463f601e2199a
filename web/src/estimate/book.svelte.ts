// SPDX-License-Identifier: MIT
// The reader's scenarios: one is open, each is a draft of its own, kept in the browser; and what the open one comes to.
import type { Catalog, ProblemItem, Scenario } from "samebill";
import { newest, planner } from "../engine/engine";
import type { Estimate } from "../engine/protocol";
import { Draft } from "../lib/draft.svelte";
import { keep, kept, read, t } from "../lib/settings.svelte";
import { catalogDraft, parsedCatalog } from "../plans/catalog.svelte";
import { starter } from "../plans/starter";
import { isCatalog, isScenario, monthAfter, newScenario } from "./scenario";

const listKey = "scenarios";
/** The last number that a scenario was given: one that was removed gives its own to no other. */
const lastKey = "scenarios.last";
const keptIds = (): string[] => (read(listKey) ?? "").split(" ").filter((id) => /^s\d+$/.test(id));

class Book {
  #drafts = new Map<string, Draft<Scenario>>();
  ids = $state.raw<string[]>([]);
  current = $state("");
  estimate = $state.raw<Estimate | null>(null);
  /** The scenario that was computed last. */
  #computed = $state.raw<Scenario | null>(null);
  problems = $state.raw<ProblemItem[]>([]);
  failure = $state("");
  spent = $state(0);
  /** Grows with every answer of the engine. */
  turn = $state(0);
  readonly #compute = newest<Scenario>((scenario) => this.#run(scenario));

  constructor() {
    const ids = keptIds();
    this.ids = ids.length > 0 ? ids : ["s1"];
    this.current = this.ids[0] as string;
    addEventListener("storage", ({ key }) => this.#elsewhere(key ?? ""));
  }

  get draft(): Draft<Scenario> {
    return this.draftOf(this.current);
  }
  get scenario(): Scenario {
    return this.draft.value;
  }
  /** The estimate is one of an earlier state: what there is now cannot be computed. */
  get stale(): boolean {
    return this.problems.length > 0 || this.failure !== "";
  }
  /** There is an estimate of the scenario as it is. */
  get fresh(): boolean {
    return this.estimate !== null && !this.stale && this.#computed === this.scenario;
  }
  /** The catalog of the view Plans. */
  get catalog(): Catalog {
    const own = parsedCatalog(catalogDraft.value);
    return isCatalog(own) ? own : starter;
  }
  draftOf(id: string): Draft<Scenario> {
    let draft = this.#drafts.get(id);
    if (!draft) {
      const start = newScenario(this.catalog, monthAfter(new Date()));
      draft = new Draft<Scenario>(`scenario.${id}`, start, isScenario);
      this.#drafts.set(id, draft);
    }
    return draft;
  }
  titleOf(id: string): string {
    return this.draftOf(id).value.name || t().estimate.unnamed(Number(id.slice(1)));
  }

  change(next: Partial<Scenario>, place = ""): void {
    this.draft.change({ ...this.scenario, ...next }, place);
  }
  open(id: string): void {
    this.#show(id);
    this.#keepList(this.ids);
  }
  /** Another scenario beside those that are there; it is then the open one. */
  add(scenario: Scenario): void {
    const id = this.#next();
    this.draftOf(id).begin(scenario);
    this.#show(id);
    this.#keepList([...this.ids, id]);
  }
  remove(): void {
    const gone = this.current;
    const rest = this.ids.filter((id) => id !== gone);
    if (rest.length === 0) rest.push(this.#next());
    this.#drafts.delete(gone);
    keep(`draft.scenario.${gone}`, null);
    kept.mark(`scenario.${gone}`, true);
    this.#show(rest[0] as string);
    this.#keepList(rest, gone);
  }
  /** For a view's script: computes whenever the open scenario changes. */
  follow(): void {
    $effect(() => this.#compute(this.scenario));
  }

  #next(): string {
    const last = Math.max(Number(read(lastKey)), ...[...this.ids, ...keptIds()].map((id) => Number(id.slice(1))));
    keep(lastKey, String(last + 1));
    return `s${last + 1}`;
  }
  // What was computed of another scenario is not shown with this one.
  #show(id: string): void {
    this.current = id;
    this.estimate = null;
    this.problems = [];
    this.failure = "";
  }
  // The one that was open last stands first in what is kept; the list on the screen keeps its order. Another tab may
  // have kept others meanwhile.
  #keepList(ids: string[], gone = ""): void {
    this.ids = [...new Set([...ids, ...keptIds()])].filter((id) => id !== gone);
    keep(listKey, [this.current, ...this.ids.filter((id) => id !== this.current)].join(" "));
  }
  /** Another tab changed what both have open, or added to the list. */
  #elsewhere(key: string): void {
    if (key === `samebill.${listKey}`) this.ids = [...new Set([...this.ids, ...keptIds()])];
    this.#drafts.get(/^samebill\.draft\.scenario\.(s\d+)$/.exec(key)?.[1] ?? "")?.adopt();
  }
  async #run(scenario: Scenario): Promise<void> {
    if (scenario.cohorts.length === 0) {
      this.estimate = null;
      this.problems = [];
      this.failure = "";
      return;
    }
    const begin = performance.now();
    try {
      const answer = await planner.ask("estimate", { scenario });
      if (scenario !== this.scenario) return; // another is open by now, or it was changed: that is computed next
      this.#computed = scenario;
      this.failure = "";
      this.problems = answer.ok ? [] : answer.errors;
      if (answer.ok) this.estimate = answer.estimate;
      this.spent = Math.max(1, Math.round(performance.now() - begin));
      this.turn += 1;
    } catch (error) {
      if (scenario !== this.scenario) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

export const book = new Book();
