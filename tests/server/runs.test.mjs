// SPDX-License-Identifier: MIT
// Bill runs, as the people of a provider do them: two persons, held and parked bills, many who finalise at once, and a
// server that is killed in the middle.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  add_account, add_usage, approve, bill_month, final_bill, finalise, item_of, megabyte, run_of, settled, start_provider,
  start_run,
} from './provider.mjs';
import { ask, data_folder, make_key, must, run_stored } from './stored.mjs';
import { stop } from './server.mjs';

const states = (run) => run.items;

test('who started a run does not approve it, and nothing is final without approval', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'warehouse', '2026-01');
  const run = await start_run(provider, { month: '2026-01' });
  assert.equal(run.state, 'review');
  assert.deepEqual(states(run), { computed: 1 });
  const path = `/v1/runs/${run.id}`;
  assert.equal((await ask(server, provider.operator, 'POST', `${path}:approve`)).status, 403);
  assert.equal((await ask(server, provider.operator, 'POST', `${path}:finalise`)).status, 409);
  assert.equal((await ask(server, provider.auditor, 'POST', `${path}:approve`)).status, 403);
  assert.equal((await ask(server, provider.approver, 'POST', '/v1/runs', { month: '2026-01' })).status, 403);
  const draft = await must(server, provider.approver, 'GET', `${path}/items/warehouse/bill`);
  assert.equal(draft.amount_due, '3.60');
  await approve(provider, run.id);
  assert.equal((await finalise(provider, run.id)).state, 'finalised');
  assert.equal((await ask(server, provider.approver, 'POST', `${path}:approve`)).status, 409);
  const items = await must(server, provider.auditor, 'GET', `${path}/items`);
  assert.deepEqual(items.items.map((item) => [item.account, item.state, item.amount_due, item.number]),
    [['warehouse', 'finalised', '3.60', 1]]);
});

