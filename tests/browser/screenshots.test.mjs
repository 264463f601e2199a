// SPDX-License-Identifier: MIT
// Pictures of the page for people to look at, in build/screenshots; the test holds that nothing runs over the edge.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { root, start } from "./browser.mjs";

const folder = join(root, "build/screenshots");
let browser;
before(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await start();
});
after(() => browser.stop());

for (const width of [1440, 390]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the page fits ${width} pixels, ${colorScheme}`, async () => {
      const { page, close } = await browser.open("pool-monthly-under-and-over", {
        viewport: { width, height: 900 },
        colorScheme,
      });
      await page.locator("#months button").nth(1).click();
      await page.locator(".line").nth(3).click();
      await page.locator(".explanation").waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(folder, `bill_${width}_${colorScheme}.png`), fullPage: width === 390 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
      await page.locator("#example").selectOption("states-life-of-a-meter");
      await page.getByText("Activation", { exact: true }).first().waitFor();
      await page.screenshot({ path: join(folder, `states_${width}_${colorScheme}.png`), fullPage: true });
      await page.locator("#text").fill('{"schema": "samebill/request/1", "catalog": {}}');
      await page.locator("#errors li").first().waitFor();
      await page.screenshot({ path: join(folder, `errors_${width}_${colorScheme}.png`) });
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        "no sideways scrolling with errors",
      );
      await close();
    });
  }
}

test("forced colours and paper have pictures, too", async () => {
  const { page, close } = await browser.open("prepaid-partial-cover", { forcedColors: "active" });
  await page.screenshot({ path: join(folder, "forced_colours.png"), fullPage: true });
  await page.emulateMedia({ media: "print", forcedColors: "none" });
  await page.screenshot({ path: join(folder, "print.png"), fullPage: true });
  assert.equal(await page.locator(".request_side").isVisible(), false, "the request is not printed");
  assert.equal(await page.locator(".bill").isVisible(), true);
  await close();
});
