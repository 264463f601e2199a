// SPDX-License-Identifier: MIT
// A provider's months: what it is made of, and how uploads and bill runs are asked for over and over until they are
// done, by a client that knows only what was acknowledged.

import { setTimeout as sleep } from 'node:timers/promises';

import { ask, make_key, must } from '../stored.mjs';

export const accounts = Array.from({ length: 24 }, (_, i) => `account-${String(i + 1).padStart(2, '0')}`);
const devices_each = 3;
const megabyte = 1_048_576;

const catalog = {
  schema: 'samebill/catalog/1', id: 'meters', version: 'v1', currency: 'EUR',
  plans: [{
    id: 'meter', access_fee: { amount: '2.10' }, included: { data: '4 MB' },
    overage: { data: { price: '0.30', per: 'MB' } },
  }],
  taxes: [{ id: 'vat', name: 'VAT', jurisdiction: 'FR', rate: '0.2', categories: ['access', 'usage'] }],
};

// Keys by two administrators, a catalog, accounts with devices that are active from 2025-01 on.
export async function set_up(server, first, second) {
  const by = (admin, role) => make_key({ ...server, admin }, [role]);
  const keys = {
    operator: await by(first, 'operator'),
    approver: await by(second, 'approver'),
    auditor: await by(first, 'auditor'),
    ingest: await by(first, 'ingest'),
  };
  const version = '/v1/catalogs/meters/versions/v1';
  await must(server, keys.operator, 'PUT', version, catalog);
  await must(server, keys.approver, 'POST', `${version}:publish`, { effective: '2025-01' }, { 'if-match': '*' });
  for (const id of accounts) {
    const document = {
      schema: 'samebill/account/1', id, agreement: { from: '2025-01-01' }, tax: { jurisdictions: ['FR'] },
    };
    await must(server, keys.operator, 'POST', '/v1/accounts', { catalog: 'meters', document });
    const devices = Array.from({ length: devices_each }, (_, i) => `${id}-${i + 1}`);
    await must(server, keys.operator, 'POST', `/v1/accounts/${id}/devices`, devices.map((device) => ({ id: device })));
    const at = '2025-01-01T00:00:00Z';
    await must(server, keys.operator, 'POST', `/v1/accounts/${id}/events`, devices.flatMap((device) => [
      { at, type: 'provision', device, plan: 'meter' }, { at, type: 'activate', device },
    ]));
  }
  return keys;
}

export const month_of = (index) => `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;

// The usage files of a month: each has a session of every device on some days, some of them already in the file before.
export function usage_files(month) {
  const row = (account, device, day) => {
    const start = `${month}-${String(day).padStart(2, '0')}T10:00:00Z`;
    const bytes = (accounts.indexOf(account) + day) * (megabyte / 8);
    return `${month}-${account}-${device}-${day},${account}-${device},data,${start},${start},${bytes}`;
  };
  const days = [[1, 2, 3, 4], [4, 5, 6], [7, 8, 9, 10], [10, 11, 12]];
  return days.map((some) => {
    const rows = some.flatMap((day) => accounts.flatMap((account) =>
      Array.from({ length: devices_each }, (_, i) => row(account, i + 1, day))));
    return `id,device,kind,start,end,quantity\n${rows.join('\n')}\n`;
  });
}

export const records_of_month = accounts.length * devices_each * 12;

// What a client does until it has an answer: nothing came, or a server that is about to end said so.
async function until_answered(find, key, method, path, body, headers) {
  for (;;) {
    const answer = await find().then((server) => ask(server, key, method, path, body, headers)).catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    await sleep(10);
  }
}

// Uploads the month's files in order; `find` gives the server that is there now.
export async function upload_month(find, keys, month) {
  for (const [at, file] of usage_files(month).entries()) {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': `${month}-${at}` };
    const answer = await until_answered(find, keys.ingest, 'POST', '/v1/usage', file, headers);
    if (answer.status >= 300) throw new Error(`upload ${at} of ${month}: ${answer.status} ${answer.text}`);
  }
}

const done_by = { approve: ['approved', 'finalising', 'finalised'], finalise: ['finalising', 'finalised'] };

// Starts, approves and finalises the run of a month, whatever state it is found in.
export async function bill_month(find, keys, month) {
  const start = { 'idempotency-key': `run-${month}` };
  const started = await until_answered(find, keys.operator, 'POST', '/v1/runs', { month }, start);
  if (started.status >= 300) throw new Error(`run of ${month}: ${started.status} ${started.text}`);
  const path = `/v1/runs/${started.json.id}`;
  const post = async (key, action) => {
    const { status, text } = await until_answered(find, key, 'POST', `${path}:${action}`);
    // A kill may have hidden the answer to the same action, so it can be done already; anything else never will be.
    const { json: now } = await until_answered(find, keys.operator, 'GET', path);
    if (status >= 300 && !done_by[action].includes(now.state)) throw new Error(`${action} ${month}: ${status} ${text}`);
  };
  for (;;) {
    const { json: run } = await until_answered(find, keys.operator, 'GET', path);
    if (run.state === 'finalised') return;
    if (run.state === 'review') await post(keys.approver, 'approve');
    else if (run.state === 'approved') await post(keys.operator, 'finalise');
    else if (run.state === 'cancelled') throw new Error(`the run of ${month} was cancelled`);
    else await sleep(15);
  }
}

// What must be the same however often the server was killed: per account and month, the engine's bill.
export async function all_bills(server, keys, months) {
  const out = {};
  for (const account of accounts) {
    for (const month of months) {
      const final = await must(server, keys.auditor, 'GET', `/v1/accounts/${account}/bills/${month}`);
      const { digest, amount_due } = final.bill;
      out[`${account} ${month}`] = { digest, amount_due, number: final.number };
    }
  }
  return out;
}
