// SPDX-License-Identifier: MIT
// The bill under check, with its request and the issuer's keys, and what came of it.
import type { ProblemItem } from "samebill";
import { engine, newest } from "../engine/engine";
import type { Verified } from "../engine/protocol";
import { kindOf } from "../lib/files";
import { canonical, checkSignature, type SignatureCheck } from "./signature";

export type Slot = "bill" | "request" | "keys";
export interface Given {
  name: string;
  text: string;
}

/** Where a document belongs; null if nowhere. */
export function slotOf(text: string): Slot | null {
  const kind = kindOf(text);
  if (kind === "request") return "request";
  if (kind === "bill" || kind === "result" || kind === "final_bill") return "bill";
  try {
    const document = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(document.keys) ? "keys" : null;
  } catch {
    return null;
  }
}

class Case {
  given = $state.raw<Partial<Record<Slot, Given>>>({});
  verified = $state.raw<Verified[]>([]);
  problems = $state.raw<ProblemItem[]>([]);
  signature = $state.raw<{ check: SignatureCheck; key: string } | null>(null);
  issuer = $state.raw<{ issuer: string; number: number } | null>(null);
  readonly #check = newest<null>(() => this.#run());

  put(slot: Slot, name: string, text: string): void {
    this.#take({ ...this.given, [slot]: { name, text } });
  }
  clear(): void {
    this.#take({});
  }
  // What was found of the documents before says nothing of these.
  #take(given: Partial<Record<Slot, Given>>): void {
    this.given = given;
    this.signature = null;
    this.issuer = null;
    this.verified = [];
    this.problems = [];
    this.#check(null);
  }

  async #run(): Promise<void> {
    const { given } = this;
    const { bill, request, keys } = given;
    if (!bill) return;
    let text = bill.text;
    let signature: Case["signature"] = { check: "no_signature", key: "" };
    let issuer: Case["issuer"] = null;
    if (kindOf(text) === "final_bill") {
      const final = JSON.parse(text) as { issuer: string; number: number; bill?: unknown };
      issuer = { issuer: final.issuer, number: final.number };
      signature = await checkSignature(text, keys?.text ?? "").catch(() => ({ check: "malformed" as const, key: "" }));
      text = canonical(final.bill ?? null); // what the signature is of, whatever else stands in the text
    }
    if (given !== this.given) return;
    this.issuer = issuer;
    this.signature = signature;
    if (!request) return;
    const answer = await engine
      .ask("verify", { bill: text, request: request.text })
      .catch((error: unknown) => ({ errors: [{ code: "internal" as const, path: "", message: String(error) }] }));
    if (given !== this.given) return;
    if (Array.isArray(answer)) this.verified = answer;
    else this.problems = answer.errors;
  }
}

export const theCase = new Case();
