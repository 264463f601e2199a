// SPDX-License-Identifier: MIT
// How long until the engine's modules are ready in the built page, as the server serves it to a browser that has
// nothing of it: from starting the worker to its first answer, which the page measures itself
// (`web/src/engine/engine.ts`).
import { drop, start } from "../browser/browser.mjs";
import { median } from "./harness.mjs";

const csv = "id,device,kind,start,end,quantity\ns1,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1024\n";
const visits = [
  // The page stands, and the module comes with the first file.
  { name: "the module that bills, once the page stands", view: "usage", engine: "bills", file: csv },
  // The module comes while the page does, which has both processors busy.
  { name: "the same, with the page", view: "bill", engine: "bills" },
  { name: "the module for quotes, with the page", view: "estimate", engine: "quotes" },
];

async function visited(browser, { view, engine, file }) {
  const { page, close } = await browser.view(view, { serviceWorkers: "block" });
  if (file) {
    await page.waitForLoadState("networkidle");
    await drop(page, "usage.csv", file);
  }
  const name = `engine ${engine}`;
  await page.waitForFunction((wanted) => performance.getEntriesByName(wanted).length > 0, name);
  const times = await page.evaluate((wanted) => {
    const { startTime, duration } = performance.getEntriesByName(wanted)[0];
    return { end: startTime + duration, ready: duration };
  }, name);
  await close();
  return times;
}

/** Notes `ready`: median milliseconds for the module that bills once the page stands, over three visits a round. */
export async function pageLoad({ rounds, say, note, raw }) {
  say("The page");
  const browser = await start();
  const found = new Map(visits.map(({ name }) => [name, []]));
  try {
    for (const visit of visits) await visited(browser, visit); // the server and the browser are warm
    for (let turn = 0; turn < rounds * 3; ++turn)
      for (const visit of visits) found.get(visit.name).push(await visited(browser, visit));
  } finally {
    await browser.stop();
  }
  console.log("\n### The page, first visit, ms\n");
  console.log("| what | ready within | least, most | after the visit's begin |\n| --- | ---: | ---: | ---: |");
  visits.forEach(({ name, file }) => {
    const list = found.get(name);
    const ready = list.map((times) => times.ready);
    const range = `${Math.min(...ready).toFixed(0)}, ${Math.max(...ready).toFixed(0)}`;
    const end = file ? "" : median(list.map((times) => times.end)).toFixed(0);
    console.log(`| ${name} | ${median(ready).toFixed(0)} | ${range} | ${end} |`);
  });
  note("ready", median(found.get(visits[0].name).map((times) => times.ready)));
  raw.page = [...found];
}
