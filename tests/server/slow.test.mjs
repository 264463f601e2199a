// SPDX-License-Identifier: MIT
// Clients that send a byte at a time, or nothing, or do not read: none may hold up the others.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { request } from '../cli/sample.mjs';
import { get, preview, start, statuses } from './server.mjs';

const head = 'POST /v1/bills:preview HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
  + 'Content-Length: 5000\r\n\r\n';

// Sends `first` at once and then `drip` a byte every `pause` ms until the server ends it or the time is up.
function drip(server, first, text, { pause = 1000, limit = 20_000, from = '127.0.0.1' } = {}) {
  return new Promise((resolve) => {
    const begin = Date.now();
    let answer = '';
    let sent = 0;
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: from });
    const finish = () => {
      clearInterval(timer);
      socket.destroy();
      resolve({ answer, spent: Date.now() - begin });
    };
    const timer = setInterval(() => {
      if (Date.now() - begin > limit) finish();
      else if (socket.writable && text.length > 0) socket.write(text[sent++ % text.length]);
    }, pause);
    socket.on('connect', () => { if (first !== '') socket.write(first); });
    socket.on('data', (data) => { answer += data; });
    socket.on('error', () => {});
    socket.on('close', finish);
  });
}

// Answers of ordinary clients while `until` is not settled: the slowest in ms.
async function ordinary(server, until) {
  let on = true;
  let slowest = 0;
  let count = 0;
  const end = until.finally(() => { on = false; });
  const body = JSON.stringify(request());
  const deadline = Date.now() + 30_000;
  while (on && Date.now() < deadline) {
    const begin = Date.now();
    const response = count % 2 === 0 ? await get(server, '/healthz') : await preview(server, body);
    assert.equal(response.status, 200);
    await response.text();
    slowest = Math.max(slowest, Date.now() - begin);
    count++;
    await sleep(100);
  }
  await end;
  return { slowest, count };
}

test('slow_bodies_end_with_408_and_do_not_hold_up_others', async (t) => {
  const server = await start(t, ['--threads', '16']);
  const slow = Promise.all(Array.from({ length: 12 }, () => drip(server, head, ' ')));
  const { slowest, count } = await ordinary(server, slow);
  for (const { answer, spent } of await slow) {
    assert.deepEqual(statuses(answer), [408]);
    assert.ok(spent < 13_000, `${spent} ms`);
  }
  assert.ok(count >= 10 && slowest < 5000, `${count} answers, the slowest in ${slowest} ms`);
});

test('more_slow_clients_than_threads_do_not_freeze_the_server', async (t) => {
  const server = await start(t, ['--threads', '8']);
  const idle = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  const kinds = [[head, ' '], ['GET /healthz HTTP/1.1\r\nX: ', 'a'], ['', 'G'], [idle, '']];
  const slow = Promise.all(Array.from({ length: 40 },
    (_, i) => drip(server, ...kinds[i % kinds.length], { limit: 25_000 })));
  const { slowest, count } = await ordinary(server, slow);
  for (const { spent } of await slow) assert.ok(spent < 25_000, `${spent} ms`);
  assert.ok(count >= 3 && slowest < 14_000, `${count} answers, the slowest in ${slowest} ms`);
});

// Milliseconds of each ordinary request until `until` settles: bills over kept connections, and each fourth one over a
// connection of its own.
async function times(server, until) {
  const out = [];
  let on = true;
  const end = until.then(() => { on = false; });
  await Promise.all(Array.from({ length: 4 }, async (_, i) => {
    const headers = { 'content-type': 'application/json', connection: i === 0 ? 'close' : 'keep-alive' };
    while (on) {
      const begin = performance.now();
      const response = await preview(server, JSON.stringify(request()), headers);
      assert.equal(response.status, 200);
      await response.text();
      out.push(performance.now() - begin);
      await sleep(5);
    }
  }));
  await end;
  return out.sort((one, other) => one - other);
}
const p99 = (sorted) => sorted[Math.floor(sorted.length * 0.99)];

test('a_hundred_slow_clients_do_not_slow_ordinary_ones', async (t) => {
  const server = await start(t);
  const quiet = await times(server, sleep(3000));
  const idle = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  const kinds = [[head, ' '], ['GET /healthz HTTP/1.1\r\nX: ', 'a'], ['', 'G'], [idle, '']];
  let ended = 0;
  const slow = Array.from({ length: 100 }, async (_, i) => {
    for (const begin = Date.now(); Date.now() - begin < 9000;) {
      await drip(server, ...kinds[i % kinds.length], { limit: 9000, from: `127.0.0.${2 + (i % 5)}` });
      ended += 1;
    }
  });
  const beside = await times(server, Promise.all(slow));
  const text = `p99 ${p99(quiet).toFixed(1)} ms alone (${quiet.length} requests), `
    + `${p99(beside).toFixed(1)} ms beside 100 slow clients (${beside.length} requests); ${ended} slow ones ended`;
  t.diagnostic(text);
  assert.ok(ended >= 100, text);
  assert.ok(p99(beside) < Math.max(300, 10 * p99(quiet)), text);
});

test('slow_heads_and_silent_connections_are_closed', async (t) => {
  const server = await start(t, ['--idle', '2']);
  const [slow, silent] = await Promise.all([
    drip(server, 'GET /healthz HTTP/1.1\r\n', 'X', { pause: 300 }),
    drip(server, '', '', { pause: 500 }),
  ]);
  assert.ok(slow.spent < 12_000, `${slow.spent} ms`);
  assert.ok(silent.spent < 12_000, `${silent.spent} ms`);
});

test('a_body_that_is_fast_enough_but_endless_meets_the_deadline', async (t) => {
  const server = await start(t, ['--deadline', '3', '--max-body', '100000000']);
  const { answer, spent } = await drip(server, head.replace('5000', '90000000'), [' '.repeat(2000)], { pause: 50 });
  assert.deepEqual(statuses(answer), [408]);
  assert.ok(spent > 2500 && spent < 12_000, `${spent} ms`);
});

test('a_client_that_does_not_read_is_ended', async (t) => {
  const server = await start(t, ['--deadline', '2', '--threads', '8']);
  const big = request({ usage: [] });
  big.account.devices = Array.from({ length: 2000 }, (_, i) => ({ id: `m${i}` }));
  big.events = big.account.devices.flatMap(({ id }) => [
    { at: '2026-03-01T00:00:00Z', type: 'provision', device: id, plan: 'basic' },
    { at: '2026-03-01T00:00:00Z', type: 'activate', device: id }]);
  big.through = '2026-12';
  const body = JSON.stringify(big);
  const socket = connect(server.port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  socket.pause();
  socket.write(head.replace('5000', String(Buffer.byteLength(body))) + body);
  const begin = Date.now();
  for (let i = 0; i < 300 && !server.log.includes('bills:preview'); i++) await sleep(100);
  const spent = Date.now() - begin;
  assert.ok(server.log.includes('bills:preview'), 'its thread is free again');
  assert.ok(spent < 28_000, `${spent} ms`);
  assert.equal((await get(server, '/healthz')).status, 200);
});
