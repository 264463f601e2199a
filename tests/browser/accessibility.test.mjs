// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { charge, findings, resultOf, start, tabTo } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

/** What each part of a bill is made of, once it is there. */
const parts = {
  tab_lines: '.lines:not([aria-busy="true"]) .amount',
  tab_devices: ".device .span",
  tab_allowances: ".allowance",
  tab_usage: "#bill_part tbody tr",
  tab_exceptions: "#bill_part tbody tr",
};

async function lookAtBills(page) {
  await charge(page).click();
  await page.locator(".explanation .operands").waitFor();
  assert.deepEqual(await findings(page), [], "an explanation");
  for (const name of ["pool-monthly-under-and-over", "exceptions-sessions-not-billed", "usage-from-csv"]) {
    await page.locator("#example").selectOption(name);
    const { digest } = resultOf(name).bills[0];
    await page.locator(".bill_foot code", { hasText: digest }).waitFor();
    for (const tab of await page.locator("[role=tab]").all()) {
      await tab.click();
      await page
        .locator(parts[await tab.getAttribute("id")])
        .first()
        .waitFor();
      assert.deepEqual(await findings(page), [], `${name}: ${await tab.textContent()}`);
    }
  }
  await page.locator("#text").fill("{");
  await page.locator("#errors li").first().waitFor();
  assert.deepEqual(await findings(page), [], "problems");
}

async function lookAtEstimates(page) {
  await page.locator('nav a[href="#/estimate"]').click();
  await page.locator("#question").waitFor();
  assert.deepEqual(await findings(page), [], "nothing planned yet");
  await page.locator('[data-template="vehicle"]').click();
  await page.locator("#month_chart").waitFor();
  await page.locator(".ways summary").click();
  await page.locator(".assumed summary").click();
  assert.deepEqual(await findings(page), [], "an estimate");
  await page.locator('[data-pointer="/cohorts/0/count"]').fill("99999999");
  await page.locator(".stale").waitFor();
  assert.deepEqual(await findings(page), [], "an estimate with a problem");
  await page.keyboard.press("Control+z");
}

// In light, the tests of these views look.
async function lookAtOffers(page) {
  await page.locator('nav a[href="#/compare"]').click();
  await page.locator("#even_chart path").first().waitFor();
  await page.locator("#find_sensitivity").click();
  await page.locator("#assumptions_table").waitFor();
  assert.deepEqual(await findings(page), [], "a comparison");
  await page.locator('nav a[href="#/quote"]').click();
  await page.locator("#quote_customer").fill("Town of Aix");
  await page.locator("#quote_sheet").waitFor();
  assert.deepEqual(await findings(page), [], "a quote");
  await page.locator("#log_in").click();
  await page.locator("#login").waitFor();
  assert.deepEqual(await findings(page), [], "the log-in");
  await page.keyboard.press("Escape");
}

async function lookAtOthers(page) {
  await page.locator('nav a[href="#/check"]').click();
  await page.locator("#try_altered").click();
  await page.locator(".verdict.bad").waitFor();
  assert.deepEqual(await findings(page), [], "a bill that differs");
  await page.locator("#try").click();
  await page.locator(".verdict.good").waitFor();
  assert.deepEqual(await findings(page), [], "a bill that is right");

  await page.locator('nav a[href="#/usage"]').click();
  await page.getByRole("heading", { level: 1, name: "My usage" }).waitFor();
  assert.deepEqual(await findings(page), [], "no usage yet");
  await page.locator("#try").click();
  await page.locator("#report").waitFor();
  assert.deepEqual(await findings(page), [], "usage");

  await page.locator('nav a[href="#/plans"]').click();
  await page.locator("#sample_due").waitFor();
  assert.deepEqual(await findings(page), [], "plans");
  await page.locator('[data-pointer="/plans/0/access_fee/amount"]').fill("1,5 €");
  await page.locator(".field_problem").waitFor();
  assert.deepEqual(await findings(page), [], "plans with a problem");
  await page.locator("#mode").click();
  await page.locator("#text").waitFor();
  assert.deepEqual(await findings(page), [], "plans as JSON");
}

