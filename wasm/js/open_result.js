// SPDX-License-Identifier: MIT
// A result that lacks the digests of its documents, which the platform computes: its SHA-256 has the processor's
// instructions, WebAssembly has none.

const encoder = new TextEncoder();

/** What the shell's object holds. `text` lies in the module's memory: nothing may run there until it is copied. */
export function opened(open) {
  const numbers = open.digests();
  const documents = [];
  for (let i = 0; i < numbers.length; i += 3)
    documents.push({ from: numbers[i], until: numbers[i + 1], at: numbers[i + 2] });
  const [begin, end] = [encoder.encode(open.digest_begin()), encoder.encode(open.digest_end())];
  const [ok, rejects] = [open.ok(), open.rejects()];
  return { open, ok, rejects, documents, begin, end, text: open.text() };
}

const hexOf = (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes with all digests in them. It has taken what lies in the module's memory when it returns its promise, if
 *  `hash` (bytes to their SHA-256, or a promise of it) has. */
export async function closed({ documents, begin, end, text }, hash) {
  const bytes = new Uint8Array(text.length + documents.length * (begin.length + 64 + end.length));
  const digests = documents.map(async ({ from, until }) => hash(text.subarray(from, until)));
  const digits = [];
  let [taken, filled] = [0, 0];
  const append = (part) => {
    bytes.set(part, filled);
    filled += part.length;
  };
  for (const { at } of documents) {
    append(text.subarray(taken, at));
    taken = at;
    append(begin);
    digits.push(filled);
    filled += 64;
    append(end);
  }
  append(text.subarray(taken));
  (await Promise.all(digests)).forEach((digest, i) => bytes.set(encoder.encode(hexOf(digest)), digits[i]));
  return bytes;
}
