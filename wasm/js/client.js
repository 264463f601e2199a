// SPDX-License-Identifier: MIT
// The page's side of the worker: promises, with progress and cancelling. A call in flight ends when it ends;
// calls behind it wait here, so that one that is aborted meanwhile costs nothing.
import { checkFormat, checkLine, checkOptions, checkText, chunkOf, shown } from "./arguments.js";

const largestChunk = 1 << 20;
const errors = { TypeError, RangeError };

function rebuilt({ name, message }) {
  const error = new (errors[name] ?? Error)(message);
  if (error.name !== name) error.name = name;
  return error;
}

// One question after the other through a port.
class Line {
  #port;
  #waiting = [];
  #current = null;
  #lastId = 0;
  #closed = null;

  constructor(port) {
    this.#port = port;
    port.addEventListener("message", ({ data }) => this.#answered(data));
    port.addEventListener("error", (event) =>
      this.close(new Error(`the worker failed: ${event.message ?? "not loaded"}`)),
    );
    port.addEventListener("messageerror", () => this.close(new Error("the worker sent what cannot be read")));
    port.start?.();
  }

  ask(method, values, { signal, transfer = [] } = {}) {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw this.#closed;
      signal?.throwIfAborted();
      const question = { method, values, transfer, resolve, reject, signal };
      question.aborted = () => {
        this.#waiting = this.#waiting.filter((other) => other !== question);
        reject(signal.reason);
      };
      signal?.addEventListener("abort", question.aborted, { once: true });
      this.#waiting.push(question);
      this.#next();
    });
  }

  close(error) {
    this.#closed ??= error;
    const open = this.#current ? [this.#current, ...this.#waiting] : this.#waiting;
    this.#current = null;
    this.#waiting = [];
    for (const question of open) this.#settle(question, () => question.reject(this.#closed));
  }

  #next() {
    if (this.#current || this.#waiting.length === 0) return;
    const question = this.#waiting.shift();
    this.#lastId += 1;
    question.id = this.#lastId;
    this.#current = question;
    try {
      this.#port.postMessage(
        { id: question.id, method: question.method, arguments: question.values },
        question.transfer,
      );
    } catch (error) {
      this.#current = null;
      this.#settle(question, () => question.reject(new TypeError(`cannot be sent to the worker: ${error.message}`)));
      this.#next();
    }
  }

  #answered({ id, value, error }) {
    const question = this.#current;
    if (question?.id !== id) return;
    this.#current = null;
    this.#settle(question, () => (error ? question.reject(rebuilt(error)) : question.resolve(value)));
    this.#next();
  }

  #settle(question, finish) {
    question.signal?.removeEventListener("abort", question.aborted);
    finish();
  }
}

async function* chunksOf(source) {
  if (typeof source === "string" || source instanceof Uint8Array || source instanceof ArrayBuffer) {
    const bytes = chunkOf(source);
    for (let at = 0; at < bytes.length; at += largestChunk) yield bytes.slice(at, at + largestChunk);
    return;
  }
  const stream = typeof source?.stream === "function" ? source.stream() : source;
  if (typeof stream?.getReader === "function") {
    const reader = stream.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    } finally {
      await reader.cancel().catch(() => {});
    }
    return;
  }
  if (typeof stream?.[Symbol.asyncIterator] !== "function")
    throw new TypeError(`usage must be a File, bytes, a text, a stream or an async iterable, not ${shown(source)}`);
  yield* stream;
}

/** A usage table in the worker. */
export class RemoteTable {
  #line;
  #number;

  constructor(line, number) {
    this.#line = line;
    this.#number = number;
  }

  /** Its number in the worker, for the client alone. */
  get number() {
    return this.#number;
  }

