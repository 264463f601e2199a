// SPDX-License-Identifier: MIT
import { load, type Bill, type ErrorDocument, type Request } from "samebill";
import { connect, type TableCounts } from "samebill/client";

const request: Request = {
  schema: "samebill/request/1",
  catalog: {
    schema: "samebill/catalog/1",
    id: "c",
    currency: "EUR",
    plans: [{ id: "p", access_fee: { amount: "3.00" } }],
  },
  account: { schema: "samebill/account/1", id: "a", agreement: { from: "2026-01-01" }, devices: [] },
  events: [{ at: "2026-03-01T00:00:00Z", type: "provision", device: "d", plan: "p" }],
  usage: [],
  from: "2026-03",
  through: "2026-03",
};

const engine = await load();
const outcome = engine.run(request, { through: "2026-04" });
if (outcome.ok) {
  const bill: Bill | undefined = outcome.document.bills[0];
  const due: string | undefined = bill?.amount_due;
  for (const line of bill?.lines ?? []) if (line.type === "overage") console.log(line.kind, line.quantity, due);
} else {
  const wrong: ErrorDocument = outcome.document;
  console.log(wrong.errors[0]?.path);
}
const text: string = engine.runText(new Uint8Array(), { rejectsFail: true });
const { ok, bytes, rejects } = await engine.runBytes(request, { through: "2026-04" });
console.log(ok, new Blob([bytes]).size, rejects?.rejected);
console.log(engine.explain(text, "2026-03", 0), engine.check({ schema: "samebill/catalog/1" }));

// @ts-expect-error an engine comes from load()
new (engine.constructor as typeof import("samebill").Engine)();
// @ts-expect-error there is no such option
engine.run(request, { own_records_only: true });
// @ts-expect-error a line is a number
engine.explain(request, "2026-03", "0");
// @ts-expect-error there is no such format
engine.usageTable().begin("xml");

const client = await connect({ worker: new Worker("worker.js", { type: "module" }) });
const table = await client.usageTable();
const counts: TableCounts = await table.add(new File([], "a.csv"), {
  onProgress: ({ bytes, total }) => console.log(bytes, total),
});
console.log(counts.records, (await client.run(request, { table, signal: AbortSignal.timeout(1000) })).ok);
// @ts-expect-error a table of the engine is no table of the client
await client.run(request, { table: engine.usageTable() });
