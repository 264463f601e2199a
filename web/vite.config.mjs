// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { exampleNames } from "./examples.mjs";

const path = (address) => fileURLToPath(new URL(address, import.meta.url));

// `virtual:examples`: the examples as they stand in ../examples when the page is built.
function examples() {
  const name = "virtual:examples";
  const read = (folder, file) => readFileSync(path(`../examples/${folder}/${file}`), "utf8");
  return {
    name: "samebill-examples",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const list = exampleNames.map((folder) => ({
        name: folder,
        title: /^# (.+)$/m.exec(read(folder, "README.md"))[1],
        request: read(folder, "request.json"),
        usage: ["usage.csv", "usage.ndjson"]
          .filter((file) => existsSync(path(`../examples/${folder}/${file}`)))
          .map((file) => ({ name: file, text: read(folder, file) })),
      }));
      return `export default ${JSON.stringify(list)};`;
    },
  };
}

export default defineConfig({
  base: "./",
  resolve: { alias: { "samebill/client": path("../wasm/dist/client.js") } },
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { fs: { allow: [".."] } },
  plugins: [examples()],
});
