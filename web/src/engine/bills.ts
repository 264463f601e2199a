// SPDX-License-Identifier: MIT
// The bill in hand: computed from a request, or opened from a file.
import type {
  Allowance,
  Bill,
  Catalog,
  Engine,
  Event,
  Line,
  ProblemItem,
  Request,
  Session,
  UsageTable,
  Verification,
} from "samebill";
import { csvText } from "../lib/files";
import { categoryOf, orderLines, poolOf } from "./order";
import type { Billed, BillHead, DeviceLife, DevicePage, Mark, Source, Verified } from "./protocol";
import { tableFor } from "./tables";
import type { Handlers } from "./answering";

interface Hand {
  text: string;
  request: Request | null;
  requestText: string;
  table: UsageTable | null;
  bills: Bill[];
  source: Source;
}

let hand: Hand | null = null;

function inHand(): Hand {
  if (!hand) throw new Error("there is no bill yet");
  return hand;
}

function billOf(period: string): Bill {
  const bill = inHand().bills.find((each) => each.period === period);
  // Asked before the page knew of the bills that are in hand now: as if the question had been taken back.
  if (!bill) throw new DOMException(`there is no bill for ${period}`, "AbortError");
  return bill;
}

function headOf(bill: Bill): BillHead {
  const { lines, devices, usage, allowances, ...head } = bill;
  const counts = {
    lines: lines.length,
    devices: devices.length,
    usage: usage.length,
    allowances: allowances.length,
  };
  return { ...head, counts };
}

const sourceOf = (request: Request): Source => ({
  account: request.account.name ?? request.account.id,
  catalog: request.catalog.name ?? request.catalog.id,
  kilobyte: request.catalog.kilobyte_bytes ?? 1024,
  explains: true,
});

const problem = (message: string, path = ""): ProblemItem => ({ code: "schema", path, message });

/** The bills in a text: of a result, a bill, a final bill, or a list of bills. */
function billsIn(text: string): Bill[] | ProblemItem {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { code: "parse", path: "", message: error instanceof Error ? error.message : String(error) };
  }
  const list = Array.isArray(document) ? document : [document];
  const bills: Bill[] = [];
  for (const each of list as { schema?: string; bills?: Bill[]; bill?: Bill }[]) {
    if (each?.schema === "samebill/result/1" && each.bills) bills.push(...each.bills);
    else if (each?.schema === "samebill/final_bill/1" && each.bill) bills.push(each.bill);
    else if (each?.schema === "samebill/bill/1") bills.push(each as unknown as Bill);
    else return problem(`expected a result, a bill or a final bill, not ${JSON.stringify(each?.schema ?? null)}`);
  }
  return bills;
}

const columns = [
  ...["type", "category", "device", "group", "plan", "state", "kind", "quantity", "code", "pack", "at"],
  ...["days", "days_in_month", "months", "paid_through", "unit_price", "rule", "amount"],
];

function linesText(bill: Bill): string {
  const rows = bill.lines.map((line) => {
    const values: Record<string, unknown> = { ...line, category: categoryOf(line) };
    return [bill.period, bill.currency, ...columns.map((name) => String(values[name] ?? ""))];
  });
  return csvText([["period", "currency", ...columns], ...rows]);
}

function marksOf(device: string, events: Event[]): Mark[] {
  const own = events.filter((event) => event.device === device);
  return own.map((event) => ({
    at: event.at,
    type: event.type,
    names: (["plan", "group", "pack"] as const)
      .map((name) => (name in event ? event[name as keyof Event] : ""))
      .filter(Boolean),
  }));
}

function livesOf({ bills, request }: Hand, search: string, from: number, most: number): DevicePage {
  const lives = new Map<string, DeviceLife>();
  for (const bill of bills)
    for (const { device, intervals } of bill.devices) {
      if (search !== "" && !device.toLowerCase().includes(search)) continue;
      const life = lives.get(device);
      if (!life) lives.set(device, { device, intervals: [...intervals], marks: [] });
      else
        for (const interval of intervals) {
          const last = life.intervals.at(-1);
          const goesOn = last?.until === interval.from && last.state === interval.state && last.plan === interval.plan;
          if (last && goesOn && last.cause === interval.cause)
            life.intervals[life.intervals.length - 1] = { ...last, until: interval.until };
          else life.intervals.push(interval);
        }
    }
  const devices = [...lives.values()].sort((a, b) => (a.device < b.device ? -1 : 1)).slice(from, from + most);
  for (const life of devices) life.marks = marksOf(life.device, request?.events ?? []);
  const [year = 0, month = 1] = (bills.at(-1)?.period ?? "").split("-").map(Number);
  const until = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  return { count: lives.size, from: `${bills[0]?.period}-01`, until, devices };
}

