// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { checkOptions, shown } from "./arguments.js";
import { engineFrom } from "./engine.js";

export { Engine } from "./engine.js";
export { EngineFault } from "./guard.js";
export { UsageTable } from "./usage_table.js";

/** Loads the engine. `wasm`: bytes or address (a file: URL) of core.wasm, if not the one beside this file. */
export async function load(options = {}) {
  const { wasm } = checkOptions(options, { wasm: "any" });
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return engineFrom(wasm);
  if (wasm !== undefined && typeof wasm !== "string" && !(wasm instanceof URL))
    throw new TypeError(`options.wasm must be bytes or an address, not ${shown(wasm)}`);
  return engineFrom(await readFile(wasm ?? new URL("./core.wasm", import.meta.url)));
}
