// SPDX-License-Identifier: MIT
// Quote: the open scenario as an offer, on the screen, on paper and as a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { findings, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

async function planned(options) {
  const opened = await browser.view("estimate", options);
  const { page } = opened;
  await page.locator("#question").fill("100 sensors, 1 report a day, 1 kB each, from March 2027");
  await page.keyboard.press("Enter");
  await page.locator("#term_total").waitFor();
  await page.locator('[data-pointer="/cohorts/0/plan"]').selectOption("meter-1mb");
  await page.locator('#term_total[data-amount="770.00"]').waitFor();
  await page.locator('nav a[href="#/quote"]').click();
  await page.locator("#quote_sheet").waitFor();
  return opened;
}

test("customer, discount and remarks stand in the document, which is saved as a quote", async () => {
  const { page, complaints, close } = await planned();
  assert.equal(await page.locator("#save_quote").isDisabled(), true, "a quote wants a customer");
  await page.locator("#quote_customer").fill("Town of Aix");
  await page.locator("#quote_reference").fill("Water 7");
  await page.locator("#valid_until").fill("2027-02-28");
  await page.locator("#remarks").fill("Delivery in two weeks.");
  await page.getByLabel("Discount on monthly charges").fill("10");
  // 10 % off 60.00 a month: 12 × 54.00 + 50.00.
  await page.locator('#quote_total[data-amount="698.00"]').waitFor();
  const sheet = await page.locator("#quote_sheet").textContent();
  for (const text of ["Town of Aix", "28 Feb 2027", "Delivery in two weeks.", "Meter 1 MB", "No taxes are counted."])
    assert.ok(sheet.includes(text), text);
  assert.deepEqual(await findings(page), []);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save_quote").click()]);
  const quote = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.deepEqual([quote.schema, quote.id, quote.result.totals.total], ["samebill/quote/1", "Water-7", "698.00"]);
  assert.deepEqual(quote.customer, { name: "Town of Aix", reference: "Water 7" });
  const { discounts } = quote.scenario.account.agreement;
  assert.deepEqual(discounts, [{ code: "quote", percent: "10", categories: ["access", "recurring", "usage"] }]);
  assert.deepEqual(complaints, []);
  await close();
});

test("a plan gets prices of the customer's own, and alternatives stand in the quote", async () => {
  const { page, complaints, close } = await planned();
  await page.locator("#quote_customer").fill("Town of Aix");
  await page.locator("#add_attachment").selectOption("meter-1mb");
  const prices = page.getByRole("group", { name: "Own prices of Meter 1 MB" });
  await prices.getByLabel("Access fee").fill("0.50");
  await page.locator('#quote_total[data-amount="650.00"]').waitFor(); // 12 × 50.00 + 50.00
  await page.locator("#agreed li", { hasText: "Meter 1 MB: access fee amount 0.50" }).waitFor();
  await prices.getByLabel("Activation").fill("0");
  await page.locator('#quote_total[data-amount="600.00"]').waitFor();
  await page.getByRole("checkbox", { name: "Tracker 10 MB" }).check();
  // Tracker 10 MB: 12 × 190.00 + 100.00.
  await page.locator('#others [data-amount="2380.00"]').waitFor();
  assert.deepEqual(await findings(page), []);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save_quote").click()]);
  const quotes = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.deepEqual(
    quotes.map((quote) => [quote.id, quote.result.totals.total]),
    [
      ["quote", "600.00"],
      ["quote-2", "2380.00"],
    ],
  );
  assert.deepEqual(quotes[0].scenario.account.pricing_attachments, [
    { plan: "meter-1mb", overrides: { access_fee: { amount: "0.50" }, fees: { activation: "0" } } },
  ]);
  await prices.getByLabel("Activation").fill("");
  await prices.getByLabel("Access fee").fill("");
  await page.locator('#quote_total[data-amount="770.00"]').waitFor();
  await page.locator("#agreed").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Remove Own prices of Meter 1 MB" }).click();
  await prices.waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("a fleet with problems has no quote, a day that is over is said, and discounts are undone here", async () => {
  const { page, complaints, close } = await planned();
  await page.locator("#quote_customer").fill("Town of Aix");
  const discount = page.getByLabel("Discount on monthly charges");
  await discount.fill("10");
  await page.locator('#quote_total[data-amount="698.00"]').waitFor();
  await page.keyboard.press("Control+z");
  await page.locator('#quote_total[data-amount="770.00"]').waitFor();
  assert.equal(await page.locator("#quote_customer").inputValue(), "Town of Aix");
  await page.locator("#redo").click();
  await page.locator('#quote_total[data-amount="698.00"]').waitFor();
  await page.locator("#valid_until").fill("2020-02-28");
  await page.locator("#past").waitFor();
  assert.equal(await page.locator("#print").isDisabled(), true);
  await page.locator("#valid_until").fill("");
  assert.doesNotMatch(await page.locator("#quote_sheet").textContent(), /NaN|undefined/);
  await page.locator("#valid_until").fill("2999-02-28");
  await page.locator("#print:enabled").waitFor();
  await page.locator("#add_attachment").selectOption("meter-1mb");
  const prices = page.getByRole("group", { name: "Own prices of Meter 1 MB" });
  await prices.getByLabel("Access fee").fill("0.1234567890123");
  await page.locator(".stale").waitFor();
  assert.equal(await page.locator("#quote_sheet").count(), 0);
  assert.equal(await page.locator("#save_quote").isDisabled(), true);
  assert.deepEqual(complaints, []);
  await close();
});

test("what was typed is there after a reload, and on paper only the document is", async () => {
  const { page, complaints, close } = await planned();
  await page.locator("#quote_customer").fill("Town of Aix");
  await page.reload();
  await page.locator('#quote_total[data-amount="770.00"]').waitFor();
  assert.equal(await page.locator("#quote_customer").inputValue(), "Town of Aix");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#quote_sheet").isVisible(), true);
  for (const hidden of [".quote_form", ".top nav", "#print"])
    assert.equal(await page.locator(hidden).isVisible(), false);
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 10_000);
  assert.deepEqual(complaints, []);
  await close();
});

test("without fleet there is a way to plan one; on a telephone nothing runs over the edge", async () => {
  const empty = await browser.view("quote");
  await empty.page.locator(".empty a").click();
  await empty.page.locator("#question").waitFor();
  await empty.close();
  const { page, close } = await planned({ viewport: { width: 390, height: 800 } });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(await findings(page), []);
  await close();
});
