// SPDX-License-Identifier: MIT
// What the store's accounts cost: previews beside a bare handler that reads and writes the same bytes, and a bill run
// from stored inputs to final bills on the disk.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { programs, root } from "./fleets.mjs";
import { median } from "./harness.mjs";
import { beside, loadTable } from "./server.mjs";

const folder = join(root, "build/bench/bills");
const run = { accounts: 1000, devices: 100, sessions: 30, threads: 2 };

/** One account with a device and 30 sessions in a month that is not billed yet. */
async function storedAccount(ends) {
  process.env.SAMEBILL_BIN = join(programs, "samebill");
  const { add_account, start_provider } = await import("../server/provider.mjs");
  const { must } = await import("../server/stored.mjs");
  const provider = await start_provider({ after: (end) => ends.push(end) });
  await add_account(provider, "bench", "2026-01");
  const day = (number) => `2026-01-${String(number).padStart(2, "0")}T12:00:00Z`;
  const rows = Array.from({ length: 30 }, (_, i) => `b${i},bench-1,data,${day(i + 1)},${day(i + 1)},${i * 20_000}\n`);
  await must(provider.server, provider.operator, "POST", "/v1/usage",
    `id,device,kind,start,end,quantity\n${rows.join("")}`, { "content-type": "text/csv" });
  return provider;
}

async function previews({ rounds, say }) {
  const ends = [];
  try {
    const provider = await storedAccount(ends);
    const headers = { Authorization: `Bearer ${provider.operator}` };
    const file = (name, body) => {
      writeFileSync(join(folder, name), JSON.stringify(body));
      return join(folder, name);
    };
    const { port, child } = provider.server;
    const target = { port, pid: child.pid, path: "/v1/accounts/bench/bills:preview", headers };
    const cancel = { at: "2026-01-20T00:00:00Z", type: "cancel", device: "bench-1" };
    return [
      await beside({ ...target, name: "preview of a stored account", file: file("next.json", {}) }, rounds, say),
      await beside({ ...target, name: "the same with an event that did not happen",
        file: file("event.json", { events: [cancel] }) }, rounds, say),
    ];
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function billRun() {
  const store = join(folder, "store");
  rmSync(store, { recursive: true, force: true });
  const said = execFileSync(join(programs, "bench_bill_run"), [store, ...Object.values(run).map(String)]);
  rmSync(store, { recursive: true, force: true });
  return JSON.parse(said);
}

export async function billsLoad({ rounds, say, note, raw }) {
  say("Bills of stored accounts");
  mkdirSync(folder, { recursive: true });
  const found = await previews({ rounds, say });
  console.log("\n### Previews of a stored account, a device's month with 30 sessions\n");
  loadTable(found);
  const runs = Array.from({ length: Math.min(rounds, 3) }, billRun);
  const seconds = (of) => median(runs.map(of)) / 1000;
  const computing = seconds((one) => one.computing_ms);
  const finalising = seconds((one) => one.finalising_ms);
  console.log(`\n### Bill run, ${run.accounts} accounts × ${run.devices} devices × ${run.sessions} sessions, `
    + `${run.threads} threads\n\n| step | s |\n| --- | ---: |`);
  console.log(`| drafts: read, bill, check, store | ${computing.toFixed(2)} |`);
  console.log(`| final: number, chain, sign, store | ${finalising.toFixed(2)} |`);
  raw.bills = { found, runs };
  note("stored_preview", found[0].ratio);
  note("stored_preview_p99", found[0].p99 / 1000);
  note("bill_run", computing + finalising);
}
