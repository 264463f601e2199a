// SPDX-License-Identifier: MIT
// What holds for the page as a whole: languages, looks, size, work without a network, the policy.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { findings, root, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

test("German readers are met in German, with figures as they write them; the choice is kept", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter", { locale: "de-DE" });
  await page.getByRole("heading", { name: "Rechnung für März 2026" }).waitFor();
  assert.match(await page.locator("#amount_due").textContent(), /6,12/);
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  assert.deepEqual(await findings(page), []);
  for (const [view, title] of [
    ["estimate", "Was wird eine Flotte kosten?"],
    ["compare", "Vergleichen"],
    ["check", "Rechnung prüfen"],
    ["usage", "Mein Verbrauch"],
    ["quote", "Angebot"],
    ["plans", "Tarife"],
  ]) {
    await page.locator(`nav a[href="#/${view}"]`).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    if (view !== "estimate") assert.match(await page.title(), new RegExp(title));
  }
  // Nothing is built anew: the field keeps the focus, a choice stays, and figures are written as in the new language.
  await page.locator(".plan_tabs button").nth(1).click();
  await page.locator('#sample_due[data-amount="3.40"]', { hasText: "3,40" }).waitFor(); // 1.00 + 1.90 + 2 × 0.25
  await page.locator("#language").focus();
  await page.locator("#language").selectOption("en");
  await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "language");
  assert.equal(await page.locator('.plan_tabs button[aria-pressed="true"]').textContent(), "Tracker 10 MB");
  await page.locator('#sample_due[data-amount="3.40"]', { hasText: "3.40" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("light and dark are chosen or follow the system", async () => {
  const { page, close } = await browser.open("states-life-of-a-meter", { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.querySelector(".bill")).backgroundColor);
  const dark = await paper();
  await page.locator("#theme").selectOption("light");
  const light = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await page.locator("#amount_due").waitFor();
  assert.equal(await paper(), light);
  await close();
});

const interactive = 1000; // milliseconds, on 2 cores without limits of the network

// Without the store for work without a network, which fills after the page is there. Bill and Plans show what the large
// module computes: there the page comes first, and the module after it.
test("the first load stays small whichever view is first, and the page is soon of use", async () => {
  const { page, close } = await browser.view("check", { serviceWorkers: "block" });
  let responses = [];
  page.on("response", (response) => responses.push(response));
  const sizeOf = (response) => {
    const headers = response.headers();
    const size = Number(headers["content-length"]);
    assert.ok(size > 0, response.url());
    assert.ok(size < 500 || headers["content-encoding"] === "gzip", `${response.url()} comes packed`);
    return { name: response.url().split("/").at(-1), size };
  };
  // Of use: the question can be typed, and the engine is there to answer it.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (globalThis.usable || !document.querySelector("#question") || !document.querySelector("#engine")) return;
      globalThis.usable = performance.now();
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  const times = [];
  const views = ["estimate", "estimate", "estimate", "compare", "quote", "check", "usage", "bill", "plans"];
  for (let at = 0; at < views.length; ++at) {
    const view = views[at];
    await page.goto("about:blank");
    responses = [];
    await page.goto(`${browser.address}#/${view}`);
    const planning = ["estimate", "compare", "quote"].includes(view);
    const late = ["bill", "plans"].includes(view);
    await page.locator(view === "bill" ? "#amount_due" : "h1").waitFor();
    if (planning || late) await page.locator("#engine").waitFor();
    if (view === "estimate") times.push(await page.evaluate(() => globalThis.usable));
    // What else the machine does makes it slower, but not six times.
    if (view === "estimate" && at >= 2 && at < 5 && Math.min(...times) >= interactive) views.splice(at, 0, "estimate");
    await page.waitForLoadState("networkidle");
    const sizes = responses.map(sizeOf);
    const sum = (files) => files.reduce((total, file) => total + file.size, 0);
    const engine = sum(sizes.filter((file) => file.name.endsWith(".wasm")));
    const total = sum(sizes);
    console.log(`first load of ${view}: ${total} bytes, ${engine} of them the engine`);
    assert.equal(engine > 0, planning || late, `the engine of ${view}`);
    if (!late) assert.ok(total < 250_000, `${view}: ${total} bytes in all`);
    assert.ok(total - engine < 84_000, `${view}: ${total - engine} bytes beside the engine`);
  }
  console.log(`of use after ${times.map(Math.round).join(", ")} ms`);
  assert.ok(Math.min(...times) < interactive, `of use after ${times} ms`);
  await close();
});

test("the module that was loaded is named by its digest", async () => {
  const named = (page) => page.locator("#engine ~ span code").textContent();
  const digest = (file) =>
    createHash("sha256")
      .update(readFileSync(join(root, "wasm/dist", file)))
      .digest("hex");
  const short = (file) => `${digest(file).slice(0, 12)}…`;
  for (const [simd, file] of [
    [true, "core_simd.wasm"],
    [false, "core.wasm"],
  ]) {
    const { page, close } = await browser.view("check", { serviceWorkers: "block" });
    // As in a browser without SIMD.
    if (!simd)
      await page.route("**/assets/*.js", async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace("WebAssembly.validate(", "!WebAssembly.validate(");
        await route.fulfill({ response, body });
      });
    await page.locator("#try").click();
    await page.locator(".verdict.good").waitFor();
    assert.equal(await named(page), short(file));
    await page.locator('nav a[href="#/estimate"]').click();
    await page.locator("#engine ~ span code", { hasText: short("quotes.wasm") }).waitFor();
    await close();
  }
});

test("once loaded it works without a network", async () => {
  const { page, context, close } = await browser.open("states-life-of-a-meter");
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await page.reload();
  await page.locator('#amount_due[data-amount="6.12"]').waitFor();
  await page.locator('nav a[href="#/plans"]').click();
  await page.locator("#sample_due").waitFor();
  await page.locator('nav a[href="#/estimate"]').click();
  await page.locator('[data-template="meter"]').click();
  await page.locator("#term_total").waitFor();
  await page.locator("#month_chart rect.bar_access").first().waitFor();
  await page.locator('nav a[href="#/compare"]').click();
  await page.locator("#find_sensitivity").click();
  await page.locator("#assumptions_table tbody tr").first().waitFor();
  await close();
});

test("an engine that was not loaded is loaded anew, and a view that does not come can be asked for", async () => {
  const { page, close } = await browser.view("check", { serviceWorkers: "block" });
  await page.route(/\.wasm$/, (route) => route.abort(), { times: 1 });
  await page.locator("#try").click();
  await page.locator('main [role="alert"]', { hasText: "cannot be shown" }).waitFor();
  await page.locator("#try").click();
  await page.locator(".verdict.good").waitFor();

  await page.route(/BillView/, (route) => route.abort(), { times: 1 });
  await page.locator('nav a[href="#/bill"]').click();
  await page.locator("h1").waitFor({ state: "detached" });
  await page.locator('main [role="alert"] button').last().click();
  await page.locator("#amount_due").waitFor();
  await close();
});

test("the policy lets no script, style or address of another host in", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.intruded = true";
    document.body.append(script);
    return fetch("http://127.0.0.1:9/").catch(() => {});
  });
  assert.equal(await page.evaluate(() => globalThis.intruded), undefined);
  assert.ok(
    complaints.some((text) => /Content Security Policy/.test(text)),
    complaints.join("; "),
  );
  await close();
});
