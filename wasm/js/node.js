// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { checkOptions, shown } from "./arguments.js";
import { engineFrom } from "./engine.js";
import { hasSimd } from "./simd.js";

export { Engine } from "./engine.js";
export { EngineFault } from "./guard.js";
export { UsageTable } from "./usage_table.js";

const largestSlice = 1 << 30; // not all of a document of 2 GiB is taken at once
function hash(bytes) {
  const sha = createHash("sha256");
  for (let at = 0; at < bytes.length; at += largestSlice) sha.update(bytes.subarray(at, at + largestSlice));
  return sha.digest();
}

/** Loads the engine. `quotes`: the smaller module, for quotes alone. `wasm`: bytes or address (a file: URL)
 *  of a module, if not of the one beside this file that fits. */
export async function load(options = {}) {
  const { quotes, wasm } = checkOptions(options, { quotes: "boolean", wasm: "any" });
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return engineFrom(wasm, { quotes, hash });
  if (wasm !== undefined && typeof wasm !== "string" && !(wasm instanceof URL))
    throw new TypeError(`options.wasm must be bytes or an address, not ${shown(wasm)}`);
  const core = hasSimd ? new URL("./core_simd.wasm", import.meta.url) : new URL("./core.wasm", import.meta.url);
  const beside = quotes ? new URL("./quotes.wasm", import.meta.url) : core;
  return engineFrom(await readFile(wasm ?? beside), { quotes, hash });
}
