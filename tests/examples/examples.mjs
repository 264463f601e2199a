// SPDX-License-Identifier: MIT
// Every example as a test: native and WebAssembly give the same bytes, these are the example's result.json, and the
// table worked by hand in its README says the same. UPDATE=1 writes result.json anew (then read the difference).
// A folder has a request, or a scenario; beside a request, a draft of a quote that its bill is set against.
//   node tests/examples/examples.mjs [NAME...]
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canonical } from "../reference/json.mjs";

const root = new URL("../../", import.meta.url).pathname;
const binary = process.env.SAMEBILL_BIN ?? join(root, "build/native/samebill");
const { load } = await import(join(root, "wasm/dist/node.js"));
const samebill = await load();

function native(folder, usage) {
  const scenario = existsSync(join(folder, "scenario.json"));
  const document = join(folder, scenario ? "scenario.json" : "request.json");
  const options = usage.flatMap((file) => ["--usage", join(folder, file)]);
  try {
    return execFileSync(binary, [scenario ? "quote" : "bill", document, ...options, "--format", "json"], {
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
    })
      .toString()
      .trimEnd();
  } catch (error) {
    if (error.status !== 2) throw error;
    return error.stdout.toString().trimEnd();
  }
}

function wasm(folder, usage) {
  const scenario = join(folder, "scenario.json");
  if (existsSync(scenario)) return samebill.quoteText(readFileSync(scenario));
  const request = readFileSync(join(folder, "request.json"));
  if (usage.length === 0) return samebill.runText(request);
  const table = samebill.usageTable();
  for (const file of usage) {
    table.begin(file.endsWith(".csv") ? "csv" : "ndjson");
    table.feed(readFileSync(join(folder, file)));
    table.end();
  }
  const text = samebill.runText(request, { table });
  table.delete();
  return text;
}

// The rows that a README must have: `MONTH type subject` and the amount, for every line, tax and total.
function expectedRows(result) {
  const rows = [];
  for (const bill of result.bills) {
    for (const line of bill.lines)
      rows.push([`${bill.period} ${line.type} ${line.device ?? line.group ?? line.code ?? ""}`.trimEnd(), line.amount]);
    rows.push([`${bill.period} subtotal`, bill.subtotal]);
    for (const tax of bill.taxes) rows.push([`${bill.period} tax ${tax.id}`, tax.amount]);
    rows.push([`${bill.period} total`, bill.total]);
  }
  return rows;
}

// The same with one row a line type, for bills of more than 60 lines.
function summedRows(result) {
  const rows = [];
  for (const bill of result.bills) {
    const sums = new Map();
    const digits = (bill.subtotal.split(".")[1] ?? "").length;
    for (const line of bill.lines)
      sums.set(line.type, (sums.get(line.type) ?? 0n) + BigInt(line.amount.replace(".", "")));
    const format = (minor) => {
      const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
      const point = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      return (minor < 0n ? "-" : "") + point;
    };
    for (const [type, sum] of sums) rows.push([`${bill.period} sum ${type}`, format(sum)]);
    rows.push(...expectedRows({ bills: [{ ...bill, lines: [] }] }));
  }
  return rows;
}

const isZero = (amount) => /^-?[0.]+$/.test(amount);

// Of a scenario's result: what each cohort comes to by category, its part of what is shared, and the month's total.
function scenarioRows(result) {
  return result.months.flatMap(({ month, cohorts, total }) => [
    ...cohorts.flatMap(({ cohort, charges, shared }) =>
      ["access", "recurring", "one_off", "usage", "prepaid"]
        .map((category) => [`${month} ${cohort} ${category}`, charges[category]])
        .concat([[`${month} ${cohort} shared`, shared]])
        .filter(([, amount]) => !isZero(amount)),
    ),
    [`${month} total`, total],
  ]);
}

function dueRows(result) {
  return result.cash_flow.map(({ month, due, amount }) => [`${month} due ${due}`, amount]);
}

function scenarioFault(stated, result) {
  const text = (rows) => rows.map((row) => row.join(" ")).join("\n");
  const isDue = ([line]) => / due /.test(line);
  const lines = stated.filter((row) => !isDue(row));
  if (text(lines) !== text(scenarioRows(result)))
    return `README\n${text(lines)}\nresult\n${text(scenarioRows(result))}`;
  const due = stated.filter(isDue);
  return due.length === 0 || text(due) === text(dueRows(result)) ? null : `due\n${text(dueRows(result))}`;
}

