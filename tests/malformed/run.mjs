// SPDX-License-Identifier: MIT
// Sends malformed requests to every route of a server and expects that it lives: no 5xx, no fault of a sanitizer, an
// answer or an end within 25 seconds, no memory that goes on growing.
//   node tests/malformed/run.mjs [--binary build/sanitized/samebill] [--count 300] [--seed 1] [--route operationId]
//   node tests/malformed/run.mjs --binary build/native/samebill --memcheck [--count 10]    under valgrind: leaks, too
// One test for each route; what failed is printed with the seed that makes it again.

import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { request } from "../cli/sample.mjs";
import { malformed, routesOf } from "./generator.mjs";
import { chance } from "./random.mjs";

const option = (name, standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : process.argv[at + 1];
};
const count = Number(option("count", "300"));
const seed = Number(option("seed", "1"));
const only = option("route", "");
const atOnce = 12;
const memcheck = process.argv.includes("--memcheck");
const patience = memcheck ? 90_000 : 25_000; // a body that does not come is ended by the deadline, fifteen seconds

// The first answer's status; 0: the connection ended without one; -1: it hung.
function send(port, bytes) {
  return new Promise((answered) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const finish = (status) => {
      clearTimeout(timer);
      socket.destroy();
      answered({ status, text });
    };
    const timer = setTimeout(() => finish(-1), patience);
    socket.on("data", (part) => {
      text += part.toString("latin1");
      // A body whose length lies keeps the connection open: the end is ours.
      const match = /^HTTP\/1\.1 ([2-5]\d\d) /.exec(text);
      if (match && text.includes("\r\n\r\n")) finish(Number(match[1]));
    });
    socket.on("error", () => {});
    socket.on("close", () => finish(0));
  });
}

const seeds = (route) => (route.id === "previewBills" ? [request()] : []);

// Passwords take a second each under valgrind, on purpose; and who is busy says so.
const slow = ["logIn", "changePassword", "acceptInvitation"];
const timesOf = ({ id }) => (memcheck && slow.includes(id) ? Math.min(count, 30) : count);
const isFault = (status) => status < 0 || (status >= 500 && !(memcheck && status === 503));

async function tryRoute(server, route, number) {
  const faults = [];
  const statuses = {};
  const times = timesOf(route);
  for (let begin = 0; begin < times; begin += atOnce) {
    await Promise.all(
      Array.from({ length: Math.min(atOnce, times - begin) }, async (_, i) => {
        const random = chance(seed * 1_000_003 + number * 100_003 + begin + i);
        const { what, bytes } = malformed(route, { ...server, seeds }, random);
        const { status, text } = await send(server.port, bytes);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (isFault(status)) {
          faults.push(`request ${begin + i}: ${what}: ${status < 0 ? "no answer in time" : text.slice(0, 600)}`);
        }
      }),
    );
    if (server.ended()) {
      faults.push(`the server ended after request ${begin} and ${atOnce} more`);
      break;
    }
  }
  return { faults, statuses };
}

const report =
  /AddressSanitizer|runtime error|LeakSanitizer|^==\d+== (Invalid|Conditional|Use of|.* lost in loss)|"event":"fault"/;

const residentKib = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

// Read where it is started. Under valgrind it is a script.
process.env.SAMEBILL_CHECKED = resolve(option("binary", "build/sanitized/samebill"));
process.env.SAMEBILL_BIN = memcheck
  ? fileURLToPath(new URL("memcheck.sh", import.meta.url))
  : process.env.SAMEBILL_CHECKED;
const { runningServer } = await import("./server.mjs");
const server = await runningServer({ idle: memcheck ? 10 : 2 });
const routes = routesOf(server.api).filter(({ id }) => only === "" || id === only);
let passed = 0;
let failed = 0;
let sent = 0;
const before = residentKib(server.pid);
for (const [number, route] of routes.entries()) {
  const begin = Date.now();
  const { faults, statuses } = await tryRoute(server, route, number);
  sent += timesOf(route);
  const summary = Object.entries(statuses)
    .map(([status, times]) => `${status}×${times}`)
    .join(" ");
  console.log(`${route.method} ${route.path}: ${summary}, ${Date.now() - begin} ms`);
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`);
  if (faults.length === 0) passed += 1;
  else failed += 1;
  if (server.ended()) break;
}
const after = server.ended() ? before : residentKib(server.pid);
const log = await server.stop();
const reports = log
  .split("\n")
  .filter((line) => report.test(line));
for (const line of reports.slice(0, 20)) console.log(line);
if (reports.length > 0) console.log(log.slice(-6000));
if (reports.length > 0 || server.code() !== 0) failed += 1;
else passed += 1;
console.log(
  `${sent} requests, seed ${seed}; memory ${before} KiB before, ${after} KiB after; exit code ${server.code()}`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
