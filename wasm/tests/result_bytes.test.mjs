// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { engineFrom } from "../dist/engine.js";
import { load } from "../dist/node.js";
import { request, sessions } from "./sample.mjs";

const engine = await load();

test("bytes are those of the text, whoever computes the digests", async () => {
  const wasm = readFileSync(new URL("../dist/core.wasm", import.meta.url));
  const subtle = (bytes) => crypto.subtle.digest("SHA-256", bytes); // as in a page
  const withoutTls = await engineFrom(wasm, {});
  const engines = [engine, await engineFrom(wasm, { hash: subtle }), withoutTls];
  const full = { ...request, usage: sessions, inputs_digest: true };
  for (const each of engines)
    for (const [given, options] of [[full, {}], [full, { from: "2026-03", through: "2026-06" }], ["{", {}]]) {
      const { ok, bytes, ...others } = await each.runBytes(given, options);
      assert.equal(ok, given === full);
      assert.equal(new TextDecoder().decode(bytes), engine.runText(given, options));
      assert.deepEqual(others, {}, "no table, no rejects");
    }
  const backwards = { ...sessions[0], id: "d", end: "2026-03-01T00:00:00Z" };
  for (const each of engines) {
    const table = each.usageTable();
    table.begin("csv", "march.csv");
    table.feed("id,device,kind,start,end,quantity\n");
    for (const { id, device, kind, start, end, quantity } of [...sessions, backwards])
      table.feed(`${id},${device},${kind},${start},${end},${quantity}\n`);
    const expected = each.run(request, { table });
    const promise = each.runBytes(request, { table });
    table.delete();
    const { ok, bytes, rejects } = await promise;
    assert.deepEqual({ ok, document: JSON.parse(new TextDecoder().decode(bytes)), rejects }, expected);
    assert.equal(rejects.rejected, 1);
  }
  await assert.rejects(engine.runBytes(full, { rejectFail: true }), TypeError);
});