// The bill of the example's last month against the quote that its draft makes.
function quoteCheckFault(folder, billed) {
  if (!existsSync(join(folder, "draft.json"))) return null;
  const quote = samebill.makeQuote(readFileSync(join(folder, "draft.json")));
  if (!quote.ok) return `draft.json: ${JSON.stringify(quote.document.errors)}`;
  const check = {
    schema: "samebill/quote_check/1",
    quote: quote.document,
    bill: billed.bills[billed.bills.length - 1],
    requests: [JSON.parse(readFileSync(join(folder, "request.json"), "utf8"))],
  };
  const file = join(mkdtempSync(join(tmpdir(), "samebill-example-")), "check.json");
  writeFileSync(file, JSON.stringify(check));
  const options = { maxBuffer: 1 << 28 };
  const text = execFileSync(binary, ["quote-check", file, "--format", "json"], options).toString().trimEnd();
  rmSync(dirname(file), { recursive: true });
  if (samebill.quoteCheckText(check) !== text) return "quote-check: native and WebAssembly differ";
  const result = JSON.parse(text);
  const given = [
    ["quoted", result.quote.total],
    ...result.causes.map(({ cause, amount }) => [cause, amount]),
    ["billed", result.bill.total],
  ];
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const stated = tableAfter(readme, "| cause | arithmetic | amount |").map(([cause, , amount]) => [cause, amount]);
  if (JSON.stringify(stated) !== JSON.stringify(given)) return `README ${stated}\nquote-check ${given}`;
  return isZero(result.remaining) ? null : `remaining ${result.remaining}`;
}

function tableAfter(readme, header) {
  const lines = readme.split("\n");
  const rows = [];
  lines.forEach((line, at) => {
    if (line.trim() !== header) return;
    for (let row = at + 2; row < lines.length && lines[row].startsWith("|"); ++row)
      rows.push(
        lines[row]
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll("`", "")),
      );
  });
  return rows;
}

function readmeFault(readme, result) {
  if (result.errors) {
    const stated = tableAfter(readme, "| code | path | why |").map(([code, path]) =>
      `${code} ${path.replaceAll('"', "")}`.trim(),
    );
    const given = result.errors.map(({ code, path }) => `${code} ${path}`.trim());
    return JSON.stringify(stated) === JSON.stringify(given) ? null : `README errors ${stated}\nresult errors ${given}`;
  }
  const stated = tableAfter(readme, "| line | arithmetic | amount |").map(([line, , amount]) => [line, amount]);
  if (result.schema === "samebill/scenario_result/1") return scenarioFault(stated, result);
  const summed = stated.some(([line]) => / sum /.test(line));
  const given = summed ? summedRows(result) : expectedRows(result);
  for (let at = 0; at < Math.max(stated.length, given.length); ++at) {
    const [line, amount] = stated[at] ?? ["(no row)", ""];
    const [wantedLine, wantedAmount] = given[at] ?? ["(no line)", ""];
    const sameLine = line === wantedLine || line.startsWith(`${wantedLine} `) || wantedLine.startsWith(`${line} `);
    if (!sameLine || amount !== wantedAmount)
      return `README row ${at + 1}: ${line} ${amount}; the bill: ${wantedLine} ${wantedAmount}`;
  }
  return null;
}

function correctionFault(folder) {
  if (!existsSync(join(folder, "correction.json"))) return null;
  const request = readFileSync(join(folder, "request.json"));
  const issued = readFileSync(join(folder, "bills.json"));
  const usage = usageFiles(folder).flatMap((file) => ["--usage", join(folder, file)]);
  const text = execFileSync(binary, [
    "correct",
    join(folder, "request.json"),
    join(folder, "bills.json"),
    ...usage,
    "--format",
    "json",
  ])
    .toString()
    .trimEnd();
  if (usage.length === 0 && samebill.correctText(request, issued) !== text)
    return "correct: native and WebAssembly differ";
  if (process.env.UPDATE) writeFileSync(join(folder, "correction.json"), text + "\n");
  const golden = canonical(JSON.parse(readFileSync(join(folder, "correction.json"), "utf8")));
  return golden === text ? null : "correction.json differs from what `correct` gives";
}

function usageFiles(folder) {
  return readdirSync(folder)
    .filter((file) => file === "usage.csv" || file === "usage.ndjson")
    .sort();
}

function fault(folder) {
  const usage = usageFiles(folder);
  const text = native(folder, usage);
  if (wasm(folder, usage) !== text) return "native and WebAssembly differ";
  const golden = join(folder, "result.json");
  if (process.env.UPDATE) writeFileSync(golden, text + "\n");
  if (!existsSync(golden)) return "result.json is missing";
  const stored = readFileSync(golden, "utf8");
  const parsed = JSON.parse(stored);
  if (canonical(parsed) !== text) return "result.json differs from what the engine gives";
  return (
    readmeFault(readFileSync(join(folder, "README.md"), "utf8"), parsed) ??
    correctionFault(folder) ??
    quoteCheckFault(folder, parsed)
  );
}

let passed = 0;
let failed = 0;
const chosen = process.argv.slice(2);
for (const name of readdirSync(join(root, "examples")).sort()) {
  const folder = join(root, "examples", name);
  const isExample = ["request.json", "scenario.json"].some((file) => existsSync(join(folder, file)));
  if (!isExample || (chosen.length > 0 && !chosen.includes(name))) continue;
  let problem;
  try {
    problem = fault(folder);
  } catch (error) {
    problem = error.stack;
  }
  if (problem === null) passed += 1;
  else {
    failed += 1;
    console.log(`${name}: ${problem}`);
  }
}
if (chosen.length === 0 && passed + failed < 50) {
  failed += 1;
  console.log(`only ${passed + failed} examples found, at least 50 are wanted`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
