// SPDX-License-Identifier: MIT
// Bills of stored accounts, as operators and customers meet them: preview, final bill, explanation, recomputing,
// corrections. Amounts are worked by hand beside each.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { binary } from '../cli/binary.mjs';
import {
  add_account, add_events, add_usage, bill_month, catalog, final_bill, megabyte, preview, publish, start_provider,
} from './provider.mjs';
import { ask, make_key, must } from './stored.mjs';

const package_file = new URL('../../wasm/dist/node.js', import.meta.url);

// The engine's bytes inside a final bill: `bill` is the first member, and the next is `due_on`.
const inner_bytes = (text) => text.slice('{"bill":'.length, text.indexOf(',"due_on":'));

test('a month from a catalog to a final bill that its customer recomputes byte for byte', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'warehouse', '2026-01');
  await add_account(provider, 'harbour', '2026-01');
  await add_usage(provider, 'warehouse', '2026-01-10', 5.5 * megabyte);
  // 3.00 and 0.5 MB at 0.40: 3.20, VAT 0.64.
  assert.equal(await preview(provider, 'warehouse', {}), '3.84');
  assert.equal((await bill_month(provider, '2026-01')).state, 'finalised');

  const customer = await make_key(server, ['customer_viewer'], { account: 'warehouse' });
  const answer = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01');
  assert.equal(answer.status, 200);
  assert.equal(answer.json.number, 2, 'accounts are numbered in order: harbour first');
  assert.equal(answer.json.bill.amount_due, '3.84');
  assert.match(answer.json.previous, /^sha256:[0-9a-f]{64}$/);

  const folder = mkdtempSync(join(tmpdir(), 'samebill-bills-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const run = (...args) => execFileSync(binary, args, { encoding: 'utf8' });
  const whole = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/request');
  const recomputed = run('bill', '--format', 'json', file('request.json', whole.text));
  assert.ok(recomputed.startsWith(`{"bills":[${inner_bytes(answer.text)}],`), 'the command line gives the same bytes');
  const apart = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/request?usage=apart');
  const usage = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/usage');
  assert.match(usage.headers.get('content-type'), /text\/csv/);
  const beside = run('bill', '--format', 'json', file('apart.json', apart.text), '--usage', file('u.csv', usage.text));
  assert.equal(beside, recomputed);
  run('verify', file('bill.json', inner_bytes(answer.text)), join(folder, 'request.json'));
  const jwks = await ask(server, null, 'GET', '/.well-known/jwks.json');
  run('verify', file('final.json', answer.text), '--keys', file('jwks.json', jwks.text), join(folder, 'request.json'));

  if (existsSync(package_file)) {
    const { load } = await import(package_file.href);
    const result = (await load()).runText(whole.text);
    assert.ok(result.startsWith(`{"bills":[${inner_bytes(answer.text)}],`), 'and so does the npm package');
  }

  const line = await must(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/lines/1');
  assert.equal(line.amount, '0.20');
  const verification = await must(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/verification');
  assert.equal(verification.matches, true);
  assert.equal((await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01/lines/2')).status, 404);
  const csv = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01?format=csv');
  assert.match(csv.text, /amount_due/);
  const text = await ask(server, customer, 'GET', '/v1/accounts/warehouse/bills/2026-01?format=text');
  assert.match(text.text, /Bill 2 of main/);
  // What is not the customer's, or not there, is the same to it.
  const foreign = await ask(server, customer, 'GET', '/v1/accounts/harbour/bills/2026-01');
  const missing = await ask(server, customer, 'GET', '/v1/accounts/nobody/bills/2026-01');
  assert.equal(foreign.status, 404);
  assert.equal(foreign.text, missing.text);
  assert.equal((await ask(server, customer, 'GET', '/v1/runs')).status, 403, 'drafts are for staff');
  const chain = await must(server, provider.auditor, 'GET', '/v1/issuers/main/chain');
  assert.deepEqual(chain, { issuer: 'main', bills: 2, good: true, problems: [] });
});

test('the three questions: the next bill, the bill at a date, the bill if something changes', async (t) => {
  const provider = await start_provider(t);
  await add_account(provider, 'warehouse', '2026-01');
  await add_usage(provider, 'warehouse', '2026-01-10', 6 * megabyte);
  await publish(provider, 'v2', '2026-03', '4.00');
  const amount = (body) => preview(provider, 'warehouse', body);
  assert.equal(await amount({}), '4.08'); // 3.40 and VAT 0.68
  assert.equal(await amount({ at: '2026-01-05T00:00:00Z' }), '3.60');
  assert.equal(await amount({ month: '2026-02' }), '3.60');
  assert.equal(await amount({ month: '2026-03' }), '4.80', 'each month under its own version');
  assert.equal(await amount({ catalog_version: 'v2' }), '5.28'); // 4.40 and 0.88
  const cancel = { at: '2026-02-10T00:00:00Z', type: 'cancel', device: 'warehouse-1' };
  assert.equal(await amount({ month: '2026-03', events: [cancel] }), '0.00');
  assert.equal(await amount({ account: { agreement: { minimum_monthly_charge: '10.00' } } }), '12.00');
  const session = {
    id: 'x1', device: 'warehouse-1', kind: 'data', start: '2026-01-20T00:00:00Z', end: '2026-01-20T00:00:00Z',
    quantity: megabyte,
  };
  assert.equal(await amount({ usage: [session] }), '4.56');
  const plan = { id: 'flat', access_fee: { amount: '9.00' } };
  const other = catalog('v1');
  other.plans = [...other.plans, { ...plan, overage: { data: { price: '0', per: 'MB' } } }];
  assert.equal(await amount({ catalog: other, plans: [{ plan: 'scanner', as: 'flat' }] }), '10.80');
  const wrong = await amount({ events: [{ at: '2026-01-10T00:00:00Z', type: 'activate', device: 'nobody' }] });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.errors[0].code, 'unknown_device');
  assert.match(wrong.json.errors[0].path, /^\/events\/0/);
  assert.equal((await amount({ plans: [{ plan: 'scanner', as: 'gone' }] })).json.errors[0].path, '/plans/0/as');
  assert.equal(await amount({}), '4.08', 'nothing of it was kept');
});

// February was issued 3.20 + 0.64. 2 MB turn up: 4.00 + 0.80, so March's 3.00 + 0.60 carries 0.96: 4.56.
test('late usage becomes an adjustment on the next bill, and what is too old is refused', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'warehouse', '2025-09');
  for (const month of ['2025-09', '2025-10', '2025-11', '2025-12', '2026-01']) await bill_month(provider, month);
  await add_usage(provider, 'warehouse', '2026-02-10', 5.5 * megabyte);
  await bill_month(provider, '2026-02');
  const issued = await ask(server, provider.auditor, 'GET', '/v1/accounts/warehouse/bills/2026-02');
  assert.equal(issued.json.bill.amount_due, '3.84');
  const upload = await add_usage(provider, 'warehouse', '2026-02-27', 2 * megabyte);
  assert.equal(upload.late, 1);
  assert.equal(await preview(provider, 'warehouse', {}), '4.56');
  const list = await must(server, provider.auditor, 'GET', '/v1/accounts/warehouse/corrections');
  assert.deepEqual(list.items.map((one) => [one.of, one.state, one.kind, one.subtotal, one.tax, one.amount, one.why]),
    [['2026-02', 'open', 'charge', '0.80', '0.16', '0.96', 'late_usage']]);
  const path = `/v1/accounts/warehouse/corrections/${list.items[0].id}`;
  const { statement } = await must(server, provider.auditor, 'GET', path);
  assert.equal(statement.months[0].lines[0].old.amount, '0.20');
  assert.equal(statement.months[0].lines[0].new.amount, '1.00');
  assert.match((await ask(server, provider.auditor, 'GET', `${path}?format=text`)).text, /late_usage/);
  await bill_month(provider, '2026-03');
  const march = await final_bill(provider, 'warehouse', '2026-03');
  assert.equal(march.bill.amount_due, '4.56');
  assert.equal(march.bill.adjustments[0].of, '2026-02');
  const again = await ask(server, provider.auditor, 'GET', '/v1/accounts/warehouse/bills/2026-02');
  assert.equal(again.text, issued.text, 'the final bill is what it was');
  // Another MB: 1.40 + ... of 1.20 + 0.24 more than issued, 0.96 is billed: 0.48 with 3.60.
  await add_usage(provider, 'warehouse', '2026-02-28', megabyte);
  assert.equal(await preview(provider, 'warehouse', {}), '4.08');
  // Through March, three months: January is the oldest.
  await add_usage(provider, 'warehouse', '2026-01-05', 10);
  const old = await add_usage(provider, 'warehouse', '2025-12-05', 10);
  assert.equal(old.rejected, 1);
  const difference = await must(server, provider.auditor, 'GET',
    '/v1/accounts/warehouse/bills/2026-03/difference?with=2026-02');
  // 31 of 31 days in place of 28 of 28, and nothing over.
  assert.deepEqual(difference.lines.map((line) => [line.old?.type, line.new?.type]),
    [['access_fee', 'access_fee'], ['overage', undefined]]);
  assert.deepEqual(difference.sums.find((sum) => sum.name === 'amount_due'),
    { name: 'amount_due', old: '3.84', new: '4.56' });
});

// A second scanner from 17 January: 15 of 31 days are 1.45, with VAT 5.34 in all. It never was: 1.45 + 0.29 come back.
test('an event voided after the bill comes back as a credit note', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'warehouse', '2026-01');
  await must(server, provider.operator, 'POST', '/v1/accounts/warehouse/devices', [{ id: 'second' }]);
  const at = '2026-01-17T00:00:00Z';
  await add_events(provider, 'warehouse', [{ at, type: 'provision', device: 'second', plan: 'scanner' }]);
  await add_events(provider, 'warehouse', [{ at, type: 'activate', device: 'second' }]);
  await bill_month(provider, '2026-01');
  assert.equal((await final_bill(provider, 'warehouse', '2026-01')).bill.amount_due, '5.34');
  const events = await must(server, provider.operator, 'GET', '/v1/accounts/warehouse/events');
  const activation = events.items.find((one) => one.event.device === 'second' && one.event.type === 'activate');
  await must(server, provider.operator, 'POST', `/v1/accounts/warehouse/events/${activation.id}:void`,
    { why: 'reported for the wrong device' });
  assert.equal(await preview(provider, 'warehouse', {}), '1.86'); // 3.60 less 1.74
  const [credit] = (await must(server, provider.auditor, 'GET', '/v1/accounts/warehouse/corrections')).items;
  assert.deepEqual([credit.kind, credit.amount, credit.why], ['credit_note', '-1.74', 'voided_event']);
});
