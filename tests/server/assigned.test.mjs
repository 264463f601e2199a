// SPDX-License-Identifier: MIT
// Accounts that are assigned to sales people: others are not there for them, by any route, list or quote.

import assert from 'node:assert/strict';
import test from 'node:test';

import { browser, invite, person } from './people.mjs';
import { add_account, catalog, start_provider } from './provider.mjs';
import { stop } from './server.mjs';
import { ask, data_folder, make_key, must, run_stored } from './stored.mjs';

const edit = (account) => ({
  customer: { name: 'Waterworks' },
  valid_until: '2026-06-30',
  scenario: {
    schema: 'samebill/scenario/1', catalog: catalog('v1'), from: '2026-07', months: 1,
    account: {
      schema: 'samebill/account/1', id: account, agreement: { from: '2026-07-01' }, tax: { jurisdictions: ['FR'] },
      devices: [],
    },
    cohorts: [{ name: 'scanners', count: 1, plan: 'scanner', start: { on: '2026-07-01' } }],
  },
});
const quote_of = (account) => ({ account, ...edit(account) });

async function start(t, accounts, data = data_folder(t)) {
  const provider = await start_provider(t, { data, args: ['--clock', '2026-06-02T12:00:00Z'] });
  for (const id of accounts) await add_account(provider, id, '2026-05');
  return provider;
}
const make_quote = ({ server, operator }, account) => must(server, operator, 'POST', '/v1/quotes', quote_of(account));
const change = ({ server }, { id }, body) =>
  must(server, server.admin, 'PATCH', `/v1/people/${id}`, body, { 'if-match': '*' });

const seen = ({ status, text, headers }) =>
  [status, text, [...headers.keys()].filter((name) => name !== 'date').sort()];

test('every route answers sales for an account that is not assigned as for one that is not there', async (t) => {
  const provider = await start(t, ['near', 'far']);
  const { server, operator, approver } = provider;
  const prices = { note: 'agreed', agreement: { discounts: [] } };
  const ids = { unknown: { account: 'nobody', quote: 'quote_0', proposal: 'proposal_0', bar: 'bar_0' } };
  for (const account of ['near', 'far']) {
    const quote = await make_quote(provider, account);
    const proposal = await must(server, operator, 'POST', `/v1/accounts/${account}/prices:propose`, prices);
    const place = `/v1/accounts/${account}`;
    const { id } = await must(server, operator, 'POST', `${place}/bars:propose`, { reason: 'r', clause: 'c' });
    await must(server, approver, 'POST', `${place}/proposals/${id}:approve`, { why: 'so' });
    const [bar] = (await must(server, operator, 'GET', `${place}/bars`)).items;
    ids[account] = { account, quote: quote.id, proposal: proposal.id, bar: bar.id };
  }
  await person(server, 'sam', ['sales'], { accounts: ['near'] });
  const page = await browser(server, 'sam');
  assert.deepEqual(page.who.accounts, ['near']);
  const key = await make_key(server, ['sales'], { accounts: ['near'] });
  const bodies = { putQuote: (of) => edit(of.account), proposePrices: () => prices, previewAccountBill: () => ({}) };
  const { paths } = await must(server, undefined, 'GET', '/openapi.json');
  const routes = Object.entries(paths)
    .filter(([path]) => path.includes('{account}') || path.includes('{quote}'))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, entry]) => ({ path, method, entry })))
    .filter(({ entry }) => entry['x-roles'].includes('sales'));
  assert.ok(routes.length >= 13, `${routes.length} routes`);
  for (const { path, method, entry: { operationId } } of routes) {
    for (const by of ['key', 'session']) {
      const send = (of) => {
        const place = path.replace('{version}', '1').replace(/\{(\w+)\}/g, (_, name) => of[name]);
        const body = bodies[operationId]?.(of);
        const match = { 'if-match': '*' };
        return by === 'key' ? ask(server, key, method.toUpperCase(), place, body, match)
          : page.ask(method.toUpperCase(), place, body, match);
      };
      const foreign = await send(ids.far);
      assert.equal(foreign.status, 404, `${operationId} by ${by}: ${foreign.text}`);
      assert.deepEqual(seen(foreign), seen(await send(ids.unknown)), operationId);
      // The second of the two finds the quote sent already.
      const own = await send(ids.near);
      assert.ok(own.status < 300 || (operationId === 'sendQuote' && own.status === 409), `${operationId}: ${own.text}`);
    }
  }
  for (const place of [`proposals/${ids.far.proposal}`, `bars/${ids.far.bar}`]) {
    assert.equal((await ask(server, key, 'GET', `/v1/accounts/near/${place}`)).status, 404, place);
  }
});

