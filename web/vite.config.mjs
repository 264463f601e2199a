// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { exampleNames } from "./examples.mjs";

const path = (address) => fileURLToPath(new URL(address, import.meta.url));

const read = (folder, file) => readFileSync(path(`../examples/${folder}/${file}`), "utf8");

// `virtual:examples`: names and titles of the examples as they stand in ../examples when the page is built; each is
// loaded (`virtual:example/NAME`) when it is asked for.
function exampleList() {
  const title = (folder) => /^# (.+)$/m.exec(read(folder, "README.md"))[1];
  const items = exampleNames.map(
    (name) =>
      `{ name: "${name}", title: ${JSON.stringify(title(name))}, ` +
      `load: async () => (await import("virtual:example/${name}")).default }`,
  );
  return `export default [${items.join(",\n")}];`;
}

function example(folder) {
  const usage = ["usage.csv", "usage.ndjson"]
    .filter((file) => existsSync(path(`../examples/${folder}/${file}`)))
    .map((file) => ({ name: file, text: read(folder, file) }));
  return `export default ${JSON.stringify({ request: read(folder, "request.json"), usage })};`;
}

// `virtual:engine`: SHA-256 of the modules that the page loads, so that anybody can compare them.
function engineDigests() {
  const digest = (file) =>
    createHash("sha256")
      .update(readFileSync(path(`../wasm/dist/${file}`)))
      .digest("hex");
  const digests = { plain: digest("core.wasm"), simd: digest("core_simd.wasm"), quotes: digest("quotes.wasm") };
  return `export default ${JSON.stringify(digests)};`;
}

function virtualModules() {
  return {
    name: "samebill-modules",
    resolveId: (id) => (id.startsWith("virtual:") ? `\0${id}` : null),
    load(id) {
      if (id === "\0virtual:examples") return exampleList();
      if (id === "\0virtual:engine") return engineDigests();
      return id.startsWith("\0virtual:example/") ? example(id.slice("\0virtual:example/".length)) : null;
    },
  };
}

const allFiles = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".gz")) // of a build before, if this one failed
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();

// `service_worker.js` beside index.html, with the list of all files of the build and a name that changes with them.
function offline() {
  return {
    name: "samebill-offline",
    apply: "build",
    closeBundle() {
      const folder = path("dist");
      if (!existsSync(folder)) return; // the build failed, and says why
      const files = allFiles(folder).filter((file) => file !== "service_worker.js");
      const hash = createHash("sha256");
      for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
      const text = readFileSync(path("src/service_worker.js"), "utf8")
        .replace('"FILES"', JSON.stringify(files.filter((file) => file !== "index.html")))
        .replace("VERSION", hash.digest("hex").slice(0, 16));
      writeFileSync(join(folder, "service_worker.js"), text);
    },
  };
}

// Beside each file that it makes smaller, the same packed with gzip: the server sends that to browsers that take it.
function packed() {
  return {
    name: "samebill-packed",
    apply: "build",
    closeBundle() {
      const folder = path("dist");
      if (!existsSync(folder)) return;
      for (const file of allFiles(folder)) {
        const small = execFileSync("gzip", ["-9cn", join(folder, file)], { maxBuffer: 64 << 20 });
        if (small.length < readFileSync(join(folder, file)).length) writeFileSync(join(folder, `${file}.gz`), small);
      }
    },
  };
}

export default defineConfig({
  base: "./",
  resolve: { alias: { "samebill/simd": path("../wasm/dist/simd.js"), samebill: path("../wasm/dist/web.js") } },
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { fs: { allow: [".."] } },
  plugins: [svelte(), virtualModules(), offline(), packed()],
});
