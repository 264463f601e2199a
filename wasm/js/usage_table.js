// SPDX-License-Identifier: MIT
import { checkFormat, checkText, chunkOf } from "./arguments.js";

const largestPart = 1 << 20; // the buffer in the module's memory stays as small as this
const inners = new WeakMap();

/** The shell's object of a table, for the engine alone. */
export function innerOf(table, guard) {
  const inner = inners.get(table);
  if (!inner) throw new TypeError("table must come from usageTable()");
  if (inner.guard !== guard) throw new TypeError("the table belongs to another engine");
  return inner.live();
}

// A table's place in the module's memory, and what may be done with it next.
class Inner {
  open = false;
  sealed = false;

  constructor(guard) {
    this.guard = guard;
    this.shell = guard.call((module) => new module.Table());
  }
  live() {
    if (this.shell === null) throw new Error("the usage table was deleted");
    return this;
  }
  use(work) {
    this.live();
    return this.guard.call(() => work(this.shell));
  }
}

/** Records fed in chunks of any size, split anywhere, then billed any number of times. Call `delete()` when done. */
export class UsageTable {
  #inner;

  constructor(guard) {
    this.#inner = new Inner(guard);
    inners.set(this, this.#inner);
  }

  /** Begins a new input: "csv" (RFC 4180, header first) or "ndjson"; `name` stands as `file` in its rejects. */
  begin(format, name = "") {
    checkFormat(format);
    checkText(name, "name");
    if (this.#inner.live().sealed) throw new Error("the usage table is sealed: it was billed, or seal() was called");
    this.end();
    this.#inner.use((shell) => shell.begin(format, name));
    this.#inner.open = true;
  }

  /** The next bytes (Uint8Array, ArrayBuffer) or text of the input. */
  feed(chunk) {
    const bytes = chunkOf(chunk);
    if (!this.#inner.live().open) throw new Error("no input was begun: call begin() first");
    for (let at = 0; at < bytes.length; at += largestPart) {
      const part = bytes.subarray(at, at + largestPart);
      this.#inner.use((shell) => {
        shell.buffer(part.length).set(part);
        shell.feed(part.length);
      });
    }
  }

  /** Ends the input begun last; a last line without line feed is read. */
  end() {
    if (!this.#inner.live().open) return;
    this.#inner.open = false;
    this.#inner.use((shell) => shell.end());
  }

  /** Ends filling; billing does it too. */
  seal() {
    this.end();
    if (this.#inner.sealed) return;
    this.#inner.use((shell) => shell.seal());
    this.#inner.sealed = true;
  }

  /** Records read so far, rejected ones included. */
  get records() {
    return this.#inner.use((shell) => shell.records());
  }
  get rejected() {
    return this.#inner.use((shell) => shell.rejected());
  }
  /** Bytes of memory held. */
  get bytes() {
    return this.#inner.use((shell) => shell.bytes());
  }

  /** samebill/rejects/1 of all inputs so far. */
  rejects() {
    return JSON.parse(this.#inner.use((shell) => shell.rejects()));
  }

  /** samebill/rejects/1 of the records whose device was in no request billed so far. */
  unclaimed() {
    this.seal();
    return JSON.parse(this.#inner.use((shell) => shell.unclaimed()));
  }

  /** Gives the memory back. Nothing else can be done with the table afterwards. */
  delete() {
    const { shell, guard } = this.#inner;
    if (shell === null) return;
    this.#inner.shell = null;
    if (!guard.broken) guard.call(() => shell.delete());
  }
}
