// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "../dist/node.js";
import { request, sessions } from "./sample.mjs";

const engine = await load();
const csv = `id,device,kind,start,end,quantity\n${sessions
  .map((s) => [s.id, s.device, s.kind, s.start, s.end, s.quantity].join(","))
  .join("\n")}\n`;
const ndjson = sessions.map((s) => JSON.stringify(s)).join("\n");

function filled(...inputs) {
  const table = engine.usageTable();
  for (const [format, text, name] of inputs) {
    table.begin(format, name);
    table.feed(text);
    table.end();
  }
  return table;
}

test("the sample comes to the amounts worked by hand", () => {
  // 31 of 31 days of 3.00 and 2 MB over 1 MB at 0.80 a MB: 3.00 + 1.60.
  const { ok, document } = engine.run({ ...request, usage: sessions });
  assert.equal(ok, true);
  assert.deepEqual(
    document.bills[0].lines.map((line) => [line.type, line.amount]),
    [
      ["access_fee", "3.00"],
      ["overage", "1.60"],
    ],
  );
  assert.equal(document.bills[0].amount_due, "4.60");
});

test("text, bytes and object are the same request", () => {
  const text = JSON.stringify({ ...request, usage: sessions });
  const first = engine.runText(text);
  assert.equal(engine.runText(new TextEncoder().encode(text)), first);
  assert.equal(engine.runText(new TextEncoder().encode(text).buffer), first);
  assert.equal(engine.runText(JSON.parse(text)), first);
  assert.equal(first, engine.runText(first.length > 0 ? text : ""), "a second run gives the same bytes");
});

test("a table of CSV or NDJSON gives the bill of inline usage", () => {
  const inline = engine.runText({ ...request, usage: sessions });
  for (const table of [filled(["csv", csv]), filled(["ndjson", ndjson])]) {
    assert.equal(table.records, 3);
    assert.equal(table.rejected, 0);
    assert.equal(engine.runText(request, { table }), inline);
    table.delete();
  }
});

test("a file split after any byte is the same file", () => {
  const whole = filled(["csv", csv]);
  const expected = engine.runText(request, { table: whole });
  whole.delete();
  const bytes = new TextEncoder().encode(csv);
  for (let cut = 0; cut <= bytes.length; ++cut) {
    const table = engine.usageTable();
    table.begin("csv");
    table.feed(bytes.subarray(0, cut));
    table.feed(bytes.subarray(cut));
    table.end();
    assert.equal(engine.runText(request, { table }), expected, `split after byte ${cut}`);
    table.delete();
  }
});

test("a chunk above the buffer's size is taken in parts", () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, i) => `s${i},tracker-1,sms,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z,1`,
  );
  const table = filled(["csv", `id,device,kind,start,end,quantity\n${rows.join("\n")}`]);
  assert.equal(table.records, 40_000);
  assert.equal(table.rejected, 0);
  table.delete();
});

test("a bad record is listed with its place and the rest is billed", () => {
  const table = filled(["csv", `${csv}x1,tracker-1,data,2026-03-09T00:00:00Z,2026-03-08T00:00:00Z,1\n`, "march.csv"]);
  const { ok, document, rejects } = engine.run(request, { table });
  assert.equal(ok, true);
  assert.equal(document.bills[0].amount_due, "4.60");
  assert.equal(rejects.rejected, 1);
  assert.deepEqual(
    [rejects.rejects[0].file, rejects.rejects[0].line, rejects.rejects[0].code],
    ["march.csv", 5, "schema"],
  );
  assert.equal(engine.run(request, { table, rejectsFail: true }).ok, false);
  table.delete();
});

test("records of no billed device are reported once", () => {
  const table = filled(["csv", `${csv}y1,elsewhere,data,2026-03-09T00:00:00Z,2026-03-09T00:00:00Z,1\n`]);
  engine.run(request, { table, ownRecordsOnly: true });
  assert.deepEqual(table.unclaimed().counts, [{ code: "unknown_device", count: 1 }]);
  table.delete();
});

test("errors in the input are values with a pointer", () => {
  const wrong = engine.run({ ...request, through: "2026-13" });
  assert.equal(wrong.ok, false);
  assert.equal(wrong.document.schema, "samebill/error/1");
  assert.deepEqual(
    wrong.document.errors.map((error) => [error.code, error.path]),
    [["schema", "/through"]],
  );
  for (const nonsense of ["", "{", "[".repeat(100_000), "\u0000", new Uint8Array([0xff, 0xfe])])
    assert.equal(engine.run(nonsense).document.errors[0].code, "parse");
  assert.equal(engine.run({ ...request, usage: sessions }).ok, true, "and the engine goes on");
});

