// SPDX-License-Identifier: MIT
// A provider with a catalog and an account: what most tests of the stored resources begin with.

import { make_key, must } from './stored.mjs';

// 10.00 a month and 10 MB included, 0.50 for every MB above; may be suspended. Activation costs 5.00.
export const catalog = (version, more = {}) => ({
  schema: 'samebill/catalog/1',
  id: 'tariff',
  version,
  currency: 'EUR',
  terms: { suspension_allowed: true },
  plans: [{
    id: 'basic',
    access_fee: { amount: '10' },
    fees: { activation: '5' },
    included: { data: '10 MB' },
    overage: { data: { price: '0.50', per: 'MB' } },
  }],
  ...more,
});

export const account_document = (id, more = {}) => ({
  schema: 'samebill/account/1', id, agreement: { from: '2026-01-01' }, ...more,
});

// Keys of an operator, an approver, an auditor and a sales person.
export async function staff(server) {
  const keys = {};
  for (const role of ['operator', 'approver', 'auditor', 'sales']) keys[role] = await make_key(server, [role]);
  return keys;
}

export async function publish(server, keys, document, effective = '2026-01') {
  const path = `/v1/catalogs/${document.id}/versions/${document.version}`;
  await must(server, keys.operator, 'PUT', path, document);
  return must(server, keys.approver, 'POST', `${path}:publish`, { effective }, { 'if-match': '"1"' });
}

export async function add_account(server, keys, id, more = {}, document = {}) {
  return must(server, keys.operator, 'POST', '/v1/accounts',
    { catalog: 'tariff', document: account_document(id, document), ...more });
}

export async function add_devices(server, keys, account, ids) {
  const body = ids.map((id) => JSON.stringify({ id })).join('\n');
  return must(server, keys.operator, 'POST', `/v1/accounts/${account}/devices`, body,
    { 'content-type': 'application/x-ndjson' });
}

export const event = (type, device, at, more = {}) => ({ type, device, at, ...more });

// A provider with the catalog in force since January and the account `acme` with the device `meter`.
export async function provider(server) {
  const keys = await staff(server);
  await publish(server, keys, catalog('1'));
  await add_account(server, keys, 'acme');
  await add_devices(server, keys, 'acme', ['meter']);
  keys.customer = await make_key(server, ['customer_admin'], { account: 'acme' });
  keys.viewer = await make_key(server, ['customer_viewer'], { account: 'acme' });
  return keys;
}
