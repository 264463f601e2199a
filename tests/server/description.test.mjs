// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import Ajv2020 from 'ajv/dist/2020.js';

import { get, start } from './server.mjs';
import { provider } from './tariff.mjs';
import { ask, start_stored } from './stored.mjs';

// A validator of a schema of the description, whose references are places in it.
function validator(description) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return (schema) => ajv.compile({ components: description.components, ...schema });
}

function references(value, out = new Set()) {
  if (value !== null && typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) {
      if (name === '$ref') out.add(part);
      else references(part, out);
    }
  }
  return out;
}

test('every_reference_leads_to_a_place_in_the_description', async (t) => {
  const server = await start_stored(t);
  const description = (await ask(server, undefined, 'GET', '/openapi.json')).json;
  assert.equal(description.openapi, '3.1.0');
  const all = references(description);
  assert.ok(all.size > 50);
  for (const reference of all) {
    assert.match(reference, /^#\//);
    let target = description;
    for (const part of reference.slice(2).split('/')) target = target?.[part.replaceAll('~1', '/')];
    assert.ok(target, reference);
  }
  const ids = Object.values(description.paths).flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length, 'an operation id stands twice');
});

// What computes and stores nothing, and what logs people in and out: its own secrets make it unrepeatable.
const without_key = [
  '/v1/bills:preview', '/v1/accounts/{account}/bills:preview', '/v1/catalogs/{catalog}/versions/{version}:what_if',
  '/v1/session', '/v1/session:password', '/v1/sessions/{session}:end', '/v1/people:accept',
];

test('every_post_that_stores_takes_an_idempotency_key', async (t) => {
  const server = await start_stored(t);
  const description = (await ask(server, undefined, 'GET', '/openapi.json')).json;
  const posts = Object.entries(description.paths).filter(([, path]) => path.post);
  assert.ok(posts.length > 30);
  const takes = (operation) => (operation.parameters ?? []).some((one) => one.name === 'Idempotency-Key');
  assert.deepEqual(posts.filter(([, path]) => !takes(path.post)).map(([name]) => name).sort(), [...without_key].sort());
});

test('answers_are_what_the_description_says', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  await ask(server, keys.operator, 'POST', '/v1/accounts/acme/events',
    { type: 'provision', device: 'meter', at: '2026-03-01T00:00:00Z' });
  const description = (await ask(server, undefined, 'GET', '/openapi.json')).json;
  const compile = validator(description);
  let checked = 0;
  for (const [path, methods] of Object.entries(description.paths)) {
    const entry = methods.get;
    const names = { account: 'acme', catalog: 'tariff', version: '1', device: 'meter' };
    const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
    if (!entry?.responses['200']?.content?.['application/json'] || filled.includes('{')) continue;
    const key = entry['x-roles'].includes('operator') ? keys.operator : server.admin;
    const query = entry.parameters?.some((one) => one.in === 'query' && one.required) ? '?from=1&to=1' : '';
    const answer = await ask(server, key, 'GET', filled + query);
    if (answer.status !== 200) continue;
    const valid = compile(entry.responses['200'].content['application/json'].schema);
    assert.ok(valid(answer.json), `${path}: ${JSON.stringify(valid.errors)} ${answer.text}`);
    checked++;
  }
  assert.ok(checked >= 10, `${checked} answers`);
});

test('the_page_runs_nothing_but_its_own', async (t) => {
  const server = await start(t);
  const page = await get(server, '/docs');
  const policy = page.headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|https?:/);
  const html = await page.text();
  assert.doesNotMatch(html, /<script>|style=|https?:\/\//);
  for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const answer = await get(server, path);
    assert.equal(answer.status, 200, path);
    assert.notEqual(await answer.text(), '');
  }
  const index = await (await get(server, '/v1')).json();
  assert.equal(index.description, '/openapi.json');
  const stateless = await (await get(server, '/openapi.json')).json();
  assert.deepEqual(Object.keys(stateless.paths).filter((path) => path.startsWith('/v1/')), ['/v1/bills:preview']);
});
