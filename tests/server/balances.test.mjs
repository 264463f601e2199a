// SPDX-License-Identifier: MIT
// Balances of the present month, report groups, and what a catalog version would change. Amounts by hand from the plan
// of provider.mjs: 3.00 a month, 5 MB included, 0.40 a MB above, VAT 20 %.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { add_account, add_events, add_usage, catalog, megabyte, start_provider } from './provider.mjs';
import { ask, make_key, must } from './stored.mjs';

const balances = (provider, account, key = provider.operator) =>
  must(provider.server, key, 'GET', `/v1/accounts/${account}/balances`);

test('balances are the bill up to now, and the projection repeats the whole days that have passed', async (t) => {
  const provider = await start_provider(t, { args: ['--clock', '2026-03-11T12:00:00Z'] });
  await add_account(provider, 'shop', '2026-03');
  await add_usage(provider, 'shop', '2026-03-05', 4 * megabyte);
  const found = await balances(provider, 'shop');
  assert.equal(found.month, '2026-03');
  assert.match(found.at, /^2026-03-11T12:0/);
  assert.equal(found.month_to_date.subtotal, '3.00');
  assert.equal(found.month_to_date.tax_total, '0.60');
  assert.equal(found.month_to_date.amount_due, '3.60');
  assert.deepEqual(found.allowances, [{
    device: 'shop-1', plan: 'scanner', kind: 'data', included: 5 * megabyte, used: 4 * megabyte, left: megabyte,
    overage: 0,
  }]);
  assert.deepEqual([found.pools, found.prepaid], [[], []]);
  // The session of the 5th again on the 15th and the 25th: 12 MB, 7 MB above, 2.80; VAT 20 % of 5.80.
  const { projection } = found;
  assert.equal(projection.method, 'repeat_whole_days');
  assert.deepEqual([projection.days, projection.sessions, projection.added], [10, 1, 2]);
  assert.equal(projection.through, '2026-03-31');
  assert.equal(projection.bill.subtotal, '5.80');
  assert.equal(projection.bill.total, '6.96');
  // Nothing of it was stored.
  assert.deepEqual((await balances(provider, 'shop')).month_to_date, found.month_to_date);
});

test('what lies after now counts for the projection alone', async (t) => {
  const provider = await start_provider(t, { args: ['--clock', '2026-03-11T12:00:00Z'] });
  await add_account(provider, 'shop', '2026-03');
  await add_events(provider, 'shop', [{ at: '2026-03-20T00:00:00Z', type: 'cancel', device: 'shop-1' }]);
  await add_usage(provider, 'shop', '2026-03-05', 4 * megabyte);
  const found = await balances(provider, 'shop');
  assert.equal(found.month_to_date.total, '3.60');
  // Cancelled on the 20th without refund: the fee stays, the session of the 25th is not billed; 8 MB, 3 MB above: 1.20.
  assert.equal(found.projection.bill.subtotal, '4.20');
});

test('a customer sees the balances of the own account and no other', async (t) => {
  const provider = await start_provider(t, { args: ['--clock', '2026-03-11T12:00:00Z'] });
  await add_account(provider, 'shop', '2026-03');
  await add_account(provider, 'rival', '2026-03');
  const viewer = await make_key(provider.server, ['customer_viewer'], { account: 'shop' });
  assert.equal((await balances(provider, 'shop', viewer)).month_to_date.total, '3.60');
  const foreign = await ask(provider.server, viewer, 'GET', '/v1/accounts/rival/balances');
  const unknown = await ask(provider.server, viewer, 'GET', '/v1/accounts/nobody/balances');
  assert.equal(foreign.status, 404);
  assert.equal(foreign.text, unknown.text);
});

test('report groups list the devices that are in them', async (t) => {
  const provider = await start_provider(t, { args: ['--clock', '2026-03-11T12:00:00Z'] });
  const { server, operator } = provider;
  await add_account(provider, 'shop', '2026-03');
  await must(server, operator, 'POST', '/v1/accounts/shop/devices', [{ id: 'shop-2' }, { id: 'shop-3' }]);
  const at = '2026-03-02T00:00:00Z';
  await add_events(provider, 'shop', [
    { at, type: 'set_group', device: 'shop-1', group: 'north' },
    { at, type: 'set_group', device: 'shop-2', group: 'south' },
    { at, type: 'set_group', device: 'shop-3', group: 'north' },
  ]);
  const list = await must(server, operator, 'GET', '/v1/accounts/shop/report-groups');
  assert.deepEqual(list.items, [
    { group: 'north', devices: ['shop-1', 'shop-3'] }, { group: 'south', devices: ['shop-2'] },
  ]);
});

