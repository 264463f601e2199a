// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { repository, samebill } from '../cli/binary.mjs';
import { request } from '../cli/sample.mjs';
import { get, preview, raw, start, statuses } from './server.mjs';

test('preview_gives_the_bytes_of_the_command_line_for_every_example', async (t) => {
  const server = await start(t);
  const examples = join(repository, 'examples');
  const files = readdirSync(examples, { recursive: true }).filter((name) => name.endsWith('request.json'))
    .map((name) => join(examples, name));
  const bodies = [JSON.stringify(request()), ...files.map((file) => readFileSync(file, 'utf8'))]
    .filter((body) => body.length <= 1 << 20);
  assert.ok(bodies.length > 10);
  for (const body of bodies) {
    const line = samebill(['bill', '-'], { input: body });
    const response = await preview(server, body);
    const text = await response.text();
    if (line.code === 0) {
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.equal(`${text}\n`, line.out);
    } else {
      const { errors } = JSON.parse(line.out);
      assert.equal(response.status, errors[0].code === 'parse' ? 400 : 422);
      assert.deepEqual(JSON.parse(text).errors, errors);
    }
  }
});

test('refusals_are_problems_with_the_errors_of_the_document', async (t) => {
  const server = await start(t);
  const check = async (response, status, type) => {
    assert.equal(response.status, status);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.equal(response.headers.get('connection'), 'close');
    const problem = await response.json();
    assert.equal(problem.status, status);
    assert.equal(problem.type, `urn:samebill:problem:${type}`);
    assert.ok(problem.title.length > 0);
    return problem;
  };
  const parse = await check(await preview(server, '{"schema":'), 400, 'bad-request');
  assert.deepEqual(parse.errors.map((error) => [error.code, error.path]), [['parse', '']]);
  const month = await check(await preview(server, JSON.stringify(request({ from: '2026-3' }))), 422, 'invalid');
  assert.deepEqual(month.errors.map((error) => [error.code, error.path]), [['schema', '/from']]);
  await check(await preview(server, ''), 400, 'bad-request');
  await check(await preview(server, '{}', { 'content-type': 'text/plain' }), 415, 'media-type');
  await check(await preview(server, '{}', {}), 415, 'media-type');
  await check(await preview(server, '{}', { 'content-type': 'application/json; charset=latin1' }), 415, 'media-type');
  await check(await preview(server, '{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }), 415,
    'media-type');
  const method = await get(server, '/v1/bills:preview');
  assert.equal(method.headers.get('allow'), 'OPTIONS, POST');
  await check(method, 405, 'method-not-allowed');
  await check(await get(server, '/v1/bills'), 404, 'not-found');
  await check(await get(server, '/v1/bills:preview/'), 404, 'not-found');
  await check(await get(server, '/healthz/x'), 404, 'not-found');
});

test('json_with_its_charset_is_taken', async (t) => {
  const server = await start(t);
  const response = await preview(server, JSON.stringify(request()), {
    'content-type': 'Application/JSON; charset="UTF-8"',
  });
  assert.equal(response.status, 200);
});

test('a_body_at_the_limit_is_taken_and_one_byte_more_is_not', async (t) => {
  const server = await start(t, ['--max-body', '5000']);
  const padded = (length) => JSON.stringify(request()).padEnd(length, ' ');
  assert.equal((await preview(server, padded(5000))).status, 200);
  assert.equal((await preview(server, padded(5001))).status, 413);
  // A client that only claims a large body has its answer before it sends any.
  const claim = await raw(server, 'POST /v1/bills:preview HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
    + 'Content-Length: 50000000\r\n\r\n');
  assert.deepEqual(statuses(claim.text), [413]);
  assert.ok(!claim.open && claim.spent < 9000, `${claim.spent} ms`);
});

test('a_client_that_waits_for_continue_is_told_to_go_on', async (t) => {
  const server = await start(t);
  const body = JSON.stringify(request());
  const answer = await raw(server, 'POST /v1/bills:preview HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
    + `Expect: 100-continue\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  assert.deepEqual(statuses(answer.text), [100, 200]);
});

test('many_previews_at_once_give_the_same_bytes', async (t) => {
  const server = await start(t);
  const body = JSON.stringify(request());
  const expected = samebill(['bill', '-'], { input: body }).out;
  const texts = await Promise.all(Array.from({ length: 100 }, async () => (await preview(server, body)).text()));
  for (const text of texts) assert.equal(`${text}\n`, expected);
});
