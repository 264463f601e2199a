// SPDX-License-Identifier: MIT
// Chance that can be repeated: the same seed, the same requests.

export function chance(seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count) => next() % count;
  return {
    below,
    one: (list) => list[below(list.length)],
    often: (percent) => below(100) < percent,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
    word: (length, letters = "abcdefghijklmnopqrstuvwxyz0123456789_-") =>
      Array.from({ length }, () => letters[below(letters.length)]).join(""),
  };
}
