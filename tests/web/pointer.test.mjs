// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { loadModule } from "./load.mjs";

const pointer = await loadModule("lib/pointer");
const text = '{\n  "a": [1, {"b/c": "x,}"}, true],\n  "d~e": {"f": -2.5e3, "g": []},\n  "a\\u0062": null\n}';
const at = (path, given = text) => {
  const { start, end } = pointer.placeOf(given, path);
  return given.slice(start, end);
};

test("a pointer finds its member or element in the text", () => {
  assert.equal(at("/a/0"), "1");
  assert.equal(at("/a/1"), '{"b/c": "x,}"}');
  assert.equal(at("/a/1/b~1c"), '"b/c": "x,}"');
  assert.equal(at("/a/2"), "true");
  assert.equal(at("/d~0e/f"), '"f": -2.5e3');
  assert.equal(at("/d~0e/g"), '"g": []');
  assert.equal(at("/ab"), '"a\\u0062": null');
  assert.equal(at(""), text);
});

test("the value alone leaves the name out", () => {
  const { start, end } = pointer.valueOf(text, "/d~0e/g");
  assert.equal(text.slice(start, end), "[]");
});

test("what is not there leads to the nearest that is", () => {
  assert.equal(at("/a/7"), '"a": [1, {"b/c": "x,}"}, true]');
  assert.equal(at("/d~0e/f/x"), '"f": -2.5e3');
  assert.equal(at("/none"), text);
});

test("text that breaks off, or is none, has places inside the text", () => {
  for (const broken of [
    "",
    "{",
    '{"a"',
    '{"a":',
    '{"a": [',
    '{"a": [1,',
    '{"a": "x',
    "}{",
    "[[[[",
    '{"a" 1}',
    "{,}",
    "x".repeat(100),
  ])
    for (const path of ["", "/a", "/a/0", "/a/0/b", "/0/0/0"]) {
      const { start, end } = pointer.placeOf(broken, path);
      assert.ok(start >= 0 && start <= end && end <= broken.length, `${broken} ${path}: ${start} to ${end}`);
    }
});

test("100,000 brackets are passed over", () => {
  const deep = `{"a": ${"[".repeat(100_000)}, "b": 1}`;
  assert.ok(pointer.placeOf(deep, "/b").end <= deep.length);
});

test("every pointer of every example's request is found", () => {
  const request = readFileSync(new URL("../../examples/states-life-of-a-meter/request.json", import.meta.url), "utf8");
  let found = 0;
  const walk = (value, path) => {
    const { start, end } = pointer.valueOf(request, path);
    assert.deepEqual(JSON.parse(request.slice(start, end)), value, path);
    found += 1;
    if (value === null || typeof value !== "object") return;
    for (const [key, inner] of Object.entries(value))
      walk(inner, `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  };
  walk(JSON.parse(request), "");
  assert.ok(found > 30);
});

test("line and byte of a parse error lead to the character", () => {
  const given = '{\n "é": x}';
  const { start } = pointer.placeOfLine(given, 2, 8);
  assert.equal(given[start], "x");
  assert.equal(pointer.lineOf(given, start), 2);
  assert.deepEqual(pointer.placeOfLine("a", 9, 9), { start: 1, end: 1 });
});
