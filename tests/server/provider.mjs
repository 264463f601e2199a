// SPDX-License-Identifier: MIT
// A provider on a server of its own, as its people set it up over HTTP: keys, a catalog, accounts, usage, bill runs.
// One plan, "scanner": 3.00 a month, 5 MB included, 0.40 a MB above; VAT is 20 % of access and usage.

import { setTimeout as sleep } from 'node:timers/promises';

import { ask, make_key, must, start_stored } from './stored.mjs';

export const megabyte = 1_048_576;

export const catalog = (version, amount = '3.00') => ({
  schema: 'samebill/catalog/1', id: 'scanners', version, currency: 'EUR',
  plans: [{
    id: 'scanner', access_fee: { amount }, included: { data: '5 MB' }, overage: { data: { price: '0.40', per: 'MB' } },
  }],
  taxes: [{ id: 'vat', name: 'VAT', jurisdiction: 'FR', rate: '0.2', categories: ['access', 'usage'] }],
});

export async function start_provider(test, options) {
  const server = await start_stored(test, options);
  const provider = { server };
  provider.operator = await make_key(server, ['operator']);
  provider.approver = await make_key(server, ['approver']);
  provider.auditor = await make_key(server, ['auditor']);
  await publish(provider, 'v1', '2025-01');
  return provider;
}

export async function publish(provider, version, effective, amount) {
  const path = `/v1/catalogs/scanners/versions/${version}`;
  await must(provider.server, provider.operator, 'PUT', path, catalog(version, amount));
  await must(provider.server, provider.approver, 'POST', `${path}:publish`, { effective }, { 'if-match': '*' });
}

// An account with one scanner, active from the first of a month.
export async function add_account(provider, id, from = '2025-01') {
  const document = {
    schema: 'samebill/account/1', id, agreement: { from: '2025-01-01' }, tax: { jurisdictions: ['FR'] },
  };
  await must(provider.server, provider.operator, 'POST', '/v1/accounts', { catalog: 'scanners', document });
  await must(provider.server, provider.operator, 'POST', `/v1/accounts/${id}/devices`, [{ id: `${id}-1` }]);
  await add_events(provider, id, [
    { at: `${from}-01T00:00:00Z`, type: 'provision', device: `${id}-1`, plan: 'scanner' },
    { at: `${from}-01T00:00:00Z`, type: 'activate', device: `${id}-1` },
  ]);
}

export const add_events = (provider, account, events) =>
  must(provider.server, provider.operator, 'POST', `/v1/accounts/${account}/events`, events);

let records = 0;
// One session of the account's scanner at noon of a day.
export async function add_usage(provider, account, day, bytes) {
  const row = `u${++records},${account}-1,data,${day}T12:00:00Z,${day}T12:00:00Z,${bytes}`;
  return must(provider.server, provider.operator, 'POST', '/v1/usage', `id,device,kind,start,end,quantity\n${row}\n`,
    { 'content-type': 'text/csv' });
}

export const run_of = (provider, id) => must(provider.server, provider.operator, 'GET', `/v1/runs/${id}`);
export const item_of = (provider, id, account) =>
  must(provider.server, provider.operator, 'GET', `/v1/runs/${id}/items/${account}`);

// Waits until nobody works on the run.
export async function settled(provider, id) {
  for (let i = 0; i < 1200; i++) {
    const run = await run_of(provider, id);
    if (run.state !== 'computing' && run.state !== 'finalising') return run;
    await sleep(50);
  }
  throw new Error('the run does not end');
}

export async function start_run(provider, body) {
  const run = await must(provider.server, provider.operator, 'POST', '/v1/runs', body);
  return settled(provider, run.id);
}

export const approve = (provider, id) => must(provider.server, provider.approver, 'POST', `/v1/runs/${id}:approve`);

export async function finalise(provider, id) {
  await must(provider.server, provider.operator, 'POST', `/v1/runs/${id}:finalise`);
  return settled(provider, id);
}

export async function bill_month(provider, month) {
  const run = await start_run(provider, { month });
  await approve(provider, run.id);
  return finalise(provider, run.id);
}

export const final_bill = (provider, account, month, key = provider.auditor) =>
  must(provider.server, key, 'GET', `/v1/accounts/${account}/bills/${month}`);

// The amount due of the account's bill as it would be.
export async function preview(provider, account, body, key = provider.operator) {
  const answer = await ask(provider.server, key, 'POST', `/v1/accounts/${account}/bills:preview`, body);
  return answer.status === 200 ? answer.json.bills[0].amount_due : answer;
}
