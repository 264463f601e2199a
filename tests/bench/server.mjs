// SPDX-License-Identifier: MIT
// The server under load, beside a bare CivetWeb handler that reads and writes the same bytes: 8 clients with kept
// connections, one after the other in every round, so that a ratio is one of the same minute.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fleet, programs, root } from "./fleets.mjs";
import { answerOf, median } from "./harness.mjs";

const seconds = 3;
const clients = 8;

/** Starts a program that says its port; `stop` ends it. */
function serving(command, args, portOf, from) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`${command} ended: ${said.slice(0, 500)}`)));
    child.stdout.resume();
    child.stderr.resume();
    child[from].setEncoding("utf8").on("data", (text) => {
      if (said.length < 100_000) said += text;
      const port = portOf.exec(said)?.[1];
      if (port) resolve({ port: Number(port), pid: child.pid, stop: () => child.kill() });
    });
  });
}

/** The whole answer, head and body, as bytes. */
function wholeAnswer(port, path, file, headers) {
  const body = readFileSync(file);
  const more = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${more}`;
  return new Promise((resolve, reject) => {
    const parts = [];
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    socket.on("error", reject);
    socket.on("data", (part) => {
      parts.push(part);
      const all = Buffer.concat(parts);
      const end = all.indexOf("\r\n\r\n");
      const length = Number(/\r\nContent-Length: (\d+)/.exec(all.toString("latin1"))?.[1]);
      if (end < 0 || all.length < end + 4 + length) return;
      socket.destroy();
      if (all.toString("latin1").startsWith("HTTP/1.1 200 ")) resolve(all);
      else reject(new Error(all.toString().slice(0, 500)));
    });
  });
}

function load(port, path, file, headers) {
  const given = Object.entries(headers).flat();
  return answerOf("wrk", [
    "-t1",
    `-c${clients}`,
    `-d${seconds}s`,
    "-s",
    join(root, "tests/bench/post.lua"),
    `http://127.0.0.1:${port}${path}`,
    "--",
    file,
    ...given,
  ]);
}

/** Microseconds of processor time that a process has used: steadier than requests per second where others work, too. */
function processorTime(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ").slice(11, 13);
  return (Number(user) + Number(system)) * 10_000;
}

async function measured(pid, port, path, file, headers) {
  const before = processorTime(pid);
  const found = await load(port, path, file, headers);
  return { ...found, processor: (processorTime(pid) - before) / Math.max(1, found.requests) };
}

/**
 * One target beside its bare handler: { name, port, pid, path, file, headers }. Gives medians over the rounds.
 */
export async function beside({ name, port, pid, path, file, headers = {} }, rounds, say) {
  const folder = join(root, "build/bench/server");
  mkdirSync(folder, { recursive: true });
  const answer = join(folder, `${name.replace(/\W+/g, "_")}.answer`);
  writeFileSync(answer, await wholeAnswer(port, path, file, headers));
  const bare = await serving(join(programs, "bare_civetweb"), [answer], /^(\d+)\n/, "stdout");
  const rows = [];
  for (let round = 0; round < rounds; ++round) {
    const own = await measured(pid, port, path, file, headers);
    const other = await measured(bare.pid, bare.port, "/", file, headers);
    if (own.failed + other.failed > 0) throw new Error(`${name}: ${own.failed} and ${other.failed} requests failed`);
    const rate = (found) => (found.requests * 1e6) / found.us;
    rows.push({ rate: rate(own), bare: rate(other), ratio: rate(own) / rate(other), own, other });
    say(`  ${name}: ${rate(own).toFixed(0)}/s, bare ${rate(other).toFixed(0)}/s, p99 ${own.p99} µs, ` +
      `processor ${own.processor.toFixed(1)} and ${other.processor.toFixed(1)} µs`);
  }
  bare.stop();
  const middle = (of) => median(rows.map(of));
  return {
    name,
    rows,
    rate: middle((row) => row.rate),
    bare: middle((row) => row.bare),
    ratio: middle((row) => row.ratio),
    p50: middle((row) => row.own.p50),
    p99: middle((row) => row.own.p99),
    bareP99: middle((row) => row.other.p99),
    processor: middle((row) => row.own.processor),
    bareProcessor: middle((row) => row.other.processor),
  };
}

/** What `beside` found, as a table. */
export function loadTable(found) {
  console.log("| what | requests/s | bare handler | ratio | p50 ms | p99 ms | bare p99 ms | processor µs | bare |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  const ms = (us) => (us / 1000).toFixed(2);
  for (const { name, rate, bare, ratio, p50, p99, bareP99, processor, bareProcessor } of found) {
    console.log(
      `| ${name} | ${rate.toFixed(0)} | ${bare.toFixed(0)} | ${ratio.toFixed(2)} | ${ms(p50)} | ${ms(p99)} | ` +
        `${ms(bareP99)} | ${processor.toFixed(1)} | ${bareProcessor.toFixed(1)} |`,
    );
  }
}

const serverArguments = ["serve", "--listen", "127.0.0.1:0", "--address-rate", "0", "--key-rate", "0"];

export async function serverLoad({ rounds, say, note, raw }) {
  say("Server");
  const file = join(fleet("device", { sessions: 30, devices: 1 }, "--inline", "--repeats", 0), "request.json");
  const server = await serving(join(programs, "samebill"), serverArguments, /127\.0\.0\.1:(\d+)/, "stderr");
  const found = [
    await beside({ ...server, name: "preview of a request", path: "/v1/bills:preview", file }, rounds, say),
  ];
  server.stop();
  console.log(`\n### Server, ${clients} clients, kept connections, a device's month with 30 sessions\n`);
  loadTable(found);
  raw.server = found;
  note("server_preview", found[0].ratio);
  note("server_p99", found[0].p99 / 1000);
}
