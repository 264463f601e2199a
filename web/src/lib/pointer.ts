// SPDX-License-Identifier: MIT
// Where a JSON Pointer points in a text, as typed: the text may break off or go wrong later on.

export interface Place {
  start: number;
  end: number;
}

const deepest = 64;

class Scanner {
  at = 0;
  constructor(readonly text: string) {}

  space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
  /** Behind the string that begins here. */
  string(): string {
    const start = this.at;
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    this.at += 1;
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return "";
    }
  }
  /** Behind the value that begins here. Brackets are counted, so depth costs nothing. */
  skip(): void {
    let depth = 0;
    do {
      this.space();
      const sign = this.text[this.at];
      if (sign === undefined) return;
      if (sign === '"') this.string();
      else if (sign === "{" || sign === "[") {
        depth += 1;
        this.at += 1;
      } else if (sign === "}" || sign === "]") {
        depth -= 1;
        this.at += 1;
      } else if (sign === "," || sign === ":") this.at += 1;
      else while (/[^\s,:[\]{}"]/.test(this.text[this.at] ?? " ")) this.at += 1;
    } while (depth > 0);
  }
}

/** The member's name and value for an object's member, the value for an element; the nearest place that is there. */
export function placeOf(text: string, pointer: string): Place {
  const scanner = new Scanner(text);
  const steps = pointer
    .split("/")
    .slice(1, deepest)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  scanner.space();
  let found: Place = { start: scanner.at, end: scanner.at };
  let names = scanner.at;
  for (const step of steps) {
    const inside = enter(scanner, step);
    if (inside === null) break;
    names = inside;
    found = { start: names, end: scanner.at };
  }
  const valueStart = scanner.at;
  scanner.skip();
  found = { start: names, end: Math.max(scanner.at, valueStart) };
  return { start: Math.min(found.start, text.length), end: Math.min(found.end, text.length) };
}

/**
 * Goes to the value of the member or element `step`; gives where it begins, name included. Back to where it was
 * if there is none.
 */
function enter(scanner: Scanner, step: string): number | null {
  const back = scanner.at;
  const object = scanner.text[scanner.at] === "{";
  if (!object && scanner.text[scanner.at] !== "[") return null;
  scanner.at += 1;
  for (let index = 0; scanner.at < scanner.text.length; ++index) {
    scanner.space();
    const start = scanner.at;
    const sign = scanner.text[scanner.at];
    if (sign === "}" || sign === "]" || sign === undefined) break;
    let here = String(index) === step;
    if (object) {
      if (sign !== '"') break;
      here = scanner.string() === step;
      scanner.space();
      if (scanner.text[scanner.at] !== ":") break;
      scanner.at += 1;
      scanner.space();
    }
    if (here) return start;
    const before = scanner.at;
    scanner.skip();
    scanner.space();
    if (scanner.text[scanner.at] === ",") scanner.at += 1;
    if (scanner.at === before) break;
  }
  scanner.at = back;
  return null;
}

/** Where the value alone stands, without its name. */
export function valueOf(text: string, pointer: string): Place {
  const place = placeOf(text, pointer);
  const name = /^"(?:[^"\\]|\\.)*"\s*:\s*/.exec(text.slice(place.start, place.end));
  return { start: place.start + (name?.[0].length ?? 0), end: place.end };
}

/** The place that a message of the parser names by "line 3, byte 14". */
export function placeOfLine(text: string, line: number, byte: number): Place {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  const row = lines[line - 1] ?? "";
  const bytes = new TextEncoder().encode(row).subarray(0, Math.max(0, byte - 1));
  const at = Math.min(start + new TextDecoder().decode(bytes).length, text.length);
  return { start: at, end: Math.min(at + 1, text.length) };
}

export const lineOf = (text: string, at: number): number => text.slice(0, at).split("\n").length;
