// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { charge, drop, requestOf, resultOf, root, start } from "./browser.mjs";

let browser;
before(async () => {
  browser = await start();
});
after(() => browser.stop());

const csvOf = (sessions) =>
  `id,device,kind,start,end,quantity\n${sessions
    .map((s) => [s.id, s.device, s.kind, s.start, s.end, s.quantity].join(","))
    .join("\n")}\n`;

/** Waits until the request is such. */
const holds = (page, request) =>
  page.waitForFunction((wanted) => document.querySelector("#text").value === wanted, request);

test("a dropped file takes the place of the request's sessions and gives the same bill", async () => {
  const name = "pool-monthly-under-and-over";
  const { page, complaints, close } = await browser.open(name);
  const request = JSON.parse(requestOf(name));
  await drop(page, "march.csv", csvOf(request.usage));
  await page.locator("#usage_panel strong").waitFor();
  assert.match(await page.locator("#usage_panel").textContent(), /march\.csv\s+\d+ records in place of\s+usage/);
  assert.match(await page.locator("#text").inputValue(), /"usage": \[\]/);
  const { bills } = resultOf(name);
  await page.locator("#months button").nth(1).click();
  await page.waitForFunction(
    (digest) => document.querySelector(".bill_foot")?.textContent.includes(digest),
    bills[1].digest,
  );
  await charge(page, 3).click();
  await page.locator(".explanation .sentence").waitFor();

  await page.locator("#usage_panel button", { hasText: "Remove" }).click();
  await page.locator("#usage_panel").waitFor({ state: "detached" });
  await holds(page, requestOf(name)); // the sessions are back
  assert.deepEqual(complaints, []);
  await close();
});

test("records that cannot be read are listed with line and column, and the rest is billed", async () => {
  const name = "pool-monthly-under-and-over";
  const { page, close } = await browser.open(name);
  const request = JSON.parse(requestOf(name));
  await drop(
    page,
    "march.csv",
    `${csvOf(request.usage)}late,meter-1,data,2026-03-09T00:00:00Z,2026-03-08T00:00:00Z,5\n`,
  );
  await page.locator(".rejects summary").waitFor();
  assert.equal(await page.locator(".rejects summary").textContent(), "1 record left out");
  assert.match(
    await page.locator(".rejects li").textContent(),
    new RegExp(`^line ${request.usage.length + 2}, column \\d+: .*late,meter-1`),
  );
  assert.equal(await page.locator("#amount_due").getAttribute("data-amount"), resultOf(name).bills[0].amount_due);
  await close();
});