async function pages(server, key, path) {
  const out = [];
  for (let next = ''; next !== null;) {
    const page = await must(server, key, 'GET', `${path}?limit=2${next && `&cursor=${next}`}`);
    out.push(page.items);
    next = page.next;
  }
  return out;
}

test('lists hold the accounts that are assigned and their quotes, and pages are full', async (t) => {
  const provider = await start(t, ['a1', 'a2', 'a3', 'a4', 'a5']);
  const { server } = provider;
  for (const account of ['a1', 'a2', 'a3', 'a4', 'a5', 'newcomer']) await make_quote(provider, account);
  const key = await make_key(server, ['sales'], { accounts: ['a5', 'a2', 'a4', 'a2'] });
  const accounts = await pages(server, key, '/v1/accounts');
  assert.deepEqual(accounts.map((page) => page.map(({ id }) => id)), [['a2', 'a4'], ['a5']]);
  const quotes = await pages(server, key, '/v1/quotes');
  assert.deepEqual(quotes.map((page) => page.length), [2, 1]);
  assert.deepEqual(quotes.flat().map(({ account }) => account).sort(), ['a2', 'a4', 'a5']);
  const of_one = async (account) => (await must(server, key, 'GET', `/v1/quotes?account=${account}`)).items.length;
  assert.deepEqual([await of_one('a2'), await of_one('a1'), await of_one('newcomer')], [1, 0, 0]);
  const lines = await ask(server, key, 'GET', '/v1/accounts', undefined, { accept: 'text/csv' });
  assert.ok(!/\ba[13]\b/.test(lines.text), lines.text);
  for (const [given, count] of [[[], 0], [null, 5], [undefined, 5]]) {
    const other = await make_key(server, ['sales'], { accounts: given });
    assert.equal((await must(server, other, 'GET', '/v1/accounts')).items.length, count, `${given}`);
    assert.equal((await must(server, other, 'GET', '/v1/quotes')).items.length, count && 6, `${given}`);
  }
});

test('a quote is made for an assigned account, and one that is taken away is gone with the next request', async (t) => {
  const provider = await start(t, ['near', 'far']);
  const { server, auditor } = provider;
  const made = await person(server, 'sam', ['sales'], { accounts: ['near', 'far'] });
  assert.deepEqual(made.accounts, ['far', 'near']);
  const sam = await browser(server, 'sam');
  const once = { 'idempotency-key': 'one' };
  const quote = await sam.ask('POST', '/v1/quotes', quote_of('far'), once);
  assert.equal(quote.status, 201);
  const path = `/v1/quotes/${quote.json.id}`;
  const sent = () => sam.ask('POST', `${path}:send`, undefined, { 'idempotency-key': 'two', 'if-match': '*' });
  assert.equal((await sent()).status, 200);

  const after = await change(provider, made, { accounts: ['near'] });
  assert.deepEqual(after.accounts, ['near']);
  const unknown = await sam.ask('GET', '/v1/accounts/nobody');
  for (const gone of [await sam.ask('GET', '/v1/accounts/far'), await sam.ask('GET', path), await sent()]) {
    assert.deepEqual([gone.status, gone.text], [404, unknown.text]);
  }
  const refused = await sam.ask('POST', '/v1/quotes', quote_of('far'), once);
  const nobodys = await sam.ask('POST', '/v1/quotes', quote_of('nobody'), once);
  assert.deepEqual([refused.status, refused.json.errors[0].path], [422, '/account']);
  assert.equal(refused.text, nobodys.text, 'nor does the answer of then come again');
  assert.equal((await sam.ask('POST', '/v1/quotes', quote_of('near'))).status, 201);
  assert.deepEqual((await must(server, undefined, 'GET', '/v1/session', undefined, sam.headers)).accounts, ['near']);

  await change(provider, made, { name: 'Sam' });
  assert.equal((await sam.ask('GET', '/v1/accounts/far')).status, 404, 'what is left out stays');
  const open = await change(provider, made, { accounts: null });
  assert.equal(open.accounts, undefined);
  assert.equal((await sam.ask('GET', path)).status, 200);
  assert.equal((await sam.ask('POST', '/v1/quotes', quote_of('nobody'))).status, 201, 'accepting makes the account');

  const { items } = await must(server, auditor, 'GET', '/v1/audit?limit=1000');
  const rows = items.filter(({ action, subject }) => action.startsWith('person.') && subject === made.id)
    .filter(({ after: text }) => text);
  assert.deepEqual(rows.map((row) => [row.action, JSON.parse(row.after).accounts]), [
    ['person.create', ['far', 'near']], ['person.edit', ['near']], ['person.edit', ['near']],
    ['person.edit', undefined],
  ]);
  assert.deepEqual(JSON.parse(rows[1].before).accounts, ['far', 'near']);
});