test('thirty-two finalise at once: one wins, numbers have no gaps, no account is billed twice', async (t) => {
  const provider = await start_provider(t);
  for (let i = 10; i < 30; i++) await add_account(provider, `a${i}`, '2026-01');
  const runs = await Promise.all([1, 2].map(() => start_run(provider, { month: '2026-01' })));
  for (const run of runs) await approve(provider, run.id);
  const answers = await Promise.all(Array.from({ length: 32 }, (_, i) =>
    ask(provider.server, i % 2 ? provider.operator : provider.approver, 'POST', `/v1/runs/${runs[0].id}:finalise`)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [202, ...Array(31).fill(409)]);
  await settled(provider, runs[0].id);
  // The other run has nothing left to bill.
  const second = await finalise(provider, runs[1].id);
  assert.deepEqual(states(second), { dropped: 20 });
  const chain = await must(provider.server, provider.auditor, 'GET', '/v1/issuers/main/chain');
  assert.deepEqual([chain.bills, chain.good], [20, true]);
  const bills = [];
  for (let i = 10; i < 30; i++) bills.push((await final_bill(provider, `a${i}`, '2026-01')).number);
  assert.deepEqual(bills, Array.from({ length: 20 }, (_, i) => i + 1));
});

// 3.60 for three months, then 30 MB: 3.00 + 10.00 and VAT 2.60, above three times 3.60.
test('held bills want their own approval, parked ones say why, changed ones are approved again', async (t) => {
  const provider = await start_provider(t);
  const { server } = provider;
  await add_account(provider, 'high', '2026-01');
  await add_account(provider, 'other', '2026-01');
  for (const month of ['2026-01', '2026-02', '2026-03']) await bill_month(provider, month);
  await add_usage(provider, 'high', '2026-04-10', 30 * megabyte);
  await add_account(provider, 'early', '2026-03');
  const run = await start_run(provider, { month: '2026-04' });
  assert.deepEqual(states(run), { computed: 1, held: 1, parked: 1 });
  const held = await item_of(provider, run.id, 'high');
  assert.deepEqual([held.amount_due, held.average], ['15.60', '3.60']);
  assert.equal((await item_of(provider, run.id, 'early')).problems[0].code, 'month_before_open');
  await approve(provider, run.id);
  await add_usage(provider, 'other', '2026-04-30', 6 * megabyte);
  const after = await finalise(provider, run.id);
  assert.equal(after.state, 'review');
  assert.deepEqual(states(after), { computed: 1, held: 1, parked: 1 });
  assert.equal((await item_of(provider, run.id, 'other')).amount_due, '4.08');
  const item = `/v1/runs/${run.id}/items/high`;
  assert.equal((await ask(server, provider.operator, 'POST', `${item}:approve`, { why: 'seen' })).status, 403);
  await must(server, provider.approver, 'POST', `${item}:approve`, { why: 'a trade fair' });
  await approve(provider, run.id);
  assert.deepEqual(states(await finalise(provider, run.id)), { finalised: 2, parked: 1 });
  assert.equal((await final_bill(provider, 'high', '2026-04')).bill.amount_due, '15.60');
  // The parked account's March is billed, and the run goes on with it.
  await bill_month(provider, '2026-03');
  await must(server, provider.operator, 'POST', `/v1/runs/${run.id}:recompute`);
  assert.deepEqual(states(await settled(provider, run.id)), { computed: 1, finalised: 2 });
  await approve(provider, run.id);
  assert.equal((await finalise(provider, run.id)).state, 'finalised');
});

test('a month that is not over can be looked at, and not finalised', async (t) => {
  const provider = await start_provider(t);
  const month = new Date().toISOString().slice(0, 7);
  await add_account(provider, 'warehouse', month);
  const run = await start_run(provider, { month });
  await approve(provider, run.id);
  const answer = await ask(provider.server, provider.operator, 'POST', `/v1/runs/${run.id}:finalise`);
  assert.equal(answer.status, 409);
  assert.equal(answer.json.errors[0].code, 'period_not_over');
  await must(provider.server, provider.operator, 'POST', `/v1/runs/${run.id}:cancel`, { why: 'only a look' });
  assert.equal((await run_of(provider, run.id)).state, 'cancelled');
});

test('a server killed while it computes and finalises goes on where it was', async (t) => {
  const data = data_folder(t);
  const provider = await start_provider(t, { data, args: ['--run-threads', '1'] });
  for (let i = 100; i < 200; i++) await add_account(provider, `a${i}`, '2026-01');
  const kill = async () => {
    provider.server.child.kill('SIGKILL');
    await provider.server.ended;
    provider.server = await run_stored(data, ['--run-threads', '1']);
  };
  t.after(() => stop(provider.server));
  const run = await must(provider.server, provider.operator, 'POST', '/v1/runs', { month: '2026-01' });
  await kill();
  assert.deepEqual(states(await settled(provider, run.id)), { computed: 100 });
  await approve(provider, run.id);
  await must(provider.server, provider.operator, 'POST', `/v1/runs/${run.id}:finalise`);
  await kill();
  assert.deepEqual(states(await settled(provider, run.id)), { finalised: 100 });
  const chain = await must(provider.server, provider.auditor, 'GET', '/v1/issuers/main/chain');
  assert.deepEqual([chain.bills, chain.good], [100, true]);
});

test('an idempotency key starts one run however often it is sent', async (t) => {
  const provider = await start_provider(t);
  await add_account(provider, 'warehouse', '2026-01');
  const headers = { 'idempotency-key': 'january' };
  const answers = await Promise.all([1, 2, 3].map(() =>
    must(provider.server, provider.operator, 'POST', '/v1/runs', { month: '2026-01' }, headers)));
  assert.equal(new Set(answers.map((answer) => answer.id)).size, 1);
  const other = await make_key(provider.server, ['operator']);
  await settled(provider, answers[0].id);
  assert.equal((await must(provider.server, other, 'GET', '/v1/runs')).items.length, 1);
});
