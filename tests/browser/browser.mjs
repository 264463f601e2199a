// SPDX-License-Identifier: MIT
// The page in Chromium, served by the server itself if it is built, and by a few lines of Node otherwise.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const root = new URL("../../", import.meta.url).pathname;
const binary = process.env.SAMEBILL_BIN ?? join(root, "build/native/samebill");
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Serves a folder under the same policy as the server's. */
export async function serveFolder(folder, contentPolicy = policy) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "text/plain",
      "content-security-policy": contentPolicy,
    });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function servePage() {
  const folder = join(root, "web/dist");
  if (!existsSync(join(folder, "index.html"))) throw new Error("web/dist is missing: npm run build in web");
  if (!existsSync(binary)) return serveFolder(folder);
  const child = spawn(binary, ["serve", "--web", folder, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const port = await new Promise((resolve, reject) => {
    let log = "";
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text) => {
      log += text;
      const found = log.includes('"listening"') && /127\.0\.0\.1:(\d+)/.exec(log);
      if (found) resolve(found[1]);
    });
    child.on("error", reject);
    child.on("close", () => reject(new Error(`the server did not start: ${log}`)));
  });
  return {
    address: `http://127.0.0.1:${port}/`,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.SAMEBILL_CHROMIUM ?? "/usr/bin/chromium",
    timeout: 120_000,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
  });
}

/**
 * What a page complains of: errors in the console, exceptions, requests that fail. A violation of the policy is
 * an error, too.
 */
export function complaintsOf(page) {
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const leftBehind = "net::ERR_ABORTED"; // by going to another page
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== leftBehind) complaints.push(`${request.url()} failed`);
  });
  page.on(
    "response",
    (response) => response.status() >= 400 && complaints.push(`${response.url()}: ${response.status()}`),
  );
  return complaints;
}

/** Browser and server for the tests of a file; `open` gives a page that shows an example's bill, `view` any view. */
export async function start() {
  const server = await servePage();
  const browser = await launch();
  const view = async (rest, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${server.address}#/${rest}`);
    await page.locator("h1").waitFor();
    return { page, context, complaints, close: () => context.close() };
  };
  return {
    address: server.address,
    view,
    async open(example, options = {}) {
      const opened = await view(`bill/${example}`, options);
      await opened.page.locator("#amount_due").waitFor();
      return opened;
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/** Drops a file anywhere on the page. */
export async function drop(page, name, text) {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], file));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.locator("#drop").waitFor();
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await page.locator("#drop").waitFor({ state: "detached" });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A charge of the bill that is shown, not of the one before; with its figures. */
export const charge = (page, at = 0) => page.locator('.lines:not([aria-busy="true"]) .line:has(.amount)').nth(at);

/** What axe finds. By the debugger's door: the page's policy stays in force for the page. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}

/** Presses Tab until an element that matches has the focus. */
export async function tabTo(page, wanted, most = 80) {
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) return;
  }
  const at = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120));
  throw new Error(`no way to ${wanted}, but to ${at}`);
}

export const resultOf = (example) => JSON.parse(readFileSync(join(root, `examples/${example}/result.json`), "utf8"));
export const requestOf = (example) => readFileSync(join(root, `examples/${example}/request.json`), "utf8");
