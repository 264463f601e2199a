// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { loadModule } from "./load.mjs";

const { differences, valueAt, withValue } = await loadModule("plans/edit");
const { compareAmounts, orderLines } = await loadModule("engine/order");
const { Scanner } = await loadModule("engine/scanner");
const { packed, unpacked } = await loadModule("lib/share");

const catalog = { id: "c", plans: [{ id: "a", fees: { activation: "1" } }, { id: "b/c" }] };

test("members are read, set and removed by pointer; what is emptied goes too", () => {
  assert.equal(valueAt(catalog, "/plans/0/fees/activation"), "1");
  assert.equal(valueAt(catalog, "/plans/9/id"), undefined);
  assert.deepEqual(withValue(catalog, "/plans/1/fees/activation", "2").plans[1], {
    id: "b/c",
    fees: { activation: "2" },
  });
  assert.deepEqual(withValue(catalog, "/plans/0/fees/activation", undefined).plans[0], { id: "a" });
  assert.deepEqual(catalog.plans[0].fees, { activation: "1" }, "the given document stays as it was");
});

test("two versions differ where their members do; plans are matched by id, not by place", () => {
  const other = {
    id: "c",
    plans: [
      { id: "b/c", name: "B" },
      { id: "a", fees: { activation: "3" } },
    ],
  };
  assert.deepEqual(differences(catalog, other), [
    { path: "/plans/a/fees/activation", before: "1", after: "3" },
    { path: "/plans/b/c/name", before: undefined, after: "B" },
  ]);
  assert.deepEqual(differences(catalog, structuredClone(catalog)), []);
});

test("amounts are ordered as numbers are, however long", () => {
  const amounts = ["10.00", "-0.50", "9.99", "0.00", "-12.00", "123456789012345678.90", "9.98"];
  assert.deepEqual(amounts.sort(compareAmounts), [
    "-12.00",
    "-0.50",
    "0.00",
    "9.98",
    "9.99",
    "10.00",
    "123456789012345678.90",
  ]);
});

test("lines are searched, filtered and grouped under headings", () => {
  const lines = [
    { type: "access_fee", device: "d2", plan: "p", amount: "2.00", rule: "F2" },
    { type: "activation_fee", device: "d1", plan: "p", amount: "1.00", rule: "S2" },
    { type: "overage", device: "d1", plan: "p", kind: "data", amount: "0.10", rule: "U8" },
  ];
  const query = { search: "", category: "", group: "none", sort: "bill", descending: false, typeNames: {} };
  const rows = (change) => [...orderLines(lines, { ...query, ...change }).rows];
  assert.deepEqual(rows({}), [0, 1, 2]);
  assert.deepEqual(rows({ search: "D1" }), [1, 2]);
  assert.deepEqual(rows({ search: "d1 data" }), [2]);
  assert.deepEqual(rows({ search: "F2" }), [], "the rule is no word of the line");
  assert.deepEqual(rows({ search: "grundpreis", typeNames: { access_fee: "Grundpreis" } }), [0]);
  assert.deepEqual(rows({ category: "usage" }), [2]);
  assert.deepEqual(rows({ sort: "amount" }), [2, 1, 0]);
  assert.deepEqual(rows({ sort: "device", descending: true }), [0, 2, 1]);
  assert.deepEqual(rows({ group: "device" }), [-1, 1, 2, -2, 0]);
  assert.deepEqual(orderLines(lines, { ...query, group: "device" }).groups, [
    { key: "d1", count: 2 },
    { key: "d2", count: 1 },
  ]);
});

test("devices and months are found in chunks split anywhere", () => {
  const csv =
    'start,"device",id\r\n2026-03-01T00:00:00Z,a,1\r\n2026-03-31T23:30:00-01:00,"b",2\r\n' +
    "x,c,3\r\n2026-04-02T00:00:00Z,a,4";
  for (const size of [1, 7, 1000]) {
    const scanner = new Scanner("csv");
    const bytes = new TextEncoder().encode(csv);
    for (let at = 0; at < bytes.length; at += size) scanner.feed(bytes.subarray(at, at + size));
    scanner.end();
    assert.deepEqual([...scanner.devices.keys()], ["a", "b"]);
    assert.equal(scanner.lastOf("a"), "2026-04-02");
    assert.deepEqual(scanner.months(), [
      { month: "2026-03", records: 1 },
      { month: "2026-04", records: 2 },
    ]);
  }
  const scanner = new Scanner("ndjson");
  scanner.feed(new TextEncoder().encode('{"device":"x","start":"2026-03-05T00:00:00Z"}\nnonsense\n{"device":7}\n'));
  scanner.end();
  assert.deepEqual([...scanner.devices.keys()], ["x"]);
});

test("a document goes into a link and comes out of it", async () => {
  const text = JSON.stringify({ schema: "samebill/request/1", name: "Zürich ✓", list: Array(500).fill("meter") });
  const link = await packed(text);
  assert.match(link, /^[A-Za-z0-9_-]+$/);
  assert.ok(link.length < text.length / 4);
  assert.equal(await unpacked(link), text);
  await assert.rejects(unpacked("nonsense"));
});
