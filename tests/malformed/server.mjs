// SPDX-License-Identifier: MIT
// A server to send malformed requests to: with a store, a key of every role, and a catalog, an account, devices and
// events that exist.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { request } from "../cli/sample.mjs";
import { ask, make_key, must, run_stored } from "../server/stored.mjs";
import { stop } from "../server/server.mjs";

const sanitizers = {
  ASAN_OPTIONS: "abort_on_error=0:detect_leaks=0:allocator_may_return_null=1",
  UBSAN_OPTIONS: "print_stacktrace=1",
};
const staff = ["sales", "operator", "approver", "auditor", "privacy_officer", "ingest", "system_admin"];
const customers = ["customer_viewer", "customer_admin"];

async function describe(server) {
  const described = await fetch(`${server.url}/openapi.json`);
  if (described.ok) return described.json();
  return JSON.parse(readFileSync(new URL("sample.json", import.meta.url), "utf8"));
}

// What the server is to know, by its own routes.
async function fill(server, keys) {
  const {
    catalog,
    account: { devices, ...account },
    events,
    usage,
  } = request();
  const version = `/v1/catalogs/${catalog.id}/versions/${catalog.version}`;
  const draft = await ask(server, keys.sales, "PUT", version, catalog);
  const same = { "if-match": draft.headers.get("etag") };
  await must(server, keys.approver, "POST", `${version}:publish`, { effective: "2026-01" }, same);
  await must(server, keys.operator, "POST", "/v1/accounts", { catalog: catalog.id, document: account });
  for (const device of devices) await must(server, keys.operator, "POST", `/v1/accounts/${account.id}/devices`, device);
  const added = await must(server, keys.operator, "POST", `/v1/accounts/${account.id}/events`, events);
  return {
    account: [account.id],
    catalog: [catalog.id],
    version: [catalog.version],
    device: devices.map(({ id }) => id),
    event: added.events.map(({ id }) => id),
    month: ["2026-03", "2026-04"],
    record: [usage[0].id],
  };
}

export async function runningServer({ idle }) {
  const folder = mkdtempSync(join(tmpdir(), "samebill-malformed-"));
  const server = await run_stored(join(folder, "data"), ["--per-address", "0", "--idle", `${idle}`], {
    env: { ...process.env, ...sanitizers },
  });
  const end = async () => {
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
    return server.log;
  };
  const keys = {};
  let api;
  let known;
  try {
    if (!server.url) throw new Error(`the server did not start: ${server.log}`);
    server.admin = /^(sb_\w{57})$/m.exec(server.out)[1];
    api = await describe(server);
    for (const role of staff) keys[role] = await make_key(server, [role]);
    known = api.paths["/v1/accounts"] ? await fill(server, keys) : { account: [] };
    known.key = [(await make_key(server, ["auditor"])).slice(0, 11)]; // one that may be revoked
    for (const role of known.account.length > 0 ? customers : [])
      keys[role] = await make_key(server, [role], { account: known.account[0] });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    port: server.port,
    pid: server.child.pid,
    api,
    keys,
    known,
    ended: () => server.child.exitCode !== null || server.child.signalCode !== null,
    code: () => server.child.exitCode,
    stop: end,
  };
}
