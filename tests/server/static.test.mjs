// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

import { folder } from '../cli/binary.mjs';
import { get, raw, start } from './server.mjs';

const script = 'export const answer = 42;\n'.repeat(20);

function build(t) {
  const files = folder(t);
  mkdirSync(files.at('assets'));
  files.write('index.html', '<!doctype html><title>Samebill</title>');
  files.write('robots.txt', 'User-agent: *\n');
  files.write('.secret.json', '{}');
  files.write('program.exe', 'x');
  files.write('assets/app-3f9A1c2b.js', script);
  files.write('assets/app-3f9A1c2b.js.gz', gzipSync(script));
  files.write('assets/engine-B1c2D3e4.wasm', Uint8Array.from([0, 0x61, 0x73, 0x6d]));
  symlinkSync('/etc/hostname', files.at('hostname.txt'));
  return files;
}

test('the_web_build_is_served_with_types_caching_and_a_strict_policy', async (t) => {
  const server = await start(t, ['--web', build(t).path]);
  const type = async (path) => (await get(server, path)).headers.get('content-type');
  const page = await get(server, '/');
  assert.equal(page.status, 200);
  assert.equal(await page.text(), '<!doctype html><title>Samebill</title>');
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const policy = page.headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(await type('/index.html'), 'text/html; charset=utf-8');
  assert.equal(await type('/assets/engine-B1c2D3e4.wasm'), 'application/wasm');
  assert.equal(await type('/robots.txt'), 'text/plain; charset=utf-8');
  const asset = await get(server, '/assets/app-3f9A1c2b.js');
  assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(asset.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(await asset.text(), script);
});

test('what_is_no_part_of_the_build_is_not_there', async (t) => {
  const server = await start(t, ['--web', build(t).path]);
  for (const path of ['/.secret.json', '/program.exe', '/hostname.txt', '/assets', '/assets/',
    '/assets/app-3f9A1c2b.js.gz', '/INDEX.HTML', '/index', '/index.html/']) {
    assert.equal((await get(server, path)).status, 404, path);
  }
  assert.equal((await get(server, '/?theme=dark')).status, 200);
  assert.equal((await get(server, '/', { method: 'PUT', body: 'x' })).status, 405);
});

test('a_file_that_has_not_changed_is_not_sent_again', async (t) => {
  const server = await start(t, ['--web', build(t).path]);
  const etag = (await get(server, '/index.html')).headers.get('etag');
  assert.match(etag, /^"[0-9a-f-]+"$/);
  for (const [tag, status] of [[etag, 304], [`"x", W/${etag}`, 304], ['*', 304], ['"x"', 200]]) {
    const response = await get(server, '/index.html', { headers: { 'if-none-match': tag } });
    assert.equal(response.status, status, tag);
    assert.equal(response.headers.get('etag'), etag);
  }
});

test('the_compressed_form_goes_to_those_who_take_it', async (t) => {
  const server = await start(t, ['--web', build(t).path]);
  const ask = (accept) => raw(server,
    `GET /assets/app-3f9A1c2b.js HTTP/1.1\r\nHost: a\r\n${accept}Connection: close\r\n\r\n`);
  const compressed = await ask('Accept-Encoding: br, gzip;q=0.8\r\n');
  assert.match(compressed.text, /\r\nContent-Encoding: gzip\r\n/);
  assert.match(compressed.text, /\r\nVary: Accept-Encoding\r\n/);
  for (const accept of ['', 'Accept-Encoding: br\r\n', 'Accept-Encoding: gzip;q=0\r\n']) {
    const answer = await ask(accept);
    assert.doesNotMatch(answer.text, /Content-Encoding/);
    assert.ok(answer.text.endsWith(script));
  }
});

test('files_are_read_once_at_the_start', async (t) => {
  const files = build(t);
  const server = await start(t, ['--web', files.path]);
  rmSync(files.at('index.html'));
  assert.equal((await get(server, '/')).status, 200);
});
