// SPDX-License-Identifier: MIT
// A document that is being edited: undo and redo over snapshots, kept in the browser as it changes.
import { keep, kept, read } from "./settings.svelte";

/** The last step of all drafts, so that steps of two can be told apart in time. */
let steps = 0;
interface Step<Value> {
  value: Value;
  at: number;
}

const mostSteps = 200;
const mostKept = 2_000_000; // characters
const together = 600; // milliseconds within which changes of the same place are one step

export class Draft<Value> {
  #value = $state.raw<Value>(undefined as never);
  #past = $state.raw<Step<Value>[]>([]);
  #future = $state.raw<Step<Value>[]>([]);
  #last = { place: "", at: 0 };

  constructor(
    readonly name: string,
    start: Value,
    readonly valid: (value: unknown) => value is Value,
  ) {
    this.#value = this.#kept() ?? start;
  }

  get value(): Value {
    return this.#value;
  }
  /** When the step was made that `undo` takes back; 0 if there is none. */
  get undoAt(): number {
    return this.#past.at(-1)?.at ?? 0;
  }
  get redoAt(): number {
    return this.#future.at(-1)?.at ?? 0;
  }
  get canUndo(): boolean {
    return this.undoAt > 0;
  }
  get canRedo(): boolean {
    return this.redoAt > 0;
  }

  /** A value to begin with: there is no way back behind it. */
  begin(value: Value): void {
    this.#past = [];
    this.#future = [];
    this.#take(value);
  }
  /** A new value; changes of one `place` that follow each other closely are one step back. */
  change(value: Value, place = ""): void {
    this.#advance(place);
    this.#take(value);
  }
  /** What another tab kept. It is not kept anew: two tabs would throw their changes back and forth. */
  adopt(): void {
    const value = this.#kept();
    if (value === null || JSON.stringify(value) === JSON.stringify(this.#value)) return;
    this.#advance("elsewhere");
    this.#value = value;
  }
  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#step()];
    this.#last = { place: "", at: 0 };
    this.#take(before.value);
  }
  redo(): void {
    const after = this.#future.at(-1);
    if (after === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#step()];
    this.#take(after.value);
  }

  #advance(place: string): void {
    const now = performance.now();
    const same = place !== "" && place === this.#last.place && now - this.#last.at < together;
    if (!same) this.#past = [...this.#past.slice(1 - mostSteps), this.#step()];
    this.#last = { place, at: now };
    this.#future = [];
  }
  #step(): Step<Value> {
    return { value: this.#value, at: ++steps };
  }
  // What was kept before stays if this cannot be: it is older, but it is something.
  #take(value: Value): void {
    this.#value = value;
    const text = JSON.stringify(value);
    kept.mark(this.name, text.length <= mostKept && keep(`draft.${this.name}`, text));
  }
  #kept(): Value | null {
    try {
      const value: unknown = JSON.parse(read(`draft.${this.name}`) ?? "null");
      return this.valid(value) ? value : null;
    } catch {
      return null;
    }
  }
}

type History = Pick<Draft<unknown>, "canUndo" | "canRedo" | "undo" | "redo">;
type Steps = History & Pick<Draft<unknown>, "undoAt" | "redoAt">;
/** Two drafts that are edited side by side: the last step of both is the first one back. */
export function oneHistory(one: Steps, other: () => Steps): History {
  const later = (at: "undoAt" | "redoAt") => (one[at] > other()[at] ? one : other());
  return {
    get canUndo() {
      return later("undoAt").canUndo;
    },
    get canRedo() {
      return later("redoAt").canRedo;
    },
    undo: () => later("undoAt").undo(),
    redo: () => later("redoAt").redo(),
  };
}

/**
 * Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) outside of fields that are none of the draft's (in a `data-plain`) and of those
 * that undo by themselves.
 */
export function undoKeys(draft: { undo(): void; redo(): void }): (event: KeyboardEvent) => void {
  return (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    if (event.target instanceof Element && event.target.closest("textarea, [data-plain]")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) draft.redo();
    else draft.undo();
  };
}
