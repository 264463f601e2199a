// SPDX-License-Identifier: MIT
// Usage files: read as streams by the engine and by the scanner of their devices, then billed on one plan after the
// other. Only quantities are sorted and counted here; amounts are the engine's.
import type { Allowance, Bill, Catalog, ErrorDocument, Request, UsageTable } from "samebill";
import type { DeviceUse, PlanCost, TableSummary, UsageReport } from "./protocol";
import { Scanner } from "./scanner";
import type { Handlers } from "./answering";

interface Held {
  table: UsageTable;
  scanner: Scanner;
  summary: TableSummary;
}

type Purpose = "bill" | "study";
const tables: Partial<Record<Purpose, Held>> = {};

export const tableFor = (purpose: Purpose): UsageTable | null => tables[purpose]?.table ?? null;

function drop(purpose: Purpose): void {
  tables[purpose]?.table.delete();
  delete tables[purpose];
}

export const mostShown = 100;
const idlePart = 10; // a tenth of what is included
const beat = 100; // milliseconds between two reports of progress

async function read(
  file: File,
  purpose: Purpose,
  table: UsageTable,
  {
    signal,
    progress,
  }: { signal: AbortSignal; progress: (at: { bytes: number; total: number; records: number }) => void },
): Promise<Held> {
  const format = /\.(ndjson|jsonl)$/i.test(file.name) ? "ndjson" : "csv";
  const scanner = new Scanner(format);
  table.begin(format, file.name);
  const reader = file.stream().getReader();
  let bytes = 0;
  let told = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      table.feed(part.value);
      if (purpose === "study") scanner.feed(part.value);
      bytes += part.value.length;
      if (performance.now() - told > beat) {
        told = performance.now();
        progress({ bytes, total: file.size, records: table.records });
        await new Promise((resolve) => setTimeout(resolve)); // lets a message to stop come in
      }
      signal.throwIfAborted();
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
  table.end();
  scanner.end();
  const rejects = table.rejects();
  const summary = {
    file: file.name,
    bytes,
    records: table.records,
    rejects,
    devices: scanner.devices.size,
    months: scanner.months(),
  };
  return { table, scanner, summary };
}

/** An account whose devices are on their plans from the first of `since` on; `month` is billed. */
export function requestOn(
  catalog: Catalog,
  planOf: (device: string) => string,
  month: string,
  devices: string[],
  since = month,
): Request {
  const at = `${since}-01T00:00:00Z`;
  const prepaid = new Set(catalog.plans.filter((each) => each.kind === "prepaid").map((each) => each.id));
  return {
    schema: "samebill/request/1",
    catalog,
    account: {
      schema: "samebill/account/1",
      id: "usage",
      agreement: { from: `${since}-01` },
      devices: devices.map((id) => ({ id })),
    },
    events: devices.flatMap((device) => {
      const plan = planOf(device);
      return [
        { at, type: "provision" as const, device, plan },
        ...(prepaid.has(plan) ? [] : [{ at, type: "activate" as const, device }]),
      ];
    }),
    usage: [],
    from: month,
    through: month,
    inputs_digest: false,
  };
}

export function studied(): Held {
  const held = tables.study;
  if (!held) throw new Error("there is no usage yet");
  return held;
}

function usesOf(bill: Bill): DeviceUse[] {
  const uses = new Map<string, DeviceUse>();
  for (const row of bill.usage) {
    const use = uses.get(row.device) ?? { device: row.device, data: 0, voice: 0, sms: 0, sessions: 0 };
    use[row.kind] += row.quantity;
    use.sessions += row.sessions;
    uses.set(row.device, use);
  }
  return [...uses.values()];
}

const ownAllowance = (allowance: Allowance): allowance is Allowance & { device: string; overage: number } =>
  "device" in allowance && !("group" in allowance);

function reportOf(held: Held, bill: Bill, plan: string, kilobyte: number, known: string[]): UsageReport {
  const uses = usesOf(bill).sort((a, b) => b.data - a.data || b.voice - a.voice || b.sms - a.sms);
  const used = new Set(uses.map((use) => use.device));
  const everyone = new Set([...held.scanner.devices.keys(), ...known]);
  const silent = [...everyone]
    .filter((device) => !used.has(device))
    .map((device) => ({ device, last: held.scanner.lastOf(device) }))
    .sort((a, b) => (a.last < b.last ? -1 : a.last > b.last ? 1 : a.device < b.device ? -1 : 1));
  const allowances = bill.allowances.filter(ownAllowance).map(({ device, kind, used: taken, included }) => ({
    device,
    kind,
    used: taken,
    included,
  }));
  const over = allowances.filter((each) => each.used > each.included).sort((a, b) => b.used - a.used);
  const idle = allowances.filter((each) => each.used * idlePart < each.included).sort((a, b) => a.used - b.used);
  return {
    plan,
    month: bill.period,
    kilobyte,
    top: uses.slice(0, mostShown),
    silent: silent.slice(0, mostShown),
    silentCount: silent.length,
    over: over.slice(0, mostShown),
    overCount: over.length,
    idle: idle.slice(0, mostShown),
    idleCount: idle.length,
  };
}

export const usageMethods: Handlers<"readTable" | "dropTable" | "costs" | "report"> = {
  async readTable({ file, purpose }, context): Promise<TableSummary> {
    drop(purpose);
    const table = context.engine.usageTable();
    try {
      const held = await read(file, purpose, table, context);
      drop(purpose);
      tables[purpose] = held;
      return held.summary;
    } catch (error) {
      table.delete();
      throw error;
    }
  },
  dropTable({ purpose }): null {
    drop(purpose);
    return null;
  },
  costs({ catalog: text, month, plan }, { engine }): PlanCost {
    const held = studied();
    const catalog = JSON.parse(text) as Catalog;
    const name = catalog.plans.find((each) => each.id === plan)?.name ?? plan;
    const request = requestOn(catalog, () => plan, month, [...held.scanner.devices.keys()]);
    const outcome = engine.run(request, { table: held.table });
    if (!outcome.ok) {
      const [problem = null] = outcome.document.errors;
      return { plan, name, currency: catalog.currency, amount: "", subtotal: "", problem };
    }
    const [bill] = outcome.document.bills as [Bill];
    return { plan, name, currency: bill.currency, amount: bill.total, subtotal: bill.subtotal, problem: null };
  },
  report({ catalog: text, month, plan, known }, { engine }): UsageReport | ErrorDocument {
    const held = studied();
    const catalog = JSON.parse(text) as Catalog;
    const request = requestOn(catalog, () => plan, month, [...held.scanner.devices.keys()]);
    const outcome = engine.run(request, { table: held.table });
    if (!outcome.ok) return outcome.document;
    const [bill] = outcome.document.bills as [Bill];
    return reportOf(held, bill, plan, catalog.kilobyte_bytes ?? 1024, known);
  },
};
