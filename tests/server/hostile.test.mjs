// SPDX-License-Identifier: MIT
// Malformed and hostile requests by raw sockets. For each: what is sent, and which statuses may come back (silent: the
// connection may also be closed without an answer). None may get a 200, leave the connection open, or harm the next.

import assert from 'node:assert/strict';
import test from 'node:test';

import { request } from '../cli/sample.mjs';
import { get, preview, raw, start, statuses } from './server.mjs';

const host = 'Host: a\r\n';
const bill = JSON.stringify(request());
const postHead = `POST /v1/bills:preview HTTP/1.1\r\n${host}`;
const post = (headers, body = '') => `${postHead}Content-Type: application/json\r\n${headers}\r\n${body}`;
const line = (text) => `${text}\r\n${host}\r\n`;
const path = (target) => line(`GET ${target} HTTP/1.1`);
const header = (text) => `GET /healthz HTTP/1.1\r\n${host}${text}\r\n\r\n`;
const smuggled = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
const hidden = `Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`;

const probes = {
  'no request line': ['\r\n\r\n\r\n\r\n', [400], 'silent'],
  'a line of rubbish': ['rubbish\r\n\r\n', [400], 'silent'],
  'a TLS hello': [Buffer.from('160301020001000001fc0303', 'hex'), [400], 'silent'],
  'the HTTP/2 preface': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 405, 505], 'silent'],
  'HTTP/0.9': ['GET /healthz\r\n\r\n', [400, 505], 'silent'],
  'HTTP/2.0 in words': [line('GET /healthz HTTP/2.0'), [400, 505], 'silent'],
  'HTTP/1.2': [line('GET /healthz HTTP/1.2'), [400, 505], 'silent'],
  'HTTP/11': [line('GET /healthz HTTP/11'), [400, 505], 'silent'],
  'no version word': [line('GET /healthz FTP/1.1'), [400, 505], 'silent'],
  'an unknown method': [line('BREW /healthz HTTP/1.1'), [400, 405, 501], 'silent'],
  'a method in lower case': [line('get /healthz HTTP/1.1'), [400, 405, 501], 'silent'],
  'TRACE': [line('TRACE /healthz HTTP/1.1'), [400, 405, 501], 'silent'],
  'CONNECT': [line('CONNECT a:443 HTTP/1.1'), [400, 405, 501], 'silent'],
  'DELETE': [line('DELETE /healthz HTTP/1.1'), [405]],
  'PATCH without a length': [line('PATCH /v1/bills:preview HTTP/1.1'), [405]],
  'a NUL byte': [path('/healthz\0'), [400], 'silent'],
  'an encoded NUL': [path('/healthz%00'), [400]],
  'an encoded NUL in the middle': [path('/health%00z'), [400]],
  'an encoded slash': [path('/v1%2fbills:preview'), [400]],
  'an encoded letter': [path('/%68ealthz'), [400]],
  'an encoded dot segment': [path('/%2e%2e/etc/passwd'), [400]],
  'a doubly encoded dot segment': [path('/%252e%252e/etc/passwd'), [400]],
  'a dot segment': [path('/../etc/passwd'), [400]],
  'a dot segment in the middle': [path('/v1/../healthz'), [400]],
  'a single dot segment': [path('/./healthz'), [400]],
  'a trailing dot segment': [path('/healthz/..'), [400]],
  'two slashes': [path('//healthz'), [400]],
  'two slashes in the middle': [path('/v1//bills:preview'), [400]],
  'nine thousand slashes': [path('/'.repeat(9000)), [400, 414]],
  'a backslash': [path('/..\\etc\\passwd'), [400]],
  'a path of 2,000 bytes': [path(`/${'a'.repeat(2000)}`), [414]],
  'a path of 20,000 bytes': [path(`/${'a'.repeat(20000)}`), [400, 413, 414, 431], 'silent'],
  'bytes above ASCII in the path': [Buffer.from(path('/\xe4\xf6'), 'latin1'), [400], 'silent'],
  'a query with bytes above ASCII': [Buffer.from(path('/healthz?\xe4'), 'latin1'), [400], 'silent'],
  'a target that is no path': [path('healthz'), [400], 'silent'],
  'an absolute target': [path('http://elsewhere/healthz'), [400, 404], 'silent'],
  'a star': [path('*'), [400, 404], 'silent'],
  'no host': ['GET /healthz HTTP/1.1\r\n\r\n', [400]],
  'two hosts': [header('Host: b'), [400]],
  'an empty host': ['GET /healthz HTTP/1.1\r\nHost:\r\n\r\n', [400]],
  'seventy headers': [header(Array.from({ length: 70 }, (_, i) => `X-${i}: 1`).join('\r\n')), [431]],
  'a header of 20,000 bytes': [header(`X: ${'a'.repeat(20000)}`), [400, 413, 431], 'silent'],
  'a header without a colon': [header('X'), [400], 'silent'],
  'a header without a name': [header(': x'), [400], 'silent'],
  'a space before the colon': [header('Content-Length : 5'), [400], 'silent'],
  'bare line feeds': [`GET /healthz HTTP/1.1\n${host.replace('\r', '')}\n`, [400], 'silent'],
  'a bare line feed after the request line': [`GET /healthz HTTP/1.1\n${host}\r\n`, [400], 'silent'],
  'a folded header': [header('X: a\r\n b'), [400], 'silent'],
  'a length hidden behind a nameless header': [`GET /healthz HTTP/1.1\r\n${host}: x\r\n${hidden}`, [400]],
  'a length hidden behind a folded header': [`GET /healthz HTTP/1.1\r\n${host}X: a\r\n b\r\n${hidden}`, [400]],
  'a header name with a bracket': [header('X(: 1'), [400], 'silent'],
  'a NUL in a header': [header('X: a\0b'), [400], 'silent'],
  'an upgrade': [header('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13'), [400]],
  'an upgrade to HTTP/2': [header('Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__'), [400]],
  'a body on GET': [header('Content-Length: 5') + 'hello', [400]],
  'an unknown expectation': [post('Expect: miracles\r\nContent-Length: 2\r\n', '{}'), [417]],
  'a body without a length': [post('', bill), [411]],
  'two lengths that differ': [post(`Content-Length: ${bill.length}\r\nContent-Length: 1\r\n`, bill), [400]],
  'two lengths that agree': [post(`Content-Length: ${bill.length}\r\nContent-Length: ${bill.length}\r\n`, bill), [400]],
  'a length with a sign': [post(`Content-Length: +${bill.length}\r\n`, bill), [400, 411]],
  'a length below zero': [post('Content-Length: -1\r\n', bill), [400, 411], 'silent'],
  'a length with letters': [post('Content-Length: 4abc\r\n', bill), [400, 411], 'silent'],
  'a length in hexadecimal': [post('Content-Length: 0x10\r\n', bill), [400, 411], 'silent'],
  'an empty length': [post('Content-Length:\r\n', bill), [400, 411], 'silent'],
  'a length above 2^64': [post('Content-Length: 18446744073709551617\r\n', bill), [400, 411, 413], 'silent'],
  'a list of lengths': [post(`Content-Length: ${bill.length}, ${bill.length}\r\n`, bill), [400, 411], 'silent'],
  'a length shorter than the body': [post('Content-Length: 10\r\n', bill), [400]],
  'chunks': [post('Transfer-Encoding: chunked\r\n', `${bill.length.toString(16)}\r\n${bill}\r\n0\r\n\r\n`), [411]],
  'chunks and a length': [post(`Transfer-Encoding: chunked\r\nContent-Length: ${bill.length}\r\n`, bill), [411]],
  'chunks in disguise': [
    post(`Transfer-Encoding: xchunked\r\nContent-Length: ${bill.length}\r\n`, bill), [411, 400], 'silent'],
  'a chunk of 2^64 bytes': [post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n'), [411]],
  'a request smuggled behind chunks': [
    post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', `0\r\n\r\n${smuggled}`), [411]],
  'a request smuggled behind a refused body': [post('Content-Length: 2000000\r\n', smuggled), [413]],
  'a request smuggled behind an unknown path': [
    `POST /none HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n${smuggled}`, [404]],
  'a form': [`${postHead}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n\r\n--x\r\n`, [415]],
};

test('no_hostile_request_gets_through_or_harms_the_next', async (t) => {
  const server = await start(t, ['--idle', '2']);
  assert.ok(Object.keys(probes).length >= 40);
  for (const [name, [bytes, allowed, silent]] of Object.entries(probes)) {
    const { text, open } = await raw(server, bytes, { wait: 5000 });
    const answered = statuses(text);
    assert.ok(!open, `${name}: the connection is left open`);
    assert.ok(answered.length === 1 || (silent && answered.length === 0), `${name}: ${answered}`);
    if (answered.length === 1) assert.ok(allowed.includes(answered[0]), `${name}: ${answered}`);
    if (answered.length === 1) assert.match(text, /\r\nConnection: close\r\n/, name);
    if (answered.length === 1) assert.match(text, /\r\nContent-Type: application\/problem\+json\r\n/, name);
    assert.doesNotMatch(text, /civetweb|root:|access-control/i, name);
  }
  assert.equal((await get(server, '/healthz')).status, 200);
  assert.equal((await preview(server, bill)).status, 200);
});

test('a_truncated_body_is_no_request', async (t) => {
  const server = await start(t);
  const { connect } = await import('node:net');
  const text = await new Promise((resolve) => {
    let out = '';
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', (data) => { out += data; });
    socket.on('end', () => { socket.destroy(); resolve(out); });
    socket.end(post(`Content-Length: ${bill.length + 1}\r\n`, bill));
  });
  assert.deepEqual(statuses(text), [400]);
});

test('pipelined_requests_are_answered_in_order', async (t) => {
  const server = await start(t, ['--idle', '1']);
  const good = post(`Content-Length: ${bill.length}\r\n`, bill);
  const { text } = await raw(server, smuggled + good + smuggled + path('/none') + smuggled, { wait: 5000 });
  assert.deepEqual(statuses(text), [200, 200, 200, 404]);
});

test('random_bytes_do_not_stop_the_server', async (t) => {
  const server = await start(t, ['--idle', '1']);
  let seed = 7;
  const next = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed >> 8; };
  const good = Buffer.from(post(`Content-Length: ${bill.length}\r\n`, bill));
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    const bytes = Buffer.from(good);
    for (let k = 0; k <= i % 10; k++) bytes[next() % (i % 2 ? 120 : bytes.length)] = next() & 0xff;
    await raw(server, bytes, { wait: 5000 });
  }));
  assert.equal(server.child.exitCode, null);
  assert.equal((await preview(server, bill)).status, 200);
});
