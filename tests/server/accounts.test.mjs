// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { stop } from './server.mjs';
import { account_document, add_account, add_devices, catalog, event, provider, publish, staff } from './tariff.mjs';
import { ask, make_key, must, start_stored } from './stored.mjs';

const proposals = '/v1/accounts/acme/proposals';

test('an_account_is_made_edited_with_its_tag_and_keeps_its_history', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  await publish(server, keys, catalog('1'));
  const body = { catalog: 'tariff', document: account_document('acme') };
  const made = await ask(server, keys.operator, 'POST', '/v1/accounts', body);
  assert.equal(made.status, 201, made.text);
  assert.equal(made.headers.get('location'), '/v1/accounts/acme');
  assert.equal(made.json.uptake, 'by_date');
  assert.equal(made.json.payment_days, 30);
  assert.equal((await ask(server, keys.operator, 'POST', '/v1/accounts', body)).status, 409);

  const edit = { catalog: 'tariff', payment_days: 14, document: account_document('acme', { name: 'Acme' }) };
  assert.equal((await ask(server, keys.operator, 'PUT', '/v1/accounts/acme', edit)).status, 428);
  const edited = await ask(server, keys.operator, 'PUT', '/v1/accounts/acme', edit, { 'if-match': '"1"' });
  assert.equal(edited.status, 200, edited.text);
  assert.equal(edited.headers.get('etag'), '"2"');
  const late = await ask(server, keys.operator, 'PUT', '/v1/accounts/acme', edit, { 'if-match': '"1"' });
  assert.equal(late.status, 412);
  const history = await must(server, keys.auditor, 'GET', '/v1/accounts/acme/history');
  assert.deepEqual(history.items.map(({ revision, payment_days, document }) => [revision, payment_days, document.name]),
    [[1, 30, undefined], [2, 14, 'Acme']]);
});

test('an_account_must_fit_its_catalog_and_its_events', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const create = (document, more = {}) => ask(server, keys.operator, 'POST', '/v1/accounts',
    { catalog: 'tariff', document, ...more });
  const unknown = await create(account_document('b', { agreement: { from: '2026-01-01', plans: ['other'] } }));
  assert.equal(unknown.status, 422);
  assert.deepEqual(unknown.json.errors.map(({ code, path }) => [code, path]),
    [['unknown_plan', '/document/agreement/plans/0']]);
  assert.equal((await create(account_document('b'), { catalog: 'none' })).json.errors[0].code, 'unknown_catalog');
  const devices = await create(account_document('b', { devices: [{ id: 'x' }] }));
  assert.equal(devices.json.errors[0].path, '/document/devices');
  const extra = await create(account_document('b'), { colour: 'red' });
  assert.deepEqual([extra.status, extra.json.errors[0].path], [422, '/colour']);

  await must(server, keys.operator, 'POST', '/v1/accounts/acme/events',
    [event('provision', 'meter', '2026-03-01T00:00:00Z', { plan: 'basic' })]);
  const without = await ask(server, keys.operator, 'PUT', '/v1/accounts/acme',
    { catalog: 'tariff', document: account_document('acme', { agreement: { from: '2026-01-01', plans: [] } }) },
    { 'if-match': '"1"' });
  assert.equal(without.status, 422, without.text);
  assert.equal(without.json.errors[0].code, 'plan_not_available');
});

test('a_number_that_nothing_can_hold_is_refused_wherever_it_stands', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const document = JSON.stringify(account_document('b', { agreement: { from: 0 } })).replace(':0', ':1e999');
  for (const [method_path, body, type] of [
    ['/v1/accounts', `{"catalog":"tariff","document":${document}}`],
    ['/v1/accounts/acme/devices', '{"id":"m2","imsi":-1e999}'],
    ['/v1/accounts/acme/devices', '{"id":"m2"}\n{"id":1e999}\n', 'application/x-ndjson'],
    ['/v1/accounts/acme/bills:preview', '{"account":{"tax":1e999}}'],
    ['/v1/accounts/acme/prices:propose', '{"pricing_attachments":[1e999],"note":"x"}'],
  ]) {
    const headers = { 'content-type': type ?? 'application/json' };
    const answer = await ask(server, keys.operator, 'POST', method_path, body, headers);
    assert.equal(answer.status, 422, `${method_path} ${body}: ${answer.text}`);
  }
});

test('a_customer_sees_its_own_account_and_no_trace_of_others', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  await add_account(server, keys, 'other');
  const list = await must(server, keys.viewer, 'GET', '/v1/accounts');
  assert.deepEqual(list.items.map(({ id }) => id), ['acme']);
  const foreign = await ask(server, keys.viewer, 'GET', '/v1/accounts/other');
  const unknown = await ask(server, keys.viewer, 'GET', '/v1/accounts/nobody');
  assert.equal(foreign.status, 404);
  assert.equal(foreign.text, unknown.text);
  assert.equal((await ask(server, undefined, 'GET', '/v1/accounts/acme')).status, 401);
});

