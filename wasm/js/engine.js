// SPDX-License-Identifier: MIT
// The public shape of the engine over the module's Embind shell. Texts are canonical JSON documents; objects are
// these parsed.
import { bytesOf, checkLine, checkOptions, checkText } from "./arguments.js";
import { EngineFault, Guard } from "./guard.js";
import { closed, opened } from "./open_result.js";
import { UsageTable, innerOf } from "./usage_table.js";

const encoder = new TextEncoder();

const optionKinds = {
  table: "any",
  from: "string",
  through: "string",
  ownRecordsOnly: "boolean",
  rejectsFail: "boolean",
};

function inputsOf(request, options) {
  checkOptions(options, optionKinds);
  return {
    request: bytesOf(request, "request"),
    from: options.from ?? "",
    through: options.through ?? "",
    own_records_only: options.ownRecordsOnly ?? false,
    rejects_fail: options.rejectsFail ?? false,
  };
}

function parsed(result) {
  const outcome = { ok: result.ok, document: JSON.parse(result.text) };
  if (result.rejects) outcome.rejects = JSON.parse(result.rejects);
  return outcome;
}

// The error document of an engine that stopped, as the engine would write it.
function faulted(fault) {
  const document = { errors: [{ code: "internal", message: fault.message, path: "" }], schema: "samebill/error/1" };
  return { ok: false, text: JSON.stringify(document), rejects: "" };
}

/** The engine. `...Text` methods give the canonical text of the document; the others give it parsed, with `ok`. */
export class Engine {
  #guard;
  #hash;
  #quotesAlone;

  constructor(module, hash) {
    this.#guard = new Guard(module);
    this.#hash = hash;
    this.#quotesAlone = !("terms" in module);
  }

  /** Version of the rules: "1". */
  get rulesVersion() {
    return this.#guard.call((module) => module.rules_version());
  }

  usageTable() {
    this.#bills();
    return new UsageTable(this.#guard);
  }

  // Of the modules that bill.
  #bills() {
    if (this.#quotesAlone) throw new TypeError("the engine was loaded for quotes alone: load()");
  }

  #safely(work) {
    try {
      return this.#guard.call(work);
    } catch (fault) {
      if (fault instanceof EngineFault) return faulted(fault);
      throw fault;
    }
  }

