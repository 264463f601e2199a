// SPDX-License-Identifier: MIT
// The page's side of browser.mjs.

const microseconds = (milliseconds) => Math.round(milliseconds * 1000);

async function chunksOf(name) {
  const chunks = [];
  const reader = (await fetch(name)).body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
  return chunks;
}

const bytesOf = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());

async function repeat(times, job) {
  const us = [];
  let result;
  for (let i = 0; i < times; ++i) {
    const begin = performance.now();
    result = await job();
    us.push(microseconds(performance.now() - begin));
  }
  return { us, result };
}

async function loadEngine() {
  const { load } = await import("/samebill/web.js");
  return load();
}

function factsOf(result) {
  const after = (label) => {
    const at = result.indexOf(label) + label.length;
    return result.slice(at, result.indexOf('"', at));
  };
  let lines = 0;
  for (let at = result.indexOf('"rule":'); at >= 0; at = result.indexOf('"rule":', at + 7)) lines += 1;
  return {
    digest: after('"digest":"'),
    facts: { lines, subtotal: after('"subtotal":"'), tax: after('"tax_total":"'), total: after('"total":"') },
  };
}

async function measureEngine(times) {
  const engine = await loadEngine();
  const request = await bytesOf("/data/request.json");
  const chunks = await chunksOf("/data/usage.csv");
  const { us, result } = await repeat(times, async () => {
    const table = engine.usageTable();
    table.begin("csv");
    for (const chunk of chunks) table.feed(chunk);
    table.end();
    const { bytes } = await engine.runBytes(request, { table });
    table.delete();
    return bytes;
  });
  return { us, ...factsOf(new TextDecoder().decode(result)) };
}

// The best of five batches, so that one interruption does not count.
async function measureRequest() {
  const engine = await loadEngine();
  const request = await bytesOf("/data/request.json");
  const { digest } = factsOf(engine.runText(request));
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
  return { us: [microseconds(best)], ns: Math.round(best * 1e6), digest };
}

async function measureDuckdb(times, query) {
  const duckdb = await import("/packages/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs");
  const dist = "/packages/@duckdb/duckdb-wasm/dist/";
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${dist}duckdb-browser-eh.worker.js`));
  await database.instantiate(new URL(`${dist}duckdb-eh.wasm`, location.href).href);
  const connection = await database.connect();
  await database.registerFileBuffer("usage.csv", await bytesOf("/data/usage.csv"));
  await database.registerFileBuffer("devices.csv", await bytesOf("/data/devices.csv"));
  const { us, result } = await repeat(times, async () => (await connection.query(query)).toArray()[0].toArray());
  return { us, row: [...result].map(String) };
}

export function measure({ who, times, query }) {
  if (who === "duckdb") return measureDuckdb(times, query);
  return who === "request" ? measureRequest() : measureEngine(times);
}
