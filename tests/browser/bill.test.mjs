// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { exampleNames } from "../../web/examples.mjs";
import { requestOf, resultOf, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

const due = (page) => page.locator("#amount_due").getAttribute("data-amount");
const shownDigest = (page) => page.locator(".bill_foot code").last().textContent();

async function showing(page, digest) {
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll(".bill_foot code")].at(-1)?.textContent === wanted,
    digest,
  );
}

test("every example shows the bills of its result, with no complaint of the browser", async () => {
  const { page, complaints, close } = await browser.open(exampleNames[0]);
  for (const name of exampleNames) {
    await page.locator("#example").selectOption(name);
    const { bills } = resultOf(name);
    await showing(page, bills[0].digest);
    for (const [at, bill] of bills.entries()) {
      if (bills.length > 1) await page.locator("#months button").nth(at).click();
      assert.equal(await due(page), bill.amount_due, `${name} ${bill.period}`);
      assert.equal(await shownDigest(page), bill.digest);
      const shown = await page.locator(".line .amount").allTextContents();
      assert.ok(shown.length >= Math.min(bill.lines.length, 1), "lines are shown");
      const plain = shown.map((text) => text.replaceAll(",", "").replace("\u2212", "-")).sort();
      if (bill.lines.length <= 100) assert.deepEqual(plain, bill.lines.map((line) => line.amount).sort());
    }
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("the bill follows what is typed", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  assert.equal(await due(page), "6.12");
  // The provisioning fee becomes 1.50, which is 1.00 more and 20 % of tax on it: 6.12 + 1.20.
  await page
    .locator("#text")
    .fill(requestOf("states-life-of-a-meter").replace('"provisioning": "0.50"', '"provisioning": "1.50"'));
  await page.locator('#amount_due[data-amount="7.32"]').waitFor();
  assert.match(await page.locator("#status").textContent(), /^2 bills, computed in \d+ ms$/);
  assert.deepEqual(complaints, []);
  await close();
});

test("nonsense shows its problems, and the last bill stays marked as old", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const request = requestOf("states-life-of-a-meter");
  await page
    .locator("#text")
    .fill(request.replace('"type": "suspend"', '"type": "pause"').replace('"currency": "EUR"', '"currency": "EURO"'));
  await page.locator("#errors li").first().waitFor();
  const paths = await page.locator("#errors button > code").allTextContents();
  assert.equal(paths[0], "/catalog/currency");
  assert.match(paths[1], /^\/events\/\d\/type$/);
  assert.equal(await page.locator("#stale").isVisible(), true);
  assert.equal(await page.locator("#download").isDisabled(), true);

  await page.locator("#errors button").nth(1).click();
  const selected = await page
    .locator("#text")
    .evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, '"type": "pause"');
  const lines = (await page.locator("#text").inputValue()).split("\n");
  const wrong = await page.locator("#gutter .wrong").allTextContents();
  assert.deepEqual(
    wrong,
    [/"EURO"/, /"pause"/].map((word) => String(lines.findIndex((line) => word.test(line)) + 1)),
  );

  await page.locator("#text").fill(request.replace('"catalog": {', '"catalog": ['));
  await page.locator("#errors small", { hasText: "parse" }).waitFor();
  await page.locator("#text").fill(request);
  await page.locator("#errors").waitFor({ state: "hidden" });
  assert.equal(await page.locator("#stale").isVisible(), false);
  assert.deepEqual(complaints, []);
  await close();
});

test("a line opens to its explanation, as the engine gives it", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const line = page.locator(".line").first();
  await line.click();
  const panel = page.locator(".explanation");
  await panel.waitFor();
  // 3.10 × 16 of 31 days = 1.6 exactly.
  assert.match(await panel.locator(".sentence").textContent(), /3\.1 × 16 \/ 31 = 1\.60? EUR|3\.1 × 16 \/ 31 = 1\.6/);
  assert.match(await panel.locator(".rule").textContent(), /F2/);
  assert.match(await panel.locator(".source").textContent(), /Contract: “Access Fee Periods”/);
  assert.match(await panel.locator(".operands").textContent(), /exact amount8 ⁄ 5/);
  assert.match(await panel.locator(".parameters").textContent(), /cancellation refund.*none.*standard terms/s);
  await line.click();
  assert.equal(await panel.isVisible(), false);
  assert.deepEqual(complaints, []);
  await close();
});

test("allowances, devices and notices carry their figures in words", async () => {
  const { page, close } = await browser.open("pool-monthly-under-and-over");
  await page.locator("#months button").nth(1).click();
  const allowances = await page.locator(".allowance").allTextContents();
  assert.ok(
    allowances.some((text) => /Data, pool north.*16\.5 MB of 15 MB.*1\.5 MB over/.test(text.replaceAll("\u00a0", " "))),
  );
  const spans = await page.locator(".span .unseen").allTextContents();
  assert.equal(spans[0], "1 Apr, 00:00 to 1 May, 00:00: active on pooled-5mb, by the customer");
  await close();
});

test("the result is downloaded as the canonical document", async () => {
  const { page, close } = await browser.open("states-life-of-a-meter");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
  assert.equal(download.suggestedFilename(), "harbour-works-2026-03.json");
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), resultOf("states-life-of-a-meter"));
  await close();
});
