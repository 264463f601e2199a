// SPDX-License-Identifier: MIT
// Bodies: one that a schema allows, more or less, and what can be done to spoil it.

import { deflateRawSync, gzipSync } from "node:zlib";

const strings = [
  "",
  " ",
  "0",
  "-0",
  "null",
  "true",
  "NaN",
  "1e309",
  "2026-02-30",
  "2026-03",
  "2026-03-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "0000-00-00",
  "'; DROP TABLE accounts; --",
  '" OR 1=1',
  "=cmd|calc",
  "../../etc/passwd",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\ud800",
  "😀".repeat(20),
  "-1.00",
  "0.0000000001",
  "99999999999999999999.99",
  "1,5",
  "__proto__",
  "constructor",
  "${jndi}",
  "<script>",
  "%00",
  "\r\nSet-Cookie: a=b",
  "A".repeat(70_000),
];
const numbers = [0, -1, 1, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 2 ** 64, 1e-9];

function resolve(schema, api) {
  for (let i = 0; schema?.$ref && i < 10; i += 1) {
    schema = schema.$ref.startsWith("#/")
      ? schema.$ref
          .slice(2)
          .split("/")
          .reduce((at, key) => at?.[decodeURIComponent(key)], api)
      : {};
  }
  return schema ?? {};
}

// A value that fits the schema, as far as the schema tells.
export function valueOf(schema, api, random, depth = 0) {
  schema = resolve(schema, api);
  const either = schema.oneOf ?? schema.anyOf;
  if (either && depth < 8) return valueOf(random.one(either), api, random, depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.one(schema.enum);
  const example = schema.examples?.[0] ?? schema.example ?? schema.default;
  if (example !== undefined && random.often(70)) return example;
  const type = Array.isArray(schema.type) ? random.one(schema.type) : schema.type;
  if (depth > 8) return null;
  if (type === "object" || schema.properties) {
    const out = {};
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const required = schema.required?.includes(name);
      if (required || random.often(60)) out[name] = valueOf(member, api, random, depth + 1);
    }
    return out;
  }
  if (type === "array") {
    return Array.from({ length: random.below(3) }, () => valueOf(schema.items, api, random, depth + 1));
  }
  if (type === "integer" || type === "number") return random.below(1000);
  if (type === "boolean") return random.often(50);
  if (type === "null") return null;
  if (schema.format === "date") return "2026-03-01";
  if (schema.format === "date-time") return "2026-03-01T00:00:00Z";
  return random.word(1 + random.below(12));
}

const anything = (random) =>
  random.one([
    () => null,
    () => true,
    () => random.one(strings),
    () => random.one(numbers),
    () => [],
    () => ({}),
    () => [[[[]]]],
    () => ({ [random.one(strings)]: 1 }),
    () => Array(1000).fill(0),
    () => JSON.parse("[".repeat(60) + "]".repeat(60)),
  ])();

// Changes one place of a document.
export function spoil(value, random) {
  if (value === null || typeof value !== "object" || random.often(15)) return anything(random);
  const keys = Object.keys(value);
  if (keys.length === 0) return Array.isArray(value) ? [anything(random)] : { [random.one(strings)]: anything(random) };
  const key = random.one(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const way = random.below(10);
  if (way === 0 && !Array.isArray(copy)) delete copy[key];
  else if (way === 1 && !Array.isArray(copy)) copy[random.one(strings).slice(0, 100)] = copy[key];
  else if (way === 2 && Array.isArray(copy)) copy.push(copy[0], copy[0]);
  else copy[key] = spoil(copy[key], random);
  return copy;
}

// Spoils a text that was JSON.
function spoilText(text, random) {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length + 1);
  return random.one([
    () => bytes.subarray(0, at),
    () => {
      if (bytes.length > 0) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
      return bytes;
    },
    () => Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at)]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    () => Buffer.concat([bytes, bytes]),
    () => Buffer.from(text, "utf16le"),
    () => Buffer.from(text.replace(/"([^"]*)":/, '"$1":1,"$1":')),
    () => Buffer.from(text.replace(/\d+/, "9".repeat(1 + random.below(60)))),
    () => Buffer.from(text.replace(/[}\]]+$/, "")),
    () => Buffer.from("[".repeat(1 + random.below(5000))),
    () => Buffer.from(text.replace(/"/, '"\\ud800')),
    () => Buffer.from(text.replace(/:/g, " :\n\t")),
  ])();
}

export function jsonBody(schema, seeds, api, random) {
  let value = seeds.length > 0 ? random.one(seeds) : valueOf(schema, api, random);
  for (let times = random.below(4); times > 0; times -= 1) value = spoil(value, random);
  const text = JSON.stringify(value) ?? "null";
  return random.often(20) ? spoilText(text, random) : Buffer.from(text);
}

const rows = [
  "id,device,kind,start,end,quantity",
  "s1,m1,data,2026-03-10T08:00:00Z,2026-03-10T08:05:00Z,3145728",
  "s1,m1,data,2026-03-10T08:00:00Z,2026-03-10T08:05:00Z,1",
  ",,,,,",
  '"',
  '"a""b",m1,sms',
  "s2,m1,voice,x,y,-1",
  '{"id":"s3","device":"m1","kind":"data","start":"2026-03-10T08:00:00Z","end":"2026-03-10T08:05:00Z","quantity":1}',
  '{"id":',
  "[]",
  "\u0000",
  "é".repeat(300),
  "1".repeat(9000),
  '{"specversion":"1.0","id":"a","source":"/s","type":"usage","data":{"device":"m1"}}',
];

// Lines of CSV and NDJSON, sound and not; now and then in gzip that is sound, cut, or no gzip at all.
export function recordsBody(random) {
  const count = random.below(12);
  const text = Array.from({ length: count }, () => random.one(rows)).join(random.one(["\n", "\r\n", "\n\n"]));
  const bytes = random.often(20) ? random.bytes(random.below(400)) : Buffer.from(text);
  if (!random.often(30)) return { bytes, encoding: undefined };
  const packed = gzipSync(bytes);
  return {
    encoding: random.one(["gzip", "gzip", "x-gzip", "deflate", "gzip, gzip"]),
    bytes: random.one([
      packed,
      packed.subarray(0, random.below(packed.length)),
      deflateRawSync(bytes),
      bytes,
      gzipSync(Buffer.alloc(3_000_000)),
      Buffer.concat([packed, random.bytes(9)]),
    ]),
  };
}
