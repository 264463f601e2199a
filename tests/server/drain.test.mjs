// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { request } from '../cli/sample.mjs';
import { entries, get, raw, start, statuses, stop } from './server.mjs';

test('both_signals_end_the_server_with_exit_0', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const server = await start(t);
    assert.equal((await get(server, '/healthz')).status, 200);
    const begin = Date.now();
    server.child.kill(signal);
    assert.deepEqual(await server.ended, { code: 0, signal: null });
    assert.ok(Date.now() - begin < 8000);
    assert.deepEqual(entries(server).filter((entry) => entry.event !== 'request').map((entry) => entry.event),
      ['listening', 'draining', 'ended']);
  }
});

test('a_request_at_work_is_finished_and_new_ones_are_refused', async (t) => {
  const server = await start(t);
  const body = JSON.stringify(request());
  const socket = connect(server.port, '127.0.0.1');
  const answer = new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => { text += data; });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
  socket.write('POST /v1/bills:preview HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
    + `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 50)}`);
  await sleep(300);
  server.child.kill('SIGTERM');
  await sleep(300);
  const late = await raw(server, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.deepEqual(statuses(late.text), [503]);
  assert.match(late.text, /\r\nRetry-After: 1\r\n/);
  socket.write(body.slice(50));
  const text = await answer;
  assert.deepEqual(statuses(text), [200]);
  assert.match(text, /\r\nConnection: close\r\n/);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('idle_connections_do_not_hold_the_end_up', async (t) => {
  const server = await start(t, ['--idle', '60']);
  const sockets = Array.from({ length: 10 }, () => connect(server.port, '127.0.0.1').on('error', () => {}));
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  await sleep(500);
  const begin = Date.now();
  assert.equal((await stop(server)).code, 0);
  assert.ok(Date.now() - begin < 8000, `${Date.now() - begin} ms`);
});