test('accounts go with the role sales alone, and are there', async (t) => {
  const provider = await start(t, ['near']);
  const { server } = provider;
  const refused = async (method, path, body) => {
    const answer = await ask(server, server.admin, method, path, body, method === 'PATCH' ? { 'if-match': '*' } : {});
    return [answer.status, answer.json.errors?.[0].path];
  };
  const key = { name: 'x' };
  const someone = { name: 'x', login: 'someone' };
  for (const [path, body] of [['/v1/keys', key], ['/v1/people', someone]]) {
    for (const roles of [['operator'], ['sales', 'operator'], ['sales', 'auditor'], ['system_admin']]) {
      assert.deepEqual(await refused('POST', path, { ...body, roles, accounts: [] }), [422, '/accounts'], roles.join());
    }
    const customers = { ...body, roles: ['customer_admin'], account: 'near', accounts: ['near'] };
    assert.deepEqual(await refused('POST', path, customers), [422, '/accounts']);
    const accounts = ['near', 'nobody'];
    assert.deepEqual(await refused('POST', path, { ...body, roles: ['sales'], accounts }), [422, '/accounts/1']);
    assert.deepEqual(await refused('POST', path, { ...body, roles: ['sales'], accounts: 'near' }), [422, '/accounts']);
  }
  const sam = await invite(server, 'sam', ['sales'], { accounts: ['near'] });
  const path = `/v1/people/${sam.id}`;
  assert.deepEqual(await refused('PATCH', path, { accounts: ['nobody'] }), [422, '/accounts/0']);
  assert.deepEqual(await refused('PATCH', path, { roles: ['operator'] }), [422, '/roles']);
  assert.deepEqual(await refused('PATCH', path, { roles: ['operator'], accounts: ['near'] }), [422, '/accounts']);
  assert.deepEqual((await must(server, server.admin, 'GET', path)).accounts, ['near']);
  const moved = await change(provider, sam, { roles: ['operator'], accounts: null });
  assert.deepEqual([moved.roles, moved.accounts], [['operator'], undefined]);
  assert.deepEqual(await refused('PATCH', path, { accounts: [] }), [422, '/accounts']);
  const narrow = await make_key(server, ['system_admin'], { scopes: ['editPerson'] });
  const by_narrow = await ask(server, narrow, 'PATCH', path, { accounts: null }, { 'if-match': '*' });
  assert.equal(by_narrow.status, 403, 'who lets no people in opens no accounts to them');
});

test('a key of sales sees no account that its maker does not, and a new start changes nothing', async (t) => {
  const data = data_folder(t);
  const provider = await start(t, ['a1', 'a2', 'a3'], data);
  const { server } = provider;
  const ann = await person(server, 'ann', ['system_admin']);
  const page = await browser(server, 'ann');
  const made = async (accounts) => {
    const answer = await page.ask('POST', '/v1/keys', { name: 'x', roles: ['sales'], accounts });
    assert.deepEqual(answer.json.accounts, accounts);
    return answer.json.key;
  };
  const keys = [await made(undefined), await made(['a1', 'a2'])];
  const lists = async (of) => {
    const out = [];
    for (const key of keys) out.push((await must(of, key, 'GET', '/v1/accounts')).items.map(({ id }) => id));
    return out;
  };
  assert.deepEqual(await lists(server), [['a1', 'a2', 'a3'], ['a1', 'a2']]);
  await change(provider, ann, { roles: ['sales'], accounts: ['a2', 'a3'] });
  const both = [['a2', 'a3'], ['a2']];
  assert.deepEqual(await lists(server), both);
  const shown = await must(server, server.admin, 'GET', `/v1/keys/${keys[1].slice(0, 11)}`);
  assert.deepEqual(shown.accounts, ['a1', 'a2'], 'its own list stays');
  const { items } = await must(server, provider.auditor, 'GET', '/v1/audit?limit=1000');
  const row = items.find(({ action, subject }) => action === 'key.create' && subject === shown.id);
  assert.deepEqual(JSON.parse(row.after).accounts, ['a1', 'a2']);
  await stop(server);
  const again = await run_stored(data);
  t.after(() => stop(again));
  assert.deepEqual(await lists(again), both);
  for (const [at, id] of [[0, 'a1'], [1, 'a3']]) {
    assert.equal((await ask(again, keys[at], 'GET', `/v1/accounts/${id}`)).status, 404);
  }
});
