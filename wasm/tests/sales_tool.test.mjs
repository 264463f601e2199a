// SPDX-License-Identifier: MIT
// The sales tool of the examples as somebody who has the package runs it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { load } from "../dist/node.js";

const root = new URL("../../", import.meta.url).pathname;

test("the sales tool writes a quote for each opportunity", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "samebill-sales-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, "examples/sales-quotes"), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "wasm"), join(folder, "node_modules/samebill"));
  const args = ["quotes.mjs", "catalog.json", "opportunities.csv", "2026-03-01", "2026-03-31", "quotes"];
  const out = execFileSync(process.execPath, args, { cwd: folder }).toString();
  assert.equal(out, "2 quotes in quotes\n");
  const engine = await load();
  for (const [id, devices, months] of [
    ["Q-2026-001", 500, 12],
    ["Q-2026-002", 40, 24],
  ]) {
    const quote = JSON.parse(readFileSync(join(folder, "quotes", `${id}.json`), "utf8"));
    assert.deepEqual(engine.check(quote).document.valid, true);
    assert.equal(engine.digest(quote).document.matches, true);
    assert.equal(quote.result.cohorts[0].device_months, devices * months);
    assert.ok(quote.assumptions.every(({ text }) => text.length > 10));
  }
  assert.match(readFileSync(join(folder, "quotes/summary.txt"), "utf8"), /^Q-2026-002 {2}Harbour, North & Sons$/m);
});