// v2 also has the plan "tracker"; the draft v3 asks 4.00 for scanners and has no trackers.
async function publish_tracker(provider) {
  const { server } = provider;
  const document = catalog('v2');
  document.plans.push({ id: 'tracker', access_fee: { amount: '1.00' } });
  const path = '/v1/catalogs/scanners/versions/';
  await must(server, provider.operator, 'PUT', `${path}v2`, document);
  await must(server, provider.approver, 'POST', `${path}v2:publish`, { effective: '2025-02' }, { 'if-match': '*' });
  await must(server, provider.operator, 'PUT', `${path}v3`, catalog('v3', '4.00'));
}

async function compared(provider, body) {
  const path = '/v1/catalogs/scanners/versions/v3:what_if';
  const asked = await must(provider.server, provider.operator, 'POST', path, body);
  for (let i = 0; i < 400; i++) {
    const found = await must(provider.server, provider.operator, 'GET', `/v1/what-ifs/${asked.id}`);
    if (found.state === 'done') return found;
    await sleep(50);
  }
  throw new Error('the comparison does not end');
}

test('a draft is set against real accounts, and an account in error does not stop the rest', async (t) => {
  const provider = await start_provider(t, { args: ['--clock', '2026-03-11T12:00:00Z'] });
  const { server, operator } = provider;
  await publish_tracker(provider);
  await add_account(provider, 'one', '2026-03');
  await add_account(provider, 'two', '2026-03');
  await must(server, operator, 'POST', '/v1/accounts/two/devices', [{ id: 'two-2' }]);
  await add_events(provider, 'two', [
    { at: '2026-03-01T00:00:00Z', type: 'provision', device: 'two-2', plan: 'scanner' },
    { at: '2026-03-01T00:00:00Z', type: 'activate', device: 'two-2' },
  ]);
  await add_account(provider, 'lost', '2026-03');
  await must(server, operator, 'POST', '/v1/accounts/lost/devices', [{ id: 'lost-2' }]);
  await add_events(provider, 'lost', [
    { at: '2026-03-01T00:00:00Z', type: 'provision', device: 'lost-2', plan: 'tracker' }]);
  const found = await compared(provider, { month: '2026-03' });
  assert.deepEqual([found.accounts, found.computed, found.failed], [3, 3, 1]);
  // 3.60 and 7.20 with VAT become 4.80 and 9.60.
  assert.deepEqual(found.totals, [{ currency: 'EUR', before: '10.80', after: '14.40', change: '3.60' }]);
  const { items } = await must(server, operator, 'GET', `/v1/what-ifs/${found.id}/changes`);
  assert.deepEqual(items.slice(0, 2), [
    { account: 'two', currency: 'EUR', before: '7.20', after: '9.60', change: '2.40' },
    { account: 'one', currency: 'EUR', before: '3.60', after: '4.80', change: '1.20' },
  ]);
  assert.equal(items[2].account, 'lost');
  assert.equal(items[2].problems[0].code, 'unknown_plan');
  const page = await must(server, operator, 'GET', `/v1/what-ifs/${found.id}/changes?limit=1`);
  const next = await must(server, operator, 'GET',
    `/v1/what-ifs/${found.id}/changes?limit=1&cursor=${page.next}`);
  assert.deepEqual([page.items[0].account, next.items[0].account], ['two', 'one']);
  const some = await compared(provider, { month: '2026-03', accounts: ['one'] });
  assert.deepEqual([some.accounts, some.totals[0].change], [1, '1.20']);
  const unknown = await ask(server, operator, 'POST', '/v1/catalogs/scanners/versions/v3:what_if',
    { month: '2026-03', accounts: ['nobody'] });
  assert.equal(unknown.status, 422);
  assert.equal((await ask(server, operator, 'GET', '/v1/what-ifs/none')).status, 404);
});
