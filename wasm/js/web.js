// SPDX-License-Identifier: MIT
import { checkOptions, shown } from "./arguments.js";
import { engineFrom } from "./engine.js";
import { hasSimd } from "./simd.js";

export { Engine } from "./engine.js";
export { EngineFault } from "./guard.js";
export { UsageTable } from "./usage_table.js";

// Not in a page that came without TLS.
const hash = globalThis.crypto?.subtle && ((bytes) => crypto.subtle.digest("SHA-256", bytes));

// Compiled while it comes, where the server says what it is.
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`the engine's module could not be loaded: ${response.status} ${response.statusText}`);
  const type = response.headers.get("content-type");
  return type === "application/wasm" ? WebAssembly.compileStreaming(response) : response.arrayBuffer();
}

/** Loads the engine. `quotes`: the smaller module, for quotes alone. `wasm`: bytes or address
 *  of a module, if not of the one beside this file that fits. */
export async function load(options = {}) {
  const { quotes, wasm } = checkOptions(options, { quotes: "boolean", wasm: "any" });
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return engineFrom(wasm, { quotes, hash });
  if (wasm !== undefined && typeof wasm !== "string" && !(wasm instanceof URL))
    throw new TypeError(`options.wasm must be bytes or an address, not ${shown(wasm)}`);
  const core = hasSimd ? new URL("./core_simd.wasm", import.meta.url) : new URL("./core.wasm", import.meta.url);
  const beside = quotes ? new URL("./quotes.wasm", import.meta.url) : core;
  return engineFrom(fetched(wasm ?? beside), { quotes, hash });
}
