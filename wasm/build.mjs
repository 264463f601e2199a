// SPDX-License-Identifier: MIT
// Puts the package together in dist/: the module built by CMake (build/wasm, or the folder given), the entries,
// types, schemas.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const here = new URL(".", import.meta.url).pathname;
const built = process.argv[2] ?? join(here, "../build/wasm/wasm");
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
// The modules that bill have the same glue, but for their names.
const glue = readFileSync(join(built, "core.mjs"), "utf8");
if (readFileSync(join(built, "core_simd.mjs"), "utf8").replaceAll("core_simd.wasm", "core.wasm") !== glue)
  throw new Error("core.mjs and core_simd.mjs differ: the package can no longer share one");
for (const file of ["core.mjs", "core.wasm", "core_simd.wasm", "quotes.mjs", "quotes.wasm"])
  cpSync(join(built, file), join(dist, file));
for (const folder of ["js", "types"])
  for (const file of readdirSync(join(here, folder))) cpSync(join(here, folder, file), join(dist, file));
const schemas = join(here, "../core/schemas");
mkdirSync(join(dist, "schemas"));
for (const file of readdirSync(schemas).filter((name) => name.endsWith(".schema.json")))
  cpSync(join(schemas, file), join(dist, "schemas", file));
execFileSync(process.execPath, [join(schemas, "generate_types.mjs"), join(dist, "documents.d.ts")], {
  stdio: "inherit",
});