test("explain, terms, verify, correct, check and digest answer with their documents", () => {
  const full = { ...request, usage: sessions };
  const { document: result } = engine.run(full);
  const explained = engine.explain(full, "2026-03", 1);
  assert.equal(explained.document.schema, "samebill/explanation/1");
  assert.equal(explained.document.amount, "1.60");
  assert.equal(explained.document.rule, "U8");
  assert.equal(engine.terms(full).document.schema, "samebill/terms/1");
  assert.equal(engine.verify(result.bills[0], full).document.schema, "samebill/verification/1");
  assert.equal(engine.correct(full, result).document.schema, "samebill/correction/1");
  assert.equal(engine.check(full).ok, true);
  assert.equal(engine.digest(result.bills[0]).document.digest, result.bills[0].digest);
  assert.equal(engine.rulesVersion, "1");
});

test("a wrong argument is a TypeError that names it", () => {
  const table = filled(["csv", csv]);
  const wrong = [
    [() => engine.run(), /request must be .* not undefined/],
    [() => engine.run(null), /request must be/],
    [() => engine.run(5), /request must be .* not 5/],
    [() => engine.run(request, null), /options must be an object, not null/],
    [() => engine.run(request, { own_records_only: true }), /no option "own_records_only"; there are table, from/],
    [() => engine.run(request, { from: 202603 }), /options.from must be a string, not 202603/],
    [() => engine.run(request, { table: {} }), /table must come from usageTable/],
    [() => engine.explain(request, 3, 0), /month must be a string/],
    [() => engine.explain(request, "", 1.5), /line must be a whole number from 0 on, not 1.5/],
    [() => engine.explain(request, "", -1), /line must be/],
    [() => engine.usageTable().begin("xml"), /format must be "csv" or "ndjson", not "xml"/],
    [() => engine.check(undefined), /document must be/],
    [() => engine.correct(request, 7), /issued must be/],
  ];
  for (const [call, message] of wrong)
    assert.throws(call, (error) => error instanceof TypeError && message.test(error.message));
  table.delete();
});

test("a table is used in order, by the engine that made it, until it is deleted", async () => {
  const table = engine.usageTable();
  assert.throws(() => table.feed("id"), /no input was begun/);
  table.begin("csv");
  assert.throws(() => table.feed(5), TypeError);
  table.feed(csv);
  table.end();
  engine.run(request, { table });
  assert.throws(() => table.begin("csv"), /sealed/);
  const other = await load();
  assert.throws(() => other.run(request, { table }), /another engine/);
  table.delete();
  table.delete();
  assert.throws(() => table.records, /deleted/);
  assert.throws(() => engine.run(request, { table }), /deleted/);
});

test("a deleted table gives its memory back", async (context) => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) => `s${i},tracker-1,data,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z,100`,
  );
  const text = `id,device,kind,start,end,quantity\n${rows.join("\n")}`;
  const instance = await load();
  const once = (kept) => {
    const table = instance.usageTable();
    table.begin("csv");
    table.feed(text);
    assert.equal(instance.run(request, { table }).ok, true);
    if (!kept) table.delete();
  };
  for (let i = 0; i < 5; ++i) once();
  const grow = context.mock.method(WebAssembly.Memory.prototype, "grow");
  for (let i = 0; i < 100; ++i) once();
  assert.equal(grow.mock.callCount(), 0, "the memory did not grow");
  for (let i = 0; i < 100; ++i) once(true);
  assert.ok(grow.mock.callCount() > 0, "as it does for tables that are kept");
});

test("memory that is not there is an error, and the engine says that it must be loaded anew", async (context) => {
  const instance = await load();
  const table = instance.usageTable();
  context.mock.method(console, "error", () => {});
  context.mock.method(WebAssembly.Memory.prototype, "grow", () => {
    throw new RangeError("no memory");
  });
  table.begin("ndjson");
  const line = JSON.stringify(sessions[0]);
  const fill = () => {
    for (let i = 0; i < 3_000; ++i)
      table.feed(Array.from({ length: 1000 }, (_, j) => line.replace('"a"', `"r${i}x${j}"`)).join("\n") + "\n");
  };
  assert.throws(fill, { name: "EngineFault" });
  assert.throws(() => table.end(), { name: "EngineFault" });
  const { ok, document } = instance.run(request);
  assert.equal(ok, false);
  assert.deepEqual(
    document.errors.map(({ code, path }) => [code, path]),
    [["internal", ""]],
  );
  assert.equal(JSON.parse(instance.runText(request)).errors[0].code, "internal");
  const last = await instance.runBytes(request);
  assert.equal(last.ok, false);
  assert.equal(JSON.parse(new TextDecoder().decode(last.bytes)).errors[0].code, "internal");
  table.delete();
  assert.equal(engine.run(request).ok, true, "another engine is not touched");
});

