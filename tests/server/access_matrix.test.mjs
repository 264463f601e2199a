// SPDX-License-Identifier: MIT
// Every route, asked by every role, for its own account, another's and one that is not there: as the description at
// /openapi.json says, and nothing else. What a route does is tested elsewhere; here only who gets as far as that.

import assert from 'node:assert/strict';
import test from 'node:test';

import { add_account, provider } from './tariff.mjs';
import { ask, make_key, must, start_stored } from './stored.mjs';

const staff_roles = ['sales', 'operator', 'approver', 'auditor', 'privacy_officer', 'system_admin'];

// Ids that no resource has, so that a route that lets in finds nothing to change.
const fill = (path, account) => path.replace('{account}', account).replaceAll(/\{\w+\}/g, 'nothing-of-that-name');

// An empty body of the right type, which no route that stores takes: who is let in gets 4xx for it, or success where
// there is nothing to store.
function request_of(entry) {
  const headers = { 'if-match': '"0"' };
  if (!entry.requestBody) return { headers };
  const [type] = Object.keys(entry.requestBody.content);
  return { headers: { ...headers, 'content-type': type }, body: type.includes('json') ? '[]' : '' };
}

async function principals(server, keys) {
  const out = [{ role: 'anonymous' }];
  for (const role of staff_roles) out.push({ role, key: keys[role] ?? await make_key(server, [role]) });
  out.push({ role: 'sales', accounts: ['acme'], key: await make_key(server, ['sales'], { accounts: ['acme'] }) });
  out.push({ role: 'ingest', key: await make_key(server, ['ingest']) });
  for (const role of ['customer_viewer', 'customer_admin']) {
    out.push({ role, account: 'acme', key: await make_key(server, [role], { account: 'acme' }) });
  }
  return out;
}

// What must come: 401 or 403 for who is not let in, 404 for accounts that are not the principal's or not there.
function due(entry, principal, account) {
  if (!entry['x-roles'].includes(principal.role)) return principal.role === 'anonymous' ? 401 : 403;
  if (entry['x-tenant'] !== 'account') return 'any';
  if (account === 'nobody') return 404;
  if (principal.accounts && !principal.accounts.includes(account)) return 404;
  return principal.account && principal.account !== account ? 404 : 'any';
}

test('every_route_lets_in_the_roles_it_names_and_shows_nobody_anothers_account', { timeout: 120_000 }, async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  await add_account(server, keys, 'other');
  const description = (await ask(server, undefined, 'GET', '/openapi.json')).json;
  const all = await principals(server, keys);
  let asked = 0;
  let not_found;
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, entry] of Object.entries(methods)) {
      for (const principal of all) {
        for (const account of entry['x-tenant'] === 'account' ? ['acme', 'other', 'nobody'] : ['acme']) {
          const { headers, body } = request_of(entry);
          const answer = await ask(server, principal.key, method.toUpperCase(), fill(path, account), body, headers);
          const what = `${method} ${path} by ${principal.role} for ${account}: ${answer.status} ${answer.text}`;
          const wanted = due(entry, principal, account);
          asked++;
          if (wanted === 'any') {
            assert.ok(![401, 403].includes(answer.status) || entry['x-roles'].includes('anonymous'), what);
            assert.ok(answer.status < 500, what);
            continue;
          }
          assert.equal(answer.status, wanted, what);
          if (wanted === 404) assert.equal(answer.text, not_found ??= answer.text, what);
        }
      }
    }
  }
  assert.ok(asked > 300, `${asked} requests`);
});

test('a_role_that_proposes_never_approves', async (t) => {
  const server = await start_stored(t);
  for (const roles of [['operator', 'approver'], ['sales', 'approver'], ['system_admin', 'operator']]) {
    const answer = await ask(server, server.admin, 'POST', '/v1/keys', { name: 'both', roles });
    assert.equal(answer.status, 422, roles.join());
  }
});

test('a_key_with_scopes_opens_only_these', async (t) => {
  const server = await start_stored(t);
  const keys = await provider(server);
  const narrow = await make_key(server, ['operator'], { scopes: ['getAccount'] });
  assert.equal((await ask(server, narrow, 'GET', '/v1/accounts/acme')).status, 200);
  assert.equal((await ask(server, narrow, 'GET', '/v1/accounts')).status, 403);
  assert.equal((await must(server, keys.operator, 'GET', '/v1/accounts')).items.length, 1);
});

// What each role may change, besides its own log-in; everything else is for others. Written down here by hand, so that
// a slip in the route table is one.
const changes = {
  anonymous: [],
  customer_viewer: [],
  customer_admin: ['addEvents', 'addAlertRule', 'endAlertRule', 'addWebhook', 'endWebhook', 'tryWebhook',
    'resendDelivery', 'createPerson', 'editPerson', 'invitePerson', 'createKey', 'revokeKey', 'acceptQuote',
    'declineQuote'],
  sales: ['putCatalogVersion', 'deleteCatalogVersion', 'createQuote', 'putQuote', 'sendQuote', 'proposePrices'],
  approver: ['publishCatalogVersion', 'approveRun', 'approveRunItem', 'finaliseRun', 'dismissCorrection', 'liftBar',
    'approvePayment', 'declinePayment', 'approveProposal', 'declineProposal', 'askWhatIf', 'acceptQuote',
    'declineQuote'],
  auditor: ['askWhatIf'],
  privacy_officer: [],
  ingest: ['uploadUsage', 'uploadFeed'],
  system_admin: ['createPerson', 'editPerson', 'invitePerson', 'createKey', 'revokeKey', 'rotateSigningKey'],
};
const of_everybody = ['previewBills', 'logIn', 'acceptInvitation'];
const of_the_own_log_in = ['logOut', 'changePassword', 'endSession'];
const computing = ['previewAccountBill'];

test('no_role_changes_more_than_its_work', async (t) => {
  const server = await start_stored(t);
  const { paths } = (await ask(server, undefined, 'GET', '/openapi.json')).json;
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, 'x-roles': roles }]) => ({ path, method, id, roles })));
  const harmless = new Set([...of_everybody, ...of_the_own_log_in, ...computing]);
  for (const [role, allowed] of Object.entries(changes)) {
    const found = rows.filter(({ id, method, roles }) => method !== 'get' && roles.includes(role) && !harmless.has(id));
    assert.deepEqual(found.map(({ id }) => id).sort(), [...allowed].sort(), role);
  }
  for (const { id, roles } of rows.filter((row) => of_everybody.includes(row.id))) {
    assert.ok(roles.includes('anonymous'), id);
  }
  // What nobody has to name himself for, and what the administrator of the machine sees: nothing of a customer.
  const open = rows.filter(({ roles }) => roles.includes('anonymous')).map(({ path }) => path);
  assert.deepEqual(open.filter((path) => path.startsWith('/v1/')).sort(),
    ['/v1/bills:preview', '/v1/people:accept', '/v1/session']);
  const administered = rows.filter(({ roles }) => roles.includes('system_admin') && !roles.includes('anonymous'));
  for (const { path } of administered) {
    assert.match(path, /^\/v1\/(session|sessions|people|keys|signing_keys|audit)\b/);
    assert.ok(path !== '/v1/audit/export', path);
  }
});