test("a file chosen by the button is read as NDJSON by its name", async () => {
  const { page, complaints, close } = await browser.open("usage-from-csv");
  await page.locator("#usage_panel strong").waitFor();
  const before = await page.locator(".bill_foot code").last().textContent();
  await page.locator("#example").selectOption("pool-monthly-under-and-over");
  await page.locator("#usage_panel").waitFor({ state: "detached" });
  const request = JSON.parse(requestOf("pool-monthly-under-and-over"));
  const ndjson = request.usage.map((session) => JSON.stringify(session)).join("\n");
  await page
    .locator("#file")
    .setInputFiles({ name: "march.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(ndjson) });
  await page.locator("#usage_panel strong").waitFor();
  const { bills } = resultOf("pool-monthly-under-and-over");
  await page.waitForFunction(
    (digest) => document.querySelector(".bill_foot")?.textContent.includes(digest),
    bills[0].digest,
  );
  assert.notEqual(before, bills[0].digest);
  assert.deepEqual(complaints, []);
  await close();
});

test("a long file is read with its progress, and can be stopped", async () => {
  const { page, complaints, close } = await browser.open("pool-monthly-under-and-over");
  await page.evaluate(() => {
    const rows = ["id,device,kind,start,end,quantity"];
    for (let i = 0; i < 300_000; ++i) rows.push(`s${i},meter-1,data,2026-03-05T00:00:00Z,2026-03-05T00:00:01Z,1`);
    const text = rows.join("\n");
    const transfer = new DataTransfer();
    transfer.items.add(
      new File([text, "\n", text.replaceAll("\ns", "\nt"), "\n", text.replaceAll("\ns", "\nu")], "long.csv"),
    );
    dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
  });
  await page.evaluate(async () => {
    const stop = () => document.querySelector("#usage_panel progress ~ button");
    while (!stop()) await new Promise(requestAnimationFrame);
    stop().click();
  });
  await page.locator("#usage_panel", { hasText: "was stopped" }).waitFor();
  await page.locator("#usage_panel button", { hasText: "Close" }).click();
  assert.equal(
    await page.locator("#amount_due").getAttribute("data-amount"),
    resultOf("pool-monthly-under-and-over").bills[0].amount_due,
  );
  assert.deepEqual(complaints, []);
  await close();
});

test("a bill never outlives its usage file unmarked, and a link does not lose it in silence", async () => {
  const { page, complaints, close } = await browser.open("pool-monthly-under-and-over");
  const request = JSON.parse(requestOf("pool-monthly-under-and-over"));
  const { bills } = resultOf("pool-monthly-under-and-over");
  const digest = () => page.locator(".bill_foot code").last().textContent();
  const [first] = request.usage;
  // A file of one session: another bill than the request's own.
  await drop(page, "one.csv", csvOf([first]));
  await page.locator("#usage_panel strong").waitFor();
  await page.waitForFunction(
    (own) => ![...document.querySelectorAll(".bill_foot code")].at(-1)?.textContent.includes(own),
    bills[0].digest,
  );
  await page.locator("#share").click();
  await page.getByText("A link carries no usage file").waitFor();
  assert.equal(await page.locator("#usage_panel strong").textContent(), "one.csv");

  // The next file is stopped: the bill is that of the request again, not that of the file before.
  const dropLong = () =>
    page.evaluate(() => {
      const line = "s1,meter-1,data,2026-03-05T00:00:00Z,2026-03-05T00:00:01Z,1\n".repeat(300_000);
      const transfer = new DataTransfer();
      transfer.items.add(new File(["id,device,kind,start,end,quantity\n", ...Array(30).fill(line)], "long.csv"));
      dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
    });
  await dropLong();
  await page.locator("#stale", { hasText: "out of date" }).waitFor();
  assert.equal(await page.locator("#download").isDisabled(), true);
  await page.locator("#usage_panel button", { hasText: "Stop" }).click();
  await page.locator("#stale").waitFor({ state: "detached" });
  assert.equal(await digest(), bills[0].digest);
  // A file takes the place of one that is still read.
  await dropLong();
  await page.locator("#usage_panel progress").waitFor();
  await drop(page, "all.csv", csvOf(request.usage));
  await page.locator("#usage_panel strong", { hasText: "all.csv" }).waitFor();
  assert.equal(await digest(), bills[0].digest);
  await page.locator("#usage_panel button", { hasText: "Remove" }).click();
  await page.locator("#usage_panel").waitFor({ state: "detached" });
  await holds(page, requestOf("pool-monthly-under-and-over"));

  // Request and usage file together, in whichever order; of two usage files one is left out, and named.
  await page.evaluate(
    ([text, csv]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([csv], "one.csv"));
      transfer.items.add(new File([csv], "two.csv"));
      transfer.items.add(new File([text], "request.json"));
      dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
    },
    [requestOf("pool-monthly-under-and-over"), csvOf(request.usage)],
  );
  await page.locator("#usage_panel strong", { hasText: "one.csv" }).waitFor();
  await page.getByText("left out: two.csv").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the example with a table beside it is billed from that table", async () => {
  const { page, close } = await browser.open("usage-from-csv");
  const records = readFileSync(join(root, "examples/usage-from-csv/usage.csv"), "utf8").trim().split("\n").length - 1;
  assert.match(await page.locator("#usage_panel").textContent(), new RegExp(`^usage\\.csv\\s+${records} records`));
  assert.equal(
    await page.locator("#amount_due").getAttribute("data-amount"),
    resultOf("usage-from-csv").bills[0].amount_due,
  );
  await close();
});