  /** Reads one input to its end; after an abort the table holds what was read until then. */
  async add(source, options = {}) {
    checkOptions(options, { format: "string", name: "string", signal: "any", onProgress: "function" });
    const { signal, onProgress } = options;
    const name = options.name ?? (typeof source?.name === "string" ? source.name : "");
    const format = checkFormat(options.format ?? (/\.(ndjson|jsonl)$/i.test(name) ? "ndjson" : "csv"));
    const total = typeof source === "string" ? undefined : (source?.size ?? source?.byteLength);
    let bytes = 0;
    await this.#line.ask("tableBegin", [this.#number, format, name], { signal });
    try {
      for await (const given of chunksOf(source)) {
        const whole = given instanceof Uint8Array && given.byteLength === given.buffer.byteLength;
        const chunk = whole ? given : chunkOf(given).slice();
        bytes += chunk.byteLength;
        const counts = await this.#line.ask("tableFeed", [this.#number, chunk], { signal, transfer: [chunk.buffer] });
        onProgress?.({ bytes, total, ...counts });
      }
    } catch (error) {
      await this.#line.ask("tableEnd", [this.#number]).catch(() => {});
      throw error;
    }
    return { bytes, ...(await this.#line.ask("tableEnd", [this.#number])) };
  }

  /** samebill/rejects/1 of all inputs so far. */
  rejects() {
    return this.#line.ask("tableRejects", [this.#number]);
  }
  /** samebill/rejects/1 of the records whose device was in no request billed so far. */
  unclaimed() {
    return this.#line.ask("tableUnclaimed", [this.#number]);
  }
  /** Gives the memory back. */
  delete() {
    return this.#line.ask("tableDelete", [this.#number]);
  }
}

const callKinds = {
  table: "any",
  from: "string",
  through: "string",
  ownRecordsOnly: "boolean",
  rejectsFail: "boolean",
  signal: "any",
};

/** The engine in a worker. Every method answers with a promise of what `Engine`'s method of that name returns. */
export class Client {
  #port;
  #line;
  #rulesVersion;

  constructor(port, line, rulesVersion) {
    this.#port = port;
    this.#line = line;
    this.#rulesVersion = rulesVersion;
  }

  get rulesVersion() {
    return this.#rulesVersion;
  }

  async #billed(name, values, options) {
    const { signal, table, ...others } = checkOptions(options, callKinds);
    if (table !== undefined && !(table instanceof RemoteTable))
      throw new TypeError("table must come from usageTable()");
    const sent = table === undefined ? others : { ...others, table: table.number };
    return this.#line.ask("call", [name, values, sent], { signal });
  }
  async #plain(name, document, options) {
    const { signal } = checkOptions(options, { signal: "any" });
    return this.#line.ask("call", [name, [document]], { signal });
  }

  run(request, options = {}) {
    return this.#billed("run", [request], options);
  }
  runText(request, options = {}) {
    return this.#billed("runText", [request], options);
  }
  runBytes(request, options = {}) {
    return this.#billed("runBytes", [request], options);
  }
  correct(request, issued, options = {}) {
    return this.#billed("correct", [request, issued], options);
  }
  correctText(request, issued, options = {}) {
    return this.#billed("correctText", [request, issued], options);
  }
  async explain(request, month, line, options = {}) {
    return this.#billed("explain", [request, checkText(month, "month"), checkLine(line)], options);
  }
  verify(bill, request, options = {}) {
    return this.#billed("verify", [bill, request], options);
  }
  terms(request, options = {}) {
    return this.#plain("terms", request, options);
  }
  check(document, options = {}) {
    return this.#plain("check", document, options);
  }
  checkText(document, options = {}) {
    return this.#plain("checkText", document, options);
  }
  digest(document, options = {}) {
    return this.#plain("digest", document, options);
  }
  quote(scenario, options = {}) {
    return this.#quoted("quote", scenario, options);
  }
  quoteText(scenario, options = {}) {
    return this.#quoted("quoteText", scenario, options);
  }
  expand(scenario, options = {}) {
    return this.#quoted("expand", scenario, options);
  }
  expandText(scenario, options = {}) {
    return this.#quoted("expandText", scenario, options);
  }
  compare(comparison, options = {}) {
    return this.#quoted("compare", comparison, options);
  }
  compareText(comparison, options = {}) {
    return this.#quoted("compareText", comparison, options);
  }
  assign(assignment, options = {}) {
    return this.#billed("assign", [assignment], options);
  }
  assignText(assignment, options = {}) {
    return this.#billed("assignText", [assignment], options);
  }
  async #quoted(name, scenario, options) {
    const { signal, table } = checkOptions(options, { table: "any", signal: "any" });
    return this.#billed(name, [scenario], { signal, ...(table !== undefined && { table }) });
  }
  makeQuote(draft, options = {}) {
    return this.#plain("makeQuote", draft, options);
  }
  makeQuoteText(draft, options = {}) {
    return this.#plain("makeQuoteText", draft, options);
  }
  quoteCheck(check, options = {}) {
    return this.#plain("quoteCheck", check, options);
  }
  quoteCheckText(check, options = {}) {
    return this.#plain("quoteCheckText", check, options);
  }
  async usageTable() {
    return new RemoteTable(this.#line, await this.#line.ask("tableCreate", []));
  }

  /** Ends the worker; calls in flight are rejected. */
  terminate() {
    this.#line.close(new Error("the client was terminated"));
    if (this.#port.terminate) this.#port.terminate();
    else this.#port.close?.();
  }
}

/** Starts the worker (or takes the one given) and loads the engine in it. */
export async function connect(options = {}) {
  const kinds = { worker: "any", wasm: "any", quotes: "boolean", signal: "any" };
  const { worker, wasm, quotes, signal } = checkOptions(options, kinds);
  const port = worker ?? new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const line = new Line(port);
  const given = {
    ...(quotes !== undefined && { quotes }),
    ...(wasm !== undefined && { wasm: wasm instanceof URL ? wasm.href : wasm }),
  };
  const { rulesVersion } = await line.ask("load", [given], { signal });
  return new Client(port, line, rulesVersion);
}
