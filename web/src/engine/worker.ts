// SPDX-License-Identifier: MIT
// The entry of the worker: the engine, and what was last billed with it.
import { type Engine, load } from "samebill";
import { hasSimd } from "samebill/simd";
import type { Answer, Asked, Name, Progress, Question, Told } from "./protocol";

export interface Context {
  engine: Engine;
  signal: AbortSignal;
  progress(progress: Progress): void;
}

export type Handlers<Key extends Name> = {
  [Method in Key]: (question: Question<Method>, context: Context) => Answer<Method> | Promise<Answer<Method>>;
};

const engine = load({ quotes: self.name === "quotes" });
const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";
const running = new Map<number, AbortController>();
const tell = (message: Told, transfer: Transferable[] = []) => postMessage(message, { transfer });

const module = self.name === "quotes" ? "quotes" : hasSimd ? "simd" : "plain";
const start: Handlers<"start"> = { start: (_, context) => ({ rules: context.engine.rulesVersion, module }) };

// Planning takes no more than it needs, as with the module.
async function allHandlers(): Promise<Partial<Handlers<Name>>> {
  if (self.name === "quotes") return { ...start, ...(await import("./quotes")).quoteMethods };
  const [{ billMethods }, { usageMethods }, { assignmentMethods }] = await Promise.all([
    import("./bills"),
    import("./tables"),
    import("./assignment"),
  ]);
  return { ...start, ...billMethods, ...usageMethods, ...assignmentMethods };
}
const handlers = allHandlers();

// An engine that could not be loaded, or that stopped, is of no use: the page starts another worker.
const checkEngine = () =>
  Promise.all([engine, handlers])
    .then(([{ rulesVersion }]) => rulesVersion)
    .catch((error: unknown) =>
      setTimeout(() => {
        throw error;
      }),
    );

const transferred = (value: unknown): Transferable[] =>
  value && typeof value === "object" && "rows" in value && value.rows instanceof Int32Array ? [value.rows.buffer] : [];

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  if ("cancel" in data) return running.get(data.cancel)?.abort();
  const { id, name } = data;
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const handler = (await handlers)[name] as (question: unknown, context: Context) => unknown;
    const context = {
      engine: await engine,
      signal: stop.signal,
      progress: (progress: Progress) => tell({ id, progress }),
    };
    stop.signal.throwIfAborted();
    const value = await handler(data.question, context);
    tell({ id, value }, transferred(value));
  } catch (error) {
    const aborted = stop.signal.aborted || isAbort(error);
    tell({ id, error: error instanceof Error ? error.message : String(error), aborted });
  } finally {
    running.delete(id);
    void checkEngine();
  }
});
