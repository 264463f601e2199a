// SPDX-License-Identifier: MIT
// The configuration of examples/nginx, run: TLS, HTTP/2, what it lets through and what it holds back.

import assert from 'node:assert/strict';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { request as httpRequest } from 'node:http';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';

import { samebill } from '../cli/binary.mjs';
import { request } from '../cli/sample.mjs';
import { start, statuses } from './server.mjs';
import { startNginx } from './nginx.mjs';

const bill = JSON.stringify(request());
const json = { 'content-type': 'application/json' };

function ask(nginx, path, { method = 'GET', headers = {}, body = '', plain = false } = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: plain ? nginx.http : nginx.https, path, method, headers, ca: nginx.ca };
    const asked = (plain ? httpRequest : httpsRequest)(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => { text += part; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

// Bytes over TLS as they are; what has come back after `wait` ms, or at the end.
function raw(nginx, bytes, wait) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connectTls({ host: '127.0.0.1', port: nginx.https, ca: nginx.ca, ALPNProtocols: ['http/1.1'] },
      () => socket.write(bytes));
    const finish = () => { clearTimeout(timer); socket.destroy(); resolve(text); };
    const timer = setTimeout(finish, wait);
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.on('error', () => {});
    socket.on('close', finish);
  });
}

test('nginx_speaks_tls_and_http_2_and_the_bill_stays_the_same', async (t) => {
  const server = await start(t, ['--trusted-proxy']);
  const nginx = await startNginx(t, server);
  const expected = samebill(['bill', '-', '--format', 'json'], { input: bill }).out.trimEnd();
  const first = await ask(nginx, '/v1/bills:preview', { method: 'POST', headers: json, body: bill });
  assert.equal(first.status, 200);
  assert.equal(first.text, expected);
  assert.equal(first.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains');
  assert.equal(first.headers['cache-control'], 'no-store');
  assert.equal(first.headers['x-content-type-options'], 'nosniff');
  assert.equal(first.headers.server, 'nginx');

  const session = connectHttp2(`https://localhost:${nginx.https}`, { ca: nginx.ca });
  t.after(() => session.close());
  const many = await Promise.all(Array.from({ length: 20 }, () => new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': '/v1/bills:preview', ...json });
    let text = '';
    stream.setEncoding('utf8').on('data', (part) => { text += part; });
    stream.on('end', () => resolve(text)).on('error', reject);
    stream.end(bill); // states no length: nginx does
  })));
  for (const text of many) assert.equal(text, expected);

  const moved = await ask(nginx, '/healthz', { plain: true });
  assert.equal(moved.status, 308);
  assert.match(moved.headers.location, /^https:/);
  assert.doesNotMatch(nginx.log(), /127\.0\.0\.1|healthz|preview/);
});

test('what_clients_say_of_themselves_stops_at_nginx', async (t) => {
  const server = await start(t, ['--trusted-proxy', '--address-rate', '1']);
  const nginx = await startNginx(t, server);
  const answers = await Promise.all(Array.from({ length: 16 }, async (_, i) => {
    const headers = { ...json, 'x-forwarded-for': `192.0.2.${i}` };
    return (await ask(nginx, '/v1/bills:preview', { method: 'POST', headers, body: bill })).status;
  }));
  assert.ok(answers.filter((status) => status === 429).length >= 4, answers.join());
});

test('nginx_takes_in_slow_bodies_and_the_upload_route_lets_them_through', async (t) => {
  const server = await start(t, ['--trusted-proxy', '--metrics', '127.0.0.1:0']);
  const nginx = await startNginx(t, server);
  const atWork = async () => {
    const port = /"event":"metrics","port":(\d+)/.exec(server.log)[1];
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^samebill_http_requests_at_work (\d+)$/m.exec(text)[1]);
  };
  const head = (path, length) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`
    + `Content-Length: ${length}\r\n\r\n`;
  // A body that does not come: the server has not heard of it, and nobody is answered.
  const slow = raw(nginx, `${head('/v1/bills:preview', 5000)}{`, 1500);
  await sleep(700);
  assert.equal(await atWork(), 0);
  assert.equal(await slow, '');
  // The upload route answers before the body is there: it goes on to the server as it comes.
  for (const upload of ['/v1/usage', '/v1/feeds/gateway/usage']) {
    const early = await raw(nginx, `${head(upload, 5_000_000_000)}id,device`, 5000);
    assert.equal(statuses(early).length, 1);
    assert.ok([401, 403, 404].includes(statuses(early)[0]), early);
  }
});

test('nginx_refuses_what_can_be_read_in_two_ways', async (t) => {
  const server = await start(t, ['--trusted-proxy']);
  const nginx = await startNginx(t, server);
  const post = 'POST /v1/bills:preview HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  for (const [bytes, allowed] of [
    [`${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
    [`${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, [400]],
    ['GET /healthz HTTP/1.1\r\n\r\n', [400]],
    ['GET /v1/../healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400]],
    ['GET //healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400]],
    ['GET /%68ealthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400]],
    [`${post}Content-Length: 1048577\r\n\r\n`, [413]],
  ]) {
    const text = await raw(nginx, bytes, 10_000);
    assert.equal(statuses(text).length, 1, bytes);
    assert.ok(allowed.includes(statuses(text)[0]), `${bytes}${text}`);
  }
});