test("the module with SIMD and the plain one read the same of a file, sound and unsound rows alike", async () => {
  const dist = new URL("../dist/", import.meta.url);
  let csv = "id,device,kind,start,end,quantity\n";
  let ndjson = "";
  for (let i = 0; i < 3000; i++) {
    const id = `r${i % 7 === 0 ? i >> 1 : i}${i % 3 === 0 ? "-a_longer.id:of+sixteen@bytes" : ""}`;
    const device = `d${i % 400}${i % 11 === 0 ? "x".repeat(i % 120) : ""}`;
    const two = (value) => String(value).padStart(2, "0");
    const start = `2026-0${1 + (i % 5)}-${two(1 + (i % 30))}T${two(i % 25)}:00:${two(i % 61)}Z`;
    const kind = i % 100 === 0 ? "fax" : ["data", "voice", "sms"][i % 3];
    const quantity = String(i * i).slice(0, 1 + (i % 9));
    csv += `${id},${device},${kind},${start},${start},${quantity}\n`;
    const record = { id, device, kind, start, end: start };
    ndjson += `${JSON.stringify(record).slice(0, -1)},"quantity":${quantity}}\n`;
  }
  const seen = [];
  for (const file of ["core.wasm", "core_simd.wasm"]) {
    const other = await load({ wasm: new URL(file, dist) });
    const table = other.usageTable();
    table.begin("csv", "a");
    table.feed(csv);
    table.begin("ndjson", "b");
    table.feed(ndjson);
    table.end();
    const rejects = table.rejects();
    assert.ok(rejects.rejected > 100 && rejects.rejected < rejects.records - 1000);
    seen.push({ rejects, unclaimed: table.unclaimed() });
    table.delete();
  }
  assert.deepEqual(seen[0], seen[1]);
});

test("every module's SHA-256 is the standard's, at all lengths about a block's", async () => {
  const dist = new URL("../dist/", import.meta.url);
  for (const file of ["core.wasm", "core_simd.wasm", "quotes.wasm"]) {
    const other = await load({ wasm: new URL(file, dist), quotes: file === "quotes.wasm" });
    for (let length = 0; length < 300; length += length < 140 ? 1 : 23) {
      const document = { text: "samebill ".repeat(40).slice(0, length) };
      const expected = createHash("sha256").update(JSON.stringify(document)).digest("hex");
      assert.equal(other.digest(document).document.digest, `sha256:${expected}`, `${file}, ${length}`);
    }
  }
});

test("quotes are in every module, and in a small one of their own", async () => {
  // 100 meters at 2.00 from 16 April: 15 of 30 days, 1.00 each; then 2.00 each.
  const scenario = {
    schema: "samebill/scenario/1",
    catalog: {
      schema: "samebill/catalog/1",
      id: "meters",
      currency: "EUR",
      plans: [{ id: "basic", access_fee: { amount: "2.00" } }],
    },
    account: { schema: "samebill/account/1", id: "acme", agreement: { from: "2026-04-01" }, devices: [] },
    from: "2026-04",
    months: 2,
    cohorts: [{ name: "meters", count: 100, plan: "basic", start: { on: "2026-04-16" } }],
  };
  const all = await load();
  const small = await load({ quotes: true });
  for (const each of [all, small]) {
    const { document } = each.quote(scenario);
    assert.deepEqual(
      document.months.map((month) => month.total),
      ["100.00", "200.00"],
    );
    assert.deepEqual(JSON.parse(each.quoteText(JSON.stringify(scenario))), document);
  }
  assert.equal(small.quoteText(scenario), all.quoteText(scenario));
  assert.equal(small.rulesVersion, all.rulesVersion);
  assert.deepEqual(small.digest(scenario), all.digest(scenario));
  const written = all.expandText(scenario);
  assert.deepEqual(
    all.run(written).document.bills.map((bill) => bill.total),
    ["100.00", "200.00"],
  );
  assert.equal(all.expand(scenario).document.account.devices.length, 100);
  const unknown = { ...scenario, cohorts: [{ name: "meters", count: 1, plan: "none" }] };
  const refused = small.quote(unknown);
  assert.deepEqual(
    refused.document.errors.map(({ code, path }) => [code, path]),
    [["unknown_plan", "/cohorts/0/plan"]],
  );
  const table = all.usageTable();
  assert.equal(JSON.stringify(all.quote(scenario, { table })), JSON.stringify(all.quote(scenario)));
  for (const billing of [
    () => small.run({}),
    () => small.terms({}),
    () => small.check({}),
    () => small.usageTable(),
    () => small.quote(scenario, { table }),
    () => small.expand(scenario),
  ])
    assert.throws(billing, { name: "TypeError" });
});