// Each look and each width once: contrast is not of the width, order and names are not of the look.
for (const [colorScheme, width] of [
  ["dark", 1440],
  ["light", 390],
])
  test(`axe finds nothing in any view, ${colorScheme}, ${width} pixels`, async () => {
    const viewport = { width, height: 900 };
    const { page, complaints, close } = await browser.open("states-life-of-a-meter", { colorScheme, viewport });
    await lookAtBills(page);
    await lookAtEstimates(page);
    if (colorScheme === "dark") await lookAtOffers(page);
    await lookAtOthers(page);
    assert.deepEqual(complaints, []);
    await close();
  });

test("the whole way goes by keyboard: skip, views, month, line, problem, place in the text", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "content");
  await tabTo(page, "#example");
  await tabTo(page, "#file");
  await tabTo(page, '#months button[data-period="2026-04"]');
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Bill for April 2026" }).waitFor();
  await tabTo(page, "[role=tab]");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab_devices");
  await page.keyboard.press("ArrowLeft");
  await charge(page).waitFor();
  await tabTo(page, ".line");
  await page.keyboard.press("Enter");
  await page.locator(".explanation").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "true");
  await tabTo(page, "#text");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("x");
  await page.locator("#errors li").first().waitFor();
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("#errors") !== null), true);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "text");
  assert.equal(await page.locator("#text").evaluate((area) => area.selectionStart), 0);
  await page.keyboard.press("Delete");
  await page.locator("#errors").waitFor({ state: "detached" });

  await page.locator("#skip, .skip").first().focus();
  await tabTo(page, 'nav a[href="#/plans"]');
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Plans" }).waitFor();
  await tabTo(page, '[data-pointer="/plans/0/access_fee/amount"]');
  await page.keyboard.type("9");
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator('[data-pointer="/plans/0/access_fee/amount"]').inputValue(), "0.60");
  assert.deepEqual(complaints, []);
  await close();
});

test("a fleet is compared and quoted by keyboard alone", async () => {
  const { page, complaints, close } = await browser.view("estimate");
  await tabTo(page, "#question");
  await page.keyboard.type("100 sensors, 1 report a day, 1 kB each, from March 2027");
  await page.keyboard.press("Enter");
  await page.locator("#term_total").waitFor();
  await page.locator(".skip").focus();
  await tabTo(page, 'nav a[href="#/compare"]');
  await page.keyboard.press("Enter");
  await page.locator("#columns .total td").nth(3).waitFor();
  await tabTo(page, ".choices li:nth-child(2) input");
  await page.keyboard.press("Space");
  await page.locator("#columns .total td").nth(3).waitFor({ state: "detached" });
  await tabTo(page, "#add_discount");
  await page.keyboard.press("Enter");
  await page.locator("#columns th", { hasText: "10 % discount" }).waitFor();
  await page.keyboard.press("Control+z");
  await page.locator("#columns th", { hasText: "10 % discount" }).waitFor({ state: "detached" });
  await tabTo(page, '[data-by="devices"]');
  await page.keyboard.press("Enter");
  await page.locator("#turns li").first().waitFor();
  await tabTo(page, "#find_sensitivity");
  await page.keyboard.press("Enter");
  await page.locator("#assumptions_table").waitFor();

  await page.locator(".skip").focus();
  await tabTo(page, 'nav a[href="#/quote"]');
  await page.keyboard.press("Enter");
  await tabTo(page, "#quote_customer");
  await page.keyboard.type("Town of Aix");
  await page.locator("#quote_sheet", { hasText: "Town of Aix" }).waitFor();
  await tabTo(page, "#save_quote");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(file.suggestedFilename(), "quote.json");
  assert.deepEqual(complaints, []);
  await close();
});
