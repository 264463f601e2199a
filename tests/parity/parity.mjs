// SPDX-License-Identifier: MIT
// Random requests through the native and the WebAssembly build of the door, compared byte for byte, the closing state
// and errors included. Examples are compared in tests/examples.
//   node tests/parity/parity.mjs --count 2000 [--seed 1]
import { join } from "node:path";
import { answers } from "./answers.mjs";
import { generate } from "../reference/generate.mjs";

const root = new URL("../../", import.meta.url).pathname;
const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : Number(process.argv[at + 1]);
};
const count = option("count", 2000);
const seed = option("seed", 1_000_000);

let passed = 0;
let failed = 0;
for (let first = 0; first < count; first += 500) {
  const requests = [];
  for (let i = first; i < Math.min(first + 500, count); ++i) requests.push(JSON.stringify(generate(seed + i)));
  const native = await answers(join(root, "build/native/samebill_lines"), [], requests);
  const wasm = await answers(process.execPath, [join(root, "build/wasm/samebill_lines.js")], requests);
  requests.forEach((_, i) => {
    if (native[i] !== undefined && native[i].length > 0 && native[i] === wasm[i]) {
      passed += 1;
      return;
    }
    failed += 1;
    if (failed > 3) return;
    console.log(
      `seed ${seed + first + i} differs\nnative ${native[i]?.slice(0, 400)}\nwasm   ${wasm[i]?.slice(0, 400)}`,
    );
  });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
