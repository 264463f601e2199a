// SPDX-License-Identifier: MIT
// A sales tool: reads opportunities as CSV and writes a quote for each.
//   node quotes.mjs CATALOG.json OPPORTUNITIES.csv VALID_FROM VALID_UNTIL FOLDER
// For each row FOLDER/<quote>.json, the document as the engine made it, and FOLDER/summary.txt for people.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "samebill";

// Rows of RFC 4180 as objects by column.
function readCsv(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; ++at) {
    const c = text[at];
    const row = rows.at(-1);
    if (quoted && c === '"' && text[at + 1] === '"') row[row.length - 1] += text[++at];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ",") row.push("");
    else if (!quoted && c === "\n") rows.push([""]);
    else if (c !== "\r" || quoted) row[row.length - 1] += c;
  }
  const [names, ...records] = rows.filter((row) => row.length > 1);
  return records.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ""])));
}

function wholeNumber(row, column) {
  if (!/^\d+$/.test(row[column]))
    throw new Error(`${row.quote}: ${column} must be a whole number, not "${row[column]}"`);
  return Number(row[column]);
}

// What the customer plans, as the engine takes it. Amounts of money never become numbers here.
function draftOf(row, catalog, validFrom, validUntil) {
  const agreement = { from: `${row.from}-01` };
  if (row.discount !== "")
    agreement.discounts = [{ code: "volume", percent: row.discount, categories: ["access", "usage"] }];
  const scenario = {
    schema: "samebill/scenario/1",
    catalog,
    account: { schema: "samebill/account/1", id: row.account, agreement, tax: { jurisdictions: ["FR"] }, devices: [] },
    from: row.from,
    months: wholeNumber(row, "months"),
    cohorts: [
      {
        name: "devices",
        count: wholeNumber(row, "devices"),
        plan: row.plan,
        usage: [
          {
            name: "reading",
            kind: "data",
            times: { per: "day", count: wholeNumber(row, "times_a_day") },
            payload: wholeNumber(row, "kilobytes") * 1024,
            protocol: "mqtt_tls",
          },
        ],
      },
    ],
  };
  const customer = { name: row.customer, account: row.account };
  if (row.contact !== "") customer.contact = row.contact;
  return {
    schema: "samebill/quote_draft/1",
    id: row.quote,
    version: 1,
    customer,
    scenario,
    valid_from: validFrom,
    valid_until: validUntil,
  };
}

function summaryOf(quote) {
  const { result } = quote;
  const lines = [
    `${quote.id}  ${quote.customer.name}`,
    `  ${quote.from} through ${quote.through}: ${result.totals.total} ${result.currency} with taxes`,
  ];
  for (const cohort of result.cohorts)
    lines.push(`  ${cohort.cohort}: ${cohort.per_device_month ?? "nothing"} a device and month, before taxes`);
  for (const { text } of quote.assumptions) lines.push(`  - ${text}`);
  return lines.join("\n");
}

const [catalogFile, csvFile, validFrom, validUntil, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node quotes.mjs CATALOG.json OPPORTUNITIES.csv VALID_FROM VALID_UNTIL FOLDER");
  process.exit(2);
}
const engine = await load({ quotes: true });
const catalog = JSON.parse(await readFile(catalogFile, "utf8"));
await mkdir(folder, { recursive: true });
const summaries = [];
for (const row of readCsv(await readFile(csvFile, "utf8"))) {
  try {
    const text = engine.makeQuoteText(draftOf(row, catalog, validFrom, validUntil));
    const document = JSON.parse(text);
    if (document.schema !== "samebill/quote/1") {
      for (const { path, message } of document.errors) console.error(`${row.quote}: ${path}: ${message}`);
      process.exitCode = 1;
      continue;
    }
    await writeFile(join(folder, `${row.quote}.json`), text);
    summaries.push(summaryOf(document));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
await writeFile(join(folder, "summary.txt"), summaries.join("\n\n") + "\n");
console.log(`${summaries.length} quotes in ${folder}`);
