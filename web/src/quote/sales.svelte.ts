// SPDX-License-Identifier: MIT
// Quotes on the server: those that the person who is logged in may see, one of them open with its versions, and what
// may be done with it. The server decides; this says beforehand what it would refuse.
import type { Quote, Scenario } from "samebill";
import { Refused, server } from "../lib/server.svelte";
import { customerOf, type Offer } from "./offer.svelte";

export type QuoteState = "draft" | "sent" | "accepted" | "declined" | "expired" | "superseded";
export interface Head {
  id: string;
  account: string;
  version: number;
  state: QuoteState;
  valid_until: string;
  from: string;
  through: string;
  digest: string;
  at: string;
  by: string;
  sent_at?: string;
  sent_by?: string;
  decided_at?: string;
  decided_by?: string;
  why?: string;
}
export interface Opened extends Head {
  document: Quote;
}
export type Action = "send" | "accept" | "decline" | "edit";
/** Why something cannot be done; null if it can. */
export type Hindrance = "role" | "state" | "own" | "old" | "negotiated" | null;

const has = (...roles: string[]): boolean => server.who?.roles.some((role) => roles.includes(role)) ?? false;

/** Other prices than the catalog's: an operator alone does not agree to them. */
const isNegotiated = ({ account }: Scenario): boolean =>
  (account.agreement.discounts ?? []).length > 0 ||
  account.agreement.minimum_monthly_charge !== undefined ||
  (account.pricing_attachments ?? []).length > 0;

/** Without a tag nothing is changed: it might be what nobody has seen. */
function matching(tag: string): Record<string, string> {
  if (tag === "") throw new Error("The server gave no ETag: nothing was changed.");
  return { "if-match": tag };
}
// Outside of HTTPS there is no `randomUUID`.
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

/** Who asked is no longer logged in. */
class Gone extends Error {}

class Sales {
  heads = $state.raw<Head[]>([]);
  /** There are more than are listed. */
  more = $state(false);
  /** Only those of the account, in the state; empty is: any. */
  account = $state("");
  state = $state<QuoteState | "">("");
  opened = $state.raw<Opened | null>(null);
  versions = $state.raw<Head[]>([]);
  /** The quote of which the form makes the next version. */
  editing = $state.raw<{ id: string; tag: string; version: number } | null>(null);
  message = $state("");
  busy = $state(false);
  /** Whose view this is: the person's id. */
  #owner = "";
  #tag = "";
  readonly #keys = new Map<string, string>();

