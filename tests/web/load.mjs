// SPDX-License-Identifier: MIT
// A TypeScript module of the page as Node can run it.
import { build } from "vite";

export async function loadModule(name) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: new URL(`../../web/src/${name}.ts`, import.meta.url).pathname, formats: ["es"], fileName: name },
    },
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
