// SPDX-License-Identifier: MIT
// The client and the worker's side over a message channel; the worker itself is tried in a browser (package.test.mjs).
import assert from "node:assert/strict";
import test from "node:test";
import { connect } from "../dist/client.js";
import { load } from "../dist/node.js";
import { serve } from "../dist/service.js";
import { request, sessions } from "./sample.mjs";

const engine = await load();
const ndjson = sessions.map((s) => JSON.stringify(s)).join("\n");

async function withClient(work) {
  const { port1, port2 } = new MessageChannel();
  serve(port1, load);
  const client = await connect({ worker: port2 });
  try {
    await work(client);
  } finally {
    client.terminate();
    port1.close();
  }
}

test("every method answers what the engine answers", () =>
  withClient(async (client) => {
    const full = { ...request, usage: sessions };
    const result = engine.run(full);
    assert.equal(client.rulesVersion, "1");
    assert.deepEqual(await client.run(full), result);
    assert.equal(await client.runText(JSON.stringify(full)), engine.runText(full));
    assert.deepEqual(await client.runBytes(full), await engine.runBytes(full));
    assert.deepEqual(await client.explain(full, "2026-03", 0), engine.explain(full, "2026-03", 0));
    assert.deepEqual(await client.terms(full), engine.terms(full));
    assert.deepEqual(await client.check(full), engine.check(full));
    assert.equal(await client.checkText(full), engine.checkText(full));
    assert.deepEqual(await client.digest(full), engine.digest(full));
    assert.deepEqual(
      await client.verify(result.document.bills[0], full),
      engine.verify(result.document.bills[0], full),
    );
    assert.deepEqual(await client.correct(full, result.document), engine.correct(full, result.document));
    assert.equal(await client.correctText(full, result.document), engine.correctText(full, result.document));
    assert.equal((await client.run("{")).document.errors[0].code, "parse");
  }));

test("a file, a stream, bytes, a text and an iterable fill a table alike, with progress", () =>
  withClient(async (client) => {
    const expected = engine.runText({ ...request, usage: sessions });
    const bytes = new TextEncoder().encode(ndjson);
    const sources = [
      new File([bytes], "march.ndjson"),
      new Blob([bytes]).stream(),
      bytes,
      ndjson,
      (async function* () {
        for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
      })(),
    ];
    for (const source of sources) {
      const table = await client.usageTable();
      const seen = [];
      const counts = await table.add(source, { format: "ndjson", onProgress: (progress) => seen.push(progress) });
      assert.equal(counts.records, 3);
      assert.equal(counts.bytes, bytes.length);
      assert.equal(seen.at(-1).bytes, bytes.length);
      assert.equal(await client.runText(request, { table }), expected);
      assert.equal((await table.rejects()).rejected, 0);
      await table.delete();
      await assert.rejects(client.run(request, { table }), /deleted/);
    }
    assert.equal(bytes.length, new TextEncoder().encode(ndjson).length, "the caller's bytes stay the caller's");
  }));

test("a call that waits is dropped when it is aborted, and the others go on", () =>
  withClient(async (client) => {
    const controller = new AbortController();
    const first = client.run({ ...request, usage: sessions });
    const second = client.run(request, { signal: controller.signal });
    const third = client.run(request);
    controller.abort();
    await assert.rejects(second, { name: "AbortError" });
    assert.equal((await first).ok, true);
    assert.equal((await third).ok, true);
    await assert.rejects(client.run(request, { signal: AbortSignal.abort() }), { name: "AbortError" });
  }));

test("a file is left when it is aborted, and what was read stays", () =>
  withClient(async (client) => {
    const controller = new AbortController();
    const table = await client.usageTable();
    const endless = (async function* () {
      yield "id,device,kind,start,end,quantity\n";
      for (let i = 0; ; ++i) yield `s${i},tracker-1,data,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z,1\n`;
    })();
    const reading = table.add(endless, {
      signal: controller.signal,
      onProgress: ({ records }) => records === 10 && controller.abort(),
    });
    await assert.rejects(reading, { name: "AbortError" });
    const { ok, document } = await client.run(request, { table });
    assert.equal(ok, true);
    assert.ok(document.bills[0].usage[0].sessions >= 10);
  }));

test("wrong arguments are rejected as TypeErrors, on this side or the worker's", () =>
  withClient(async (client) => {
    await assert.rejects(client.run(5), { name: "TypeError", message: /request must be/ });
    await assert.rejects(client.run(request, { tabel: 1 }), { name: "TypeError", message: /no option "tabel"/ });
    await assert.rejects(client.run(request, { table: {} }), { name: "TypeError" });
    await assert.rejects(
      client.run(() => 1),
      { name: "TypeError", message: /cannot be sent/ },
    );
    await assert.rejects(client.explain(request, "", "first"), { name: "TypeError" });
    const table = await client.usageTable();
    await assert.rejects(table.add(17), { name: "TypeError", message: /usage must be a File/ });
    assert.equal((await client.run(request)).ok, true);
  }));

test("after terminate every call is rejected", async () => {
  const { port1, port2 } = new MessageChannel();
  serve(port1, load);
  const client = await connect({ worker: port2 });
  const waiting = client.run(request);
  client.terminate();
  await assert.rejects(waiting, /terminated/);
  await assert.rejects(client.run(request), /terminated/);
  port1.close();
});
