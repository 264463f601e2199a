// SPDX-License-Identifier: MIT
import { checkOptions, shown } from "./arguments.js";
import { engineFrom } from "./engine.js";

export { Engine } from "./engine.js";
export { EngineFault } from "./guard.js";
export { UsageTable } from "./usage_table.js";

/** Loads the engine. `wasm`: bytes or address of core.wasm, if not the one beside this file. */
export async function load(options = {}) {
  const { wasm } = checkOptions(options, { wasm: "any" });
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return engineFrom(wasm);
  if (wasm !== undefined && typeof wasm !== "string" && !(wasm instanceof URL))
    throw new TypeError(`options.wasm must be bytes or an address, not ${shown(wasm)}`);
  const response = await fetch(wasm ?? new URL("./core.wasm", import.meta.url));
  if (!response.ok) throw new Error(`core.wasm could not be loaded: ${response.status} ${response.statusText}`);
  return engineFrom(await response.arrayBuffer());
}
