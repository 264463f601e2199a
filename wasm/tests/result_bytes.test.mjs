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

// A bill of some megabytes, so that memory grows and what was freed is written again.
const fleet = (name, devices) => {
  const ids = Array.from({ length: devices }, (_, i) => `${name}-${i}`);
  const at = "2026-03-01T00:00:00Z";
  const events = (device) => [
    { at, type: "provision", device, plan: "small" },
    { at, type: "activate", device },
  ];
  return {
    ...request,
    account: { ...request.account, id: name, devices: ids.map((id) => ({ id })) },
    events: ids.flatMap(events),
  };
};

test("a result is its own, whatever the engine computes before it is complete", async () => {
  const later = async (bytes) => {
    const copy = bytes.slice();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return crypto.subtle.digest("SHA-256", copy);
  };
  const wasm = readFileSync(new URL("../dist/core.wasm", import.meta.url));
  for (const hash of [later, (bytes) => crypto.subtle.digest("SHA-256", bytes)]) {
    const slow = await engineFrom(wasm, { hash });
    const requests = [fleet("one", 3000), fleet("two", 3000), fleet("three", 9000)];
    const all = await Promise.all(requests.map((each) => slow.runBytes(each)));
    all.forEach(({ bytes }, i) =>
      assert.ok(new TextDecoder().decode(bytes) === engine.runText(requests[i]), `request ${i}`),
    );
  }
});

test("a platform that cannot hash is an error of its own, and the engine goes on", async () => {
  const wasm = readFileSync(new URL("../dist/core.wasm", import.meta.url));
  const fails = (bytes) => {
    throw new Error(`not ${bytes.length}`);
  };
  for (const hash of [fails, async (bytes) => fails(bytes)]) {
    const broken = await engineFrom(wasm, { hash });
    const { ok, bytes } = await broken.runBytes({ ...request, through: "2026-05" });
    assert.equal(ok, false);
    const { errors } = JSON.parse(new TextDecoder().decode(bytes));
    assert.deepEqual(
      errors.map(({ code, path }) => [code, path]),
      [["internal", ""]],
    );
    assert.equal(broken.runText(request), engine.runText(request));
  }
});
