// SPDX-License-Identifier: MIT
import type { Checkable, Given, LoadOptions, Outcome, ResultBytes, RunOptions } from "./index.js";
import type {
  AssignmentRequest,
  AssignmentResult,
  Bill,
  Check,
  ComparisonRequest,
  ComparisonResult,
  Correction,
  DocumentDigest,
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
  TermsTable,
  Verification,
} from "./documents.js";

export type * from "./index.js";

export interface CallOptions {
  /** Rejects the promise with the signal's reason; a call that waits behind another is then never made. */
  signal?: AbortSignal | undefined;
}

export interface RemoteRunOptions extends Omit<RunOptions, "table">, CallOptions {
  table?: RemoteTable | undefined;
}

export interface RemoteQuoteOptions extends CallOptions {
  table?: RemoteTable | undefined;
}

export interface TableCounts {
  /** Bytes read of this input. */
  bytes: number;
  /** Records of all inputs so far, rejected ones included. */
  records: number;
  rejected: number;
  /** Bytes of memory held in the worker. */
  memory: number;
}

export interface AddOptions extends CallOptions {
  /** By the name's ending if left out: .ndjson and .jsonl are "ndjson", everything else "csv". */
  format?: "csv" | "ndjson" | undefined;
  /** Stands as `file` in the rejects; a File's own name if left out. */
  name?: string | undefined;
  onProgress?: ((progress: TableCounts & { total: number | undefined }) => void) | undefined;
}

export type UsageSource =
  Blob | Uint8Array | ArrayBuffer | string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;

/** A usage table in the worker. */
export class RemoteTable {
  private constructor();
  readonly number: number;
  /** Reads one input to its end. The chunks of a stream are transferred, not copied. */
  add(source: UsageSource, options?: AddOptions): Promise<TableCounts>;
  rejects(): Promise<Rejects>;
  unclaimed(): Promise<Rejects>;
  delete(): Promise<void>;
}

/** The engine in a worker. */
export class Client {
  private constructor();
  readonly rulesVersion: string;
  usageTable(): Promise<RemoteTable>;
  run(request: Given<Request>, options?: RemoteRunOptions): Promise<Outcome<Result>>;
  runText(request: Given<Request>, options?: RemoteRunOptions): Promise<string>;
  /** The bytes are transferred, not copied. */
  runBytes(request: Given<Request>, options?: RemoteRunOptions): Promise<ResultBytes>;
  correct(
    request: Given<Request>,
    issued: Given<Result | Bill | Bill[]>,
    options?: RemoteRunOptions,
  ): Promise<Outcome<Correction>>;
  correctText(
    request: Given<Request>,
    issued: Given<Result | Bill | Bill[]>,
    options?: RemoteRunOptions,
  ): Promise<string>;
  explain(
    request: Given<Request>,
    month: string,
    line: number,
    options?: RemoteRunOptions,
  ): Promise<Outcome<Explanation>>;
  verify(
    bill: Given<Bill | Result>,
    request: Given<Request>,
    options?: RemoteRunOptions,
  ): Promise<Outcome<Verification>>;
  terms(request: Given<Request>, options?: CallOptions): Promise<Outcome<TermsTable>>;
  check(document: Given<Checkable>, options?: CallOptions): Promise<Outcome<Check>>;
  checkText(document: Given<Checkable>, options?: CallOptions): Promise<string>;
  digest(document: Given<object>, options?: CallOptions): Promise<Outcome<DocumentDigest>>;
  quote(scenario: Given<Scenario>, options?: RemoteQuoteOptions): Promise<Outcome<ScenarioResult>>;
  quoteText(scenario: Given<Scenario>, options?: RemoteQuoteOptions): Promise<string>;
  expand(scenario: Given<Scenario>, options?: RemoteQuoteOptions): Promise<Outcome<Request>>;
  expandText(scenario: Given<Scenario>, options?: RemoteQuoteOptions): Promise<string>;
  compare(comparison: Given<ComparisonRequest>, options?: RemoteQuoteOptions): Promise<Outcome<ComparisonResult>>;
  compareText(comparison: Given<ComparisonRequest>, options?: RemoteQuoteOptions): Promise<string>;
  assign(assignment: Given<AssignmentRequest>, options?: RemoteRunOptions): Promise<Outcome<AssignmentResult>>;
  assignText(assignment: Given<AssignmentRequest>, options?: RemoteRunOptions): Promise<string>;
  makeQuote(draft: Given<QuoteDraft>, options?: CallOptions): Promise<Outcome<Quote>>;
  makeQuoteText(draft: Given<QuoteDraft>, options?: CallOptions): Promise<string>;
  quoteCheck(check: Given<QuoteCheck>, options?: CallOptions): Promise<Outcome<QuoteCheckResult>>;
  quoteCheckText(check: Given<QuoteCheck>, options?: CallOptions): Promise<string>;
  /** Ends the worker; calls in flight are rejected. */
  terminate(): void;
}

export interface ConnectOptions extends LoadOptions, CallOptions {
  /** A worker that runs `samebill/worker`, or a port to one; by default the package starts its own. */
  worker?: Worker | MessagePort | undefined;
}

export function connect(options?: ConnectOptions): Promise<Client>;
