// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { engineFrom } from "./engine.js";

export { Engine, UsageTable } from "./engine.js";

/** Loads the engine. `wasm`: bytes of core.wasm, if not the ones beside this file. */
export async function load({ wasm } = {}) {
  return engineFrom(wasm ?? (await readFile(new URL("./core.wasm", import.meta.url))));
}
