// SPDX-License-Identifier: MIT
// A usage file: read in the worker as a stream, shown with its progress and its rejects.
import type { Client, Rejects, RemoteTable } from "samebill/client";
import { byId, h, listed, worded } from "./dom";
import * as format from "./format";

const shownAtFirst = 20;

export class UsageFiles {
  table: RemoteTable | null = null;
  readonly #panel = byId("usage_panel");
  #reading: AbortController | null = null;

  constructor(
    readonly client: Client,
    readonly changed: () => void,
    readonly removed: () => void,
  ) {}

  /** Reads the file in the place of the one before; true if it is there to be billed. */
  async add(file: File): Promise<boolean> {
    await this.clear();
    const reading = new AbortController();
    this.#reading = reading;
    const bar = h("progress", { max: Math.max(file.size, 1), value: 0, "aria-label": `Reading ${file.name}` });
    const text = h("span", { class: "usage_text" }, `Reading ${file.name}`);
    this.#show(
      text,
      bar,
      this.#button("Stop", () => reading.abort()),
    );
    const table = await this.client.usageTable();
    try {
      const { records } = await table.add(file, {
        signal: reading.signal,
        onProgress: ({ bytes, records: read }) => {
          bar.value = bytes;
          const part = `${format.fileSize(bytes)} of ${format.fileSize(file.size)}`;
          text.textContent = `Reading ${file.name}: ${format.count(read, "record")}, ${part}`;
        },
      });
      const rejects = await table.rejects();
      if (this.#reading !== reading) throw new Error("another file took its place");
      this.table = table;
      this.#report(file, records, rejects);
      return true;
    } catch (error) {
      await table.delete().catch(() => {});
      if (this.#reading === reading) {
        const reason = reading.signal.aborted
          ? "was stopped"
          : `failed: ${error instanceof Error ? error.message : String(error)}`;
        this.#show(
          h("span", { class: "usage_text" }, `Reading ${file.name} ${reason}.`),
          this.#button("Close", () => this.clear()),
        );
      }
      return false;
    }
  }

  async clear(): Promise<void> {
    this.#reading?.abort();
    this.#reading = null;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
    const { table } = this;
    this.table = null;
    if (table) {
      await table.delete().catch(() => {});
      this.removed();
    }
  }

  /** Adds the rejects of a run (records after the last month) to the file's own. */
  reportRun(rejects: Rejects | undefined): void {
    const list = this.#panel.querySelector<HTMLElement>(".rejects");
    if (list && rejects) list.replaceWith(this.#rejectsView(rejects));
  }

  #report(file: File, records: number, rejects: Rejects): void {
    this.#show(
      h(
        "span",
        { class: "usage_text" },
        h("strong", {}, file.name),
        ` ${format.count(records, "record")} in place of `,
        h("code", {}, "usage"),
      ),
      this.#button("Remove", async () => {
        await this.clear();
        this.changed();
      }),
      this.#rejectsView(rejects),
    );
  }

  #rejectsView(rejects: Rejects): HTMLElement {
    const view = h("div", { class: "rejects" });
    if (rejects.rejected === 0) return view;
    const rows = listed(rejects.rejects, shownAtFirst, h("ul"), (reject) =>
      h(
        "li",
        {},
        h("strong", {}, `line ${reject.line}, column ${reject.column}: `),
        ...worded(reject.message),
        " ",
        h("code", {}, reject.text),
      ),
    );
    view.append(
      h(
        "details",
        { open: rejects.rejected <= 5 },
        h("summary", {}, `${format.count(rejects.rejected, "record")} left out`),
        ...rows,
      ),
    );
    return view;
  }

  #show(...content: HTMLElement[]): void {
    this.#panel.hidden = false;
    this.#panel.replaceChildren(...content);
  }
  #button(text: string, onclick: () => void): HTMLElement {
    return h("button", { type: "button", class: "small", onclick }, text);
  }
}
