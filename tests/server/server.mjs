// SPDX-License-Identifier: MIT
// Starts the server on a free port of the loopback interface and talks to it, by fetch and by raw sockets. Everything
// is bounded in time, and a server never outlives its test.

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { binary } from '../cli/binary.mjs';

// One machine asks for all, so addresses have no rate unless the test is about that.
export async function start(test, args = []) {
  const rate = args.includes('--address-rate') ? [] : ['--address-rate', '0'];
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', ...rate, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const server = { child, log: '' };
  server.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text) => { server.log += text; });
  test.after(() => stop(server));
  for (let i = 0; i < 600 && !server.log.includes('"listening"'); i++) {
    if (child.exitCode !== null) throw new Error(`the server did not start: ${server.log}`);
    await sleep(50);
  }
  server.port = Number(/127\.0\.0\.1:(\d+)/.exec(server.log)[1]);
  server.url = `http://127.0.0.1:${server.port}`;
  return server;
}

export async function stop(server) {
  if (server.child.exitCode !== null || server.child.signalCode !== null) return server.ended;
  server.child.kill('SIGTERM');
  const late = setTimeout(() => server.child.kill('SIGKILL'), 20_000);
  const end = await server.ended;
  clearTimeout(late);
  return end;
}

export const entries = (server) => server.log.trimEnd().split('\n').map((row) => JSON.parse(row));

// On a connection of its own: a server that ends would wait a second for one that is kept for the next request.
export function get(server, path, options = {}) {
  const headers = { connection: 'close', ...options.headers };
  return fetch(server.url + path, { signal: AbortSignal.timeout(15_000), ...options, headers });
}

// What a server with `--metrics` tells, and a value in it by its name and labels.
export async function metrics_of(server) {
  const port = /"event":"metrics","port":(\d+)/.exec(server.log)[1];
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const type = response.headers.get('content-type');
  if (response.status !== 200 || !type.startsWith('text/plain; version=0.0.4')) throw new Error('no metrics');
  return response.text();
}

export function metric(text, name) {
  const line = text.split('\n').find((one) => one.startsWith(`samebill_${name} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

export function preview(server, body, headers = { 'content-type': 'application/json' }) {
  return get(server, '/v1/bills:preview', { method: 'POST', body, headers });
}

// Sends bytes as they are; resolves with all that came back when the server closes, or with `open` true if it has not
// within the time given.
export function raw(server, bytes, { wait = 10_000 } = {}) {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    const begin = Date.now();
    let answer = Buffer.alloc(0);
    const finish = (open) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text: answer.toString('latin1'), open, spent: Date.now() - begin });
    };
    const timer = setTimeout(() => finish(true), wait);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (data) => { answer = Buffer.concat([answer, data]); });
    socket.on('error', () => {});
    socket.on('close', () => finish(false));
  });
}

// The statuses of all responses in a text.
export const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
