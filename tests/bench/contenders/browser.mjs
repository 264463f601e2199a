// SPDX-License-Identifier: MIT
// This engine, or DuckDB's WebAssembly, in a page in Chromium: browser.mjs FOLDER engine|duckdb [--distinct]
// [--times N], or browser.mjs FOLDER request. The file's bytes are in the page before the time begins.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { duckdbQuery, factsOfRow, folder, options } from "./common.mjs";

const here = new URL(".", import.meta.url).pathname;
const root = join(here, "../../../");
const { chromium } = createRequire(join(root, "tests/package.json"))("playwright-core");
const places = {
  "/page/": here, "/samebill/": join(root, "wasm/dist/"), "/data/": join(folder, "/"),
  "/packages/": join(root, "tests/bench/node_modules/"),
};
const types = {
  ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm",
};

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  const place = Object.keys(places).find((prefix) => path.startsWith(prefix));
  const file = place && join(places[place], path.slice(place.length));
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  const type = types[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": statSync(file).size });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.env.SAMEBILL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
});
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(String(error)));
await page.goto(`http://127.0.0.1:${server.address().port}/page/page.html`);
const job = {
  who: process.argv[3] ?? "engine", times: options.times,
  query: existsSync(join(folder, "devices.csv")) ? duckdbQuery("usage.csv", "devices.csv", options.distinct) : "",
};
const result = await page.evaluate(async (given) => (await import("./page.mjs")).measure(given), job);
if (result.row) result.facts = factsOfRow(result.row.map((value) => Number(value)));
delete result.row;
console.log(JSON.stringify(result));
await browser.close();
server.close();
