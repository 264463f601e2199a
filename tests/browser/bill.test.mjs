// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { exampleNames } from "../../web/examples.mjs";
import { charge, drop, requestOf, resultOf, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

const due = (page) => page.locator("#amount_due").getAttribute("data-amount");
const shownDigest = (page) => page.locator(".bill_foot code").last().textContent();
const mostInSight = 15; // lines that a screen shows without scrolling

async function showing(page, digest) {
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll(".bill_foot code")].at(-1)?.textContent === wanted,
    digest,
  );
}

test("what a reader made of an example is there after other views, Back and a reload", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const editor = page.locator(".request_side textarea");
  const own = requestOf("states-life-of-a-meter").replace(/"id": "[^"]+"/, '"id": "mine"');
  await editor.fill(own);
  await page.waitForFunction(() => location.hash === "#/bill");
  await page.locator("#language").selectOption("de");
  await page.getByRole("heading", { name: "Rechnung für März 2026" }).waitFor();
  assert.equal(await editor.inputValue(), own);
  await page.locator('nav a[href="#/plans"]').click();
  await page.locator("#sample_due").waitFor();
  await page.goBack();
  await page.locator("#amount_due").waitFor();
  assert.equal(await editor.inputValue(), own);
  await page.reload();
  await page.locator("#amount_due").waitFor();
  assert.equal(await editor.inputValue(), own);
  assert.deepEqual(complaints, []);
  await close();
});

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
      if (bill.lines.length > mostInSight) continue;
      // The charges come after the head of their bill.
      const amounts = bill.lines.map((line) => line.amount).sort();
      let plain;
      for (let times = 0; times < 1000 && JSON.stringify(plain) !== JSON.stringify(amounts); ++times) {
        if (times > 0) await page.waitForTimeout(20);
        const shown = await page.locator(".line .amount").allTextContents();
        plain = shown.map((text) => text.replaceAll(",", "").replace("\u2212", "-")).sort();
      }
      assert.deepEqual(plain, amounts, `${name} ${bill.period}`);
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

  await page.locator("#language").selectOption("de");
  const german = page.locator("#errors button .said");
  await german.first().waitFor();
  assert.equal(await german.first().textContent(), "Die Angabe fehlt, ist zu viel oder hat nicht die verlangte Form.");
  assert.match(await page.locator('#errors [lang="en"]').first().textContent(), /[a-z]/);
  await page.locator("#language").selectOption("en");

  await page.locator("#errors button").nth(1).click();
  const selected = await page
    .locator("#text")
    .evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, '"type": "pause"');
  const lines = (await page.locator("#text").inputValue()).split("\n");
  const wrong = await page.locator(".gutter .wrong").allTextContents();
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
  const line = charge(page);
  await line.click();
  const panel = page.locator(".explanation");
  await panel.waitFor();
  // 3.10 × 16 of 31 days = 1.6 exactly.
  assert.match(await panel.locator(".sentence").textContent(), /3\.1 × 16 \/ 31 = 1\.60? EUR|3\.1 × 16 \/ 31 = 1\.6/);
  assert.match(await panel.locator(".rule").textContent(), /F2/);
  assert.match(await panel.locator(".source").textContent(), /Contract: “Access Fee Periods”/);
  assert.match(await panel.locator(".operands").textContent(), /exact amount\s*8 ⁄ 5/);
  assert.match(await panel.locator(".parameters").textContent(), /cancellation refund.*none.*standard terms/s);
  // In German the figures and names are German, and the engine's own sentence is there as it is.
  await page.locator("#language").selectOption("de");
  await panel.locator(".operands", { hasText: "genauer Betrag" }).waitFor();
  assert.match(await panel.locator(".sentence").first().textContent(), /: 3,1 × 16 \/ 31 = 1,60 EUR$/);
  assert.match(await panel.locator(".operands").textContent(), /berechnete Tage\s*16 Tage/);
  assert.match(await panel.locator(".operands").textContent(), /Preis\s*3,1 EUR im Monat/);
  assert.match(await panel.locator(".parameters").textContent(), /Erstattung bei Kündigung\s*keine/);
  assert.match(await panel.locator('[lang="en"]').textContent(), /3\.1 × 16 \/ 31 = 1\.60 EUR/);
  await page.locator("#tab_devices").click();
  await page
    .locator(".marks .unseen", { hasText: /: aktiviert$/ })
    .first()
    .waitFor();
  await page.locator("#language").selectOption("en");
  await page.locator("#tab_lines").click();
  await line.waitFor();
  // A request that its reader empties stays empty.
  await page.locator("#text").fill("");
  await page.locator("#stale").waitFor();
  assert.equal(await page.locator("#text").inputValue(), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("pools show who contributed and who used; devices carry their states in words", async () => {
  const { page, complaints, close } = await browser.open("pool-monthly-under-and-over");
  await page.locator("#months button").nth(1).click();
  await page.locator("#tab_allowances").click();
  await page.locator(".allowance").first().waitFor();
  const allowances = await page.locator(".allowance").allTextContents();
  assert.ok(
    allowances.some((text) =>
      /Data, pool north[^]*16\.5 MB of 15 MB[^]*1\.5 MB over/.test(text.replaceAll("\u00a0", " ")),
    ),
  );
  await page.locator(".pool button").first().click();
  const members = page.locator(".members").first();
  await members.locator("tbody th").nth(2).waitFor();
  assert.deepEqual(await members.locator("tbody th").allTextContents(), ["meter-1", "meter-2", "meter-3"]);
  assert.match((await members.locator("tbody tr").first().textContent()).replaceAll("\u00a0", " "), /5 MB/);
  // Of a pool of 130 devices all are counted, and shown 60 at a time.
  const request = JSON.parse(requestOf("pool-monthly-under-and-over"));
  const at = request.events.find((event) => event.device === "meter-1" && event.type === "provision").at;
  for (let i = 100; i < 227; ++i) {
    const device = `more-${i}`;
    request.account.devices.push({ id: device });
    const group = "north";
    request.events.push(
      { at, type: "provision", device, plan: "pooled-5mb" },
      { at, type: "activate", device },
      { at, type: "set_group", device, group },
    );
  }
  await drop(page, "many.json", JSON.stringify(request));
  await page.locator(".pool button", { hasText: "(130)" }).first().waitFor();
  await members.locator("tbody tr").nth(59).waitFor();
  assert.equal(await members.locator("tbody tr").count(), 60);
  for (const shown of [119, 129]) {
    await page.locator(".pool .more").click();
    await members.locator("tbody tr").nth(shown).waitFor();
  }
  assert.equal(await page.locator(".pool .more").count(), 0);
  await drop(page, "request.json", requestOf("pool-monthly-under-and-over"));
  await page.locator(".pool button", { hasText: "(3)" }).first().waitFor();
  await page.locator("#months button").nth(1).click();
  await page.locator("#tab_allowances").press("ArrowLeft");
  await page.locator(".span").first().waitFor();
  const spans = await page.locator(".span .unseen").allTextContents();
  assert.ok(
    spans.some((text) => / to 1 May, 00:00: active on pooled-5mb, by the customer$/.test(text.trim())),
    spans[0],
  );
  await page
    .locator(".marks .unseen", { hasText: /: activate$/ })
    .first()
    .waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the fleet of an estimate is billed charge by charge, with the same sums", async () => {
  const { page, complaints, close } = await browser.view("estimate");
  await page.locator("#question").fill("100 sensors, 1 report a day, 1 kB each, in the field from March 2027");
  await page.keyboard.press("Enter");
  await page.locator("#term_total").waitFor();
  await page.locator('[data-pointer="/cohorts/0/plan"]').selectOption("meter-1mb");
  await page.locator('#first_bill [data-amount="110.00"]').waitFor(); // 100 × (0.60 + 0.50)
  await page.locator("#to_bill").click();
  await page.locator('#amount_due[data-amount="110.00"]').waitFor();
  assert.equal(await page.locator("#months button").count(), 12);
  await page.locator('#months button[data-period="2027-04"]').click();
  await page.locator('#amount_due[data-amount="60.00"]').waitFor();
  await charge(page).click();
  await page.locator(".explanation .operands").waitFor();
  assert.deepEqual(complaints, []);
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

// A bill of 100,000 charges: 50,000 devices with an access fee and an activation fee each.
function large(devices) {
  const request = JSON.parse(requestOf("states-life-of-a-meter"));
  const ids = Array.from({ length: devices }, (_, at) => `d${String(at).padStart(6, "0")}`);
  const [plan] = request.catalog.plans;
  const at = "2026-03-01T00:00:00Z";
  request.account.devices = ids.map((id) => ({ id }));
  request.events = ids.flatMap((device) => [
    { at, type: "provision", device, plan: plan.id },
    { at, type: "activate", device },
  ]);
  request.usage = [];
  request.through = request.from;
  plan.fees = { activation: "2.00" };
  return JSON.stringify(request);
}

test("100,000 charges are searched, sorted and scrolled, with few rows in the page", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const file = { name: "large.json", mimeType: "application/json", buffer: Buffer.from(large(50_000)) };
  await page.locator("#file").setInputFiles(file);
  await page.locator("#tab_lines small", { hasText: "100,000" }).waitFor({ timeout: 60_000 });
  await page.locator(".line .amount").first().waitFor();
  const rows = () => page.locator(".line").count();
  assert.ok((await rows()) < 100, `${await rows()} rows`);

  await page.locator("#search").fill("d049999 access");
  await page.locator("#found", { hasText: "1 charge" }).waitFor();
  await page
    .locator(".line", { hasText: /Access fee[^]*d049999/ })
    .first()
    .waitFor();
  await page.locator("#search").fill("");
  await page.locator("#found", { hasText: "100,000 charges" }).waitFor();

  await page.locator("#category").selectOption("one_off");
  await page.locator("#found", { hasText: "50,000 charges" }).waitFor();
  await page.locator("#category").selectOption("");
  await page.locator("#group").selectOption("none");
  await page.locator("#sort").selectOption("amount");
  await page.locator("#descending").check();
  await page.waitForFunction(() => document.querySelector(".line .amount")?.textContent === "3.10");
  await page.evaluate(() => scrollTo(0, document.querySelector(".lines").offsetHeight));
  await page.waitForFunction(() => [...document.querySelectorAll(".line .amount")].at(-1)?.textContent === "2.00");
  assert.ok((await rows()) < 100, `${await rows()} rows at the end`);

  // Printed by the button, all rows have their amounts, and what is cut off is said; by the browser, too.
  const bySystem = await page.evaluate(() => {
    globalThis.paper = () => {
      dispatchEvent(new Event("beforeprint"));
      const printed = document.querySelectorAll(".line").length;
      const amounts = document.querySelectorAll(".line .amount").length;
      const said = document.querySelector("#on_paper")?.textContent ?? "";
      dispatchEvent(new Event("afterprint"));
      return { printed, amounts, said };
    };
    globalThis.print = () => (globalThis.byButton = globalThis.paper());
    return globalThis.paper();
  });
  assert.ok(bySystem.amounts < 1000, `${bySystem.amounts} rows`);
  assert.ok(bySystem.said.startsWith(`${bySystem.amounts} of 100,000 charges`), bySystem.said);
  await page.locator("#print").click();
  await page.waitForFunction(() => globalThis.byButton);
  const { said, ...counts } = await page.evaluate(() => globalThis.byButton);
  assert.deepEqual(counts, { printed: 20_000, amounts: 20_000 });
  assert.match(said, /^20,000 of 100,000 charges/);
  assert.deepEqual(complaints, []);
  await close();
});

test("a bill from a file is shown without explanations; other files are refused with what they should be", async () => {
  const { page, complaints, close } = await browser.open("pool-monthly-under-and-over");
  const result = JSON.stringify(resultOf("states-life-of-a-meter"));
  await drop(page, "issued.json", result);
  await page.locator("#opened", { hasText: "issued.json" }).waitFor();
  assert.equal(await due(page), "6.12");
  await charge(page).click();
  assert.match(await page.locator(".explanation .rule").textContent(), /F2/);
  await drop(page, "broken.json", result.replace('"type":"access_fee"', '"type":"entrance_fee"'));
  await page
    .locator("#file_errors code", { hasText: /^\/lines\/\d+\/type$/ })
    .first()
    .waitFor();
  await drop(page, "notes.txt", "hello");
  await page.getByText("notes.txt: neither a usage file").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("undo and redo go over typing and examples; the draft is there after a reload", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const request = requestOf("states-life-of-a-meter");
  await page.locator("#text").fill(request.replace('"provisioning": "0.50"', '"provisioning": "1.50"'));
  await page.locator('#amount_due[data-amount="7.32"]').waitFor();
  await page.locator("#text").press("Control+z");
  await page.locator('#amount_due[data-amount="6.12"]').waitFor();
  assert.equal(await page.locator("#text").inputValue(), request);
  await page.locator("#redo").click();
  await page.locator('#amount_due[data-amount="7.32"]').waitFor();
  await page.goto(`${browser.address}#/check`);
  await page.goto(`${browser.address}#/bill`);
  await page.reload();
  await page.locator('#amount_due[data-amount="7.32"]').waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("a link carries the request, and charges are saved as CSV", async () => {
  const { page, complaints, close } = await browser.open("states-life-of-a-meter");
  const refuse = () => (navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed")));
  await page.evaluate(refuse);
  await page.locator("#share").click();
  await page.waitForFunction(() => location.hash.startsWith("#/bill/~"));
  await page.getByText("The address bar holds the link.").waitFor();
  const address = page.url();
  const other = await browser.view("check");
  await other.page.goto(address);
  await other.page.locator('#amount_due[data-amount="6.12"]').waitFor();
  assert.equal(await other.page.locator("#text").inputValue(), requestOf("states-life-of-a-meter"));
  await other.page.goto(`${browser.address}#/bill/~broken`);
  await other.page.getByText("The link holds no document").waitFor();
  await other.close();

  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#csv").click()]);
  assert.equal(download.suggestedFilename(), "harbour-works-2026-03.csv");
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const rows = Buffer.concat(chunks).toString().trim().split("\r\n");
  const { lines } = resultOf("states-life-of-a-meter").bills[0];
  assert.equal(rows.length, lines.length + 1);
  assert.deepEqual(
    rows.slice(1).map((row) => row.split(",").at(-1)),
    lines.map((line) => line.amount),
  );
  assert.deepEqual(complaints, []);
  await close();
});
