// SPDX-License-Identifier: MIT
// A module of one function that uses a vector: whether it is valid says whether core_simd.wasm is.
const probe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Whether this engine of JavaScript has SIMD in WebAssembly. */
export const hasSimd = WebAssembly.validate(probe);
