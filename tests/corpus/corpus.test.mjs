// SPDX-License-Identifier: MIT
// Holds the schemas against the corpus and the examples, and the decoder against both.
//
//   node --test tests/corpus/corpus.test.mjs
//   SAMEBILL_CHECK="build/native/samebill_lines --check" node --test tests/corpus/corpus.test.mjs
//
// SAMEBILL_CHECK names a program that reads lines {"document": TEXT} or {"document": {"base64": …}}
// and answers each with a line: a samebill/check/1 or a samebill/error/1.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { corpus } from "./corpus.mjs";
import { catalog, put, without } from "./documents.mjs";
import { output_cases } from "./output_cases.mjs";
import { problem } from "./outputs.mjs";
import { accepts, compile_schemas, text_of } from "./schemas.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { ajv, schemas, named } = compile_schemas();
const command = process.env.SAMEBILL_CHECK;

function list(title, failures) {
  assert.equal(
    failures.length,
    0,
    `${title}:\n${failures.slice(0, 40).join("\n")}\n(${failures.length} in all)`,
  );
}

// The decoder's answers to documents (texts or {base64}), in their order.
function answers(documents) {
  const [program, ...rest] = command.split(" ");
  const input = documents.map((document) => `${JSON.stringify({ document })}\n`).join("");
  const run = spawnSync(program, rest, { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 30 });
  assert.equal(run.status, 0, `${command} ended with ${run.status ?? run.error}: ${run.stderr}`);
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  assert.equal(lines.length, documents.length, "one answer for each document");
  return lines.map((line) => JSON.parse(line));
}

test("every schema is a sound JSON Schema that allows no unknown members", () => {
  for (const { name, schema } of schemas) {
    assert.equal(schema.$id, `urn:samebill:schema:${name}:1`);
    assert.ok(ajv.getSchema(schema.$id), name);
  }
  const open = [];
  const visit = (value, place) => {
    if (value === null || typeof value !== "object") return;
    if (value.properties && value.additionalProperties !== false) open.push(place);
    for (const [key, inner] of Object.entries(value)) visit(inner, `${place}/${key}`);
  };
  for (const { name, schema } of schemas) visit(schema, name);
  assert.deepEqual(open, []);
});

test("every type of the schemas has a title and a description", () => {
  const bare = [];
  for (const { name, schema } of schemas) {
    for (const [key, type] of [["", schema], ...Object.entries(schema.$defs ?? {})]) {
      if (!type.title || !type.description) bare.push(`${name} ${key}`);
    }
  }
  list("without title or description", bare);
});

test("a problem over HTTP needs its type, title and status", () => {
  const validate = named("problem");
  const { detail, instance, errors, ...least } = problem;
  assert.ok(validate(problem) && validate(least));
  for (const member of Object.keys(least))
    assert.ok(!validate(without(least, `/${member}`)), member);
  for (const status of [200, 399, 600, "422"])
    assert.ok(!validate({ ...problem, status }), `status ${status}`);
  assert.ok(!validate({ ...problem, zone: 1 }));
});

test("the names of the corpus tell its entries apart", () => {
  const seen = new Set();
  list(
    "twice",
    [...corpus, ...output_cases]
      .filter(({ name }) => seen.size === seen.add(name).size)
      .map(({ name }) => name),
  );
  assert.ok(corpus.length >= 250, `${corpus.length} entries`);
});

test("the schema accepts the sound entries and refuses the broken ones", () => {
  const failures = [];
  for (const entry of [...corpus, ...output_cases]) {
    const text = text_of(entry);
    const accepted = text !== undefined && accepts(named, text);
    if (accepted !== entry.valid)
      failures.push(`${accepted ? "accepted" : "refused"}: ${entry.name}`);
  }
  list("the schema differs", failures);
});

// A request is meant to be refused by the schema if its result says so.
function meant_to_fail(folder) {
  const path = join(folder, "result.json");
  const { errors } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return (errors ?? []).some(({ code }) => ["parse", "schema", "duplicate_id"].includes(code));
}

test("the examples fit the schemas", (context) => {
  const examples = join(root, "examples");
  const folders = existsSync(examples) ? readdirSync(examples, { withFileTypes: true }) : [];
  const failures = [];
  let documents = 0;
  for (const folder of folders.filter((item) => item.isDirectory()).map(({ name }) => name)) {
    const path = join(examples, folder);
    for (const file of readdirSync(path).filter((name) => name.endsWith(".json"))) {
      if (file === "request.json" && meant_to_fail(path)) continue;
      const text = readFileSync(join(path, file), "utf8");
      const name = /"schema": ?"samebill\/([a-z_]+)\/1"/.exec(text)?.[1];
      if (file !== "request.json" && file !== "result.json" && !name) continue;
      // bills.json holds the issued bills of a correction, one after the other; an account that is posted
      // to a server is a member there, and its devices follow by themselves.
      const { document } = file === "bills.json" ? {} : JSON.parse(text);
      const texts = file === "bills.json" ? JSON.parse(text).map((bill) => JSON.stringify(bill))
        : [document ? JSON.stringify({ devices: [], ...document }) : text];
      for (const one of texts) {
        documents += 1;
        if (!accepts(named, one)) {
          failures.push(`${folder}/${file} ${name ? ajv.errorsText(named(name)?.errors) : "names no schema"}`);
        }
      }
    }
  }
  if (documents === 0) return context.skip("no examples");
  list("the schema refuses", failures);
});

const entries = [...corpus, ...output_cases];
const with_decoder = { skip: command ? false : "SAMEBILL_CHECK is not set" };

test("the decoder refuses what the schema refuses, and what is beyond it", with_decoder, () => {
  const found = answers(entries.map(({ document }) => document));
  const failures = [];
  entries.forEach((entry, i) => {
    const accepted = found[i].schema === "samebill/check/1";
    const expected = entry.valid && !entry.beyond_schema;
    if (accepted !== expected)
      failures.push(
        `${accepted ? "accepted" : "refused"}: ${entry.name} ${JSON.stringify(found[i])}`,
      );
  });
  list("the decoder differs", failures);
});

test("the decoder reports the errors of the corpus, all and in order", with_decoder, () => {
  const told = corpus.filter(({ errors }) => errors);
  const found = answers(told.map(({ document }) => document));
  const write = (errors) => (errors ?? []).map(({ code, path }) => `${code} ${path}`).join(", ");
  const failures = [];
  told.forEach((entry, i) => {
    const expected = write(entry.errors);
    const reported = write(found[i].errors);
    if (reported !== expected)
      failures.push(`${entry.name}\n    expected ${expected}\n    reported ${reported}`);
  });
  list("errors differ", failures);
});

test("the decoder's answers fit the schemas", with_decoder, () => {
  const failures = answers(entries.map(({ document }) => document))
    .filter((answer) => !accepts(named, JSON.stringify(answer)))
    .map((answer) => JSON.stringify(answer));
  list("refused answers", failures);
});

test("decoder and schema know the same currencies", with_decoder, () => {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
  const small = { schema: catalog.schema, id: "c", currency: "", plans: [] };
  const texts = codes.map((code) => JSON.stringify(put(small, "/currency", code)));
  const found = answers(texts);
  const differing = codes.filter(
    (_, i) => (found[i].schema === "samebill/check/1") !== accepts(named, texts[i]),
  );
  assert.deepEqual(differing, []);
});
