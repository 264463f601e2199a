// SPDX-License-Identifier: MIT
// What the page may ask the worker, and what it answers. Bills stay in the worker: the page gets their heads, and of
// their lists the rows that it shows.
import type {
  Allowance,
  AssignmentResult,
  Bill,
  Check,
  ComparisonRequest,
  DeviceHistory,
  ErrorDocument,
  Explanation,
  Line,
  MonthResult,
  ProblemItem,
  QuoteDraft,
  Rejects,
  Scenario,
  ScenarioResult,
  Session,
  TermsTable,
  Verification,
} from "samebill";

/** A bill without its long lists. */
export interface BillHead extends Omit<Bill, "lines" | "devices" | "usage" | "allowances"> {
  counts: { lines: number; devices: number; usage: number; allowances: number };
}

/** What is known of the request behind bills; without one there are no explanations. */
export interface Source {
  account: string;
  catalog: string;
  /** Bytes of a kilobyte; infinite if unknown, so that all are written out. */
  kilobyte: number;
  explains: boolean;
}

export type Billed =
  | { ok: true; bills: BillHead[]; source: Source; rejects: Rejects | null }
  | { ok: false; errors: ProblemItem[]; rejects: Rejects | null };

export type Grouping = "category" | "device" | "plan" | "type" | "none";
export type Sorting = "bill" | "amount" | "device";

export interface LineQuery {
  search: string;
  category: string;
  group: Grouping;
  sort: Sorting;
  descending: boolean;
  /** What the reader calls the types of line, for the search. */
  typeNames: Record<string, string>;
}

export interface LineOrder {
  groups: { key: string; count: number }[];
  /** Lines by their number in the bill; -1-n is the heading of group n. */
  rows: Int32Array;
  lines: number;
}

export interface Mark {
  at: string;
  /** Of the event. */
  type: string;
  /** Plan, group or pack that it names. */
  names: string[];
}

/** A device over all the months that were billed. */
export interface DeviceLife extends DeviceHistory {
  marks: Mark[];
}

export interface DevicePage {
  count: number;
  from: string;
  until: string;
  devices: DeviceLife[];
}

export type UsageRow = Bill["usage"][number];

/** What devices have of their own, or pools with what they have of their members. */
export interface AllowancePage {
  count: number;
  rows: Allowance[];
  /** Of each row. */
  members: number[];
}

export interface TableSummary {
  file: string;
  bytes: number;
  records: number;
  rejects: Rejects;
  devices: number;
  months: { month: string; records: number }[];
}

export interface PlanCost {
  plan: string;
  name: string;
  currency: string;
  amount: string;
  subtotal: string;
  problem: ProblemItem | null;
}

export interface DeviceUse {
  device: string;
  data: number;
  voice: number;
  sms: number;
  sessions: number;
}

export interface UsageReport {
  plan: string;
  month: string;
  kilobyte: number;
  top: DeviceUse[];
  silent: { device: string; last: string }[];
  silentCount: number;
  over: { device: string; kind: string; used: number; included: number }[];
  overCount: number;
  idle: { device: string; kind: string; used: number; included: number }[];
  idleCount: number;
}

/** The cheapest plan of every device as far as it was found, with the changes that save the most. */
export interface BestPlans extends Omit<AssignmentResult, "changes" | "events" | "excluded"> {
  changes: AssignmentResult["changes"];
  counts: { changes: number; events: number };
}

/** A verification, and the lines of both bills around the first difference if it is in one. */
export interface Verified extends Verification {
  kilobyte: number;
  currency: string;
  around: { number: number; issued: Line | null; computed: Line | null }[];
}

/** A month of a planned fleet, without its cohorts. */
export type EstimateMonth = Omit<MonthResult, "cohorts" | "pools" | "taxes"> & { billed: number };

