// SPDX-License-Identifier: MIT
// The public shape of the engine over the module's Embind shell. Texts are canonical JSON documents; objects are these parsed.
import createModule from "./core.mjs";

/** Records fed in chunks of any size, split anywhere, then billed any number of times. Call `delete()` when done. */
export class UsageTable {
  #table;

  constructor(module) {
    this.#table = new module.Table();
  }

  /** Begins a new input: "csv" (RFC 4180, header first) or "ndjson"; `name` stands as `file` in its rejects. */
  begin(format, name = "") {
    if (format !== "csv" && format !== "ndjson") throw new TypeError(`format must be "csv" or "ndjson", not ${format}`);
    this.#table.begin(format, name);
  }

  /** The next bytes (Uint8Array) or text of the input. */
  feed(chunk) {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    const limit = 1 << 22;
    for (let at = 0; at < bytes.length; at += limit) {
      const part = bytes.subarray(at, at + limit);
      this.#table.buffer(part.length).set(part);
      this.#table.feed(part.length);
    }
  }

  /** Ends the input begun last. */
  end() {
    this.#table.end();
  }

  /** Ends filling; billing does it too. */
  seal() {
    this.#table.seal();
  }

  get records() {
    return this.#table.records();
  }
  get rejected() {
    return this.#table.rejected();
  }
  /** Bytes of memory held. */
  get bytes() {
    return this.#table.bytes();
  }
  /** samebill/rejects/1 of all inputs so far. */
  rejects() {
    return JSON.parse(this.#table.rejects());
  }
  /** samebill/rejects/1 of the records whose device was in no request billed so far. */
  unclaimed() {
    return JSON.parse(this.#table.unclaimed());
  }
  delete() {
    this.#table.delete();
  }

  /** The shell's object, for the engine only. */
  get inner() {
    return this.#table;
  }
}

function textOf(document) {
  return typeof document === "string" || document instanceof Uint8Array ? document : JSON.stringify(document);
}

function inputsOf(request, options) {
  return {
    request: textOf(request),
    from: options.from ?? "",
    through: options.through ?? "",
    own_records_only: options.ownRecordsOnly ?? false,
    rejects_fail: options.rejectsFail ?? false,
  };
}

/** The engine. `...Text` methods give the canonical text of the document; the others give it parsed, with `ok`. */
export class Engine {
  #module;

  constructor(module) {
    this.#module = module;
  }

  get rulesVersion() {
    return this.#module.rules_version();
  }

  usageTable() {
    return new UsageTable(this.#module);
  }

  #call(name, request, options, ...rest) {
    return this.#module[name](inputsOf(request, options), options.table?.inner ?? null, ...rest);
  }

  #parsed(result) {
    const parsed = { ok: result.ok, document: JSON.parse(result.text) };
    if (result.rejects) parsed.rejects = JSON.parse(result.rejects);
    return parsed;
  }

  /** samebill/result/1 or samebill/error/1. */
  runText(request, options = {}) {
    return this.#call("run", request, options).text;
  }
  run(request, options = {}) {
    return this.#parsed(this.#call("run", request, options));
  }

  /** samebill/correction/1 (rule B9); `issued` is a result, a bill or a list of bills. */
  correctText(request, issued, options = {}) {
    return this.#call("correct", request, options, textOf(issued)).text;
  }
  correct(request, issued, options = {}) {
    return this.#parsed(this.#call("correct", request, options, textOf(issued)));
  }

  /** samebill/explanation/1 of a line (index from 0) of the bill of `month` ("" is the first). */
  explain(request, month, line, options = {}) {
    return this.#parsed(this.#call("explain", request, options, month, line));
  }

  /** samebill/verification/1: the bill computed again from its request, and the first difference if there is one. */
  verify(bill, request, options = {}) {
    return this.#parsed(this.#call("verify", request, options, textOf(bill)));
  }

  /** samebill/terms/1 (rule T3). */
  terms(request) {
    return this.#parsed(this.#module.terms(textOf(request)));
  }

  /** samebill/check/1, or every error of the document. */
  checkText(document) {
    return this.#module.check(textOf(document)).text;
  }
  check(document) {
    return this.#parsed(this.#module.check(textOf(document)));
  }

  /** samebill/digest/1. */
  digest(document) {
    return this.#parsed(this.#module.digest(textOf(document)));
  }
}

/** An engine from the bytes of core.wasm. */
export async function engineFrom(wasmBinary) {
  return new Engine(await createModule({ wasmBinary }));
}
