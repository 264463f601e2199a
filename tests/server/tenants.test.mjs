// SPDX-License-Identifier: MIT
// Two customers on one server: what one of them has never comes to the other, by its ids, keys, cookies or headers. All
// that belongs to the first holds a word that nothing else has, and every answer to the second is searched for it.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ask, make_key, must, start_stored } from './stored.mjs';

const canary = 'canary4711';
const password = 'correct horse battery';

async function customer(server, operator, id, word) {
  const document = { schema: 'samebill/account/1', id, name: `${word} Ltd`, agreement: { from: '2026-01-01' } };
  await must(server, operator, 'POST', '/v1/accounts', { catalog: 'meters', document });
  const device = `${word}-m1`;
  await must(server, operator, 'POST', `/v1/accounts/${id}/devices`, [{ id: device, iccid: `${word}-iccid` }]);
  await must(server, operator, 'POST', `/v1/accounts/${id}/events`, [
    { at: '2026-03-01T00:00:00Z', type: 'provision', device, plan: 'meter' },
  ]);
  const key = await make_key(server, ['customer_admin'], { account: id });
  const viewer = await make_key(server, ['customer_viewer'], { account: id });
  const made = await must(server, key, 'POST', '/v1/people',
    { login: `${word}@example`, name: `${word} person`, roles: ['customer_admin'] });
  await ask(server, undefined, 'POST', '/v1/people:accept', { invitation: made.invitation, password });
  const login = await ask(server, undefined, 'POST', '/v1/session', { login: `${word}@example`, password });
  const [cookie] = login.headers.getSetCookie()[0].split(';');
  const page = {
    cookie, origin: server.url, 'sec-fetch-site': 'same-origin', 'x-samebill-token': login.json.page_token,
  };
  return { id, device, key, viewer, person: made.id, session: login.json.session, page };
}

async function two_customers(t) {
  const server = await start_stored(t);
  const operator = await make_key(server, ['operator']);
  const approver = await make_key(server, ['approver']);
  const version = '/v1/catalogs/meters/versions/v1';
  await must(server, operator, 'PUT', version, {
    schema: 'samebill/catalog/1', id: 'meters', version: 'v1', currency: 'EUR',
    plans: [{ id: 'meter', access_fee: { amount: '2.10' } }],
  });
  await must(server, approver, 'POST', `${version}:publish`, { effective: '2026-01' }, { 'if-match': '*' });
  const first = await customer(server, operator, `${canary}-account`, canary);
  const second = await customer(server, operator, 'second-account', 'second');
  return { server, operator, first, second };
}

// The members of an answer that two requests for nothing have in common.
const seen = ({ status, text, headers }) => [status, text, [...headers.keys()].filter((name) => name !== 'date').sort(),
  headers.get('content-length')];

test('a_foreign_id_and_an_unknown_one_are_answered_alike', async (t) => {
  const { server, first, second } = await two_customers(t);
  const key_id = first.key.slice(0, 11);
  const unknown = {
    account: `${canary}-nobody`, key: 'sb_ZZZZZZZZ', person: 'person_nobody', session: 'session_nobody',
  };
  const places = (of) => [
    ['GET', `/v1/accounts/${of.account}`], ['GET', `/v1/accounts/${of.account}/devices`],
    ['GET', `/v1/accounts/${of.account}/events`], ['GET', `/v1/accounts/${of.account}/history`],
    ['GET', `/v1/accounts/${of.account}/bills`], ['GET', `/v1/accounts/${of.account}/bills/2026-03`],
    ['GET', `/v1/keys/${of.key}`], ['POST', `/v1/keys/${of.key}:revoke`, { why: 'x' }],
    ['GET', `/v1/people/${of.person}`], ['PATCH', `/v1/people/${of.person}`, { disabled: true }],
    ['POST', `/v1/people/${of.person}:invite`], ['POST', `/v1/sessions/${of.session}:end`],
    ['POST', '/v1/keys', { name: 'x', roles: ['customer_viewer'], account: of.account }],
    ['POST', '/v1/people', { login: 'xyz', name: 'x', roles: ['customer_viewer'], account: of.account }],
  ];
  const foreign = places({ account: first.id, key: key_id, person: first.person, session: first.session });
  for (const [at, [method, path, body]] of foreign.entries()) {
    const headers = method === 'PATCH' ? { 'if-match': '*' } : {};
    const [, other] = places(unknown)[at];
    for (const credentials of [{ key: second.key }, { page: second.page }]) {
      const all = { ...headers, ...credentials.page };
      const send = (where, what) => ask(server, credentials.key, method, where, what, all);
      const theirs = await send(path, body);
      assert.equal(theirs.status, 404, `${method} ${path}: ${theirs.text}`);
      assert.deepEqual(seen(theirs), seen(await send(other, places(unknown)[at][2])), `${method} ${path}`);
    }
  }
  assert.equal((await ask(server, first.key, 'GET', '/v1/session')).status, 200, 'nothing was ended or revoked');
  assert.equal((await ask(server, undefined, 'GET', '/v1/session', undefined, first.page)).status, 200);
});

