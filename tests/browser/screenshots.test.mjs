// SPDX-License-Identifier: MIT
// Pictures of the page for people to look at, in build/screenshots; the test holds that nothing runs over the edge.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { charge, root, start } from "./browser.mjs";

const folder = join(root, "build/screenshots");
let browser;
before(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await start();
});
after(() => browser.stop());

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const width of [1440, 768, 390])
  for (const colorScheme of ["light", "dark"])
    test(`every view fits ${width} pixels, ${colorScheme}`, async () => {
      const viewport = { width, height: 900 };
      const { page, close } = await browser.open("pool-monthly-under-and-over", { viewport, colorScheme });
      const picture = async (name) => {
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: join(folder, `${name}_${width}_${colorScheme}.png`), fullPage: width < 800 });
        assert.ok(await fits(page), `${name} does not scroll sideways`);
      };
      await page.locator("#months button").nth(1).click();
      await charge(page, 3).click();
      await page.locator(".explanation .operands").waitFor();
      await picture("bill");
      for (const tab of ["devices", "allowances", "usage"]) {
        await page.locator(`#tab_${tab}`).click();
        await page.waitForTimeout(200);
        await picture(tab);
      }
      await page.locator("#text").fill('{"schema": "samebill/request/1", "catalog": {}}');
      await page.locator("#errors li").first().waitFor();
      await picture("errors");
      await page.locator('nav a[href="#/estimate"]').click();
      await page.locator('[data-template="meter"]').click();
      await page.locator('[data-template="vehicle"]').click();
      await page.locator(".cohort").nth(1).waitFor();
      await page.locator("#month_chart").waitFor();
      await page.waitForTimeout(200);
      await picture("estimate");
      await page.locator('nav a[href="#/compare"]').click();
      await page.locator("#even_chart path").first().waitFor();
      await page.locator("#find_sensitivity").click();
      await page.locator("#assumptions_table").waitFor();
      await picture("compare");
      await page.locator('nav a[href="#/quote"]').click();
      await page.locator("#quote_customer").fill("Aix Waterworks");
      await page.locator("#add_attachment").selectOption("pay-as-used");
      await page.locator("[data-beside]").first().check();
      await page.locator("#others").waitFor();
      await picture("quote");
      await page.locator('nav a[href="#/check"]').click();
      await page.locator("#try_altered").click();
      await page.locator(".verdict.bad").waitFor();
      await picture("check");
      await page.locator('nav a[href="#/usage"]').click();
      await page.locator("#try").click();
      await page.locator("#report").waitFor();
      await page.locator("#find_best").click();
      await page.locator("#saving").waitFor();
      await picture("usage");
      await page.locator('nav a[href="#/plans"]').click();
      await page.locator("#sample_due").waitFor();
      await picture("plans");
      await page.locator("#log_in").click();
      await page.locator("#login").waitFor();
      await picture("log_in");
      await close();
    });

test("forced colours and paper have pictures, too", async () => {
  const { page, close } = await browser.open("prepaid-partial-cover", { forcedColors: "active" });
  await page.screenshot({ path: join(folder, "forced_colours.png"), fullPage: true });
  await page.emulateMedia({ media: "print", forcedColors: "none" });
  await page.screenshot({ path: join(folder, "print.png"), fullPage: true });
  assert.equal(await page.locator(".request_side").isVisible(), false, "the request is not printed");
  assert.equal(await page.locator(".bill").isVisible(), true);
  await close();
});
