// SPDX-License-Identifier: MIT
// Runs nginx with the configuration of examples/nginx, on loopback ports and in a folder of its own, without any
// privilege.

import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { folder } from "../cli/binary.mjs";

const example = new URL("../../examples/nginx/samebill.conf", import.meta.url);
const nobody = 65534;

const configuration = readFileSync(example, "utf8");

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Replaces a line of the example; it must be there exactly once.
function put(text, before, after) {
  if (text.split(before).length !== 2) throw new Error(`the example has not one ${before}`);
  return text.replace(before, after);
}

function certificate(files) {
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=localhost",
      "-addext",
      "subjectAltName=DNS:localhost,IP:127.0.0.1",
      "-keyout",
      files.at("key.pem"),
      "-out",
      files.at("cert.pem"),
    ],
    { stdio: "ignore" },
  );
  return readFileSync(files.at("cert.pem"));
}

export async function startNginx(test, server) {
  const files = folder(test);
  const ca = certificate(files);
  const [http, https] = [await freePort(), await freePort()];
  let site = configuration;
  site = put(site, "server 127.0.0.1:8080;", `server 127.0.0.1:${server.port};`);
  site = put(site, "listen 80;", `listen 127.0.0.1:${http};`);
  site = put(site, "listen 443 ssl http2;", `listen 127.0.0.1:${https} ssl http2;`);
  site = put(site, "/etc/ssl/certs/billing.example.com.pem", files.at("cert.pem"));
  site = put(site, "/etc/ssl/private/billing.example.com.key", files.at("key.pem"));
  site = put(site, "/var/log/nginx/samebill.log", files.at("access.log"));
  for (const part of ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(files.at(part));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((part) => `${part}_temp_path ${files.at(part)};`)
    .join("\n");
  const main = `daemon off; worker_processes 1;
    pid ${files.at("pid")}; error_log ${files.at("error.log")} warn;
    events { worker_connections 256; }
    http { ${temporary}\n${site} }`;
  writeFileSync(files.at("nginx.conf"), main);
  const as = process.getuid() === 0 ? { uid: nobody, gid: nobody } : {};
  if (as.uid) {
    for (const part of ["", "cert.pem", "key.pem", "nginx.conf", "client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
      chownSync(files.at(part), nobody, nobody);
  }
  const child = spawn("nginx", ["-p", files.path, "-e", files.at("error.log"), "-c", files.at("nginx.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
    ...as,
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  test.after(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${complaints}`);
    const up = await new Promise((resolve) => {
      const socket = connect(https, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (up) break;
    await sleep(50);
  }
  return { child, ca, http, https, files, log: () => readFileSync(files.at("access.log"), "utf8") };
}