test('no_list_shows_what_is_anothers', async (t) => {
  const { server, second } = await two_customers(t);
  const { paths } = await must(server, undefined, 'GET', '/openapi.json');
  const lists = Object.entries(paths)
    .filter(([, methods]) => methods.get)
    .map(([path]) => path.replace('{account}', second.id).replace('{month}', '2026-03'))
    .map((path) => path.replace('{device}', second.device))
    .filter((path) => !path.includes('{'));
  assert.ok(lists.length > 15, `${lists}`);
  let answered = 0;
  for (const path of lists) {
    for (const accept of ['application/json', 'application/x-ndjson', 'text/csv']) {
      for (const [key, page] of [[second.key], [second.viewer], [undefined, second.page], [undefined, {}]]) {
        const { status, text } = await ask(server, key, 'GET', path, undefined, { ...page, accept });
        assert.ok(status < 500, `${path}: ${status} ${text}`);
        assert.ok(!text.includes(canary), `${path} as ${accept}: ${text}`);
        if (status === 200) answered++;
      }
    }
  }
  assert.ok(answered > 30, `${answered} answers`);
  assert.ok(!server.log.includes(canary), 'nor the log');
});

test('a_cookie_opens_nothing_with_anothers_token_or_key', async (t) => {
  const { server, first, second } = await two_customers(t);
  const body = { name: 'x', roles: ['customer_viewer'] };
  const mixed = { ...second.page, 'x-samebill-token': first.page['x-samebill-token'] };
  assert.equal((await ask(server, undefined, 'POST', '/v1/keys', body, mixed)).status, 401);
  // With a key beside it a cookie says nothing.
  const both = await must(server, second.key, 'GET', '/v1/session', undefined, first.page);
  assert.equal(both.kind, 'key');
  assert.equal(both.account, second.id);
  const own = await must(server, undefined, 'GET', '/v1/session', undefined, second.page);
  assert.equal(own.account, second.id);
  for (const name of ['x-account', 'x-forwarded-user', 'x-original-url', 'x-rewrite-url', 'forwarded']) {
    const answer = await ask(server, second.key, 'GET', '/v1/session', undefined, { [name]: first.id });
    assert.equal(answer.json.account, second.id, name);
  }
});

test('a_customers_administrator_gives_a_customers_roles_in_the_own_account_alone', async (t) => {
  const { server, first, second } = await two_customers(t);
  for (const role of ['operator', 'approver', 'auditor', 'sales', 'ingest', 'system_admin', 'privacy_officer']) {
    const answer = await ask(server, second.key, 'POST', '/v1/keys', { name: 'x', roles: [role] });
    assert.equal(answer.status, 403, role);
  }
  const made = await must(server, second.key, 'POST', '/v1/keys', { name: 'x', roles: ['customer_viewer'] });
  assert.equal(made.account, second.id);
  const by_viewer = await ask(server, second.viewer, 'POST', '/v1/keys', { name: 'x', roles: ['customer_viewer'] });
  assert.equal(by_viewer.status, 403);
  const path = `/v1/people/${second.person}`;
  const raise = await ask(server, second.key, 'PATCH', path, { roles: ['operator'] }, { 'if-match': '*' });
  assert.equal(raise.status, 403);
  const keys = await must(server, first.key, 'GET', '/v1/keys');
  const own = [first.key, first.viewer].map((key) => key.slice(0, 11));
  assert.deepEqual(keys.items.map(({ id }) => id).sort(), own.sort());
});

test('one_of_a_customer_under_anothers_idempotency_key_gets_an_own_answer', async (t) => {
  const { server, first, second } = await two_customers(t);
  const body = { login: 'somebody', name: canary, roles: ['customer_viewer'] };
  const headers = { 'idempotency-key': 'the-same' };
  await must(server, first.key, 'POST', '/v1/people', body, headers);
  const another = { ...body, login: 'elsewhere', name: 'y' };
  const other = await ask(server, second.key, 'POST', '/v1/people', another, headers);
  assert.equal(other.status, 201);
  assert.ok(!other.text.includes(canary));
});
