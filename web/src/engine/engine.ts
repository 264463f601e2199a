// SPDX-License-Identifier: MIT
// The page's side of the worker: typed questions, promises, progress and cancelling.
import type { View } from "../lib/router.svelte";
import type { Answer, Asked, Name, Progress, Question, Told } from "./protocol";

interface Open {
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
  progress: ((progress: Progress) => void) | undefined;
}

export interface AskOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

const aborted = () => new DOMException("stopped", "AbortError");
export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

// One file each, so that nothing is asked for in turn; the bundler wants to see the addresses.
const workers = {
  bills: () => new Worker(new URL("./worker_bills.ts", import.meta.url), { type: "module", name: "bills" }),
  quotes: () => new Worker(new URL("./worker_quotes.ts", import.meta.url), { type: "module", name: "quotes" }),
};

export class Engine {
  #worker: Worker | null = null;
  readonly #open = new Map<number, Open>();
  #last = 0;
  #begin!: (answer: Promise<Answer<"start">>) => void;
  /** What the module says of itself; it is loaded when somebody asks for the first time. */
  readonly loaded = new Promise<Answer<"start">>((resolve) => (this.#begin = resolve));

  constructor(readonly name: keyof typeof workers) {}

  /** Has the module loaded, if it is not: the first question need not wait so long. */
  begin(): void {
    this.#worker ??= this.#started();
  }
  ask<Key extends Name>(name: Key, question: Question<Key>, options: AskOptions = {}): Promise<Answer<Key>> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      if (signal?.aborted) return reject(aborted());
      const id = ++this.#last;
      const stop = () => this.#post({ cancel: id });
      const done = () => signal?.removeEventListener("abort", stop);
      signal?.addEventListener("abort", stop, { once: true });
      this.#open.set(id, {
        resolve: (value) => (done(), resolve(value)),
        reject: (reason) => (done(), reject(reason)),
        progress: options.onProgress,
      });
      this.#post({ id, name, question });
    });
  }

  #post(message: Asked): void {
    this.begin();
    this.#worker?.postMessage(message);
  }
  #started(): Worker {
    const worker = workers[this.name]();
    worker.addEventListener("message", ({ data }: MessageEvent<Told>) => this.#told(data));
    worker.addEventListener("error", (event) => {
      worker.terminate();
      this.#worker = null; // the next question starts another
      for (const open of this.#open.values()) open.reject(new Error(event.message || "the worker failed"));
      this.#open.clear();
    });
    const start = performance.now();
    // For developers' tools and `tests/bench/page.mjs`.
    const ready = () => performance.measure(`engine ${this.name}`, { start });
    queueMicrotask(() => {
      const answer = this.ask("start", undefined);
      this.#begin(answer);
      answer.then(ready, () => {});
    });
    return worker;
  }

  #told(told: Told): void {
    const open = this.#open.get(told.id);
    if (!open) return;
    if ("progress" in told) return open.progress?.(told.progress);
    this.#open.delete(told.id);
    if ("error" in told) open.reject(told.aborted ? aborted() : new Error(told.error));
    else open.resolve(told.value as never);
  }
}

/** Bills, and whatever belongs to them. */
export const engine = new Engine("bills");
/** Planned fleets: by a smaller module, which has nothing else. */
export const planner = new Engine("quotes");
/** The one that a view begins with. The module that bills is large: a view that begins with a file has it loaded with
 *  the file. */
export const engineOf = (view: View): Engine | null =>
  ["estimate", "compare", "quote"].includes(view) ? planner : ["bill", "plans"].includes(view) ? engine : null;

/** One call at a time: while it runs, only the newest of those that come is kept. */
export function newest<Value>(work: (value: Value) => Promise<void>): (value: Value) => void {
  let running = false;
  let waiting: { value: Value } | null = null;
  const next = async (value: Value) => {
    running = true;
    try {
      await work(value);
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      running = false;
      const held = waiting;
      waiting = null;
      if (held) void next(held.value);
    }
  };
  return (value) => {
    if (running) waiting = { value };
    else void next(value);
  };
}
