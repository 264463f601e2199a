// SPDX-License-Identifier: MIT
// Compare: alternatives side by side, a recommendation with its reason, where the cheaper one changes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { findings, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

/** 100 sensors on Meter 1 MB with 12 KB a day. */
async function planned(options) {
  const opened = await browser.view("estimate", options);
  const { page } = opened;
  await page.locator("#question").fill("100 sensors, 1 report a day, 12 kB each, from March 2027");
  await page.keyboard.press("Enter");
  await page.locator("#term_total").waitFor();
  await page.locator('[data-pointer="/cohorts/0/plan"]').selectOption("meter-1mb");
  await page.getByLabel("Protocol").selectOption("none");
  await page.locator('#term_total[data-amount="770.00"]').waitFor();
  await page.locator('nav a[href="#/compare"]').click();
  await page.locator("#columns .total td").nth(3).waitFor();
  return opened;
}
const totals = (page) =>
  page.locator("#columns .total td").evaluateAll((cells) => cells.map((cell) => cell.dataset.amount));

test("the cheapest of all is recommended, with what it costs instead of what", async () => {
  const { page, complaints, close } = await planned();
  // 12 KB a day on Pay as used: 0.20 and 0.55 × 348 … 372 / 1,024: 0.19 in five months of 29 and 30 days, 0.20 in seven
  // of 31: 100 × (12 × 0.20 + 5 × 0.19 + 7 × 0.20).
  await page.locator("#recommended", { hasText: "475.00 over 12 months instead of EUR\u00a0770.00" }).waitFor();
  const [first, cheapest] = await totals(page);
  assert.deepEqual([first, cheapest], ["770.00", "475.00"]);
  assert.ok((await page.locator(".differs_from").count()) > 0);
  // A second report a day: 24 KB are 0.37 in February, 4 × 0.39 and 7 × 0.40: 100 × (2.40 + 4.73), 238.00 more. 90 and
  // 110 sensors: 427.50 and 522.50. 10 % less of 12 KB are 11 KB as rounded, more are 14: 2.40 + 0.17 + 11 × 0.18 and
  // 2.40 + 0.22 + 11 × 0.23.
  await page.locator("#find_sensitivity").click();
  const swings = page.locator("#assumptions_table [data-amount]");
  await swings.first().waitFor();
  const amounts = await swings.evaluateAll((cells) => cells.map((cell) => cell.dataset.amount));
  assert.deepEqual(amounts.slice(0, 3), ["238.00", "95.00", "60.00"]);
  await page.getByText("Of “Cheapest plan for each”, EUR\u00a0475.00 as it is. It saves EUR\u00a0295.00").waitFor();
  assert.deepEqual(await findings(page), []);
  assert.deepEqual(complaints, []);
  await close();
});

test("a plan that does not offer what is used is not recommended for being cheaper", async () => {
  const { page, close } = await planned();
  await page.locator('nav a[href="#/estimate"]').click();
  await page.getByRole("button", { name: "+ Voice" }).click();
  await page.locator('[data-pointer="/cohorts/0/plan"]').selectOption("terminal-50mb");
  await page.locator('nav a[href="#/compare"]').click();
  await page.locator("#recommended", { hasText: "as planned has the lowest total" }).waitFor();
  await page.locator(".choices li", { hasText: "Pay as used" }).getByText("leaves usage unserved").waitFor();
  await close();
});

test("the comparison is saved as JSON, CSV and pictures", async () => {
  const { page, complaints, close } = await planned();
  const saved = async (id) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(id).click()]);
    return readFileSync(await file.path());
  };
  const result = JSON.parse(await saved("#save_json"));
  assert.equal(result.schema, "samebill/comparison_result/1");
  assert.deepEqual([result.recommended.saving, result.recommended.next], ["295.00", "Pay as used"]);
  const rows = (await saved("#save_csv")).toString().split("\r\n");
  assert.match(rows[0], /^,"As planned, EUR","Cheapest plan for each, EUR",/);
  assert.match(rows[1], /^Total of the term,770\.00,475\.00,/);
  await page.locator("#even_chart path").first().waitFor();
  assert.match((await saved("#even_svg")).toString(), /^<svg[^]*<path/);
  assert.equal((await saved("#even_png")).subarray(1, 4).toString(), "PNG");
  assert.deepEqual(complaints, []);
  await close();
});

