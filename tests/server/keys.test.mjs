// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { stop } from './server.mjs';
import { ask, make_key, must, run_stored, start_stored } from './stored.mjs';

const revoke = (server, key, why = 'lost') =>
  must(server, server.admin, 'POST', `/v1/keys/${key.slice(0, 11)}:revoke`, { why });

test('the_first_start_makes_an_administrator_and_prints_the_key_once', async (t) => {
  const server = await start_stored(t);
  assert.match(server.admin, /^sb_[0-9A-Za-z]{57}$/);
  assert.equal((await ask(server, server.admin, 'GET', '/v1/keys')).status, 200);
  assert.ok(!server.log.includes(server.admin), 'not in the log');
  await stop(server);
  const again = await run_stored(server.data);
  t.after(() => stop(again));
  assert.equal(again.out, '');
  assert.equal((await ask(again, server.admin, 'GET', '/v1/keys')).status, 200);
});

test('a_key_is_shown_once_and_kept_nowhere', async (t) => {
  const server = await start_stored(t);
  const made = await must(server, server.admin, 'POST', '/v1/keys', { name: 'night run', roles: ['operator'] });
  assert.equal(made.id, made.key.slice(0, 11));
  const { items } = await must(server, server.admin, 'GET', '/v1/keys');
  assert.deepEqual(items.map(({ name }) => name).sort(), ['first administrator', 'night run']);
  assert.ok(!JSON.stringify(items).includes(made.key.slice(11)));
  await must(server, made.key, 'GET', '/v1/session');
  const used = await must(server, server.admin, 'GET', `/v1/keys/${made.id}`);
  assert.match(used.used_at, /^20\d\d-/);
  await stop(server);
  for (const name of readdirSync(server.data).filter((file) => statSync(join(server.data, file)).isFile())) {
    const bytes = readFileSync(join(server.data, name)).toString('latin1');
    for (const key of [made.key, server.admin]) assert.ok(!bytes.includes(key.slice(11)), name);
  }
  assert.ok(!server.log.includes(made.key.slice(11)));
});

test('a_revoked_key_opens_nothing_from_the_next_request_on', async (t) => {
  const server = await start_stored(t);
  const key = await make_key(server, ['auditor']);
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 200);
  const answer = await revoke(server, key);
  assert.equal(answer.revoked_why, 'lost');
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 401);
  const twice = await ask(server, server.admin, 'POST', `/v1/keys/${key.slice(0, 11)}:revoke`, { why: 'x' });
  assert.equal(twice.status, 409);
  await stop(server);
  const again = await run_stored(server.data);
  t.after(() => stop(again));
  assert.equal((await ask(again, key, 'GET', '/v1/audit')).status, 401, 'after a restart as well');
});

test('a_key_that_is_in_use_everywhere_is_gone_within_a_second_of_its_revocation', async (t) => {
  const server = await start_stored(t);
  const key = await make_key(server, ['auditor']);
  const late = [];
  let revoked = Infinity;
  let ended = false;
  const client = async () => {
    while (!ended) {
      const begun = performance.now();
      const { status } = await ask(server, key, 'GET', '/v1/audit?limit=1');
      if (status === 200 && begun > revoked + 1000) late.push(begun - revoked);
      if (begun > revoked && status !== 401 && status !== 200) late.push(status);
    }
  };
  const clients = Array.from({ length: 8 }, client);
  await sleep(200);
  await revoke(server, key);
  revoked = performance.now();
  await sleep(1500);
  ended = true;
  await Promise.all(clients);
  assert.deepEqual(late, []);
});

test('a_key_holds_until_it_expires', async (t) => {
  const server = await start_stored(t);
  const end = Math.floor(Date.now() / 1000 + 7) * 1000;
  const soon = new Date(end).toISOString().replace(/\.\d+Z/, 'Z');
  const key = await make_key(server, ['auditor'], { expires_at: soon });
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 200);
  await sleep(end - Date.now() + 200);
  assert.equal((await ask(server, key, 'GET', '/v1/audit')).status, 401);
  const past = { name: 'x', roles: ['auditor'], expires_at: '2020-01-01T00:00:00Z' };
  assert.equal((await ask(server, server.admin, 'POST', '/v1/keys', past)).status, 422);
});