export interface Estimate extends Omit<ScenarioResult, "months" | "schema" | "classes" | "work"> {
  months: EstimateMonth[];
  /** The month that most others are like. */
  normal: number;
  kilobyte: number;
  /** Usage that stands in no line: a kind that a plan does not offer, credits used up. */
  unserved: boolean;
}

export type Estimated = { ok: true; estimate: Estimate } | { ok: false; errors: ProblemItem[] };

/** What a term comes to. */
export interface Point {
  total: string;
  unserved: boolean;
}

export interface PlanTotal {
  plan: string;
  total: string;
}

export interface Progress {
  bytes: number;
  total: number;
  records: number;
}

/** Which of the engine's modules was loaded: the one with SIMD, the plain one, or the one that plans. */
export type Module = "simd" | "plain" | "quotes";

/** The worker's methods: arguments and answer. */
export interface Methods {
  start(): { rules: string; module: Module };
  bill(question: { request: string; table: boolean }): Billed;
  open(question: { text: string }): Billed;
  order(question: { period: string } & LineQuery): LineOrder;
  lines(question: { period: string; numbers: number[] }): Line[];
  usage(question: { period: string; most: number }): UsageRow[];
  allowances(question: { period: string; pools: boolean; most: number }): AllowancePage;
  /** The members of a pool, those that used most first. */
  members(question: { period: string; pool: Allowance; most: number }): Allowance[];
  devices(question: { search: string; from: number; most: number }): DevicePage;
  sessions(question: { period: string; device: string; kind: string; most: number }): {
    count: number;
    sessions: Session[];
  };
  explain(question: { period: string; line: number }): Explanation | ErrorDocument;
  resultText(): string;
  linesText(question: { period: string }): string;
  verify(question: { bill: string; request: string }): Verified[] | ErrorDocument;
  /** The result of a request that is not on the desk, as text. */
  sample(question: { request: string }): string;
  estimate(question: { scenario: Scenario }): Estimated;
  /** Only the total of the term, and whether usage is left unserved; null if it cannot be computed. */
  total(question: { scenario: Scenario }): Point | null;
  /** The result of a scenario in the canonical bytes. */
  estimateText(question: { scenario: Scenario }): string;
  /** samebill/quote/1 or samebill/error/1 as text. */
  makeQuote(question: { draft: QuoteDraft }): string;
  /** The request that a scenario stands for, or samebill/error/1, as text. */
  expand(question: { scenario: Scenario }): string;
  /** What the scenario comes to with a cohort on each plan, the least first. */
  cheapest(question: { scenario: Scenario; cohort: number }): PlanTotal[];
  /** samebill/comparison_result/1 or samebill/error/1 as text. */
  compareText(question: { comparison: ComparisonRequest }): string;
  check(question: { text: string }): Check | ErrorDocument;
  terms(question: { request: string }): TermsTable | ErrorDocument;
  digest(question: { text: string }): string;
  readTable(question: { file: File; purpose: "bill" | "study" }): TableSummary;
  dropTable(question: { purpose: "bill" | "study" }): null;
  costs(question: { catalog: string; month: string; plan: string }): PlanCost;
  /** `plans`: those of devices that are not on `plan`; `pool`: devices may be put together. */
  assign(question: {
    catalog: string;
    month: string;
    plan: string;
    plans: Record<string, string>;
    pool: boolean;
  }): BestPlans | ErrorDocument;
  /** The events of the assignment found last, as JSON or CSV, for changes that begin with `month`. */
  assignedText(question: { month: string; format: "json" | "csv" }): string;
  report(question: { catalog: string; month: string; plan: string; known: string[] }): UsageReport | ErrorDocument;
}

export type Name = keyof Methods;
export type Question<Key extends Name> = Parameters<Methods[Key]>[0];
export type Answer<Key extends Name> = ReturnType<Methods[Key]>;

/** Page to worker. */
export type Asked = { id: number; name: Name; question: unknown } | { cancel: number };
/** Worker to page. */
export type Told =
  { id: number; value: unknown } | { id: number; error: string; aborted: boolean } | { id: number; progress: Progress };
