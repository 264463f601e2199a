// SPDX-License-Identifier: MIT
// What both workers do: they answer questions in turn, with progress, and stop where they are told to.
import type { Engine } from "samebill";
import type { Answer, Asked, Module, Name, Progress, Question, Told } from "./protocol";

export interface Context {
  engine: Engine;
  signal: AbortSignal;
  progress(progress: Progress): void;
}

export type Handlers<Key extends Name> = {
  [Method in Key]: (question: Question<Method>, context: Context) => Answer<Method> | Promise<Answer<Method>>;
};

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";
const tell = (message: Told, transfer: Transferable[] = []) => postMessage(message, { transfer });

const transferred = (value: unknown): Transferable[] =>
  value && typeof value === "object" && "rows" in value && value.rows instanceof Int32Array ? [value.rows.buffer] : [];

/** Answers with these methods and this engine, once it is loaded. `module` is the one that it was loaded from. */
export function answer(engine: Promise<Engine>, module: Module, methods: Partial<Handlers<Name>>): void {
  const start: Handlers<"start"> = { start: (_, context) => ({ rules: context.engine.rulesVersion, module }) };
  const handlers: Partial<Handlers<Name>> = { ...start, ...methods };
  const running = new Map<number, AbortController>();

  // An engine that could not be loaded, or that stopped, is of no use: the page starts another worker.
  const checkEngine = () =>
    engine
      .then(({ rulesVersion }) => rulesVersion)
      .catch((error: unknown) =>
        setTimeout(() => {
          throw error;
        }),
      );

  addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
    if ("cancel" in data) return running.get(data.cancel)?.abort();
    const { id, name } = data;
    const stop = new AbortController();
    running.set(id, stop);
    try {
      const handler = handlers[name] as (question: unknown, context: Context) => unknown;
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
}
