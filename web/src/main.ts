// SPDX-License-Identifier: MIT
import { connect, type Client, type Request, type Result } from "samebill/client";
import examples, { type Example } from "virtual:examples";
import { billView } from "./bill_view";
import { byId, h } from "./dom";
import { Editor } from "./editor";
import { showErrors } from "./errors_view";
import * as format from "./format";
import { valueOf } from "./pointer";
import "./style.css";
import { UsageFiles } from "./usage_files";

const pause = 200; // milliseconds without a key before the bill is computed

class Page {
  readonly #editor = new Editor(() => this.#later());
  readonly #files: UsageFiles;
  readonly #status = byId("status");
  readonly #sheet = byId("sheet");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;
  #result: Result | null = null;
  #shown = { text: "", period: "" };
  #takenOut: string | null = null;

  constructor(readonly client: Client) {
    this.#files = new UsageFiles(
      client,
      () => this.#compute(),
      () => this.#putUsageBack(),
    );
    this.#connectTools();
  }

  async open(example: Example): Promise<void> {
    this.#shown.period = "";
    this.#takenOut = null;
    await this.#files.clear();
    this.#editor.text = example.request;
    const [usage] = example.usage;
    if (usage) await this.addFile(new File([usage.text], usage.name));
    else await this.#compute();
  }

  async addFile(file: File): Promise<void> {
    if (await this.#files.add(file)) this.#takeUsageOut();
    await this.#compute();
  }

  // A file takes the place of the sessions in the request; without it they come back.
  #takeUsageOut(): void {
    const { text } = this.#editor;
    const place = valueOf(text, "/usage");
    const own = text.slice(place.start, place.end);
    if (!own.startsWith("[") || /^\[\s*\]$/.test(own)) return;
    this.#takenOut = own;
    this.#editor.replace(place, "[]");
  }
  #putUsageBack(): void {
    const place = valueOf(this.#editor.text, "/usage");
    if (this.#takenOut !== null && this.#editor.text.slice(place.start, place.end) === "[]")
      this.#editor.replace(place, this.#takenOut);
    this.#takenOut = null;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compute(), pause);
  }

  async #compute(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { text } = this.#editor;
    const options = { signal: running.signal, ...(this.#files.table && { table: this.#files.table }) };
    const begin = performance.now();
    try {
      const outcome = await this.client.run(text, options);
      if (running.signal.aborted) return;
      const spent = Math.max(1, Math.round(performance.now() - begin));
      this.#files.reportRun(outcome.rejects);
      showErrors(outcome.ok ? [] : outcome.document.errors, this.#editor);
      if (outcome.ok) this.#showResult(outcome.document, text, spent);
      else this.#showStale(outcome.document.errors.length);
    } catch (error) {
      if (!running.signal.aborted) this.#status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  #showStale(problems: number): void {
    this.#status.textContent = `${format.count(problems, "problem")} in the request`;
    byId<HTMLButtonElement>("download").disabled = true;
    const stale = byId("stale");
    stale.hidden = this.#result === null;
    stale.textContent = "The request has problems: this is the bill of the last one without.";
    this.#sheet.classList.toggle("old", this.#result !== null);
    if (!this.#result)
      this.#sheet.replaceChildren(h("p", { class: "nothing" }, "There is no bill: the request has problems."));
  }

  #showResult(result: Result, text: string, spent: number): void {
    this.#result = result;
    byId("stale").hidden = true;
    this.#sheet.classList.remove("old");
    byId<HTMLButtonElement>("download").disabled = false;
    this.#status.textContent = `${format.count(result.bills.length, "bill")}, computed in ${spent} ms`;
    const period = result.bills.some((bill) => bill.period === this.#shown.period)
      ? this.#shown.period
      : (result.bills[0]?.period ?? "");
    this.#shown = { text, period };
    this.#showMonths(result);
    this.#showBill();
  }

  #showMonths(result: Result): void {
    const months = byId("months");
    months.hidden = result.bills.length < 2;
    months.replaceChildren(
      ...result.bills.map((bill) =>
        h(
          "button",
          {
            type: "button",
            "data-period": bill.period,
            "aria-pressed": String(bill.period === this.#shown.period),
            onclick: () => {
              this.#shown.period = bill.period;
              for (const button of months.querySelectorAll("button"))
                button.setAttribute("aria-pressed", String(button.dataset["period"] === bill.period));
              this.#showBill();
            },
          },
          h("span", {}, format.month(bill.period)),
          h("strong", {}, format.amount(bill.amount_due)),
        ),
      ),
    );
  }

  #showBill(): void {
    const bill = this.#result?.bills.find((each) => each.period === this.#shown.period);
    if (!bill) return;
    const { text } = this.#shown;
    const request = JSON.parse(text) as Request;
    const explain = (period: string, index: number) =>
      this.client.explain(text, period, index, this.#files.table ? { table: this.#files.table } : {});
    const context = { bill, kilobyte: request.catalog.kilobyte_bytes ?? 1024, explain };
    this.#sheet.replaceChildren(
      billView(context, request.account.name ?? bill.account, request.catalog.name ?? bill.catalog),
    );
  }

  #connectTools(): void {
    const input = byId<HTMLInputElement>("file");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) void this.addFile(file);
      input.value = "";
    });
    byId("download").addEventListener("click", () => void this.#download());
    const drop = byId("drop");
    const files = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    addEventListener("dragover", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      drop.hidden = false;
    });
    addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) drop.hidden = true;
    });
    addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      drop.hidden = true;
      const file = event.dataTransfer?.files[0];
      if (file) void this.addFile(file);
    });
  }

  // The canonical bytes as the engine writes them.
  async #download(): Promise<void> {
    const text = await this.client.runText(this.#shown.text, this.#files.table ? { table: this.#files.table } : {});
    const address = URL.createObjectURL(new Blob([text, "\n"], { type: "application/json" }));
    const bills = this.#result?.bills ?? [];
    h("a", { href: address, download: `${bills[0]?.account ?? "result"}-${bills[0]?.period ?? ""}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

function chooseBy(page: Page): void {
  const select = byId<HTMLSelectElement>("example");
  select.append(...examples.map((example) => h("option", { value: example.name }, example.title)));
  const wanted = decodeURIComponent(location.hash.slice(1));
  const chosen = () => examples.find((example) => example.name === select.value) ?? examples[0];
  if (examples.some((example) => example.name === wanted)) select.value = wanted;
  const open = () => {
    const example = chosen();
    if (example) void page.open(example);
  };
  select.addEventListener("change", () => {
    history.replaceState(null, "", `#${select.value}`);
    open();
  });
  open();
}

try {
  chooseBy(new Page(await connect()));
} catch (error) {
  byId("status").textContent =
    `The engine could not be started: ${error instanceof Error ? error.message : String(error)}`;
}