test('a_key_with_scopes_opens_these_alone_and_makes_no_wider_one', async (t) => {
  const server = await start_stored(t);
  const key = await make_key(server, ['system_admin'], { scopes: ['createKey', 'getSession'] });
  assert.equal((await ask(server, key, 'GET', '/v1/session')).status, 200);
  assert.equal((await ask(server, key, 'GET', '/v1/keys')).status, 403);
  const wider = { name: 'x', roles: ['operator'] };
  assert.equal((await ask(server, key, 'POST', '/v1/keys', wider)).status, 403);
  assert.equal((await ask(server, key, 'POST', '/v1/keys', { ...wider, scopes: ['listKeys'] })).status, 403);
  assert.equal((await ask(server, key, 'POST', '/v1/keys', { ...wider, scopes: ['getSession'] })).status, 201);
});

test('a_key_with_an_end_makes_none_that_outlives_it_and_one_with_scopes_lets_nobody_in', async (t) => {
  const server = await start_stored(t);
  const end = '2100-01-01T00:00:00Z';
  const key = await make_key(server, ['system_admin'], { expires_at: end });
  const make = (more) => ask(server, key, 'POST', '/v1/keys', { name: 'x', roles: ['operator'], ...more });
  assert.equal((await make({})).json.expires_at, end);
  assert.equal((await make({ expires_at: '2099-12-31T23:59:59Z' })).status, 201);
  const later = await make({ expires_at: '2100-01-01T00:00:01Z' });
  assert.deepEqual([later.status, later.json.errors[0].path], [422, '/expires_at']);

  const person = { login: 'eve', name: 'Eve', roles: ['system_admin'] };
  const made = await must(server, server.admin, 'POST', '/v1/people', person);
  const scoped = await make_key(server, ['system_admin'], { scopes: ['createPerson', 'editPerson', 'invitePerson'] });
  assert.equal((await ask(server, scoped, 'POST', '/v1/people', { ...person, login: 'mallory' })).status, 403);
  assert.equal((await ask(server, scoped, 'POST', `/v1/people/${made.id}:invite`)).status, 403);
  const edit = (body) => ask(server, scoped, 'PATCH', `/v1/people/${made.id}`, body, { 'if-match': '*' });
  assert.equal((await edit({ roles: ['operator'] })).status, 403);
  assert.equal((await edit({ disabled: true })).status, 200, 'it may shut out');
  assert.equal((await edit({ disabled: false })).status, 403, 'and not let in again');
  assert.equal((await must(server, server.admin, 'GET', '/v1/people')).items.length, 1);
});

test('what_is_no_key_opens_nothing', async (t) => {
  const server = await start_stored(t);
  const other = server.admin.slice(0, 20) + (server.admin[20] === 'a' ? 'b' : 'a') + server.admin.slice(21);
  for (const authorization of [
    'Bearer', 'Bearer ', `Bearer ${other}`, `Bearer ${server.admin.slice(0, -1)}`, `Basic ${server.admin}`,
    server.admin, `Bearer  ${server.admin}`, `Bearer ${server.admin}, Bearer x`,
  ]) {
    const answer = await ask(server, undefined, 'GET', '/v1/keys', undefined, { authorization });
    assert.equal(answer.status, 401, authorization);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
  }
  // A key that is wrong is refused also where none is needed: its owner should know.
  const open = await ask(server, other, 'GET', '/.well-known/jwks.json');
  assert.equal(open.status, 401);
});

test('roles_that_check_one_another_are_never_in_one_hand', async (t) => {
  const server = await start_stored(t);
  for (const roles of [
    ['operator', 'approver'], ['sales', 'approver'], ['system_admin', 'operator'], ['system_admin', 'auditor'],
    ['ingest', 'operator'], ['customer_admin'], ['customer_viewer', 'auditor'], ['operator', 'operator'],
  ]) {
    const answer = await ask(server, server.admin, 'POST', '/v1/keys', { name: 'x', roles });
    assert.equal(answer.status, 422, roles.join('+'));
    assert.equal(answer.json.errors[0].path, '/roles');
  }
  const unknown = await ask(server, server.admin, 'POST', '/v1/keys', { name: 'x', roles: ['root'] });
  assert.equal(unknown.status, 422);
  const nobody = { name: 'x', roles: ['customer_admin'], account: 'nobody' };
  const answer = await ask(server, server.admin, 'POST', '/v1/keys', nobody);
  assert.equal(answer.json.errors[0].code, 'unknown_account');
});

