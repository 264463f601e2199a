// SPDX-License-Identifier: MIT
// Which devices and months a usage file names. The engine judges the records; this only looks for names, so that a
// request can be made before any account is known.

export interface Seen {
  records: number;
  last: number; // day since 1970 of the last record
}

const idForm = /^[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}$/;
const largestLine = 1 << 16;

/** The cells of a CSV line; a quoted cell may hold commas. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'),
  );
}

export class Scanner {
  readonly devices = new Map<string, Seen>();
  readonly #months = new Map<string, number>();
  readonly #decoder = new TextDecoder();
  #rest = "";
  #device = -1;
  #start = -1;
  #header = true;

  constructor(readonly format: "csv" | "ndjson") {}

  feed(chunk: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    let begin = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", begin)) {
      this.#line(text.slice(begin, end));
      begin = end + 1;
    }
    this.#rest = text.slice(begin, begin + largestLine);
  }

  end(): void {
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
  }

  lastOf(device: string): string {
    const day = this.devices.get(device)?.last;
    return day === undefined ? "" : new Date(day * 86_400_000).toISOString().slice(0, 10);
  }

  months(): { month: string; records: number }[] {
    return [...this.#months]
      .map(([month, records]) => ({ month, records }))
      .sort((a, b) => (a.month < b.month ? -1 : 1));
  }

  #line(line: string): void {
    if (this.format === "ndjson") return this.#object(line);
    const cells = cellsOf(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (this.#header) {
      const names = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
      this.#device = names.indexOf("device");
      this.#start = names.indexOf("start");
      this.#header = false;
    } else this.#note(cells[this.#device], cells[this.#start]);
  }

  #object(line: string): void {
    try {
      const { device, start } = JSON.parse(line) as { device?: unknown; start?: unknown };
      if (typeof device === "string" && typeof start === "string") this.#note(device, start);
    } catch {
      // The engine says what is wrong with it.
    }
  }

  #note(device: string | undefined, start: string | undefined): void {
    if (device === undefined || start === undefined || !idForm.test(device)) return;
    const time = Date.parse(start);
    if (Number.isNaN(time)) return;
    const day = Math.floor(time / 86_400_000);
    const seen = this.devices.get(device);
    // A copy: a part of a text would keep the whole chunk in memory.
    if (!seen) this.devices.set([...device].join(""), { records: 1, last: day });
    else {
      seen.records += 1;
      if (day > seen.last) seen.last = day;
    }
    const month = start.endsWith("Z") ? start.slice(0, 7) : new Date(time).toISOString().slice(0, 7);
    this.#months.set(month, (this.#months.get(month) ?? 0) + 1);
  }
}
