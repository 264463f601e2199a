// SPDX-License-Identifier: MIT
// The alternatives that are set side by side, what each comes to, and where the cheaper one changes.
import type { ProblemItem, Scenario } from "samebill";
import { untrack } from "svelte";
import { newest, planner } from "../engine/engine";
import { comparePoints } from "../engine/order";
import type { Estimate, Point } from "../engine/protocol";
import { book } from "../estimate/book.svelte";
import { Draft } from "../lib/draft.svelte";
import { areAlike, changed, scaled, turningPoint, usual, type Alternative, type By } from "./alternatives";

export interface Column {
  alternative: Alternative;
  estimate: Estimate | null;
  problem: ProblemItem | null;
  scenario: Scenario | null;
}
export interface Curve {
  id: number;
  points: (Point | null)[];
}
export interface Turn {
  percent: number;
  before: number;
  after: number;
}
/** Curves with what they are against; the turns when all curves are there. */
export interface Drawn {
  by: By;
  base: Scenario;
  curves: Curve[];
  turns: Turn[] | null;
}
interface Asked {
  turn: number;
  alternatives: Alternative[];
  scenario: Scenario;
}
interface AskedCurves {
  turn: number;
  columns: Column[];
  by: By;
}

export const percents = [0, 25, 50, 75, 100, 150, 200, 300, 400];
const isList = (value: unknown): value is Alternative[] =>
  Array.isArray(value) && value.every((each) => typeof each?.id === "number" && typeof each?.change?.kind === "string");

class Comparison {
  readonly draft = new Draft<Alternative[]>("compared", [], isList);
  columns = $state.raw<Column[]>([]);
  drawn = $state.raw<Drawn | null>(null);
  by = $state<By>("usage");
  failure = $state("");
  /** The scenario that the columns are of. */
  #of = $state.raw<Scenario | null>(null);
  #asked = $state(0);
  #answered = $state(0);
  #drawing = 0;
  readonly #compute = newest<Asked>((question) => this.#run(question));
  readonly #curves = newest<AskedCurves>((question) => this.#draw(question));

  /** The columns are not of what there is now. */
  get working(): boolean {
    return this.#asked !== this.#answered || (this.#of !== book.scenario && book.scenario.cohorts.length > 0);
  }
  /** Without scenarios that were removed. */
  get alternatives(): Alternative[] {
    const own = this.draft.value.filter(({ change }) => change.kind !== "scenario" || book.ids.includes(change.id));
    return own.length > 0 ? own : usual(book.scenario.catalog);
  }
  get shown(): Column[] {
    return this.columns.filter((column) => column.alternative.shown);
  }
  /** Whether a column is of as many devices, as long a term and the same currency as what is planned. */
  alike(column: Column): boolean {
    return column.scenario === null || this.#of === null || areAlike(column.scenario, this.#of);
  }
  /** Those whose totals can be set against each other, shown or not. */
  get comparable(): Column[] {
    return this.columns.filter((column) => this.alike(column));
  }
  /** The one with the lowest total of all that serve all usage (of all, if none does), shown or not. */
  get best(): Column | null {
    const computed = this.comparable.flatMap((column) =>
      column.estimate ? [{ column, total: column.estimate.totals.total, unserved: column.estimate.unserved }] : [],
    );
    return computed.sort(comparePoints)[0]?.column ?? null;
  }

  /** For a view's script: what the alternatives come to. */
  followColumns(): void {
    $effect(() => {
      const { scenario } = book;
      const { alternatives } = this;
      const turn = untrack(() => (this.#asked += 1));
      if (scenario.cohorts.length > 0) return this.#compute({ turn, alternatives, scenario });
      this.columns = [];
      this.#answered = turn;
    });
  }
  /** The same, and their curves. */
  follow(): void {
    this.followColumns();
    $effect(() => {
      const turn = ++this.#drawing;
      const columns = this.shown.filter((column) => column.scenario !== null && this.alike(column));
      this.drawn = null;
      if (columns.length > 0) this.#curves({ turn, columns, by: this.by });
    });
  }

  async #cheapest(scenario: Scenario): Promise<Scenario> {
    let next = scenario;
    for (const at of scenario.cohorts.keys()) {
      const [best] = await planner.ask("cheapest", { scenario: next, cohort: at });
      if (best)
        next = {
          ...next,
          cohorts: next.cohorts.map((each, index) => (index === at ? { ...each, plan: best.plan } : each)),
        };
    }
    return next;
  }
  async #column(alternative: Alternative, scenario: Scenario): Promise<Column> {
    const { change } = alternative;
    let own = changed(scenario, change);
    if (change.kind === "cheapest") own = await this.#cheapest(scenario);
    if (change.kind === "scenario") own = book.draftOf(change.id).value;
    const answer = await planner.ask("estimate", { scenario: own });
    return answer.ok
      ? { alternative, estimate: answer.estimate, problem: null, scenario: own }
      : { alternative, estimate: null, problem: answer.errors[0] ?? null, scenario: null };
  }
  async #run({ turn, alternatives, scenario }: Asked): Promise<void> {
    const columns: Column[] = [];
    try {
      for (const alternative of alternatives) {
        columns.push(await this.#column(alternative, scenario));
        if (turn !== this.#asked) return;
      }
      this.failure = "";
      this.columns = columns;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.columns = [];
    }
    this.#of = scenario;
    this.#answered = turn;
  }

  async #draw({ turn, columns, by }: AskedCurves): Promise<void> {
    const base = columns[0]?.scenario as Scenario;
    const pointAt = (column: Column, percent: number) =>
      planner.ask("total", { scenario: scaled(column.scenario as Scenario, by, percent) });
    try {
      const curves: Curve[] = [];
      for (const column of columns) {
        const points: (Point | null)[] = [];
        for (const percent of percents) {
          points.push(await pointAt(column, percent));
          if (turn !== this.#drawing) return;
        }
        curves.push({ id: column.alternative.id, points });
        this.drawn = { by, base, curves: [...curves], turns: null };
      }
      const turns = await this.#turnsOf(columns, curves, pointAt);
      if (turn === this.#drawing) this.drawn = { by, base, curves, turns };
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
  async #turnsOf(
    columns: Column[],
    curves: Curve[],
    pointAt: (column: Column, percent: number) => Promise<Point | null>,
  ): Promise<Turn[]> {
    const leader = (at: number) =>
      curves.reduce<{ id: number; point: Point } | null>((best, { id, points }) => {
        const point = points[at];
        if (!point) return best;
        return best === null || comparePoints(point, best.point) < 0 ? { id, point } : best;
      }, null);
    const turns: Turn[] = [];
    for (let at = 1; at < percents.length; ++at) {
      const [one, other] = [leader(at - 1), leader(at)];
      const same = curves.find((curve) => curve.id === one?.id)?.points[at];
      if (!one || !other || one.id === other.id || (same && comparePoints(same, other.point) === 0)) continue;
      const column = (id: number) => columns.find((each) => each.alternative.id === id) as Column;
      const percent = await turningPoint(percents[at - 1] as number, percents[at] as number, async (middle) => {
        const [first, second] = [await pointAt(column(one.id), middle), await pointAt(column(other.id), middle)];
        return first !== null && (second === null || comparePoints(first, second) <= 0);
      });
      turns.push({ percent, before: one.id, after: other.id });
    }
    return turns;
  }
}

export const comparison = new Comparison();
