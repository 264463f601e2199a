// SPDX-License-Identifier: MIT
// Writes the seeds of every fuzz target, taken from the examples, into FOLDER/<target>/: node seeds.mjs FOLDER
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const examples = new URL("../../examples/", import.meta.url).pathname;
const between = "\x1e"; // stands between the two texts of one input
const longest = 16_384; // longer records only slow the search down

const made = new Map();
function seed(target, content) {
  const list = made.get(target) ?? made.set(target, new Set()).get(target);
  if (content.length <= longest) list.add(content);
}

// Without white space, so that an edit of one byte meets something; a text that is no JSON stays as it is.
function compact(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function seedUsage(sessions) {
  const names = ["id", "device", "kind", "start", "end", "quantity"];
  const rows = sessions.map((session) => names.map((name) => session[name]).join(","));
  seedRecords("csv", `${[names.join(","), ...rows].join("\n")}\n`);
  seedRecords("ndjson", `${sessions.map((session) => JSON.stringify(session)).join("\n")}\n`);
}

// Whole, byte by byte, and in chunks of 7 and 64 bytes.
function seedRecords(target, text) {
  for (const sizes of ["\x00", "\x01\x01", "\x02\x07\x40"]) seed(target, sizes + text);
}

for (const name of readdirSync(examples)) {
  const read = (file) => {
    const path = join(examples, name, file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  const text = read("request.json");
  if (!text) continue;
  const request = compact(text);
  seed("run", request);
  seed("check", request);
  for (const file of ["result.json", "correction.json", "bills.json"])
    if (read(file)) seed("check", compact(read(file)));
  const issued = read("bills.json") ?? read("result.json");
  if (issued) seed("correct", request + between + compact(issued));
  for (const [target, file] of [
    ["csv", "usage.csv"],
    ["ndjson", "usage.ndjson"],
  ])
    if (read(file)) seedRecords(target, read(file).slice(0, longest / 4));
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    continue;
  }
  if (Array.isArray(parsed.usage) && parsed.usage.length > 0) seedUsage(parsed.usage);
  const seedState = (request, opening) =>
    seed("state", JSON.stringify({ ...request, opening: undefined }) + between + JSON.stringify(opening));
  if (parsed.opening) seedState(parsed, parsed.opening);
  const closing = read("result.json") && JSON.parse(read("result.json")).closing;
  if (!closing) continue;
  const [year, month] = closing.period.split("-").map(Number);
  const next = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, "0")}`;
  const following = { ...parsed, events: [], usage: [], from: next, through: next, adjustments: undefined };
  seedState(following, closing);
}
for (const [target, contents] of made) {
  mkdirSync(join(folder, target), { recursive: true });
  [...contents].forEach((content, at) => writeFileSync(join(folder, target, `example-${at}`), content));
  console.log(`${target}: ${contents.size} seeds`);
}