test('the_same_idempotency_key_gives_the_same_answer_and_makes_one_account', async (t) => {
  const server = await start_stored(t);
  const keys = await staff(server);
  await publish(server, keys, catalog('1'));
  const once = { 'idempotency-key': 'k-1' };
  const body = { catalog: 'tariff', document: account_document('acme') };
  const first = await ask(server, keys.operator, 'POST', '/v1/accounts', body, once);
  const again = await ask(server, keys.operator, 'POST', '/v1/accounts', body, once);
  assert.deepEqual([first.status, again.status], [201, 201]);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('location'), '/v1/accounts/acme');
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  const other = await ask(server, keys.operator, 'POST', '/v1/accounts',
    { catalog: 'tariff', document: account_document('bolt') }, once);
  assert.equal(other.status, 422);
  assert.equal(other.json.errors[0].code, 'idempotency_key');
  const together = await Promise.all(Array.from({ length: 8 }, () => ask(server, keys.operator, 'POST', '/v1/accounts',
    { catalog: 'tariff', document: account_document('crow') }, { 'idempotency-key': 'k-2' })));
  assert.deepEqual([...new Set(together.map(({ status }) => status))], [201]);
  assert.equal((await must(server, keys.operator, 'GET', '/v1/accounts/crow/history')).items.length, 1);
});

test('an_idempotency_key_is_forgotten_after_a_week', async (t) => {
  const server = await start_stored(t, { args: ['--clock', '2026-03-01T00:00:00Z'] });
  const keys = await provider(server);
  const keyed = { 'idempotency-key': 'k1' };
  const add = (at, id) => ask(at, keys.operator, 'POST', '/v1/accounts/acme/devices', [{ id }], keyed);
  assert.equal((await add(server, 'm1')).status, 200);
  // What is to be forgotten is looked for now and then, and at the end.
  const started = async (clock) => {
    const args = ['--clock', clock];
    await stop(await start_stored(t, { data: server.data, args }));
    return start_stored(t, { data: server.data, args });
  };
  await stop(server);
  const sixth = await started('2026-03-07T00:00:00Z');
  assert.equal((await add(sixth, 'm2')).status, 422, 'the key was used for another request');
  assert.equal((await add(sixth, 'm1')).headers.get('idempotency-replayed'), 'true');
  await stop(sixth);
  const ninth = await started('2026-03-09T00:00:00Z');
  assert.equal((await add(ninth, 'm2')).status, 200);
  const { items } = await must(ninth, keys.operator, 'GET', '/v1/accounts/acme/devices');
  assert.deepEqual(items.map((device) => device.id), ['m1', 'm2', 'meter']);
});

test('devices_come_in_bulk_all_or_none_and_an_id_is_one_devices', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const send = (body, type) => ask(server, keys.operator, 'POST', '/v1/accounts/acme/devices', body,
    { 'content-type': type });
  const csv = await send('id,iccid,shipped_on\na,8944,2026-01-05\n"b","89,45",\n', 'text/csv');
  assert.deepEqual(csv.json, { added: 2, unchanged: 0 }, csv.text);
  assert.deepEqual((await send('id,iccid,shipped_on\na,8944,2026-01-05\n', 'text/csv')).json,
    { added: 0, unchanged: 1 });
  const bad = await send('{"id":"c"}\n{"id":"d","shipped_on":"yesterday"}\n', 'application/x-ndjson');
  assert.equal(bad.status, 422);
  assert.deepEqual(bad.json.errors.map(({ path }) => path), ['/1/shipped_on']);
  await add_account(server, keys, 'other');
  const taken = await ask(server, keys.operator, 'POST', '/v1/accounts/other/devices', { id: 'a' });
  assert.deepEqual([taken.status, taken.json.errors[0].path], [409, '/id']);
  const list = await must(server, keys.viewer, 'GET', '/v1/accounts/acme/devices');
  assert.deepEqual(list.items.map(({ id }) => id), ['a', 'b', 'meter']);
  assert.equal(list.items[1].iccid, '89,45');
  const changed = await ask(server, keys.operator, 'PUT', '/v1/accounts/acme/devices/a', { id: 'a', iccid: '1' },
    { 'if-match': '"1"' });
  assert.equal(changed.headers.get('etag'), '"2"', changed.text);
  assert.equal((await must(server, keys.operator, 'GET', '/v1/accounts/acme')).devices, 3);
});

