// SPDX-License-Identifier: MIT
// Log-in, and bills of the server: shown with their explanations, checked with request and keys. One scanner costs
// 3.00 a month; 6 MB are 1 above what is included, 0.40; VAT is 20 %: 4.08.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { password, person } from "../server/people.mjs";
import { add_account, add_usage, bill_month, megabyte, start_provider } from "../server/provider.mjs";
import { charge, complaintsOf, findings, launch, root, serveFolder } from "./browser.mjs";

async function logIn(page, login) {
  await page.locator("#log_in").click();
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.locator("dialog .main").click();
}

test("who logs in opens the account's bills, sees why they are so, and checks them", async (t) => {
  const args = ["--clock", "2026-06-02T12:00:00Z", "--web", join(root, "web/dist")];
  const provider = await start_provider(t, { args });
  await add_account(provider, "acme", "2026-04");
  await add_usage(provider, "acme", "2026-04-15", 6 * megabyte);
  await bill_month(provider, "2026-04");
  await person(provider.server, "amartin", ["customer_admin"], { account: "acme" });
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${provider.server.url}/#/bill/states-life-of-a-meter`);
  await page.locator("#amount_due").waitFor();
  assert.equal(await page.locator(".server_bill").count(), 0, "nobody is logged in");
  await logIn(page, "amartin");
  await page.locator("#who", { hasText: "amartin" }).waitFor();
  assert.deepEqual(await findings(page), []);
  await page.locator('.server_bill [data-month="2026-04"]').click();
  await page.locator('#amount_due[data-amount="4.08"]').waitFor();
  await charge(page).click();
  await page.locator(".explanation .operands").waitFor();

  await page.reload();
  await page.locator("#who").waitFor();
  await page.locator('nav a[href="#/check"]').click();
  await page.locator('.server_bill [data-month="2026-04"]').click();
  await page.locator(".verdict.good", { hasText: "Signed by the issuer" }).waitFor();
  await page.locator("#log_out").click();
  await page.locator("#log_in").waitFor();
  assert.equal(await page.locator(".server_bill").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("without a server the log-in says so, and everything else works", async (t) => {
  const folder = await serveFolder(join(root, "web/dist/"));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await folder.stop();
  });
  const page = await browser.newPage();
  await page.goto(`${folder.address}#/check`);
  await page.locator("#try").waitFor();
  await logIn(page, "anybody");
  await page.locator("dialog .field_problem", { hasText: "no server of Samebill" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#try").click();
  await page.locator(".verdict.good").waitFor();
});

test("a log-out that does not reach the server says so, and a reload without it forgets nobody", async (t) => {
  const args = ["--clock", "2026-06-02T12:00:00Z", "--web", join(root, "web/dist")];
  const { server } = await start_provider(t, { args });
  await person(server, "sandra", ["sales"]);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  let down = false;
  await page.route("**/v1/session", (route) => (down ? route.abort() : route.continue()));
  await page.goto(`${server.url}/#/check`);
  await logIn(page, "sandra");
  await page.locator("#who", { hasText: "sandra" }).waitFor();
  down = true;
  await page.locator("#log_out").click();
  await page.locator("#log_out_problem", { hasText: "still logged in" }).waitFor();
  await page.reload();
  await page.locator("#recall").waitFor();
  down = false;
  await page.locator("#recall").click();
  await page.locator("#who", { hasText: "sandra" }).waitFor();
  const known = () => page.evaluate(() => localStorage.getItem("samebill.session"));
  assert.notEqual(await known(), null);
  await page.locator("#log_out").click();
  await page.locator("#log_in").waitFor();
  assert.equal(await known(), null);
  assert.equal(await page.evaluate(async () => (await fetch("/v1/session")).status), 401);
});
