// SPDX-License-Identifier: MIT
// This engine in WebAssembly under Node, from the package: engine_wasm.mjs FOLDER [--times N], or
// engine_wasm.mjs --request FILE
import { openSync, closeSync, readFileSync, readSync } from "node:fs";
import { digestOf, factsOf, filesOf, folder, report } from "./common.mjs";

const { load } = await import("../../../wasm/dist/node.js");
const engine = await load();

async function bill(files, request) {
  const table = engine.usageTable();
  table.begin("csv");
  const file = openSync(files.usage);
  const chunk = new Uint8Array(1 << 18);
  for (let got; (got = readSync(file, chunk)) > 0; ) table.feed(chunk.subarray(0, got));
  closeSync(file);
  table.end();
  const { bytes } = await engine.runBytes(request, { table });
  table.delete();
  return bytes;
}

// The best of five batches, so that one interruption does not count.
function timeRequest(request) {
  const text = engine.runText(request);
  for (let i = 0; i < 200; ++i) engine.runText(request);
  let best = Infinity;
  for (let batch = 0; batch < 5; ++batch) {
    const begin = performance.now();
    let times = 0;
    do {
      engine.runText(request);
      times += 1;
    } while (performance.now() - begin < 200);
    best = Math.min(best, (performance.now() - begin) / times);
  }
  const ns = Math.round(best * 1e6);
  const peak_kb = process.resourceUsage().maxRSS;
  console.log(JSON.stringify({ us: [Math.round(ns / 1000)], ns, digest: digestOf(text), peak_kb }));
}

if (folder === "--request") {
  timeRequest(readFileSync(process.argv[3]));
} else {
  const files = filesOf(folder);
  const request = readFileSync(files.request);
  await report(
    () => bill(files, request),
    (bytes) => {
      const text = new TextDecoder().decode(bytes);
      return { facts: factsOf(text), digest: digestOf(text), result_bytes: bytes.length };
    },
  );
}
