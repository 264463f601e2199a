// SPDX-License-Identifier: MIT
// The package as others get it: packed, installed into an empty folder without a network, used in Node, in a page
// built by Vite and in a plain module page, and compiled against by TypeScript. The pages stand under a policy
// without 'unsafe-eval'.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { complaintsOf, launch, root, serveFolder } from "../../tests/browser/browser.mjs";
import { request, sessions } from "./sample.mjs";

const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:";
const csv = `id,device,kind,start,end,quantity\n${sessions
  .map((s) => [s.id, s.device, s.kind, s.start, s.end, s.quantity].join(","))
  .join("\n")}\n`;
let folder;
const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "samebill-package-"));
  const packed = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(root, "wasm") }));
  writeFileSync(join(folder, "package.json"), '{"name": "empty", "private": true, "type": "module"}');
  run("npm", [
    "install",
    `./${packed[0].filename}`,
    "--offline",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--cache",
    join(folder, "cache"),
  ]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

// What each page does with the engine, in the page itself and in the worker; the answers become the page's text.
const pageScript = (engine, client) => `
import { load } from "${engine}";
import { connect } from "${client}";
const request = ${JSON.stringify(request)};
const csv = ${JSON.stringify(csv)};
const answers = [];
try {
  const engine = await load();
  answers.push(engine.run({ ...request, usage: ${JSON.stringify(sessions)} }).document.bills[0].digest);
  const worker = await connect();
  const table = await worker.usageTable();
  await table.add(new File([csv], "march.csv"));
  answers.push((await worker.run(request, { table })).document.bills[0].digest);
  const { bytes } = await worker.runBytes(request, { table });
  answers.push(JSON.parse(new TextDecoder().decode(bytes)).bills[0].digest);
  worker.terminate();
} catch (error) {
  answers.push(String(error));
}
document.body.textContent = JSON.stringify(answers);
`;

async function answersOf(path) {
  const server = await serveFolder(path, policy);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.goto(server.address);
    await page.waitForFunction(() => document.body.textContent.startsWith("["));
    return { complaints, answers: JSON.parse(await page.locator("body").textContent()) };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function expected() {
  const { load } = await import(new URL("../dist/node.js", import.meta.url));
  const { digest } = (await load()).run({ ...request, usage: sessions }).document.bills[0];
  return { complaints: [], answers: [digest, digest, digest] };
}

const html = (script) => `<!doctype html><meta charset="utf-8"><title>Sample</title><link rel="icon" href="data:,">
<body><script type="module" src="${script}"></script></body>`;

test("it holds the module, entries, types, schemas, licence and a README, and nothing else", () => {
  const installed = join(folder, "node_modules/samebill");
  for (const file of [
    "README.md",
    "LICENSE",
    "dist/core.wasm",
    "dist/core_simd.wasm",
    "dist/quotes.wasm",
    "dist/index.d.ts",
    "dist/documents.d.ts",
    "dist/schemas/request.schema.json",
  ])
    assert.ok(existsSync(join(installed, file)), file);
  for (const file of ["js", "src", "tests", "build.mjs", "CMakeLists.txt"])
    assert.ok(!existsSync(join(installed, file)), file);
});

test("no byte of it names the machine that built it", () => {
  const installed = join(folder, "node_modules/samebill/dist");
  for (const file of ["core.wasm", "core_simd.wasm", "quotes.wasm", "core.mjs", "engine.js"])
    assert.ok(!readFileSync(join(installed, file), "latin1").includes(root), file);
});

test("every export resolves to a file that is there", () => {
  const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/samebill/package.json"), "utf8"));
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  for (const target of targets.filter((each) => !each.includes("*")))
    assert.ok(existsSync(join(folder, "node_modules/samebill", target)), target);
  const script = `for (const name of ["", "/worker", "/client", "/core.wasm", "/core_simd.wasm", "/quotes.wasm",
      "/schemas/bill.schema.json", "/package.json"])
    console.log(import.meta.resolve("samebill" + name));`;
  assert.equal(run(process.execPath, ["--input-type=module", "-e", script]).trim().split("\n").length, 8);
  assert.throws(() => run(process.execPath, ["--input-type=module", "-e", 'await import("samebill/dist/engine.js")']));
});

test("it works in Node", async () => {
  const script = `import { load } from "samebill";
const engine = await load();
const table = engine.usageTable();
table.begin("csv");
table.feed(${JSON.stringify(csv)});
console.log(engine.run(${JSON.stringify(request)}, { table }).document.bills[0].digest);`;
  assert.equal(run(process.execPath, ["--input-type=module", "-e", script]).trim(), (await expected()).answers[0]);
});

test("it works in a plain module page, in the page and in its worker", async () => {
  const site = join(folder, "plain");
  mkdirSync(site);
  cpSync(join(folder, "node_modules/samebill/dist"), join(site, "samebill"), { recursive: true });
  writeFileSync(join(site, "index.html"), html("./page.js"));
  writeFileSync(join(site, "page.js"), pageScript("./samebill/web.js", "./samebill/client.js"));
  assert.deepEqual(await answersOf(site), await expected());
});

test("it works in a page built by Vite, in the page and in its worker", async () => {
  const site = join(folder, "vite");
  mkdirSync(site);
  writeFileSync(join(site, "index.html"), html("./page.js"));
  writeFileSync(join(site, "page.js"), pageScript("samebill", "samebill/client"));
  run(process.execPath, [
    join(root, "tests/node_modules/vite/bin/vite.js"),
    "build",
    site,
    "--base",
    "./",
    "--logLevel",
    "warn",
  ]);
  assert.deepEqual(await answersOf(join(site, "dist")), await expected());
});

test("its types say what it does, and refuse what it refuses", () => {
  cpSync(new URL("types_sample.ts", import.meta.url), join(folder, "sample.ts"));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: false,
        target: "es2022",
        module: "nodenext",
        moduleResolution: "nodenext",
        lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
        types: [],
      },
      files: ["sample.ts"],
    }),
  );
  const compiler = join(root, "tests/node_modules/typescript/bin/tsc");
  try {
    run(process.execPath, [compiler, "-p", folder]);
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test("the types name the methods that are there", async () => {
  const { Engine, UsageTable, load } = await import(new URL("../dist/node.js", import.meta.url));
  const { Client, RemoteTable } = await import(new URL("../dist/client.js", import.meta.url));
  assert.equal(typeof load, "function");
  for (const [file, type] of [
    ["index", Engine],
    ["index", UsageTable],
    ["client", Client],
    ["client", RemoteTable],
  ]) {
    const text = readFileSync(new URL(`../dist/${file}.d.ts`, import.meta.url), "utf8");
    const body = new RegExp(`export class ${type.name} \\{\\n([^]*?)\\n\\}`).exec(text)[1];
    const named = [...body.matchAll(/^ {2}(?:readonly )?([a-z]\w*)[(:]/gm)].map((match) => match[1]).sort();
    const there = Object.getOwnPropertyNames(type.prototype)
      .filter((name) => name !== "constructor")
      .sort();
    assert.deepEqual(named, there, type.name);
  }
});
