// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { samebill } from '../cli/binary.mjs';
import { entries, get, raw, start, stop } from './server.mjs';

const everyHeader = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

test('healthz_answers_get_head_and_options', async (t) => {
  const server = await start(t);
  const response = await get(server, '/healthz');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  const { rules, status, version } = await response.json();
  assert.deepEqual([rules, status], ['1', 'ok']);
  assert.match(version, /^\d+\.\d+\.\d+$/);
  const head = await raw(server, 'HEAD /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(head.text, /^HTTP\/1\.1 200 OK\r\n[^]*Content-Length: \d\d\r\n[^]*\r\n\r\n$/);
  const options = await get(server, '/healthz', { method: 'OPTIONS' });
  assert.equal(options.status, 204);
  assert.equal(options.headers.get('allow'), 'GET, HEAD, OPTIONS');
});

test('every_answer_has_the_security_headers', async (t) => {
  const server = await start(t);
  for (const [path, method, status] of [['/healthz', 'GET', 200], ['/nothing', 'GET', 404], ['/healthz', 'POST', 405],
    ['/healthz', 'OPTIONS', 204]]) {
    const response = await get(server, path, { method });
    assert.equal(response.status, status);
    for (const [name, value] of Object.entries(everyHeader)) assert.equal(response.headers.get(name), value, name);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
  }
});

test('a_connection_is_kept_for_the_next_request_and_closed_when_asked', async (t) => {
  const server = await start(t, ['--idle', '3']);
  const one = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  const two = await raw(server, one + one);
  assert.equal(two.text.split('"status":"ok"').length - 1, 2);
  assert.ok(!two.open && two.spent >= 2900, 'closed only after the idle time');
  const closed = await raw(server, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(closed.text, /\r\nConnection: close\r\n/);
  assert.ok(closed.spent < 2900);
  const old = await raw(server, 'GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n');
  assert.match(old.text, /\r\nConnection: close\r\n/);
});

test('the_log_holds_json_lines_without_what_clients_sent', async (t) => {
  const server = await start(t);
  await get(server, '/secret-path-4711?token=secret-4712', { headers: { 'user-agent': 'secret-4713' } });
  await get(server, '/healthz');
  await raw(server, 'SECRET4714 / HTTP/1.1\r\nHost: secret-4715\r\n\r\n');
  await stop(server);
  assert.doesNotMatch(server.log, /secret/i);
  assert.doesNotMatch(server.log.replace(/"address":"[^"]*"/, ''), /127\.0\.0\.1/);
  const requests = entries(server).filter((entry) => entry.event === 'request');
  assert.equal(requests.length, 3);
  const { method, route, status, bytes, ms } = requests[1];
  assert.deepEqual([method, route, status, bytes], ['GET', '/healthz', 200, 45]);
  assert.equal(typeof ms, 'number');
  assert.deepEqual([requests[0].route, requests[0].status], ['none', 404]);
});

test('a_port_in_use_is_said_clearly_and_is_exit_1', async (t) => {
  const server = await start(t);
  const run = samebill(['serve', '--listen', `127.0.0.1:${server.port}`]);
  assert.equal(run.code, 1);
  assert.equal(run.err, `samebill: cannot listen on 127.0.0.1:${server.port}: Address already in use\n`);
});
