// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { after, before } from "node:test";
import { start } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

// By the debugger's door: the page's policy stays in force for the page.
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in a bill, an explanation, problems and a file, ${colorScheme}`, async () => {
    const { page, complaints, close } = await browser.open("states-life-of-a-meter", { colorScheme });
    await page.locator(".line").first().click();
    await page.locator(".explanation").waitFor();
    assert.deepEqual(await findings(page), []);
    for (const name of ["pool-monthly-under-and-over", "exceptions-sessions-not-billed", "usage-from-csv"]) {
      await page.locator("#example").selectOption(name);
      await page.waitForFunction((wanted) => location.hash === `#${wanted}`, name);
      await page.locator("#status", { hasText: "computed" }).waitFor();
      await page.waitForTimeout(300);
      assert.deepEqual(await findings(page), [], name);
    }
    await page.locator("#text").fill("{");
    await page.locator("#errors li").first().waitFor();
    assert.deepEqual(await findings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("axe finds nothing on a narrow screen", async () => {
  const { page, close } = await browser.open("pool-monthly-under-and-over", {
    viewport: { width: 390, height: 844 },
  });
  await page.locator(".line").first().click();
  await page.locator(".explanation").waitFor();
  assert.deepEqual(await findings(page), []);
  await close();
});

test("the whole way goes by keyboard: skip, month, line, problem, place in the text", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const focused = () =>
    page.evaluate(
      () => document.activeElement.id || document.activeElement.className || document.activeElement.textContent,
    );
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; ++i) await page.keyboard.press(key);
  };
  const tabTo = async (wanted) => {
    for (let i = 0; i < 60; ++i) {
      await press("Tab");
      if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) return;
    }
    assert.fail(`no way to ${wanted}, but to ${await focused()}`);
  };
  await press("Tab");
  assert.equal(await focused(), "skip");
  await press("Tab");
  assert.equal(await focused(), "example");
  await press("Tab");
  assert.equal(await focused(), "file");
  await tabTo('#months button[data-period="2026-04"]');
  await press("Enter");
  await page.getByRole("heading", { name: "Bill for April 2026" }).waitFor();
  await tabTo(".line");
  await press("Enter");
  await page.locator(".explanation").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "true");
  await tabTo("#text");
  await press("Control+Home");
  await page.keyboard.type("x");
  await page.locator("#errors li").first().waitFor();
  await press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("#errors") !== null), true);
  await press("Enter");
  assert.equal(await focused(), "text");
  assert.equal(await page.locator("#text").evaluate((area) => area.selectionStart), 0);
  await press("Delete");
  await page.locator("#errors").waitFor({ state: "hidden" });
  assert.deepEqual(complaints, []);
  await close();
});
