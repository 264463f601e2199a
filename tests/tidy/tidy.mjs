// SPDX-License-Identifier: MIT
// House rules that a machine can hold: direction of includes, banned calls, sizes, first lines, and names that do not
// belong in a file.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url).pathname;
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root })
  .toString()
  .trim()
  .split("\n");

// A stage may include itself and the stages before it; codec may include all of these, api everything.
const stages = ["base", "catalog", "account", "usage", "timeline", "rating", "charges", "bill", "quote", "codec"];
const longestLine = 120;
const longestFile = 400;
const longestFunction = 70;

const banned = [
  [/\b(float|double)\b/, "floating point; use the integer types of core/base/money.h"],
  [/\blong\b/, "`long` has 4 bytes in WebAssembly; use int64_t"],
  [
    /#\s*include\s*<(iostream|random|ctime|thread|mutex|locale|sstream|fstream)>/,
    "clock, locale, random, streams and threads stay out of the core",
  ],
  [/__EMSCRIPTEN__/, "platform code stands in *_x86.cpp and *_wasm.cpp, chosen by CMake"],
  [/system_clock|steady_clock|\brand\(|\btime\(/, "the core knows no clock and no chance"],
  [/std::unordered_/, "the order of hash tables must not reach output; use sorted vectors or std::map"],
];

const faults = [];
let checks = 0;
const fault = (file, line, text) => faults.push(`${file}:${line}: ${text}`);

function checkIncludes(file, number, line) {
  const include = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/.exec(line)?.[1];
  if (!include) return;
  const target = /^core\/([a-z]+)\//.exec(include)?.[1];
  const stage = /^core\/([a-z]+)\//.exec(file)?.[1];
  if (stage && include === "core/api.h" && stage !== "usage" && stage !== "codec")
    fault(file, number, "only the shells include core/api.h");
  if (stage && target && stages.indexOf(target) > stages.indexOf(stage))
    fault(file, number, `core/${stage} may not include core/${target}: the pipeline runs the other way`);
  if (include.startsWith("nlohmann/") && file.startsWith("core/"))
    fault(file, number, "nlohmann/json is for the shells and the tests; core/codec/json.h reads JSON here");
  if (include === "civetweb.h" && !/^(native-server\/http|tests\/bench)\//.test(file))
    fault(file, number, "civetweb.h is for native-server/http only");
  if (/^(native-server|wasm)\//.test(include) && file.startsWith("core/"))
    fault(file, number, "the core knows no shell");
}

// Lines between a function's opening line (at no or one level of indentation) and the brace that closes it.
function checkFunctions(file, lines) {
  let begin = -1;
  let indent = "";
  lines.forEach((line, at) => {
    const opens = /^( {0,4})[A-Za-z_][^;=]*\)( const)?( noexcept)?( override)? \{$/.exec(line);
    if (begin < 0 && opens && !/^\s*(if|for|while|switch|namespace|struct|class|enum)\b/.test(line)) {
      begin = at;
      indent = opens[1];
    } else if (begin >= 0 && line === `${indent}}`) {
      checks += 1;
      if (at - begin > longestFunction)
        fault(file, begin + 1, `function of ${at - begin} lines; ${longestFunction} at most`);
      begin = -1;
    }
  });
}

function checkSource(file, text, lines) {
  const inCore = file.startsWith("core/") && /\.(cpp|h)$/.test(file);
  if (!/SPDX-License-Identifier: MIT/.test(lines.slice(0, 2).join("\n"))) fault(file, 1, "no SPDX line at the top");
  if (lines.length > longestFile) fault(file, 1, `${lines.length} lines; ${longestFile} at most: split it by idea`);
  lines.forEach((line, at) => {
    checks += 1;
    // A raw string is data, and stays as it is.
    if (line.length > longestLine && !/R"\(/.test(line))
      fault(file, at + 1, `${line.length} columns; ${longestLine} at most`);
    if (/\s+$/.test(line)) fault(file, at + 1, "white space at the end of the line");
    if (/\t/.test(line)) fault(file, at + 1, "tab");
    checkIncludes(file, at + 1, line);
    const code = line.replace(/\/\/.*$/, "").replace(/"(\\.|[^"\\])*"/g, '""');
    if (inCore) for (const [pattern, why] of banned) if (pattern.test(code)) fault(file, at + 1, why);
  });
  if (/\.(cpp|h)$/.test(file) && !file.startsWith("tests/")) checkFunctions(file, lines);
}

for (const file of files) {
  let text;
  try {
    text = readFileSync(root + file, "utf8");
  } catch {
    continue; // removed in the work tree
  }
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const source = /\.(cpp|h|mjs|js|ts|svelte)$/.test(file) && !file.endsWith(".d.ts");
  if (source) checkSource(file, text, lines);
  const isSelf = file === "tests/tidy/tidy.mjs";
  lines.forEach((line, at) => {
    if (isSelf) return;
    if (/registry\.npmjs|deb\.debian\.org/.test(line)) fault(file, at + 1, "names a host of a package registry");
    if (/(^|[\s"'(`])\/(work|home|root)\//.test(line)) fault(file, at + 1, "names a path of one machine");
  });
}

for (const line of faults) console.log(line);
console.log(`${checks} checks`);
console.log(`${faults.length === 0 ? 1 : 0} passed, ${faults.length} failed`);
process.exitCode = faults.length === 0 ? 0 : 1;
