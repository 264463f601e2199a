// SPDX-License-Identifier: MIT
// What one proposes and another decides: the same rule for catalogs, bill runs and payments. A log-in and the keys that
// it made are one person.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { browser, person } from './people.mjs';
import { add_account, bill_month, catalog, finalise, preview, settled, start_provider } from './provider.mjs';
import { ask, make_key, must } from './stored.mjs';

// Keys of a role, one made by each of two administrators who log in.
async function keys_of(administrators, role) {
  const made = administrators.map(async (administrator) =>
    (await administrator.ask('POST', '/v1/keys', { name: role, roles: [role] })).json.key);
  return Promise.all(made);
}

test('nobody_decides_with_another_key_what_he_has_proposed', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'shop', '2026-01');
  for (const login of ['ann', 'bob']) await person(server, login, ['system_admin']);
  const both = [await browser(server, 'ann'), await browser(server, 'bob')];
  const [operator] = await keys_of(both, 'operator');
  const [own, other] = await keys_of(both, 'approver');

  const version = '/v1/catalogs/scanners/versions/v2';
  await must(server, operator, 'PUT', version, catalog('v2', '4.00'));
  const publish = (key) =>
    ask(server, key, 'POST', `${version}:publish`, { effective: '2026-02' }, { 'if-match': '*' });
  assert.equal((await publish(own)).status, 403);
  assert.equal((await publish(other)).status, 200);

  const run = await must(server, operator, 'POST', '/v1/runs', { month: '2026-01' });
  await settled(provider, run.id);
  const approve = (key, path = '', body = undefined) =>
    ask(server, key, 'POST', `/v1/runs/${run.id}${path}:approve`, body);
  assert.equal((await approve(own)).status, 403);
  assert.equal((await approve(own, '/items/shop', { why: 'seen' })).status, 403);
  assert.equal((await approve(other)).status, 200);
  assert.equal((await finalise(provider, run.id)).state, 'finalised');

  const payments = '/v1/accounts/shop/payments';
  const proposed = await must(server, operator, 'POST', `${payments}:propose`,
    { kind: 'credit_note', number: 1, amount: '1.00', currency: 'EUR', on: '2026-02-05', reference: 'c', note: 'n' });
  const decline = (key) => ask(server, key, 'POST', `${payments}/${proposed.id}:decline`, { why: 'a slip' });
  assert.equal((await decline(own)).status, 403);
  assert.equal((await decline(other)).status, 200);

  const bar = await must(server, operator, 'POST', '/v1/accounts/shop/bars:propose', { reason: 'spam', clause: 'c' });
  const approve_bar = (key) => ask(server, key, 'POST', `/v1/accounts/shop/proposals/${bar.id}:approve`, { why: 'y' });
  assert.equal((await approve_bar(own)).status, 403);
  assert.equal((await approve_bar(other)).status, 200);
});

const half = { code: 'half', percent: '50', categories: ['access'] };

