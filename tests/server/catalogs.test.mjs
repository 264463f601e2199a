// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { catalog, publish, staff } from './tariff.mjs';
import { ask, must, start_stored } from './stored.mjs';

const path = '/v1/catalogs/tariff/versions/1';

test('a_version_is_drafted_by_one_and_published_for_good_by_another', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  const made = await ask(server, keys.operator, 'PUT', path, catalog('1'));
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.state, 'draft');
  assert.equal(made.headers.get('etag'), '"1"');
  const blind = await ask(server, keys.operator, 'PUT', path, catalog('1', { name: 'New' }));
  assert.equal(blind.status, 428);
  const edited = await ask(server, keys.operator, 'PUT', path, catalog('1', { name: 'New' }), { 'if-match': '"1"' });
  assert.equal(edited.status, 200, edited.text);
  assert.equal(edited.headers.get('etag'), '"2"');
  const late = await ask(server, keys.operator, 'PUT', path, catalog('1'), { 'if-match': '"1"' });
  assert.equal(late.status, 412);

  const effective = { effective: '2026-03' };
  const self = await ask(server, keys.operator, 'POST', `${path}:publish`, effective, { 'if-match': '"2"' });
  assert.equal(self.status, 403);
  assert.equal((await ask(server, keys.approver, 'POST', `${path}:publish`, effective)).status, 428);
  const done = await ask(server, keys.approver, 'POST', `${path}:publish`, effective, { 'if-match': '"2"' });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.state, 'published');
  assert.equal(done.json.effective, '2026-03');
  assert.equal(done.json.document.name, 'New');

  const tag = done.headers.get('etag');
  const changed = await ask(server, keys.operator, 'PUT', path, catalog('1'), { 'if-match': tag });
  assert.equal(changed.status, 409);
  assert.equal((await ask(server, keys.operator, 'DELETE', path, undefined, { 'if-match': tag })).status, 409);
  const cached = await ask(server, keys.operator, 'GET', path, undefined, { 'if-none-match': tag });
  assert.equal(cached.status, 304);
});

test('what_the_engine_does_not_read_is_no_draft', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  const broken = catalog('1');
  broken.plans[0].overage = {};
  const answer = await ask(server, keys.operator, 'PUT', path, broken);
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.json.errors.map(({ code, path: place }) => [code, place]),
    [['schema', '/plans/0/included/data']]);
  const other = await ask(server, keys.operator, 'PUT', path, catalog('2'));
  assert.equal(other.json.errors[0].path, '/version');
  assert.equal((await ask(server, keys.operator, 'PUT', path, '{')).status, 400);
  const text = await ask(server, keys.operator, 'PUT', path, '{}', { 'content-type': 'text/plain' });
  assert.equal(text.status, 415);
  assert.deepEqual((await must(server, keys.operator, 'GET', '/v1/catalogs')).items, []);
});

test('a_catalog_keeps_its_currency', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  await publish(server, keys, catalog('1'));
  const answer = await ask(server, keys.operator, 'PUT', '/v1/catalogs/tariff/versions/2',
    catalog('2', { currency: 'USD' }));
  assert.equal(answer.status, 422);
  assert.equal(answer.json.errors[0].code, 'currency');
});

test('two_versions_differ_place_by_place', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  await publish(server, keys, catalog('1'));
  const dearer = catalog('2');
  dearer.plans[0].access_fee.amount = '12';
  delete dearer.plans[0].fees;
  dearer.plans.push({ id: 'extra', access_fee: { amount: '1' } });
  await publish(server, keys, dearer, '2026-06');
  const diff = await must(server, keys.auditor, 'GET', '/v1/catalogs/tariff/diff?from=1&to=2');
  assert.deepEqual(diff.differences, [
    { path: '/plans/basic/access_fee/amount', old: '10', new: '12' },
    { path: '/plans/basic/fees', old: { activation: '5' } },
    { path: '/plans/extra', new: { access_fee: { amount: '1' }, id: 'extra' } },
    { path: '/version', old: '1', new: '2' },
  ]);
  const missing = await ask(server, keys.auditor, 'GET', '/v1/catalogs/tariff/diff?from=1');
  assert.equal(missing.status, 400);
});

test('lists_come_in_pages_and_in_three_forms', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  for (const version of ['1', '2', '3']) await publish(server, keys, catalog(version));
  const list = '/v1/catalogs/tariff/versions';
  const first = await must(server, keys.auditor, 'GET', `${list}?limit=2`);
  assert.deepEqual(first.items.map(({ version }) => version), ['1', '2']);
  const second = await must(server, keys.auditor, 'GET', `${list}?limit=2&cursor=${first.next}`);
  assert.deepEqual(second.items.map(({ version }) => version), ['3']);
  assert.equal(second.next, null);
  const lines = await ask(server, keys.auditor, 'GET', `${list}?limit=2`, undefined,
    { accept: 'application/x-ndjson' });
  assert.deepEqual(lines.text.trimEnd().split('\n').map((line) => JSON.parse(line).version), ['1', '2']);
  assert.equal(lines.headers.get('link'), `<${list}?limit=2&cursor=${first.next}>; rel="next"`);
  const csv = await ask(server, keys.auditor, 'GET', list, undefined, { accept: 'text/csv' });
  assert.equal(csv.text.split('\r\n').length, 5);
  assert.match(csv.text, /^catalog,version,state,effective,/);
  const foreign = await ask(server, keys.auditor, 'GET', `/v1/catalogs?cursor=${first.next}`);
  assert.equal(foreign.status, 400);
  assert.equal((await ask(server, keys.auditor, 'GET', `${list}?limit=x`)).status, 400);
  assert.equal((await ask(server, keys.auditor, 'GET', `${list}?page=2`)).status, 400);
});
