// SPDX-License-Identifier: MIT
// A result that lacks the digests of its documents, which the platform computes: its SHA-256 has the processor's
// instructions, WebAssembly has none.

const encoder = new TextEncoder();

const hexOf = (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Takes the shell's object apart; `bytes` is a promise of the text with all digests in it. `hash` gives the SHA-256 of
 *  bytes, or a promise of it, and has taken the bytes when it returns. */
export function closedResult(open, hash) {
  const text = open.text(); // in the module's memory: nothing may run there until it is copied
  const numbers = open.digests();
  const [begin, end] = [encoder.encode(open.digest_begin()), encoder.encode(open.digest_end())];
  const documents = [];
  for (let i = 0; i < numbers.length; i += 3)
    documents.push({ from: numbers[i], until: numbers[i + 1], at: numbers[i + 2] });
  const digests = documents.map(({ from, until }) => hash(text.subarray(from, until)));
  const bytes = new Uint8Array(text.length + documents.length * (begin.length + 64 + end.length));
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
  return {
    ok: open.ok(),
    rejects: open.rejects(),
    bytes: Promise.all(digests).then((all) => {
      all.forEach((digest, i) => bytes.set(encoder.encode(hexOf(digest)), digits[i]));
      return bytes;
    }),
  };
}
