// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { drop, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

const due = (page, amount) => page.locator(`#sample_due[data-amount="${amount}"]`).waitFor();

test("the sample bill follows the form, and the engine's problems stand beside their fields", async () => {
  const { page, complaints, close } = await browser.view("plans");
  // Meter 1 MB with 12 MB and 10 SMS: 0.50 + 0.60 + 11 × 0.40 + 5 × 0.06 = 5.80.
  await due(page, "5.80");
  const fee = page.locator('[data-pointer="/plans/0/access_fee/amount"]');
  await fee.fill("0.85");
  await due(page, "6.05");
  await page.waitForTimeout(700); // changes of a field that follow closely are one step back
  await fee.fill("cheap");
  await page.locator(".field_problem").waitFor();
  assert.equal(await fee.getAttribute("aria-invalid"), "true");
  assert.match(await page.locator("#catalog_status").textContent(), /1 problem/);
  await page.locator("#undo").click();
  await due(page, "6.05");
  await page.locator("#sample_data").fill("1 MB");
  await due(page, "1.65"); // 0.50 + 0.85 + 5 × 0.06
  await page.locator(".plan_tabs button", { hasText: "Camera" }).click();
  await due(page, "16.50"); // 14.00 + 2.00 + 10 × 0.05
  assert.deepEqual(complaints, []);
  await close();
});

test("all prices stand in a list, on paper and as a table for spreadsheets", async () => {
  const { page, complaints, close } = await browser.view("plans");
  await due(page, "5.80");
  const list = page.locator("#price_list");
  await list.locator("tr", { hasText: "Access fee" }).first().getByText("EUR\u00a00.60 a month").waitFor();
  const tier = list.locator("tr", { hasText: "above 5 GB" });
  assert.match(await tier.textContent(), /Data over it\s*above 5 GB, graduated\s*EUR\u00a04\.00 per GB/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#prices_csv").click()]);
  assert.equal(download.suggestedFilename(), "starter-prices.csv");
  const rows = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  assert.equal(rows.length, 1 + 6 + 6 + 8 + 6 + 3);
  assert.deepEqual(rows.slice(0, 4), [
    "plan,name,currency,charge,item,above,up_to,price,per,data,sms,voice,notes",
    "meter-1mb,Meter 1 MB,EUR,access_fee,,,,0.60,month,,,,",
    "meter-1mb,Meter 1 MB,EUR,once,activation,,,0.50,,,,,",
    "meter-1mb,Meter 1 MB,EUR,included,data,,,,,1 MB,,,",
  ]);
  assert.ok(rows.includes("camera-2gb,Camera 2 GB,EUR,overage,data,,5,6.00,GB,,,,graduated"), rows.join("\n"));
  assert.ok(rows.includes("camera-2gb,Camera 2 GB,EUR,overage,data,5,,4.00,GB,,,,graduated"));
  // With a problem the list is that of the catalog before, and says so.
  await page.locator('[data-pointer="/plans/0/access_fee/amount"]').fill("cheap");
  await list.locator(".stale").waitFor();
  assert.equal(await page.locator("#print").isDisabled(), true);
  await page.locator("#undo").click();
  await list.locator(".stale").waitFor({ state: "detached" });
  await page.emulateMedia({ media: "print" });
  assert.equal(await list.locator("table").first().isVisible(), true);
  for (const hidden of [".plan_form", "#sample", "#print"])
    assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  assert.deepEqual(complaints, []);
  await close();
});

test("plans are added as a copy and removed; the catalog is there after a reload", async () => {
  const { page, complaints, close } = await browser.view("plans");
  await due(page, "5.80");
  await page.getByRole("button", { name: "Copy this plan" }).click();
  assert.equal(await page.locator('[data-pointer="/plans/5/id"]').inputValue(), "meter-1mb-2");
  await page.locator('[data-pointer="/plans/5/fees/activation"]').fill("");
  await due(page, "5.30");
  await page.reload();
  await page.locator(".plan_tabs button").nth(5).click();
  await due(page, "5.30");
  await page.getByRole("button", { name: "Remove this plan" }).click();
  assert.equal(await page.locator(".plan_tabs button").count(), 5);
  assert.deepEqual(complaints, []);
  await close();
});

test("a plan without an id keeps its place, a comma is a point, and what is not understood is not 0", async () => {
  const { page, complaints, close } = await browser.view("plans", { locale: "de-DE" });
  await due(page, "5.80");
  await page.locator('[data-pointer="/plans/0/access_fee/amount"]').fill("0,85");
  await due(page, "6.05");
  assert.equal(await page.locator('[data-pointer="/plans/0/access_fee/amount"]').inputValue(), "0,85");
  await page.locator("#sample input").nth(1).fill("zehn");
  await page.locator("#sample .field_problem").waitFor();
  assert.equal(await page.locator("#sample table.old").count(), 1);
  const tabs = page.locator(".plan_tabs button");
  await page.locator('[data-pointer="/plans/0/id"]').fill("");
  await page.locator('[data-pointer="/plans/0/name"]').fill("");
  assert.equal(await tabs.count(), 5);
  await tabs.nth(1).click();
  assert.equal(await page.locator('[data-pointer="/plans/1/id"]').inputValue(), "tracker-10mb");
  await page.locator("#add_plan").click();
  assert.equal(await tabs.count(), 6);
  const last = page.locator('[data-pointer="/plans/5/id"]');
  await last.fill("");
  assert.equal(await last.inputValue(), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("as JSON with places of problems; saved, opened and compared with another version", async () => {
  const { page, complaints, close } = await browser.view("plans");
  await due(page, "5.80");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save_catalog").click()]);
  assert.equal(download.suggestedFilename(), "starter.json");
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const saved = JSON.parse(Buffer.concat(chunks).toString());
  assert.equal(saved.plans.length, 5);

  await page.locator("#mode").click();
  const text = await page.locator("#text").inputValue();
  await page.locator("#text").fill(text.replace('"amount": "0.60"', '"amount": -1'));
  await page.locator("#errors button").first().click();
  const selected = () =>
    page.locator("#text").evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(await selected(), '"amount": -1');
  await page.locator("#text").press("Control+z");
  await due(page, "5.80");

  saved.plans[0].access_fee.amount = "0.55";
  delete saved.plans[1];
  const other = { ...saved, version: "0", plans: saved.plans.filter(Boolean) };
  const buffer = Buffer.from(JSON.stringify(other));
  await page.locator("#other_file").setInputFiles({ name: "old.json", mimeType: "application/json", buffer });
  const rows = page.locator("#diff tbody tr");
  await rows.first().waitFor();
  assert.deepEqual(await page.locator("#diff tbody code").allTextContents(), [
    "/version",
    "/plans/meter-1mb/access_fee/amount",
    "/plans/tracker-10mb",
  ]);
  assert.deepEqual(await rows.nth(1).locator("td").allTextContents(), ["0.55", "0.60"]);
  await drop(page, "old.json", JSON.stringify(other));
  await due(page, "5.75");
  assert.deepEqual(complaints, []);
  await close();
});