test("compare and assign say what is cheaper", async () => {
  const alone = await load({ quotes: true });
  // Ten meters for a month: 2.00 each, or 15.00 at least with 1.00 each.
  const plans = ["2.00", "1.00"].map((amount, at) => ({ id: `p${at}`, access_fee: { amount } }));
  const base = {
    schema: "samebill/scenario/1",
    catalog: { schema: "samebill/catalog/1", id: "meters", currency: "EUR", plans },
    account: { schema: "samebill/account/1", id: "acme", agreement: { from: "2026-04-01" }, devices: [] },
    from: "2026-04",
    months: 1,
    cohorts: [{ name: "meters", count: 10, plan: "p0" }],
  };
  const patch = {
    account: { agreement: { minimum_monthly_charge: "15.00" } },
    cohorts: [{ ...base.cohorts[0], plan: "p1" }],
  };
  const comparison = {
    schema: "samebill/comparison/1",
    base,
    alternatives: [{ name: "each" }, { name: "least", patch }],
    break_even: [{ over: "devices", through: 20 }],
  };
  const { ok, document } = engine.compare(comparison);
  assert.equal(ok, true, JSON.stringify(document));
  assert.equal(document.recommended.alternative, "least");
  assert.equal(document.recommended.saving, "5.00");
  assert.deepEqual(
    document.break_even[0].changes.map(({ at, totals }) => [at, totals.first, totals.second]),
    [[8, "16.00", "15.00"]],
  );
  assert.equal(engine.compareText(comparison), JSON.stringify(document));
  // 3 MB on `small` are 3.00 + 2 × 0.80 = 4.60; on `large`, with 5 MB for 4.10, nothing is added.
  const [small] = request.catalog.plans;
  const large = { ...small, id: "large", access_fee: { amount: "4.10" }, included: { data: "5 MB" } };
  const catalog = { ...request.catalog, plans: [small, large] };
  const events = request.events.map((event) => ({ ...event, at: "2026-02-01T00:00:00Z" }));
  const assignment = { schema: "samebill/assignment/1", request: { ...request, catalog, events, usage: sessions } };
  const best = engine.assign(assignment).document;
  assert.equal(best.saving, "0.50");
  assert.equal(best.bound.proven, true);
  const billed = engine.run({ ...assignment.request, events: [...events, ...best.events] });
  assert.equal(billed.document.bills[0].total, best.proposed.total);
  const table = engine.usageTable();
  table.begin("csv");
  table.feed(csv);
  table.end();
  const empty = { ...assignment, request: { ...assignment.request, usage: [] } };
  assert.equal(engine.assign(empty, { table }).document.saving, "0.50");
  assert.equal(engine.assignText(assignment), JSON.stringify(best));
  assert.equal(engine.compareText(comparison, { table }), JSON.stringify(document));
  table.delete();
  for (const absent of [() => alone.compare(comparison), () => alone.assign(assignment)])
    assert.throws(absent, { name: "TypeError" });
});

test("the module is small, and runs without making code of text", () => {
  const dist = new URL("../dist/", import.meta.url);
  // The first load of a page is `quotes`; the others are larger for their speed. The program `gzip`
  // packs alike on every machine; Node's zlib packs by what the processor has.
  for (const [file, most] of Object.entries({
    "core.wasm": 352_000,
    "core_simd.wasm": 352_000,
    "quotes.wasm": 169_000,
  })) {
    assert.ok(existsSync(new URL(file, dist)));
    const bytes = execFileSync("gzip", ["-9c", fileURLToPath(new URL(file, dist))]).length;
    assert.ok(bytes <= most, `${file} is ${bytes} bytes gzipped`);
  }
  const glue = readFileSync(new URL("core.mjs", dist), "utf8");
  assert.doesNotMatch(glue, /new Function\b|\beval\(/);
});