function sessionsOf(request: Request | null, period: string, device: string, kind: string): Session[] {
  const inMonth = (session: Session) => new Date(session.start).toISOString().startsWith(period);
  return (request?.usage ?? [])
    .filter((session) => (device === "" || session.device === device) && session.kind === kind && inMonth(session))
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

const mostReadable = 300_000; // characters of a request that is set in lines
const beside = 2; // lines before and after the first difference

const sameLine = (a?: Line, b?: Line): boolean =>
  JSON.stringify(Object.entries(a ?? {}).sort()) === JSON.stringify(Object.entries(b ?? {}).sort());

function linesAround(engine: Engine, verification: Verification, issuedText: string, request: string) {
  const issued = billsIn(issuedText);
  const computed = engine.run(request);
  if (verification.matches || !Array.isArray(issued) || !computed.ok) return [];
  const linesOf = (bills: Bill[]) => bills.find((bill) => bill.period === verification.period)?.lines ?? [];
  const [given, own] = [linesOf(issued), linesOf(computed.document.bills)];
  const longer = given.length > own.length ? given : own;
  const at = longer.findIndex((_, number) => !sameLine(given[number], own[number]));
  if (at < 0) return [];
  const first = Math.max(0, at - beside);
  return Array.from({ length: 2 * beside + 1 }, (_, step) => first + step)
    .map((number) => ({ number, issued: given[number] ?? null, computed: own[number] ?? null }))
    .filter((row) => row.issued || row.computed);
}

const tableOption = (table: UsageTable | null) => (table ? { table } : {});

/** How the bill in hand was run; its usage file may be gone, and another bill must not pass for it. */
function runOptions({ table }: Hand) {
  if (table !== null && table !== tableFor("bill")) throw new Error("the usage file of this bill was removed");
  return tableOption(table);
}

// An allowance of a pool has no device, that of a member has both.
const isPool = (row: Allowance) => "group" in row && !("device" in row);
const membersOf = (rows: Allowance[]) => rows.filter((row) => "group" in row && "device" in row);

export const billMethods: Handlers<
  | "bill"
  | "open"
  | "order"
  | "lines"
  | "usage"
  | "allowances"
  | "members"
  | "devices"
  | "sessions"
  | "explain"
  | "resultText"
  | "linesText"
  | "sample"
  | "compareText"
  | "expand"
  | "verify"
  | "check"
  | "terms"
  | "digest"
> = {
  bill({ request: requestText, table }, { engine }): Billed {
    const held = table ? tableFor("bill") : null;
    if (table && !held) throw new Error("the usage file is gone: open it again");
    const outcome = engine.run(requestText, tableOption(held));
    const rejects = outcome.rejects ?? null;
    if (!outcome.ok) return { ok: false, errors: outcome.document.errors, rejects };
    const request = JSON.parse(requestText) as Request;
    const source = sourceOf(request);
    hand = { text: "", request, requestText, table: held, bills: outcome.document.bills, source };
    return { ok: true, bills: hand.bills.map(headOf), source, rejects };
  },
  open({ text }, { engine }): Billed {
    const bills = billsIn(text);
    if (!Array.isArray(bills)) return { ok: false, errors: [bills], rejects: null };
    for (const bill of bills) {
      const checked = engine.check(JSON.stringify(bill));
      if (!checked.ok) return { ok: false, errors: checked.document.errors, rejects: null };
    }
    const [first] = bills;
    if (!first) return { ok: false, errors: [problem("there is no bill in it")], rejects: null };
    const source = { account: first.account, catalog: first.catalog, kilobyte: Infinity, explains: false };
    hand = { text, request: null, requestText: "", table: null, bills, source };
    return { ok: true, bills: bills.map(headOf), source, rejects: null };
  },
  order: ({ period, ...query }) => orderLines(billOf(period).lines, query),
  lines({ period, numbers }): Line[] {
    const { lines } = billOf(period);
    return numbers.flatMap((number) => lines[number] ?? []);
  },
  usage: ({ period, most }) => billOf(period).usage.slice(0, most),
  allowances({ period, pools, most }) {
    const { allowances } = billOf(period);
    const found = allowances.filter(pools ? isPool : (row) => !("group" in row));
    const counts = new Map<string, number>();
    if (pools) for (const row of membersOf(allowances)) counts.set(poolOf(row), (counts.get(poolOf(row)) ?? 0) + 1);
    const rows = found.slice(0, most);
    return { count: found.length, rows, members: rows.map((row) => counts.get(poolOf(row)) ?? 0) };
  },
  members({ period, pool, most }) {
    const rows = membersOf(billOf(period).allowances).filter((row) => poolOf(row) === poolOf(pool));
    return rows.sort((a, b) => b.used - a.used).slice(0, most);
  },
  devices: ({ search, from, most }) => livesOf(inHand(), search.toLowerCase(), from, most),
  sessions({ period, device, kind, most }) {
    const sessions = sessionsOf(inHand().request, period, device, kind);
    return { count: sessions.length, sessions: sessions.slice(0, most) };
  },
  explain({ period, line }, { engine }) {
    const held = inHand();
    return engine.explain(held.requestText, period, line, runOptions(held)).document;
  },
  // The canonical bytes as the engine writes them.
  resultText(_, { engine }): string {
    const held = inHand();
    return held.text !== "" ? held.text : engine.runText(held.requestText, runOptions(held));
  },
  linesText: ({ period }) => linesText(billOf(period)),
  // Several bills one by one; a single one in the bytes that were given.
  verify({ bill, request }, { engine }) {
    const bills = billsIn(bill);
    if (!Array.isArray(bills)) return { schema: "samebill/error/1", errors: [bills] };
    const texts = bills.length === 1 ? [bill] : bills.map((each) => JSON.stringify(each));
    const verified: Verified[] = [];
    let catalog: Catalog | null = null;
    for (const text of texts) {
      const outcome = engine.verify(text, request);
      if (!outcome.ok) return outcome.document;
      catalog ??= (JSON.parse(request) as Request).catalog;
      const { currency, kilobyte_bytes: kilobyte = 1024 } = catalog;
      const around = linesAround(engine, outcome.document, text, request);
      verified.push({ ...outcome.document, kilobyte, currency, around });
    }
    return verified;
  },
  sample: ({ request }, { engine }) => engine.runText(request),
  expand({ scenario }, { engine }): string {
    const text = engine.expandText(scenario);
    return text.length < mostReadable ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text;
  },
  compareText: ({ comparison }, { engine }) => engine.compareText(comparison),
  check: ({ text }, { engine }) => engine.check(text).document,
  terms: ({ request }, { engine }) => engine.terms(request).document,
  digest({ text }, { engine }): string {
    const outcome = engine.digest(text);
    return outcome.ok ? outcome.document.digest : "";
  },
};
