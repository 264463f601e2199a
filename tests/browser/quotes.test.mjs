// SPDX-License-Identifier: MIT
// Quotes through the server, as sales and customer act in their browsers. One plan: 3.00 a month, 5 MB included.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";

import { password, person } from "../server/people.mjs";
import { start_provider } from "../server/provider.mjs";
import { must } from "../server/stored.mjs";
import { complaintsOf, findings, launch, root } from "./browser.mjs";

async function logIn(page, login) {
  await page.locator("#log_in").click();
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.locator("dialog .main").click();
  await page.locator("#who", { hasText: login }).waitFor();
}
async function signedIn(browser, url, login) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${url}/#/quote`);
  await logIn(page, login);
  return { page, complaints };
}
const state = (page, name) => page.locator(`#quote_state[data-state="${name}"]`).waitFor();
const reasons = (page) => page.locator("#hindrances").textContent();

test("sales keep and send a quote; its customer declines one version and accepts the next", async (t) => {
  const args = ["--clock", "2026-06-02T12:00:00Z", "--web", join(root, "web/dist")];
  const { server, operator } = await start_provider(t, { args });
  const account = { schema: "samebill/account/1", id: "acme", agreement: { from: "2027-03-01" } };
  await must(server, operator, "POST", "/v1/accounts", { catalog: "scanners", document: account });
  await person(server, "sandra", ["sales"]);
  await person(server, "amartin", ["customer_admin"], { account: "acme" });
  await person(server, "viewer", ["customer_viewer"], { account: "acme" });
  const browser = await launch();
  t.after(() => browser.close());

  const { page: sales, complaints } = await signedIn(browser, server.url, "sandra");
  await sales.locator('nav a[href="#/estimate"]').click();
  await sales.locator("#question").fill("100 sensors, 1 report a day, 1 kB each, from March 2027");
  await sales.keyboard.press("Enter");
  await sales.locator("#term_total").waitFor();
  await sales.locator('nav a[href="#/quote"]').click();
  await sales.locator("#blocked", { hasText: "Give the id of the account" }).waitFor();
  await sales.locator("#quote_account").fill("acme");
  await sales.locator("#blocked", { hasText: "wants a customer" }).waitFor();
  await sales.locator("#quote_customer").fill("Acme Water");
  await sales.locator("#valid_until").fill("2026-07-31");
  // The prices of the page are none of the server's: it says so.
  await sales.locator("#keep_quote").click();
  await sales.locator("#quotes_message", { hasText: "must be a published version" }).waitFor();
  await sales.locator("#server_catalog").selectOption({ label: "scanners, version v1" });
  await sales.locator('#quote_total[data-amount="3600.00"]').waitFor(); // 12 × 100 × 3.00
  await sales.locator("#moved", { hasText: "sensors now on" }).waitFor();
  // The server keeps it and its answer is lost: the second attempt makes no second quote.
  let lost = 0;
  await sales.route("**/v1/quotes", async (route) => {
    if (route.request().method() !== "POST" || lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await sales.locator("#keep_quote").click();
  await sales.locator("#quotes_message").waitFor();
  await sales.locator("#keep_quote").click();
  await state(sales, "draft");
  assert.equal((await must(server, operator, "GET", "/v1/quotes")).items.length, 1);
  assert.match(await sales.locator("#stamp").textContent(), /version 1, draft/);
  assert.equal(await sales.locator("#do_accept").isDisabled(), true);
  assert.match(await reasons(sales), /customer's administrator or an operator accepts/);
  assert.deepEqual(await findings(sales), []);
  await sales.locator("#do_send").click();
  await state(sales, "sent");
  assert.match(await reasons(sales), /Only a draft is sent/);

  const customer = await signedIn(browser, server.url, "amartin");
  await customer.page.locator("[data-quote]").click();
  await customer.page.locator('#quote_total[data-amount="3600.00"]').waitFor();
  assert.equal(await customer.page.locator("#do_send").isDisabled(), true);
  assert.equal(await customer.page.locator("#do_decline").isDisabled(), true, "without a reason");
  await customer.page.locator("#why").fill("too dear");
  await customer.page.locator("#do_decline").click();
  await state(customer.page, "declined");

  await sales.locator("#close_quote").click();
  await sales.locator("[data-quote]").click();
  await sales.locator("#quote_state", { hasText: "too dear" }).waitFor();
  await sales.locator("#do_edit").click();
  assert.equal(await sales.locator("#quote_customer").inputValue(), "Acme Water");
  await sales.getByLabel("Discount on monthly charges").fill("10");
  await sales.locator('#quote_total[data-amount="3240.00"]').waitFor(); // 12 × 100 × 3.00 less 10 %
  await sales.locator("#keep_quote", { hasText: "version 2" }).click();
  await state(sales, "draft");
  await sales.locator("#do_send").click();
  await state(sales, "sent");

  await sales.locator("#close_quote").click();
  await sales.locator("#quotes_in").selectOption("accepted");
  await sales.locator("#quotes").waitFor({ state: "detached" });
  await sales.locator("#quotes_of").fill("acme");
  await sales.locator("#quotes_in").selectOption("sent");
  await sales.locator("[data-quote]").waitFor();
  // An operator, too, does not bind a customer to negotiated prices.
  await person(server, "otto", ["operator"]);
  const operating = await signedIn(browser, server.url, "otto");
  await operating.page.locator("[data-quote]").click();
  await state(operating.page, "sent");
  assert.equal(await operating.page.locator("#do_accept").isDisabled(), true);
  assert.match(await reasons(operating.page), /Negotiated prices are accepted by the customer/);

  const viewer = await signedIn(browser, server.url, "viewer");
  await viewer.page.locator("[data-quote]").click();
  await state(viewer.page, "sent");
  for (const action of ["send", "accept", "decline", "edit"])
    assert.equal(await viewer.page.locator(`#do_${action}`).isDisabled(), true, action);
  await viewer.page.locator("#close_quote").click();
  assert.equal(await viewer.page.locator("#keep_quote").isDisabled(), true);

  // What the customer has before it is the old version: it learns that there is another.
  await customer.page.locator("#close_quote").click();
  await customer.page.locator("[data-quote]").click();
  await state(customer.page, "sent");
  await customer.page.locator("#versions button", { hasText: "version 1" }).click();
  await customer.page.locator('#quote_total[data-amount="3600.00"]').waitFor();
  assert.match(await reasons(customer.page), /There is a newer version/);
  await customer.page.locator("#versions button", { hasText: "version 2" }).click();
  await customer.page.locator('#quote_total[data-amount="3240.00"]').waitFor();
  await customer.page.locator("#do_accept").click();
  await state(customer.page, "accepted");
  const { document } = await must(server, operator, "GET", "/v1/accounts/acme");
  assert.deepEqual(
    document.agreement.discounts.map((each) => each.percent),
    ["10"],
  );

  // Of a quote that is edited with two alternatives the second is refused once: nothing is kept twice.
  await sales.unroute("**/v1/quotes");
  await sales.locator("#keep_quote").click();
  await state(sales, "draft");
  await sales.locator("#do_edit").click();
  for (const at of [0, 1]) await sales.locator("[data-beside]").nth(at).check();
  let posted = 0;
  await sales.route("**/v1/quotes", (route) =>
    route.request().method() === "POST" && ++posted === 2 ? route.abort() : route.continue(),
  );
  await sales.locator("#keep_quote", { hasText: "version 2" }).click();
  await sales.locator("#quotes_message").waitFor();
  await sales.locator("#keep_quote", { hasText: "version 2" }).click();
  await sales.locator("#keep_quote", { hasText: "Save as a draft" }).waitFor();
  const kept = (await must(server, operator, "GET", "/v1/quotes")).items;
  assert.deepEqual(kept.map((quote) => `${quote.state} ${quote.version}`).sort(), [
    "accepted 2",
    "draft 1",
    "draft 1",
    "draft 2",
  ]);

  // Who logs in next, in another tab, finds nothing of what was open.
  await sales.locator("#quotes_in").selectOption("");
  await sales.locator("[data-quote]").nth(3).click();
  await sales.locator("#quote_state").waitFor();
  await sales.locator('nav a[href="#/check"]').click();
  const tab = await sales.context().newPage();
  await tab.goto(`${server.url}/#/check`);
  await tab.locator("#log_out").click();
  await logIn(tab, "otto");
  await sales.locator("#who", { hasText: "otto" }).waitFor();
  await sales.locator('nav a[href="#/quote"]').click();
  await sales.locator("#quotes").waitFor();
  assert.equal(await sales.locator("#quote_state").count(), 0);

  // The refusal of strange prices, and the two answers that were lost.
  const expected = /status of 422|ERR_FAILED|\/v1\/quotes(: 422| failed)$/;
  const all = [sales, customer, operating, viewer].flatMap((each) => each.complaints ?? complaints);
  assert.deepEqual(
    all.filter((text) => !expected.test(text)),
    [],
  );
});