test("four stand side by side at most; discounts are added, chosen, removed and undone", async () => {
  const { page, complaints, close } = await planned();
  assert.equal((await totals(page)).length, 4);
  assert.equal(await page.locator(".choices input[type=checkbox]:not(:checked)").first().isDisabled(), true);
  await page.locator("#add_discount").click();
  // 10 % off the access fees of 60.00 a month: 12 × 54.00 + 50.00.
  await page.locator(".choices li", { hasText: "10 % discount" }).getByText("698.00").waitFor();
  await page.locator(".choices input:checked").nth(3).uncheck();
  await page.getByRole("checkbox", { name: "10 % discount" }).check();
  await page.locator('#columns .total td[data-amount="698.00"]').waitFor();
  await page.getByRole("button", { name: "Remove 10 % discount" }).click();
  await page.getByRole("checkbox", { name: "10 % discount" }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.getByRole("checkbox", { name: "10 % discount" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the break-even is found by the engine, against usage and against devices", async () => {
  const { page, complaints, close } = await planned();
  const boxes = page.locator(".choices li", { hasText: "Camera" }).locator("input");
  assert.equal(await boxes.isChecked(), false);
  for (const name of ["Cheapest plan for each", "Tracker 10 MB"]) await page.getByRole("checkbox", { name }).uncheck();
  await page.getByRole("checkbox", { name: "Pay as used" }).check();
  // Meter costs 0.60 and 0.50 / 12 a month; Pay as used comes to it at about 27 KB a day, 225 % of 12 KB.
  const turn = page.locator("#turns li", { hasText: "of the planned usage on, As planned is cheaper" });
  await turn.waitFor();
  const percent = Number(/From (\d+)/.exec(await turn.textContent())[1]);
  assert.ok(percent >= 215 && percent <= 235, `${percent} %`);
  await page.locator('[data-by="devices"]').click();
  await page.locator("#turns", { hasText: "stays the cheapest throughout" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("#even_chart path[class^=line]").length === 3);
  assert.deepEqual(complaints, []);
  await close();
});

test("another fleet is shown with its total, but never recommended; 0 % is no usage at all", async () => {
  const { page, complaints, close } = await planned();
  await page.locator('nav a[href="#/estimate"]').click();
  await page.locator(".ways summary").click();
  await page.locator("#copy_scenario").click();
  await page.locator('[data-pointer="/cohorts/0/count"]').fill("1");
  await page.locator('#term_total[data-amount="7.70"]').waitFor();
  await page.locator("#scenario_name").fill("-1+1");
  await page.locator("#scenario").selectOption("s1");
  await page.locator('#term_total[data-amount="770.00"]').waitFor();
  await page.locator('nav a[href="#/compare"]').click();
  await page.getByRole("button", { name: "+ -1+1" }).click();
  await page.locator(".choices li", { hasText: "-1+1" }).getByText("not compared").waitFor();
  await page.locator(".choices li", { hasText: "-1+1" }).getByText("7.70").waitFor();
  await page.locator("#recommended", { hasText: "475.00 over 12 months" }).waitFor();
  await page.locator(".choices input:checked").nth(3).uncheck();
  await page.getByRole("checkbox", { name: "-1+1" }).check();
  await page.locator("#columns th", { hasText: "-1+1" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#save_csv").click()]);
  assert.match(readFileSync(await file.path(), "utf8").split("\r\n")[0], /,"'-1\+1, EUR"$/);
  // Of the three that are alike; without usage Pay as used costs 12 × 0.20 a sensor.
  const cells = page.locator("#break_even tbody tr").first().locator("td");
  await page
    .locator("#turns li", { hasText: "is cheaper" })
    .or(page.locator("#turns", { hasText: "stays" }))
    .first()
    .waitFor();
  assert.deepEqual(
    (await cells.allTextContents()).map((text) => text.trim()),
    ["770.00", "240.00", "770.00"],
  );
  // Removed, it stands beside nothing, and what is planned next is not taken for it.
  await page.locator('nav a[href="#/estimate"]').click();
  await page.locator("#scenario").selectOption("s2");
  page.once("dialog", (dialog) => dialog.accept());
  await page.locator(".ways summary").click();
  await page.locator("#remove_scenario").click();
  await page.locator("#copy_scenario").click();
  assert.equal(await page.locator("#scenario").inputValue(), "s3");
  await page.locator('nav a[href="#/compare"]').click();
  await page.locator(".choices li").first().waitFor();
  await page.locator(".choices li", { hasText: /-1\+1|Scenario 2/ }).waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("on a telephone the columns are lists, and nothing runs over the edge", async () => {
  const { page, complaints, close } = await planned({ viewport: { width: 390, height: 800 } });
  await page.locator("#even_chart").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(await findings(page), []);
  assert.deepEqual(complaints, []);
  await close();
});