  // `work(module, inputs, table)` with the shell's objects.
  #billing(request, options, work) {
    const inputs = inputsOf(request, options);
    this.#bills();
    if (options.table == null) return this.#safely((module) => work(module, inputs, null));
    const { shell } = innerOf(options.table, this.#guard);
    try {
      options.table.seal();
    } catch (fault) {
      return faulted(fault);
    }
    return this.#safely((module) => work(module, inputs, shell));
  }
  #billed(name, request, options, ...rest) {
    return this.#billing(request, options, (module, inputs, table) => module[name](inputs, table, ...rest));
  }

  /** samebill/result/1 or samebill/error/1. */
  runText(request, options = {}) {
    return this.#billed("run", request, options).text;
  }
  run(request, options = {}) {
    return parsed(this.#billed("run", request, options));
  }

  /** What `runText` gives, as bytes; `table` and everything else may be used, or deleted, before the promise holds. */
  async runBytes(request, options = {}) {
    const result = this.#billing(request, options, (module, inputs, table) =>
      this.#hash ? opened(module.run_open(inputs, table)) : module.run(inputs, table),
    );
    const outcome = { ok: result.ok, bytes: await this.#bytesOf(result) };
    if (result.rejects) outcome.rejects = JSON.parse(result.rejects);
    if (outcome.bytes) return outcome;
    const fault = new EngineFault("the platform could not compute the digests, or has no memory for the result");
    return { ...outcome, ok: false, bytes: encoder.encode(faulted(fault).text) };
  }
  // Null if the platform fails; the engine is sound then.
  async #bytesOf(result) {
    if (!result.open) return encoder.encode(result.text);
    const bytes = closed(result, this.#hash).catch(() => null);
    this.#guard.call(() => result.open.delete());
    return bytes;
  }

  /** samebill/correction/1 (rule B9); `issued` is a result, a bill or a list of bills. */
  correctText(request, issued, options = {}) {
    return this.#billed("correct", request, options, bytesOf(issued, "issued")).text;
  }
  correct(request, issued, options = {}) {
    return parsed(this.#billed("correct", request, options, bytesOf(issued, "issued")));
  }

  /** samebill/explanation/1 of a line (index from 0) of the bill of `month` ("" is the first). */
  explain(request, month, line, options = {}) {
    return parsed(this.#billed("explain", request, options, checkText(month, "month"), checkLine(line)));
  }

  /** samebill/verification/1: the bill computed again from its request, and the first difference if there is one. */
  verify(bill, request, options = {}) {
    return parsed(this.#billed("verify", request, options, bytesOf(bill, "bill")));
  }

  /** samebill/terms/1 (rule T3). */
  terms(request) {
    const bytes = bytesOf(request, "request");
    this.#bills();
    return parsed(this.#safely((module) => module.terms(bytes)));
  }

  /** samebill/check/1, or every error of the document. */
  checkText(document) {
    const bytes = bytesOf(document, "document");
    this.#bills();
    return this.#safely((module) => module.check(bytes)).text;
  }
  check(document) {
    const bytes = bytesOf(document, "document");
    this.#bills();
    return parsed(this.#safely((module) => module.check(bytes)));
  }

  /** samebill/scenario_result/1: what a planned fleet comes to; `table` holds the records that cohorts sample. */
  quoteText(scenario, options = {}) {
    return this.#quoted("quote", bytesOf(scenario, "scenario"), options).text;
  }
  quote(scenario, options = {}) {
    return parsed(this.#quoted("quote", bytesOf(scenario, "scenario"), options));
  }

  /** samebill/request/1: the same fleet written out, every device with its events and sessions. */
  expandText(scenario, options = {}) {
    const bytes = bytesOf(scenario, "scenario");
    this.#bills();
    return this.#quoted("expand", bytes, options).text;
  }
  expand(scenario, options = {}) {
    const bytes = bytesOf(scenario, "scenario");
    this.#bills();
    return parsed(this.#quoted("expand", bytes, options));
  }

  /** samebill/comparison_result/1: up to eight scenarios side by side. */
  compareText(comparison, options = {}) {
    return this.#compared(comparison, options).text;
  }
  compare(comparison, options = {}) {
    return parsed(this.#compared(comparison, options));
  }
  #compared(comparison, options) {
    const bytes = bytesOf(comparison, "comparison");
    this.#bills();
    return this.#quoted("compare", bytes, options);
  }

  /** samebill/assignment_result/1: the cheapest plan and report group of every device. */
  assignText(assignment, options = {}) {
    return this.#billed("assign", assignment, options).text;
  }
  assign(assignment, options = {}) {
    return parsed(this.#billed("assign", assignment, options));
  }

  #quoted(name, bytes, options) {
    const { table } = checkOptions(options, { table: "any" });
    if (table == null) return this.#safely((module) => module[name](bytes));
    this.#bills();
    const { shell } = innerOf(table, this.#guard);
    try {
      table.seal();
    } catch (fault) {
      return faulted(fault);
    }
    return this.#safely((module) => module[`${name}_from_table`](bytes, shell));
  }
  /** samebill/quote/1 of a samebill/quote_draft/1. */
  makeQuoteText(draft) {
    const bytes = bytesOf(draft, "draft");
    return this.#safely((module) => module.make_quote(bytes)).text;
  }
  makeQuote(draft) {
    const bytes = bytesOf(draft, "draft");
    return parsed(this.#safely((module) => module.make_quote(bytes)));
  }

  /** samebill/quote_check_result/1: a bill set against the quote of its month, the difference by cause. */
  quoteCheckText(check) {
    const bytes = bytesOf(check, "check");
    this.#bills();
    return this.#safely((module) => module.quote_check(bytes)).text;
  }
  quoteCheck(check) {
    const bytes = bytesOf(check, "check");
    this.#bills();
    return parsed(this.#safely((module) => module.quote_check(bytes)));
  }

  /** samebill/digest/1. */
  digest(document) {
    const bytes = bytesOf(document, "document");
    return parsed(this.#safely((module) => module.digest(bytes)));
  }
}

/** An engine from core.wasm or core_simd.wasm, whose glue is the same, or from quotes.wasm: bytes, a compiled
 *  module, or a promise of either. `hash` is the platform's SHA-256, if it has one (see open_result.js). */
export async function engineFrom(source, { quotes, hash }) {
  const glue = quotes ? import("./quotes.mjs") : import("./core.mjs");
  const [wasm, { default: createModule }] = await Promise.all([source, glue]);
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(module, imports).then((instance) => done(instance, module)).catch(reject);
      return {}; // the exports come later
    };
    createModule({ instantiateWasm }).then((made) => resolve(new Engine(made, hash)), reject);
  });
}
