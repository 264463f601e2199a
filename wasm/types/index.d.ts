// SPDX-License-Identifier: MIT
import type {
  AssignmentRequest,
  AssignmentResult,
  Bill,
  Catalog,
  Account,
  Check,
  ComparisonRequest,
  ComparisonResult,
  Correction,
  DocumentDigest,
  ErrorDocument,
  Explanation,
  Quote,
  QuoteCheck,
  QuoteCheckResult,
  QuoteDraft,
  Rejects,
  Request,
  Result,
  Scenario,
  ScenarioResult,
  State,
  TermsTable,
  Verification,
} from "./documents.js";

export type * from "./documents.js";

/** A document as its JSON text, the bytes of that text, or an object. */
export type Given<Document> = string | Uint8Array | ArrayBuffer | Document;

/** What a call comes to: the document, or `samebill/error/1`. Bad input is never thrown. */
export type Outcome<Document> =
  { ok: true; document: Document; rejects?: Rejects } | { ok: false; document: ErrorDocument; rejects?: Rejects };

/** The canonical text in UTF-8: of the result, or of the error document. */
export interface ResultBytes {
  ok: boolean;
  bytes: Uint8Array<ArrayBuffer>;
  rejects?: Rejects;
}

/** Any document that a request or a bill may be checked as. */
export type Checkable =
  Request | Scenario | ScenarioResult | Catalog | Account | Result | Bill | State | { schema: string };

export interface QuoteOptions {
  /** The records that cohorts take samples of; the scenario's `records` must then be empty. */
  table?: UsageTable | undefined;
}

export interface RunOptions {
  /** Takes the records of the table; the request's `usage` must then be empty. */
  table?: UsageTable | undefined;
  /** Replaces the request's `from`, such as "2026-03". */
  from?: string | undefined;
  /** Replaces the request's `through`. */
  through?: string | undefined;
  /** Takes only records of the account's devices, for a table that several accounts are billed from. */
  ownRecordsOnly?: boolean | undefined;
  /** Makes any reject an error of the whole call; otherwise the rest is billed and `rejects` says what was left out. */
  rejectsFail?: boolean | undefined;
}

/** Records fed in chunks of any size, split anywhere, then billed any number of times. */
export class UsageTable {
  private constructor();
  /** Begins a new input: CSV (RFC 4180, header first) or one JSON object a line. `name` stands as `file` in its rejects. */
  begin(format: "csv" | "ndjson", name?: string): void;
  feed(chunk: Uint8Array | ArrayBuffer | string): void;
  /** Ends the input begun last; a last line without line feed is read. */
  end(): void;
  /** Ends filling; billing does it too. */
  seal(): void;
  /** Records read so far, rejected ones included. */
  readonly records: number;
  readonly rejected: number;
  /** Bytes of memory held. */
  readonly bytes: number;
  rejects(): Rejects;
  /** The records whose device was in no request billed so far. */
  unclaimed(): Rejects;
  /** Gives the memory back; it is not collected by itself. */
  delete(): void;
}

/** The engine. Bad input is answered with an error document; wrong arguments throw a TypeError. */
export class Engine {
  private constructor();
  readonly rulesVersion: string;
  usageTable(): UsageTable;
  run(request: Given<Request>, options?: RunOptions): Outcome<Result>;
  /** The canonical text of the result or error document: the same bytes on every platform. */
  runText(request: Given<Request>, options?: RunOptions): string;
  /**
   * What `runText` gives, as bytes, sooner where bills are long: the platform computes the digests, but for a page that
   * came without TLS, which has no Web Crypto. What it was billed from may change, or be deleted, as soon as this returns.
   */
  runBytes(request: Given<Request>, options?: RunOptions): Promise<ResultBytes>;
  /** Computes the months anew and sets them against the issued bills (rule B9). */
  correct(request: Given<Request>, issued: Given<Result | Bill | Bill[]>, options?: RunOptions): Outcome<Correction>;
  correctText(request: Given<Request>, issued: Given<Result | Bill | Bill[]>, options?: RunOptions): string;
  /** How line `line` (from 0) of the bill of `month` ("" is the first) was computed. */
  explain(request: Given<Request>, month: string, line: number, options?: RunOptions): Outcome<Explanation>;
  /** Recomputes a bill and names the first difference. */
  verify(bill: Given<Bill | Result>, request: Given<Request>, options?: RunOptions): Outcome<Verification>;
  /** Every parameter of every plan as it holds for the account, with the layer it came from (rule T3). */
  terms(request: Given<Request>): Outcome<TermsTable>;
  /** Checks any document with a `schema` member. */
  check(document: Given<Checkable>): Outcome<Check>;
  checkText(document: Given<Checkable>): string;
  digest(document: Given<object>): Outcome<DocumentDigest>;
  /** What a planned fleet comes to, month by month. `table` takes an engine that bills. */
  quote(scenario: Given<Scenario>, options?: QuoteOptions): Outcome<ScenarioResult>;
  quoteText(scenario: Given<Scenario>, options?: QuoteOptions): string;
  /** The same fleet written out as a request, every device with its events and sessions: its bills have the sums of `quote`. */
  expand(scenario: Given<Scenario>, options?: QuoteOptions): Outcome<Request>;
  expandText(scenario: Given<Scenario>, options?: QuoteOptions): string;
  /** Up to eight scenarios side by side: totals, what is recommended, break-even points, sensitivity. */
  compare(comparison: Given<ComparisonRequest>, options?: QuoteOptions): Outcome<ComparisonResult>;
  compareText(comparison: Given<ComparisonRequest>, options?: QuoteOptions): string;
  /** The cheapest plan and report group of every device, as events of a request, and what they save. */
  assign(assignment: Given<AssignmentRequest>, options?: RunOptions): Outcome<AssignmentResult>;
  assignText(assignment: Given<AssignmentRequest>, options?: RunOptions): string;
  /** The quote document: what a scenario comes to, with its prices frozen and its assumptions in words. */
  makeQuote(draft: Given<QuoteDraft>): Outcome<Quote>;
  makeQuoteText(draft: Given<QuoteDraft>): string;
  /** Sets a bill against the quote of its month and splits the difference into causes. */
  quoteCheck(check: Given<QuoteCheck>): Outcome<QuoteCheckResult>;
  quoteCheckText(check: Given<QuoteCheck>): string;
}

/** The engine stopped by a fault of its own; load it anew. Thrown by usage tables only. */
export class EngineFault extends Error {}

export interface LoadOptions {
  /** Loads the smaller module that has quotes alone (and `digest`): soon there in a page that begins with an estimate. */
  quotes?: boolean | undefined;
  /** The bytes of a module of the package, or an address of one, if not the one beside this file that fits. */
  wasm?: Uint8Array | ArrayBuffer | string | URL | undefined;
}

export function load(options?: LoadOptions): Promise<Engine>;