  constructor() {
    // Whichever view is open when somebody else logs in.
    $effect.root(() => {
      $effect.pre(() => this.#of(server.who?.id ?? ""));
    });
  }

  get writes(): boolean {
    return has("sales", "operator");
  }
  get decides(): boolean {
    return has("customer_admin", "operator", "approver");
  }
  /** Prices are negotiated by the provider's people; a page without log-in binds nobody. */
  get negotiates(): boolean {
    return !server.who || this.writes;
  }

  hindrance(action: Action): Hindrance {
    const quote = this.opened;
    if (!quote) return "state";
    if (this.versions.some((each) => each.version > quote.version)) return "old";
    if (action === "accept" || action === "decline") {
      if (!this.decides) return "role";
      if (quote.state !== "sent") return "state";
      const own = [quote.by, quote.sent_by].includes(server.who?.id ?? "");
      if (action === "decline") return null;
      const bound = has("customer_admin", "approver") || !isNegotiated(quote.document.scenario);
      return own ? "own" : bound ? null : "negotiated";
    }
    if (!this.writes) return "role";
    if (action === "send") return quote.state === "draft" ? null : "state";
    return quote.state === "accepted" ? "state" : null;
  }

  /** What one person saw or began is nothing for the next. */
  #of(person: string): void {
    if (person === this.#owner) return;
    this.#owner = person;
    this.close();
    this.heads = [];
    this.more = false;
    this.account = "";
    this.state = "";
    this.editing = null;
    this.busy = false;
    this.#tag = "";
    this.#keys.clear();
  }
  /** An answer to somebody who has gone meanwhile is dropped. */
  async #mine<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const person = server.who?.id;
    return answer.finally(() => {
      if (person !== server.who?.id) throw new Gone();
    });
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.message = "";
    let done = true;
    try {
      await work();
    } catch (error) {
      if (error instanceof Gone) return false;
      this.message = error instanceof Error ? error.message : String(error);
      done = false;
    }
    this.busy = false;
    return done;
  }
  get #path(): string {
    const filter = [
      this.account && `account=${encodeURIComponent(this.account)}`,
      this.state && `state=${this.state}`,
    ].filter(Boolean);
    return `quotes${filter.length > 0 ? `?${filter.join("&")}` : ""}`;
  }
  async #list(): Promise<void> {
    const path = this.#path;
    const { items, more } = await this.#mine(server.all<Head>(path, 1000));
    if (path !== this.#path) return; // others are asked for by now
    this.heads = items.sort((a, b) => (a.at < b.at ? 1 : -1)); // the newest first
    this.more = more;
  }
  /** What was said of the last change stays. */
  async list(): Promise<void> {
    try {
      await this.#list();
    } catch (error) {
      if (!(error instanceof Gone)) this.message = error instanceof Error ? error.message : String(error);
    }
  }
  #ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response> {
    return this.#mine(server.text(method, path, body, headers));
  }
  async #take(answer: Response): Promise<void> {
    const opened = (await this.#mine(answer.json())) as Opened;
    this.#tag = answer.headers.get("etag") ?? "";
    this.opened = opened;
    this.versions = (await this.#mine(server.all<Head>(`quotes/${opened.id}/versions`))).items;
    await this.#list();
  }
  open(id: string): Promise<boolean> {
    return this.#try(async () => this.#take(await this.#ask("GET", `quotes/${id}`)));
  }
  openVersion(version: number): Promise<boolean> {
    return this.#try(async () => {
      if (!this.opened) return;
      this.opened = await this.#mine(server.ask<Opened>("GET", `quotes/${this.opened.id}/versions/${version}`));
    });
  }
  close(): void {
    this.opened = null;
    this.versions = [];
    this.message = "";
  }

  /**
   * A quote for each scenario; the first is the next version of the quote that is edited, if one is. That comes last:
   * while one of the others is refused it stays in the form, and those that are kept are known by their keys.
   */
  save(offer: Offer, [first, ...others]: Scenario[]): Promise<boolean> {
    return this.#try(async () => {
      const { editing } = this;
      const bodyOf = (scenario: Scenario) => ({
        customer: customerOf(offer),
        scenario: { ...scenario, account: { ...scenario.account, id: offer.account } },
        valid_until: offer.valid_until,
        ...(offer.remarks && { remarks: offer.remarks }),
      });
      const post = (scenario: Scenario) => {
        const quote = { account: offer.account, ...bodyOf(scenario) };
        return this.#ask("POST", "quotes", quote, { "idempotency-key": this.#keyOf(quote) });
      };
      if (!first) return;
      for (const other of others) await post(other);
      const answer = editing
        ? await this.#ask("PUT", `quotes/${editing.id}`, bodyOf(first), matching(editing.tag))
        : await post(first);
      // All are kept: the same once more is meant as another quote.
      this.editing = null;
      this.#keys.clear();
      if (others.length > 0) return this.#list();
      return this.#take(answer);
    });
  }
  /**
   * The same quote has the same key until all quotes that are kept with it are: if an answer was lost or another of
   * them refused, the next attempt stores nothing twice.
   */
  #keyOf(quote: unknown): string {
    const text = JSON.stringify(quote);
    const key = this.#keys.get(text) ?? randomKey();
    this.#keys.set(text, key);
    return key;
  }
  edit(): void {
    if (this.opened) this.editing = { id: this.opened.id, tag: this.#tag, version: this.opened.version };
    this.close();
  }
  act(action: "send" | "accept" | "decline", why = ""): Promise<boolean> {
    return this.#try(async () => {
      const { opened } = this;
      if (!opened) return;
      const match = matching(this.#tag);
      const body = action === "decline" ? { why } : undefined;
      try {
        await this.#take(await this.#ask("POST", `quotes/${opened.id}:${action}`, body, match));
      } catch (error) {
        // Somebody was faster: what there is now is shown with the refusal.
        if (error instanceof Refused && [409, 412].includes(error.status))
          await this.#take(await this.#ask("GET", `quotes/${opened.id}`));
        throw error;
      }
    });
  }
}

export const sales = new Sales();
