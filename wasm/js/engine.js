// SPDX-License-Identifier: MIT
// The public shape of the engine over the module's Embind shell. Texts are canonical JSON documents; objects are
// these parsed.
import { bytesOf, checkLine, checkOptions, checkText } from "./arguments.js";
import createModule from "./core.mjs";
import { EngineFault, Guard } from "./guard.js";
import { UsageTable, innerOf } from "./usage_table.js";

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

  constructor(module) {
    this.#guard = new Guard(module);
  }

  /** Version of the rules: "1". */
  get rulesVersion() {
    return this.#guard.call((module) => module.rules_version());
  }

  usageTable() {
    return new UsageTable(this.#guard);
  }

  #safely(work) {
    try {
      return this.#guard.call(work);
    } catch (fault) {
      if (fault instanceof EngineFault) return faulted(fault);
      throw fault;
    }
  }

  #billed(name, request, options, ...rest) {
    const inputs = inputsOf(request, options);
    if (options.table == null) return this.#safely((module) => module[name](inputs, null, ...rest));
    const { shell } = innerOf(options.table, this.#guard);
    try {
      options.table.seal();
    } catch (fault) {
      return faulted(fault);
    }
    return this.#safely((module) => module[name](inputs, shell, ...rest));
  }

  /** samebill/result/1 or samebill/error/1. */
  runText(request, options = {}) {
    return this.#billed("run", request, options).text;
  }
  run(request, options = {}) {
    return parsed(this.#billed("run", request, options));
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
    return parsed(this.#safely((module) => module.terms(bytes)));
  }

  /** samebill/check/1, or every error of the document. */
  checkText(document) {
    const bytes = bytesOf(document, "document");
    return this.#safely((module) => module.check(bytes)).text;
  }
  check(document) {
    const bytes = bytesOf(document, "document");
    return parsed(this.#safely((module) => module.check(bytes)));
  }

  /** samebill/digest/1. */
  digest(document) {
    const bytes = bytesOf(document, "document");
    return parsed(this.#safely((module) => module.digest(bytes)));
  }
}

/** An engine from the bytes of core.wasm. */
export async function engineFrom(wasmBinary) {
  return new Engine(await createModule({ wasmBinary }));
}
