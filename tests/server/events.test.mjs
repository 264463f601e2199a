// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { add_devices, event, provider } from './tariff.mjs';
import { ask, must, start_stored } from './stored.mjs';

const path = '/v1/accounts/acme/events';
const provision = event('provision', 'meter', '2026-03-02T08:00:00Z', { plan: 'basic' });
const activate = event('activate', 'meter', '2026-03-10T08:00:00Z');

test('events_are_taken_if_the_engine_takes_them_now', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const early = await ask(server, keys.operator, 'POST', path, activate);
  assert.equal(early.status, 409, early.text);
  assert.deepEqual(early.json.errors.map(({ code, path: place }) => [code, place]), [['invalid_transition', '']]);
  const taken = await ask(server, keys.operator, 'POST', path, [provision, activate]);
  assert.equal(taken.status, 201, taken.text);
  assert.deepEqual(taken.json.events.map(({ event: one }) => one.type), ['provision', 'activate']);
  const again = await ask(server, keys.operator, 'POST', path, [activate, provision]);
  assert.equal(again.status, 409);
  assert.deepEqual(again.json.errors.map(({ path: place }) => place), ['/1']);
  const plan = await ask(server, keys.operator, 'POST', path,
    event('change_plan', 'meter', '2026-03-11T00:00:00Z', { plan: 'none' }));
  assert.deepEqual([plan.status, plan.json.errors[0].code, plan.json.errors[0].path], [422, 'unknown_plan', '/plan']);
  const device = await ask(server, keys.operator, 'POST', path, event('activate', 'none', '2026-03-11T00:00:00Z'));
  assert.deepEqual([device.status, device.json.errors[0].code], [422, 'unknown_device']);
  const far = await ask(server, keys.operator, 'POST', path, event('suspend', 'meter', '2150-01-01T00:00:00Z'));
  assert.equal(far.json.errors[0].code, 'too_far_ahead');
  assert.equal((await must(server, keys.viewer, 'GET', path)).items.length, 2);
});

test('the_same_request_sent_many_times_at_once_is_one_and_all_get_its_answer', async (t) => {
  // One at a time has the engine, the others wait for it with their keys looked up.
  const server = await start_stored(t, { args: ['--computations', '1'] });
  const keys = await provider(server);
  // The engine refuses a second provisioning: who comes second must get the answer of the first, not that refusal.
  const eight = (method_path, body, key) => Promise.all(Array.from({ length: 8 }, () =>
    ask(server, keys.operator, 'POST', method_path, body, { 'idempotency-key': key })));
  const added = await eight(path, [provision], 'once');
  assert.deepEqual([...new Set(added.map(({ status, text }) => `${status} ${text}`))], [`201 ${added[0].text}`]);
  const { items: [{ id }] } = await must(server, keys.viewer, 'GET', path);
  const voided = await eight(`${path}/${id}:void`, { why: 'a slip' }, 'once-more');
  assert.deepEqual([...new Set(voided.map(({ status, text }) => `${status} ${text}`))], [`200 ${voided[0].text}`]);
});

test('an_event_between_others_may_not_break_them', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const suspend = event('suspend', 'meter', '2026-03-20T00:00:00Z');
  await must(server, keys.operator, 'POST', path, [provision, activate, suspend]);
  const cancel = await ask(server, keys.operator, 'POST', path, event('cancel', 'meter', '2026-03-15T00:00:00Z'));
  assert.equal(cancel.status, 409);
  assert.match(cancel.json.errors[0].message, /^With this change, at \/events\/2 of the account's inputs: /);
});

test('events_come_as_csv_and_are_found_by_device_and_month', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  await add_devices(server, keys, 'acme', ['b']);
  const csv = 'at,type,device,plan\n2026-03-01T00:00:00Z,provision,meter,basic\n' +
    '2026-04-01T00:00:00+02:00,provision,b,basic\n2026-04-02T00:00:00Z,activate,b,\n';
  const taken = await ask(server, keys.operator, 'POST', path, csv, { 'content-type': 'text/csv' });
  assert.equal(taken.status, 201, taken.text);
  const ids = async (query) => (await must(server, keys.viewer, 'GET', path + query)).items
    .map(({ event: one }) => `${one.device} ${one.type}`);
  assert.deepEqual(await ids('?device=b'), ['b provision', 'b activate']);
  assert.deepEqual(await ids('?month=2026-03'), ['meter provision', 'b provision']);
  assert.deepEqual(await ids('?month=2026-04'), ['b activate']);
});

test('an_event_is_voided_with_a_reason_unless_the_rest_needs_it', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const { events } = await must(server, keys.operator, 'POST', path, [provision, activate]);
  const needed = await ask(server, keys.operator, 'POST', `${path}/${events[0].id}:void`, { why: 'wrong device' });
  assert.equal(needed.status, 409, needed.text);
  assert.equal((await ask(server, keys.operator, 'POST', `${path}/${events[1].id}:void`, {})).status, 422);
  const done = await must(server, keys.operator, 'POST', `${path}/${events[1].id}:void`, { why: 'wrong day' });
  assert.equal(done.voided_why, 'wrong day');
  assert.equal((await ask(server, keys.operator, 'POST', `${path}/${events[1].id}:void`, { why: 'x' })).status, 409);
  assert.equal((await must(server, keys.viewer, 'GET', `${path}?voided=false`)).items.length, 1);
  assert.equal((await must(server, keys.viewer, 'GET', `${path}/${events[1].id}`)).voided_by, done.voided_by);
  const later = event('activate', 'meter', '2026-03-12T00:00:00Z');
  assert.equal((await ask(server, keys.operator, 'POST', path, later)).status, 201);
  const audit = await must(server, keys.auditor, 'GET', '/v1/audit');
  const entry = audit.items.find(({ action }) => action === 'event.void');
  assert.equal(entry.why, 'wrong day');
});

test('a_viewer_changes_nothing', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  assert.equal((await ask(server, keys.viewer, 'POST', path, provision)).status, 403);
});

// Otherwise a customer could make the own bill smaller afterwards.
test('a_customers_events_are_from_now_on_and_it_takes_none_out', async (t) => {
  const server = await start_stored(t, { args: ['--clock', '2026-03-10T08:00:00Z'] });
  const keys = await provider(server);
  const add = (at, more) => ask(server, keys.customer, 'POST', path, event('provision', 'meter', at, more));
  const past = await add('2026-03-10T07:54:00Z', { plan: 'basic' });
  assert.deepEqual([past.status, past.json.errors[0].code, past.json.errors[0].path], [422, 'in_the_past', '/at']);
  const taken = await add('2026-03-10T07:59:00Z', { plan: 'basic' });
  assert.equal(taken.status, 201, taken.text);
  const later = event('activate', 'meter', '2026-03-20T00:00:00Z');
  const { events } = await must(server, keys.customer, 'POST', path, later);
  const out = (key) => ask(server, key, 'POST', `${path}/${events[0].id}:void`, { why: 'too early' });
  assert.equal((await out(keys.customer)).status, 403);
  assert.equal((await out(keys.operator)).status, 200);
});
