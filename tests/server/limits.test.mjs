// SPDX-License-Identifier: MIT
// Rates, metrics, and what a proxy may say.

import assert from 'node:assert/strict';
import test from 'node:test';

import { samebill } from '../cli/binary.mjs';
import { request } from '../cli/sample.mjs';
import { add_account, bill_month, start_provider } from './provider.mjs';
import { entries, get, metric, metrics_of, preview, raw, start, stop, statuses } from './server.mjs';
import { ask } from './stored.mjs';

const bill = JSON.stringify(request());
// 2 a second, ten at once.
test('an_address_that_asks_too_often_is_told_when_to_come_back', async (t) => {
  const server = await start(t, ['--address-rate', '2']);
  // At once, so that none of them comes later than its tokens do, however busy the machine is.
  const answers = await Promise.all(Array.from({ length: 24 }, () => preview(server, bill)));
  const codes = answers.map(({ status }) => status);
  assert.ok(codes.filter((status) => status === 200).length >= 10, codes.join());
  assert.ok(codes.includes(429), codes.join());
  const refused = answers.find(({ status }) => status === 429);
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  for (let i = 0; i < 30; i++) assert.equal((await get(server, '/healthz')).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal((await preview(server, bill)).status, 200);
});

test('behind_a_trusted_proxy_each_client_has_its_own_rate', async (t) => {
  const server = await start(t, ['--address-rate', '1', '--trusted-proxy']);
  const ask = (from) => preview(server, bill, { 'content-type': 'application/json', 'x-forwarded-for': from });
  // The client's own claim, before what the proxy adds, moves nothing: one address has five at once.
  const claims = ['', '198.51.100.9, ', 'x, '];
  const greedy = await Promise.all(Array.from({ length: 15 }, (_, i) => ask(`${claims[i % 3]}192.0.2.1`)));
  assert.ok(greedy.filter(({ status }) => status === 429).length >= 4, greedy.map(({ status }) => status).join());
  assert.equal((await ask('192.0.2.2')).status, 200);
  assert.equal((await ask('2001:db8::1')).headers.get('strict-transport-security'),
    'max-age=31536000; includeSubDomains');
});

test('metrics_are_on_a_port_of_their_own', async (t) => {
  const server = await start(t, ['--metrics', '127.0.0.1:0']);
  await preview(server, bill);
  await preview(server, '{');
  await get(server, '/nothing-4711');
  await raw(server, 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n');
  const text = await metrics_of(server);
  const has = (line) => assert.ok(text.split('\n').includes(line), `${line} in\n${text}`);
  has('samebill_http_requests_total{method="POST",route="/v1/bills:preview",status="200"} 1');
  has('samebill_http_requests_total{method="POST",route="/v1/bills:preview",status="400"} 1');
  has('samebill_http_requests_total{method="GET",route="none",status="404"} 1');
  has('samebill_http_refused_total{why="head"} 1');
  assert.match(text, /^samebill_build_info\{rules="1",version="[\d.]+"\} 1$/m);
  assert.match(text, /^samebill_http_connections \d+$/m);
  assert.match(text, /^samebill_http_request_duration_seconds_bucket\{[^}]*route="\/v1\/bills:preview",le="1"\} 2$/m);
  assert.doesNotMatch(text, /4711|127\.0\.0\.1/);
  const port = /"event":"metrics","port":(\d+)/.exec(server.log)[1];
  const other = { ...server, port: Number(port) };
  for (const [target, status] of [['/', 404], ['/healthz', 404], ['/v1/bills:preview', 404]]) {
    const { text: answer } = await raw(other, `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
    assert.deepEqual(statuses(answer), [status]);
  }
  assert.equal((await get(server, '/metrics')).status, 404);
});

test('metrics_tell_of_uploads_bill_runs_and_the_store', async (t) => {
  const server = await start_provider(t, { args: ['--metrics', '127.0.0.1:0'] });
  const send = (text, more) =>
    ask(server.server, server.operator, 'POST', '/v1/usage', text, { 'content-type': 'text/csv', ...more });
  const upload = (rows) =>
    send(`id,device,kind,start,end,quantity\n${rows.join('\n')}\n`, { 'idempotency-key': 'u' });
  await add_account(server, 'shop', '2026-01');
  await add_account(server, 'late', '2025-12');
  const day = '2026-01-10T12:00:00Z';
  const rows = [`r1,shop-1,data,${day},${day},1`, `r2,nobody-1,data,${day},${day},1`, `r3,shop-1,data,${day},${day},-1`,
    `r4,shop-1,data,${day},${day},4`, `r1,shop-1,data,${day},${day},1`];
  assert.equal((await upload(rows)).status, 201);
  assert.equal((await upload(rows)).status, 201);  // once more, under the same key: the answer of then
  assert.equal((await send('what\n')).status, 422);
  // December of `late` is not billed, so January is parked.
  await bill_month(server, '2026-01');
  const text = await metrics_of(server.server);
  const found = (names) => Object.fromEntries(names.map((name) => [name, metric(text, name)]));
  const expected = {
    'uploads_total{result="stored"}': 1, 'uploads_total{result="repeated"}': 1, 'uploads_total{result="refused"}': 1,
    'usage_records_total{result="accepted"}': 2, 'usage_records_total{result="repeated"}': 1,
    'usage_records_total{result="rejected"}': 1, 'usage_records_total{result="suspended"}': 1,
    'bills_total{kind="computed"}': 1, 'bills_total{kind="parked"}': 1, 'bills_total{kind="finalised"}': 1,
    'bill_runs_total{result="review"}': 2, 'bill_run_seconds_count': 2, 'webhook_deliveries_waiting': 0,
  };
  assert.deepEqual(found(Object.keys(expected)), expected);
  assert.ok(metric(text, 'upload_bytes_total') > 400, text);
  assert.ok(metric(text, 'store_bytes') > 10_000, text);
  assert.ok(metric(text, 'disk_free_bytes') > 1_000_000, text);
});

test('metrics_stay_on_the_loopback_interface', () => {
  const run = samebill(['serve', '--listen', '127.0.0.1:0', '--metrics', '0.0.0.0:0']);
  assert.equal(run.code, 1);
  assert.equal(run.err.trim().split('\n').at(-1), 'samebill: --metrics wants an address of the loopback interface');
});

// Words that only a client knows, everywhere it can put them; none may be in the log, nor in the metrics.
test('the_log_holds_nothing_that_a_client_sent', async (t) => {
  const server = await start(t, ['--metrics', '127.0.0.1:0', '--trusted-proxy', '--idle', '1']);
  const canary = (place) => `canary-${place}-4711`;
  const headers = {
    authorization: `Bearer ${canary('key')}`, cookie: `session=${canary('cookie')}`, 'user-agent': canary('agent'),
    'x-forwarded-for': '203.0.113.77', referer: canary('referer'), 'idempotency-key': canary('idempotency'),
    'x-request-id': canary('id'), 'content-type': 'application/json',
  };
  const sample = request();
  sample.account.id = canary('account');
  sample.account.devices[0].label = canary('label');
  await preview(server, JSON.stringify(sample), headers);
  await preview(server, `{"${canary('member')}": "${canary('value')}"`, headers);
  await get(server, `/v1/accounts/${canary('path')}?cursor=${canary('query')}`, { headers });
  await get(server, `/healthz?token=${canary('token')}`, { headers });
  await raw(server, `CANARY / HTTP/1.1\r\nHost: ${canary('host')}\r\n\r\n`);
  await raw(server, `GET / HTTP/1.1\r\n${canary('header')}\r\n\r\n`);
  const metrics = await metrics_of(server);
  await stop(server);
  assert.ok(entries(server).filter((entry) => entry.event === 'request').length >= 5);
  for (const text of [server.log, metrics]) {
    assert.doesNotMatch(text, /canary/i);
    assert.doesNotMatch(text, /203\.0\.113/);
  }
});

test('every_answer_names_its_request_and_the_log_has_the_name', async (t) => {
  const server = await start(t);
  const ids = [];
  for (const path of ['/healthz', '/nothing', '/healthz']) {
    ids.push((await get(server, path)).headers.get('x-request-id'));
  }
  const { text } = await raw(server, 'GET /healthz HTTP/1.1\r\n\r\n');
  ids.push(/X-Request-Id: (\S+)/.exec(text)[1]);
  assert.equal(new Set(ids).size, 4);
  await stop(server);
  const logged = entries(server).filter((entry) => entry.event === 'request').map((entry) => entry.id);
  assert.deepEqual(logged.sort(), ids.sort());
});