test('versions_hold_by_date_or_when_the_schedule_says', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  await publish(server, keys, catalog('2'), '2026-05');
  const path = '/v1/accounts/acme/catalog-schedule';
  const dated = await must(server, keys.viewer, 'GET', path);
  assert.deepEqual(dated.versions, [
    { from: '2026-01', version: '1', taken: 'by_date' }, { from: '2026-05', version: '2', taken: 'by_date' }]);
  const early = await ask(server, keys.operator, 'PUT', `${path}/2026-04`, { version: '2' });
  assert.equal(early.json.errors[0].code, 'not_effective');
  const back = await must(server, keys.operator, 'PUT', `${path}/2026-07`, { version: '1' });
  assert.deepEqual(back.versions.map(({ from, version, taken }) => [from, version, taken]),
    [['2026-01', '1', 'by_date'], ['2026-05', '2', 'by_date'], ['2026-07', '1', 'explicit']]);
  const read = await ask(server, keys.operator, 'GET', path);
  const tag = read.headers.get('etag');
  const replace = (headers) => ask(server, keys.operator, 'PUT', `${path}/2026-07`, { version: '2' }, headers);
  assert.equal((await replace({})).status, 428);
  assert.equal((await replace({ 'if-match': tag })).status, 200);
  assert.equal((await replace({ 'if-match': tag })).status, 412, 'it was changed meanwhile');
  const drop = (match) => ask(server, keys.operator, 'DELETE', `${path}/2026-07`, undefined, match);
  assert.equal((await drop({})).status, 428);
  assert.equal((await drop({ 'if-match': tag })).status, 412);
  const gone = await drop({ 'if-match': '*' });
  assert.equal(gone.json.versions.length, 2);
  assert.equal((await drop({ 'if-match': '*' })).status, 404);

  await add_account(server, keys, 'slow', { uptake: 'explicit' });
  await must(server, keys.operator, 'PUT', '/v1/accounts/slow/catalog-schedule/2026-02', { version: '1' });
  const slow = await must(server, keys.operator, 'GET', '/v1/accounts/slow/catalog-schedule');
  assert.deepEqual(slow.versions.map(({ from, version }) => [from, version]), [['2026-02', '1']]);
});

test('a_barred_account_is_shut_out_until_the_bar_is_lifted', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const mine = () => ask(server, keys.viewer, 'GET', '/v1/accounts/acme');
  assert.equal((await mine()).status, 200);
  const proposed = await must(server, keys.operator, 'POST', '/v1/accounts/acme/bars:propose',
    { reason: 'open relay', clause: 'No network abuse' });
  assert.equal((await mine()).status, 200, 'not before a second person approves');
  await must(server, keys.approver, 'POST', `${proposals}/${proposed.id}:approve`, { why: 'seen' });
  assert.equal((await mine()).status, 403);
  const [bar] = (await must(server, keys.operator, 'GET', '/v1/accounts/acme/bars')).items;
  assert.deepEqual([bar.reason, bar.by], ['open relay', keys.operator.slice(0, 11)]);
  assert.equal((await ask(server, keys.operator, 'GET', '/v1/accounts/acme')).status, 200);
  const lifted = await must(server, keys.approver, 'POST', `/v1/accounts/acme/bars/${bar.id}:lift`, { why: 'closed' });
  assert.equal(lifted.lifted_why, 'closed');
  assert.equal((await mine()).status, 200);
  const of_device = await must(server, keys.operator, 'POST', '/v1/accounts/acme/bars:propose',
    { device: 'meter', reason: 'spike', clause: 'No network abuse' });
  await must(server, keys.approver, 'POST', `${proposals}/${of_device.id}:approve`, { why: 'seen' });
  assert.equal((await mine()).status, 200, 'a device alone does not shut the customer out');
  const none = await ask(server, keys.operator, 'POST', '/v1/accounts/acme/bars:propose',
    { device: 'nothing', reason: 'spike', clause: 'x' });
  assert.equal(none.json.errors[0].path, '/device');
});

test('keys_and_bars_hold_after_a_restart', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const bar = await must(server, keys.operator, 'POST', '/v1/accounts/acme/bars:propose', { reason: 'r', clause: 'c' });
  await must(server, keys.approver, 'POST', `${proposals}/${bar.id}:approve`, { why: 'seen' });
  server.child.kill('SIGKILL');
  await server.ended;
  const next = await start_stored(t, { data: server.data });
  assert.equal(next.admin, undefined, 'the first key is shown once');
  assert.equal((await ask(next, keys.viewer, 'GET', '/v1/accounts/acme')).status, 403);
  assert.deepEqual((await must(next, keys.operator, 'GET', '/v1/accounts/acme/devices')).items, [{ id: 'meter' }]);
  assert.equal(await make_key({ ...next, admin: server.admin }, ['sales']).then(() => 'made'), 'made');
});