test('negotiated_prices_hold_once_a_second_person_approves', async (t) => {
  const provider = await start_provider(t);
  const { server, operator, approver } = provider;
  await add_account(provider, 'shop', '2026-01');
  const sales = await make_key(server, ['sales']);
  const customer = await make_key(server, ['customer_admin'], { account: 'shop' });
  const path = '/v1/accounts/shop';
  const { document, catalog: id } = await must(server, operator, 'GET', path);
  document.agreement.discounts = [half];
  const edited = await ask(server, operator, 'PUT', path, { catalog: id, document }, { 'if-match': '*' });
  assert.deepEqual([edited.status, edited.json.errors[0].path], [422, '/document/agreement/discounts']);
  const made = await ask(server, operator, 'POST', '/v1/accounts', { catalog: id, document: { ...document, id: 'b' } });
  assert.equal(made.status, 422);
  document.agreement = { ...document.agreement, discounts: [], minimum_monthly_charge: '5.00' };
  const least = await ask(server, operator, 'PUT', path, { catalog: id, document }, { 'if-match': '*' });
  assert.deepEqual([least.status, least.json.errors[0].path], [422, '/document/agreement/minimum_monthly_charge']);

  const propose = (body) => ask(server, sales, 'POST', `${path}/prices:propose`, { note: 'agreed', ...body });
  const wrong = await propose({ agreement: { discounts: [{ ...half, percent: '101' }] } });
  assert.deepEqual([wrong.status, wrong.json.errors[0].path], [422, '/agreement/discounts/0/percent']);
  const unknown = await propose({ pricing_attachments: [{ plan: 'none', overrides: {} }] });
  assert.deepEqual([unknown.status, unknown.json.errors[0].path], [422, '/pricing_attachments/0/plan']);
  assert.equal((await propose({})).status, 422);
  const discount = (await propose({ agreement: { discounts: [half] } })).json;
  const cheaper = (await propose({
    pricing_attachments: [{ plan: 'scanner', overrides: { access_fee: { amount: '2.00' } } }],
  })).json;
  // 3.00 a month and 20 % VAT.
  assert.equal(await preview(provider, 'shop', { month: '2026-01' }), '3.60');
  const decide = (key, { id: which }, what) =>
    ask(server, key, 'POST', `${path}/proposals/${which}:${what}`, { why: 'seen' });
  assert.equal((await decide(sales, discount, 'approve')).status, 403);
  assert.equal((await decide(operator, discount, 'approve')).status, 403);
  const approved = await decide(approver, discount, 'approve');
  assert.equal(approved.json.state, 'approved', approved.text);
  assert.equal(await preview(provider, 'shop', { month: '2026-01' }), '1.80');
  const list_prices = { agreement: { discounts: [], minimum_monthly_charge: null }, pricing_attachments: [] };
  assert.deepEqual(approved.json.before, list_prices);
  assert.equal((await decide(approver, cheaper, 'approve')).status, 409, 'others than when it was proposed');
  assert.equal((await decide(approver, discount, 'decline')).status, 409);
  assert.equal((await decide(approver, cheaper, 'decline')).json.state, 'declined');
  assert.equal(await preview(provider, 'shop', { month: '2026-01' }), '1.80');
  // 1.50 of access, and 20 % VAT on the minimum of 5.00.
  const least_of_five = (await propose({ agreement: { minimum_monthly_charge: '5.00' } })).json;
  assert.equal((await decide(approver, least_of_five, 'approve')).status, 200);
  assert.equal(await preview(provider, 'shop', { month: '2026-01' }), '6.00');
  const none = (await propose({ agreement: { minimum_monthly_charge: null } })).json;
  assert.equal((await decide(approver, none, 'approve')).status, 200);
  assert.equal(await preview(provider, 'shop', { month: '2026-01' }), '1.80');
  const waiting = await must(server, approver, 'GET', `${path}/proposals?state=proposed`);
  assert.deepEqual(waiting.items, []);
  assert.equal((await must(server, operator, 'GET', `${path}/history`)).items.length, 4);

  // The customer sees what holds, and nothing of what was only proposed.
  assert.equal((await ask(server, customer, 'GET', `${path}/proposals`)).status, 403);
  const seen = (await must(server, customer, 'GET', '/v1/audit')).items.filter(({ action }) => /^price/.test(action));
  assert.deepEqual(seen.map(({ action, before }) => [action, before]),
    [1, 2, 3].map(() => ['price.approve', undefined]));
  assert.match(seen[0].after, /"percent":"50"/);
});

test('a_customer_sees_of_payments_what_was_decided_for_it', async (t) => {
  const provider = await start_provider(t);
  const { server, operator, approver } = provider;
  await add_account(provider, 'shop', '2026-01');
  await bill_month(provider, '2026-01');
  const customer = await make_key(server, ['customer_admin'], { account: 'shop' });
  const payments = '/v1/accounts/shop/payments';
  const propose = (reference) => must(server, operator, 'POST', `${payments}:propose`,
    { kind: 'credit_note', number: 1, amount: '1.00', currency: 'EUR', on: '2026-02-05', reference, note: 'goodwill' });
  const [given, kept] = [await propose('one'), await propose('two')];
  await must(server, approver, 'POST', `${payments}/${given.id}:approve`, { why: 'fair' });
  await must(server, approver, 'POST', `${payments}/${kept.id}:decline`, { why: 'enough' });
  const rows = async (key) => (await must(server, key, 'GET', '/v1/audit')).items
    .filter(({ action }) => /^(payment|run)/.test(action)).map(({ action, subject }) => [action, subject]);
  assert.deepEqual(await rows(customer), [['payment.approve', given.id]]);
  assert.deepEqual((await rows(approver)).filter(([action]) => /^payment/.test(action)), [
    ['payment.propose', given.id], ['payment.propose', kept.id], ['payment.approve', given.id],
    ['payment.decline', kept.id]]);
});

test('keys_of_an_administrators_key_are_each_for_themselves', async (t) => {
  const provider = await start_provider(t);  // whose operator and approver have keys made by one key
  await must(provider.server, provider.operator, 'PUT', '/v1/catalogs/scanners/versions/v2', catalog('v2'));
  await must(provider.server, provider.approver, 'POST', '/v1/catalogs/scanners/versions/v2:publish',
    { effective: '2026-02' }, { 'if-match': '*' });
});
