// SPDX-License-Identifier: MIT
// What the provider's people read of customers is in the audit log; catalogs are open to all where it is wanted.

import assert from 'node:assert/strict';
import test from 'node:test';

import { add_account, provider } from './tariff.mjs';
import { ask, make_key, must, start_stored } from './stored.mjs';

// Without the readings of the audit log itself.
const reads = async (server, key) =>
  (await must(server, key, 'GET', '/v1/audit', undefined, { 'x-samebill-reason': 'look' })).items
    .filter(({ action, subject }) => action.endsWith('.read') && subject !== '/v1/audit')
    .map(({ action, subject, by, account, why }) => ({ action, subject, by, account, why }));

test('staff_that_reads_customers_data_is_in_the_audit_log_with_its_reason', async (t) => {
  // The clock stands far from the next hour, whatever the machine's says.
  const server = await start_stored(t, { args: ['--clock', '2026-04-02T10:00:00Z'] });
  const keys = await provider(server);
  await add_account(server, keys, 'other');
  const privacy = await make_key(server, ['privacy_officer']);
  const customer = await make_key(server, ['customer_admin'], { account: 'acme' });
  const by = keys.auditor.slice(0, 11);
  const ticket = { 'x-samebill-reason': 'ticket 17' };

  await must(server, keys.auditor, 'GET', '/v1/accounts/acme');
  await must(server, keys.auditor, 'GET', '/v1/accounts/acme/devices');
  await must(server, keys.auditor, 'GET', '/v1/accounts/acme/devices', undefined, ticket);
  await ask(server, keys.auditor, 'POST', '/v1/accounts/other/bills:preview', {}, ticket);
  await must(server, keys.auditor, 'GET', '/v1/accounts', undefined, ticket);
  const of_many = ['/v1/accounts', '/v1/audit/export', '/v1/suspense', '/v1/webhooks', '/v1/quotes'];
  for (const path of of_many.slice(1)) await ask(server, keys.auditor, 'GET', path, undefined, ticket);
  await must(server, customer, 'GET', '/v1/accounts/acme');
  await must(server, keys.auditor, 'GET', '/v1/catalogs');
  assert.equal((await ask(server, keys.auditor, 'GET', '/v1/accounts/nobody')).status, 404);

  const rows = (await reads(server, privacy)).filter((row) => row.by === by);
  assert.deepEqual(rows, [
    { action: 'account.read', subject: 'acme', by, account: 'acme', why: undefined },
    { action: 'account.read', subject: 'acme', by, account: 'acme', why: 'ticket 17' },
    { action: 'account.read', subject: 'other', by, account: 'other', why: 'ticket 17' },
    ...of_many.map((subject) => ({ action: 'accounts.read', subject, by, account: undefined, why: 'ticket 17' })),
  ]);
  // A customer sees who looked at its account, and at no other.
  const seen = (await reads(server, customer)).filter((row) => row.by === by);
  assert.deepEqual(seen.map(({ subject, why }) => [subject, why]), [['acme', undefined], ['acme', 'ticket 17']]);
  assert.ok(!(await reads(server, privacy)).some((row) => row.by === customer.slice(0, 11)));
});

test('a_server_may_want_the_reason', async (t) => {
  const server = await start_stored(t, { args: ['--read-reasons'] });
  const keys = await provider(server);
  const refused = await ask(server, keys.operator, 'GET', '/v1/accounts/acme');
  assert.equal(refused.status, 400);
  assert.match(refused.json.detail, /X-Samebill-Reason/);
  assert.deepEqual(await reads(server, keys.auditor), []);
  await must(server, keys.operator, 'GET', '/v1/accounts/acme', undefined, { 'x-samebill-reason': 'check' });
  assert.deepEqual((await reads(server, keys.auditor)).map(({ why }) => why), ['check']);
  const customer = await make_key(server, ['customer_viewer'], { account: 'acme' });
  assert.equal((await ask(server, customer, 'GET', '/v1/accounts/acme')).status, 200);
  const endless = { 'x-samebill-reason': 'a'.repeat(201) };
  const long = await ask(server, keys.operator, 'GET', '/v1/accounts', undefined, endless);
  assert.equal(long.status, 400);
});

test('published_catalogs_are_open_to_all_where_the_provider_wants_it', async (t) => {
  const closed = await start_stored(t);
  await provider(closed);
  assert.equal((await ask(closed, undefined, 'GET', '/v1/catalogs')).status, 401);

  const server = await start_stored(t, { args: ['--open-catalogs'] });
  const keys = await provider(server);
  const [{ id }] = (await must(server, undefined, 'GET', '/v1/catalogs')).items;
  const versions = (await must(server, undefined, 'GET', `/v1/catalogs/${id}/versions`)).items;
  assert.ok(versions.length > 0 && versions.every(({ state }) => state === 'published'));
  const { document } = await must(server, undefined, 'GET', `/v1/catalogs/${id}/versions/${versions[0].version}`);
  const draft = `/v1/catalogs/${id}/versions/draft`;
  await must(server, keys.operator, 'PUT', draft, { ...document, version: 'draft' });
  assert.equal((await ask(server, undefined, 'GET', draft)).status, 404);
  assert.equal((await ask(server, undefined, 'GET', '/v1/accounts')).status, 401);
});
