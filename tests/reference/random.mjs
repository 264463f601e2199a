// SPDX-License-Identifier: MIT
// A seeded generator of random integers (splitmix32): the same seed gives the same numbers
// everywhere.

export function make_random(seed) {
  let state = seed >>> 0;
  function next() {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
  /** An integer from low to high, both included. */
  const int = (low, high) => low + (next() % (high - low + 1));
  const chance = (percent) => int(0, 99) < percent;
  const pick = (list) => list[int(0, list.length - 1)];
  const some = (list, percent) => list.filter(() => chance(percent));
  const shuffle = (list) => {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = int(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  };
  /**
   * {name: value} with each member there with its chance; `make` is only called for those that are.
   */
  const members = (percent, makers) => {
    const object = {};
    for (const [name, make] of Object.entries(makers)) {
      if (chance(percent)) object[name] = make();
    }
    return object;
  };
  return { next, int, chance, pick, some, shuffle, members };
}
