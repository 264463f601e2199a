// SPDX-License-Identifier: MIT
import type {
  Bill,
  Catalog,
  Account,
  Check,
  Correction,
  DocumentDigest,
  ErrorDocument,
  Explanation,
  Rejects,
  Request,
  Result,
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

/** Any document that a request or a bill may be checked as. */
export type Checkable = Request | Catalog | Account | Result | Bill | State | { schema: string };

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
}

/** The engine stopped by a fault of its own; load it anew. Thrown by usage tables only. */
export class EngineFault extends Error {}

export interface LoadOptions {
  /** The bytes of core.wasm, or its address, if not the one in the package. */
  wasm?: Uint8Array | ArrayBuffer | string | URL | undefined;
}

export function load(options?: LoadOptions): Promise<Engine>;