test('only_administrators_make_keys_and_the_last_of_them_stays', async (t) => {
  const server = await start_stored(t);
  for (const role of ['sales', 'operator', 'approver', 'auditor', 'privacy_officer', 'ingest']) {
    const key = await make_key(server, [role]);
    assert.equal((await ask(server, key, 'POST', '/v1/keys', { name: 'x', roles: [role] })).status, 403, role);
    assert.equal((await ask(server, key, 'GET', '/v1/keys')).status, role === 'auditor' ? 200 : 403, role);
  }
  const last = await ask(server, server.admin, 'POST', `/v1/keys/${server.admin.slice(0, 11)}:revoke`, { why: 'x' });
  assert.equal(last.status, 409);
  assert.equal((await ask(server, server.admin, 'GET', '/v1/keys')).status, 200);
  const second = await make_key(server, ['system_admin']);
  await revoke(server, server.admin);
  assert.equal((await ask(server, second, 'GET', '/v1/keys')).status, 200);
});

test('a_key_made_twice_under_one_idempotency_key_is_one_key', async (t) => {
  const server = await start_stored(t);
  const headers = { 'idempotency-key': 'only-once' };
  const body = { name: 'x', roles: ['operator'] };
  const [one, other] = await Promise.all([
    ask(server, server.admin, 'POST', '/v1/keys', body, headers),
    ask(server, server.admin, 'POST', '/v1/keys', body, headers),
  ]);
  assert.deepEqual([one.status, other.status].sort(), [201, 409]);
  assert.equal((await must(server, server.admin, 'GET', '/v1/keys')).items.length, 2);
});

test('the_audit_log_says_who_did_what_and_is_chained', async (t) => {
  const server = await start_stored(t);
  const key = await make_key(server, ['auditor']);
  const other = await make_key(server, ['sales']);
  await revoke(server, other, 'no longer needed');
  const answer = await ask(server, key, 'GET', '/v1/audit/export');
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  const rows = answer.text.trimEnd().split('\n').map((row) => JSON.parse(row));
  assert.deepEqual(rows.map(({ action }) => action),
    ['key.create', 'key.create', 'key.create', 'key.revoke', 'accounts.read']);
  assert.deepEqual(rows.map(({ sequence }) => sequence), [1, 2, 3, 4, 5]);
  assert.equal(rows[3].why, 'no longer needed');
  assert.equal(rows[3].by, server.admin.slice(0, 11));
  rows.slice(1).forEach((row, at) => assert.equal(row.previous, rows[at].digest));
  assert.ok(!answer.text.includes(key.slice(11)) && !answer.text.includes(other.slice(11)));
  const ndjson = await ask(server, key, 'GET', '/v1/audit?limit=2', undefined, { accept: 'application/x-ndjson' });
  assert.equal(ndjson.text.trimEnd().split('\n').length, 2);
  const { items } = await must(server, server.admin, 'GET', '/v1/audit');
  assert.deepEqual(items.slice(4).map(({ action, subject }) => [action, subject]),
    ['/v1/audit/export', '/v1/audit', '/v1/audit'].map((path) => ['accounts.read', path]));
});

test('after_a_rotation_both_signing_keys_are_published', async (t) => {
  const server = await start_stored(t);
  const { keys: [first] } = await must(server, undefined, 'GET', '/.well-known/jwks.json');
  const once = { 'idempotency-key': 'r1' };
  const { key } = await must(server, server.admin, 'POST', '/v1/signing_keys:rotate', undefined, once);
  const again = await must(server, server.admin, 'POST', '/v1/signing_keys:rotate', undefined, once);
  assert.equal(again.key, key, 'the same request makes no other key');
  const { keys } = await must(server, undefined, 'GET', '/.well-known/jwks.json');
  assert.deepEqual(keys.map(({ kid }) => kid), [key, first.kid]);
  assert.ok(keys.every((jwk) => jwk.d === undefined));
  const files = readdirSync(join(server.data, 'keys'));
  assert.equal(files.length, 2);
  for (const file of files) assert.equal(statSync(join(server.data, 'keys', file)).mode & 0o777, 0o600);
  const operator = await make_key(server, ['operator']);
  assert.equal((await ask(server, operator, 'POST', '/v1/signing_keys:rotate')).status, 403);
});
