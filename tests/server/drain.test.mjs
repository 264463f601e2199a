// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { request } from '../cli/sample.mjs';
import { approve, run_of, settled, start_provider } from './provider.mjs';
import { entries, get, raw, start, statuses, stop } from './server.mjs';
import { must, start_stored } from './stored.mjs';

test('both_signals_end_the_server_with_exit_0', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const server = await start(t);
    assert.equal((await get(server, '/healthz')).status, 200);
    const begin = Date.now();
    server.child.kill(signal);
    assert.deepEqual(await server.ended, { code: 0, signal: null });
    assert.ok(Date.now() - begin < 14_000);
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
  await sleep(1000);
  server.child.kill('SIGTERM');
  await sleep(1000);
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
  assert.ok(Date.now() - begin < 14_000, `${Date.now() - begin} ms`);
});

const one_thread = ['--run-threads', '1'];

// Ends the provider's server by SIGTERM and starts another on the same folder.
async function restart(t, provider, args) {
  const begin = Date.now();
  assert.deepEqual(await stop(provider.server), { code: 0, signal: null });
  const spent = Date.now() - begin;
  assert.ok(spent < 15_000, `the deadline is 15 s: ${spent} ms`);
  provider.server = await start_stored(t, { data: provider.server.data, args });
}

// An account with `count` scanners, active since January.
async function add_large_account(provider, id, count) {
  const { server, operator } = provider;
  const document = {
    schema: 'samebill/account/1', id, agreement: { from: '2026-01-01' }, tax: { jurisdictions: ['FR'] },
  };
  const devices = Array.from({ length: count }, (_, i) => `${id}-${i}`);
  const at = '2026-01-01T00:00:00Z';
  await must(server, operator, 'POST', '/v1/accounts', { catalog: 'scanners', document });
  await must(server, operator, 'POST', `/v1/accounts/${id}/devices`, devices.map((device) => ({ id: device })));
  await must(server, operator, 'POST', `/v1/accounts/${id}/events`, devices.flatMap((device) => [
    { at, type: 'provision', device, plan: 'scanner' }, { at, type: 'activate', device },
  ]));
}

// 40 scanners at 3.00 and VAT of 20 %: 144.00.
test('a_bill_run_ends_where_it_can_go_on_and_goes_on_at_the_next_start', async (t) => {
  const provider = await start_provider(t, { args: one_thread });
  const accounts = Array.from({ length: 96 }, (_, i) => `a${100 + i}`);
  const left = [...accounts];
  const add_some = async () => {
    while (left.length > 0) await add_large_account(provider, left.pop(), 40);
  };
  await Promise.all([1, 2, 3, 4].map(add_some));
  const { id } = await must(provider.server, provider.operator, 'POST', '/v1/runs', { month: '2026-01' });
  const seen = await run_of(provider, id);
  assert.equal(seen.state, 'computing');
  assert.ok(seen.items.waiting > 0, JSON.stringify(seen.items));
  await restart(t, provider, one_thread);
  const computed = await settled(provider, id);
  assert.deepEqual([computed.state, computed.items], ['review', { computed: 96 }]);
  await approve(provider, id);
  await must(provider.server, provider.operator, 'POST', `/v1/runs/${id}:finalise`);
  await restart(t, provider, one_thread);
  const done = await settled(provider, id);
  assert.deepEqual([done.state, done.items], ['finalised', { finalised: 96 }]);
  const chain = await must(provider.server, provider.auditor, 'GET', '/v1/issuers/main/chain');
  assert.deepEqual([chain.bills, chain.good], [96, true]);
  const bill = await must(provider.server, provider.auditor, 'GET', '/v1/accounts/a195/bills/2026-01');
  assert.equal(bill.bill.amount_due, '144.00');
});

test('a_webhook_at_work_is_broken_off_and_sent_by_the_next_start', async (t) => {
  const args = ['--webhook-host', '127.0.0.1', '--webhook-private', '--webhook-timeout', '60'];
  const provider = await start_provider(t, { args });
  const got = [];
  const receiver = createServer((asked, response) => {
    got.push(asked.headers['samebill-delivery']);
    asked.resume();
    if (got.length > 1) response.writeHead(200).end();  // the first is never answered
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  t.after(() => { receiver.closeAllConnections(); receiver.close(); });
  const hook = await must(provider.server, provider.operator, 'POST', '/v1/webhooks',
    { url: `http://127.0.0.1:${receiver.address().port}/` });
  const { id } = await must(provider.server, provider.operator, 'POST', `/v1/webhooks/${hook.id}:try`);
  while (got.length === 0) await sleep(20);
  await restart(t, provider, args);
  const state = async () =>
    (await must(provider.server, provider.operator, 'GET', `/v1/webhooks/${hook.id}/deliveries`)).items[0];
  let delivery = await state();
  for (let i = 0; i < 200 && delivery.state === 'waiting'; i++) {
    await sleep(50);
    delivery = await state();
  }
  assert.deepEqual([delivery.state, delivery.attempts], ['delivered', 1]);
  assert.deepEqual(got, [id, id]);
});
