// SPDX-License-Identifier: MIT
import { engineFrom } from "./engine.js";

export { Engine, UsageTable } from "./engine.js";

/** Loads the engine. `wasm`: bytes or address of core.wasm, if not the one beside this file. */
export async function load({ wasm } = {}) {
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return engineFrom(wasm);
  const response = await fetch(wasm ?? new URL("./core.wasm", import.meta.url));
  if (!response.ok) throw new Error(`core.wasm could not be loaded: ${response.status} ${response.statusText}`);
  return engineFrom(await response.arrayBuffer());
}
