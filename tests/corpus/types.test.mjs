// SPDX-License-Identifier: MIT
// The TypeScript types of the schemas compile, catch mistakes, and come out the same every time.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generate_types } from "../../core/schemas/generate_types.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const generator = join(here, "../../core/schemas/generate_types.mjs");
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

const node = (...args) => spawnSync(process.execPath, args, { encoding: "utf8" });

test("the generated types compile with an application that uses them", () => {
  const folder = mkdtempSync(join(tmpdir(), "samebill-types-"));
  try {
    const written = node(generator, join(folder, "types.d.ts"));
    assert.equal(written.status, 0, written.stderr);
    copyFileSync(join(here, "types_sample.ts"), join(folder, "sample.ts"));
    const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
    const compiled = node(tsc, ...options, join(folder, "types.d.ts"), join(folder, "sample.ts"));
    assert.equal(compiled.status, 0, compiled.stdout + compiled.stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the types are the same bytes every time, and name no host", async () => {
  const first = await generate_types();
  assert.equal(await generate_types(), first);
  assert.doesNotMatch(first, /https?:/);
  assert.doesNotMatch(
    first,
    /\b[A-Za-z]+[0-9]+\b(?=\s*[={])/,
    "no type is there twice under a number",
  );
});

test("every document of the schemas is in AnyDocument", async () => {
  const text = await generate_types();
  const listed = text.slice(text.indexOf("export type AnyDocument"));
  const names = [
    "Account",
    "AssignmentRequest",
    "AssignmentResult",
    "Bill",
    "Catalog",
    "Check",
    "ComparisonRequest",
    "ComparisonResult",
    "Correction",
    "DocumentDigest",
    "ErrorDocument",
    "Explanation",
    "FinalBill",
    "FinalVerification",
  ];
  names.push("Quote", "QuoteCheck", "QuoteCheckResult", "QuoteDraft", "Rejects", "Request", "Result", "Scenario");
  names.push("ScenarioResult", "State", "TermsTable", "Verification");
  assert.deepEqual([...listed.matchAll(/\| (\w+)/g)].map((match) => match[1]).sort(), names);
});
