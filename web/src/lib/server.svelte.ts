// SPDX-License-Identifier: MIT
// The server that the page came from, for whoever logs in; nobody is asked before. Its session is a cookie that
// scripts do not see; changes carry the session's token.
import { keep, read } from "./settings.svelte";

export interface Who {
  id: string;
  name: string;
  roles: string[];
  account?: string;
  page_token?: string;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Whether an answer says that there is no such session, or no server that has sessions. */
const gone = (error: unknown): boolean => error instanceof Refused && [401, 404, 405, 501].includes(error.status);

interface ProblemDocument {
  title?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

class Server {
  who = $state.raw<Who | null>(null);
  /** The browser was logged in, and the server could not be asked whether it still is. */
  unknown = $state(false);

  constructor() {
    // Only a browser that was logged in asks whether it still is.
    if (read("session") !== null) void this.recall();
    addEventListener("online", () => this.unknown && void this.recall());
    // Who logs in or out in another tab does so in this one: the cookie is of both.
    addEventListener("storage", ({ key, newValue }) => {
      if (key !== "samebill.session") return;
      if (newValue === null) this.#forget();
      else void this.recall();
    });
  }

  async text(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const token = this.who?.page_token;
    const answer = await fetch(new URL(`/v1/${path}`, location.origin), {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token && method !== "GET" ? { "x-samebill-token": token } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as ProblemDocument;
    const places = (problem.errors ?? []).map((error) => `${error.path}: ${error.message}`);
    if (answer.status === 401 && path !== "session") this.#forget();
    throw new Refused(answer.status, [problem.detail ?? problem.title ?? answer.statusText, ...places].join(" "));
  }
  async ask<Answer>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return (await (await this.text(method, path, body, headers)).json()) as Answer;
  }

  /** All items of a list, page by page; more than `most` are left out. */
  async all<Item>(path: string, most = 5000): Promise<{ items: Item[]; more: boolean }> {
    const items: Item[] = [];
    let next: string | null | undefined = "";
    do {
      const page: { items: Item[]; next?: string | null } = await this.ask(
        "GET",
        `${path}${path.includes("?") ? "&" : "?"}limit=1000${next ? `&cursor=${encodeURIComponent(next)}` : ""}`,
      );
      items.push(...page.items);
      next = page.next;
    } while (next && items.length < most);
    return { items, more: Boolean(next) };
  }

  async logIn(login: string, password: string): Promise<void> {
    this.who = await this.ask<Who>("POST", "session", { login, password });
    this.unknown = false;
    keep("session", "1");
  }
  /** Only an answer of the server ends the session: without one it goes on, and the caller is told. */
  async logOut(): Promise<void> {
    await this.text("DELETE", "session").catch((error: unknown) => {
      if (!gone(error)) throw error;
    });
    this.#forget();
  }

  async recall(): Promise<void> {
    try {
      this.who = await this.ask<Who>("GET", "session");
      this.unknown = false;
    } catch (error) {
      if (gone(error)) this.#forget();
      else this.unknown = true;
    }
  }
  #forget(): void {
    this.who = null;
    this.unknown = false;
    keep("session", null);
  }
}

export const server = new Server();
