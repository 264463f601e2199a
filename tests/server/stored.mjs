// SPDX-License-Identifier: MIT
// A server with a store of its own, and requests to it as its principals make them.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { binary } from '../cli/binary.mjs';
import { check_described } from './described.mjs';
import { stop } from './server.mjs';

export function data_folder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'samebill-data-'));
  test?.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

// One machine asks for all, so there are no rates unless the test is about them.
const no_rates = ['--address-rate', '0', '--key-rate', '0', '--login-rate', '0'];

// Starts a server on the folder; resolves once it listens, or once it has ended without (`server.child.exitCode`).
export async function run_stored(data, args = [], options = {}) {
  const fixed = ['serve', '--listen', '127.0.0.1:0', '--data', data, '--disk-floor', '1'];
  const child = spawn(binary, [...fixed, ...no_rates, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const server = { child, data, log: '', out: '' };
  server.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  child.stdout.setEncoding('utf8').on('data', (text) => { server.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { server.log += text; });
  while (!server.log.includes('"listening"') && child.exitCode === null && child.signalCode === null) await sleep(20);
  if (child.exitCode !== null || child.signalCode !== null) {
    await server.ended;
    return server;
  }
  server.port = Number(/127\.0\.0\.1:(\d+)/.exec(server.log)[1]);
  server.url = `http://127.0.0.1:${server.port}`;
  return server;
}

// The same for a test that wants a running one; `server.admin` is the first administrator's key on a fresh folder.
export async function start_stored(test, { data = data_folder(test), args = [] } = {}) {
  const server = await run_stored(data, args);
  test.after(() => stop(server));
  if (!server.url) throw new Error(`the server did not start: ${server.log}`);
  server.admin = /^(sb_\w{57})$/m.exec(server.out)?.[1];
  return server;
}

// {status, headers, text, json} of a request; a body that is no text is sent as JSON. A success that is not as
// /openapi.json describes it is an error.
export async function ask(server, key, method, path, body, headers = {}) {
  // Not kept for the next request: a server that ends would wait a second for it.
  const sent = { connection: 'close', ...headers };
  if (key) sent.authorization = `Bearer ${key}`;
  if (body !== undefined && sent['content-type'] === undefined) sent['content-type'] = 'application/json';
  const payload = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body
    : JSON.stringify(body);
  const answer = await fetch(server.url + path, {
    method, body: payload, headers: sent, signal: AbortSignal.timeout(60_000), redirect: 'error',
  });
  const text = await answer.text();
  const is_json = /[/+]json$/.test(answer.headers.get('content-type') ?? '');
  const json = is_json ? JSON.parse(text) : undefined;
  await check_described(server, method, path, answer.status, answer.headers.get('content-type') ?? '', json);
  return { status: answer.status, headers: answer.headers, text, json };
}

// The answer's document; anything but success is an error that shows what came.
export async function must(server, key, method, path, body, headers) {
  const answer = await ask(server, key, method, path, body, headers);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

export async function make_key(server, roles, more = {}) {
  const made = await must(server, server.admin, 'POST', '/v1/keys', { name: roles.join('+'), roles, ...more });
  return made.key;
}
