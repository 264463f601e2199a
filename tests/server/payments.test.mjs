// SPDX-License-Identifier: MIT
// What customers owe and pay. Bills of 3.60 each (3.00 and VAT 20 %), issued on 11 March 2026, due 30 days later.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { add_account, bill_month, start_provider } from './provider.mjs';
import { ask, make_key, must, start_stored } from './stored.mjs';
import { stop } from './server.mjs';

const on_11_march = ['--clock', '2026-03-11T12:00:00Z'];
const payment = { amount: '1.60', currency: 'EUR', on: '2026-03-11', reference: 'bank-1' };

async function two_bills(t) {
  const provider = await start_provider(t, { args: on_11_march });
  await add_account(provider, 'shop', '2026-01');
  await bill_month(provider, '2026-01');
  await bill_month(provider, '2026-02');
  return provider;
}

const pay = (provider, body, key = provider.operator) =>
  ask(provider.server, key, 'POST', '/v1/accounts/shop/payments', body);
const propose = (provider, body) =>
  ask(provider.server, provider.operator, 'POST', '/v1/accounts/shop/payments:propose', body);
const decide = (provider, id, what, key = provider.approver) =>
  ask(provider.server, key, 'POST', `/v1/accounts/shop/payments/${id}:${what}`, { why: 'seen' });
const receivables = (provider) =>
  must(provider.server, provider.operator, 'GET', '/v1/accounts/shop/receivables');
const open_amounts = async (provider) => (await receivables(provider)).bills.map((bill) => bill.open);

test('bills are open until they are paid, in parts or at once, and what is too much is on account', async (t) => {
  const provider = await two_bills(t);
  const before = await receivables(provider);
  assert.deepEqual(before.bills.map((bill) => [bill.number, bill.month, bill.due_on, bill.open, bill.status]), [
    [1, '2026-01', '2026-04-10', '3.60', 'open'], [2, '2026-02', '2026-04-10', '3.60', 'open']]);
  const part = await pay(provider, { ...payment, number: 1 });
  assert.equal(part.status, 201);
  assert.equal(part.headers.get('location'), `/v1/accounts/shop/payments/${part.json.id}`);
  assert.deepEqual(await open_amounts(provider), ['2.00', '3.60']);
  await pay(provider, { ...payment, amount: '6.00', reference: 'bank-2' });
  const after = await receivables(provider);
  assert.deepEqual(after.bills.map((bill) => bill.status), ['paid', 'paid']);
  // 1.60 + 6.00 - 7.20
  assert.deepEqual(after.totals, [{ currency: 'EUR', amount: '0.40', open: '0.00', past_due: '0.00' }]);
});

test('a payment is recorded once, exactly, and never with the number of a card', async (t) => {
  const provider = await two_bills(t);
  assert.equal((await pay(provider, payment)).status, 201);
  assert.equal((await pay(provider, payment)).status, 409);
  const other = { ...payment, reference: 'bank-2' };
  for (const [change, code] of [
    [{ amount: '1.6' }, 'schema'], [{ amount: '1.600' }, 'amount'], [{ amount: '0.00' }, 'amount'],
    [{ amount: '-1.00' }, 'amount'],
    [{ currency: 'USD' }, 'currency'], [{ currency: 'XXX' }, 'currency'], [{ number: 3 }, 'unknown_bill'],
    [{ on: '2026-03-12' }, 'date'], [{ reference: 'card 4111 1111 1111 1111' }, 'card_number'],
    [{ note: '4111-1111-1111-1111' }, 'card_number'], [{ card: '4111111111111111' }, 'schema'],
  ]) {
    const answer = await pay(provider, { ...other, ...change });
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.equal(answer.json.errors[0].code, code, answer.text);
    assert.ok(!answer.text.includes('4111'));
  }
  const key = { 'idempotency-key': 'k1' };
  const path = '/v1/accounts/shop/payments';
  const first = await ask(provider.server, provider.operator, 'POST', path, other, key);
  const again = await ask(provider.server, provider.operator, 'POST', path, other, key);
  assert.deepEqual([again.status, again.text], [201, first.text]);
  const list = await must(provider.server, provider.operator, 'GET', path);
  assert.deepEqual(list.items.map((item) => item.reference), ['bank-1', 'bank-2']);
});

test('what corrects payments and bills takes two persons', async (t) => {
  const provider = await two_bills(t);
  const paid = (await pay(provider, { ...payment, amount: '3.60', number: 1 })).json;
  const reversal = {
    ...payment, kind: 'reversal', amount: '3.60', reference: 'bounced', note: 'returned', reverses: paid.id,
  };
  const proposed = await propose(provider, reversal);
  assert.deepEqual([proposed.status, proposed.json.state], [201, 'proposed']);
  assert.deepEqual(await open_amounts(provider), ['0.00', '3.60']);
  assert.equal((await propose(provider, reversal)).status, 409);
  assert.equal((await decide(provider, proposed.json.id, 'approve', provider.operator)).status, 403);
  assert.equal((await decide(provider, proposed.json.id, 'approve')).json.state, 'posted');
  assert.equal((await decide(provider, proposed.json.id, 'decline')).status, 409);
  assert.deepEqual(await open_amounts(provider), ['3.60', '3.60']);
  const credit = { ...payment, kind: 'credit_note', amount: '0.60', reference: 'cn-1', note: 'outage', number: 1 };
  const note = await propose(provider, credit);
  assert.equal((await decide(provider, note.json.id, 'approve')).status, 200);
  assert.deepEqual(await open_amounts(provider), ['3.00', '3.60']);
  const declined = await propose(provider, { ...credit, kind: 'write_off', amount: '3.00', reference: 'wo-1' });
  assert.equal((await decide(provider, declined.json.id, 'decline')).json.state, 'declined');
  assert.deepEqual(await open_amounts(provider), ['3.00', '3.60']);
  for (const [change, status] of [
    [{ amount: '3.01' }, 422],                       // 3.60 - 0.60
    [{ kind: 'write_off', amount: '3.01' }, 422],    // 3.00 are open
    [{ kind: 'refund', number: undefined }, 422],    // nothing is on account
    [{ number: undefined }, 422],
    [{ note: undefined }, 422],
  ]) assert.equal((await propose(provider, { ...credit, reference: 'x', ...change })).status, status);
  const waiting = await must(provider.server, provider.approver, 'GET', '/v1/payments?state=proposed');
  assert.deepEqual(waiting.items, []);
});

test('a refund takes from what is on account, and is looked at again when it is approved', async (t) => {
  const provider = await two_bills(t);
  await pay(provider, { ...payment, amount: '10.00' });  // 2.80 more than both bills
  const refund = (reference) =>
    propose(provider, { ...payment, kind: 'refund', amount: '2.00', reference, note: 'asked for' });
  const [one, two] = [await refund('r-1'), await refund('r-2')];
  assert.equal((await decide(provider, one.json.id, 'approve')).status, 200);
  const late = await decide(provider, two.json.id, 'approve');
  assert.deepEqual([late.status, late.json.errors[0].code], [409, 'too_much']);
  assert.equal((await receivables(provider)).totals[0].amount, '0.80');
});

test('a list of the bank is taken in row by row, and again without harm', async (t) => {
  const provider = await two_bills(t);
  const { server, operator } = provider;
  const rows = ['account,amount,currency,on,reference,number', 'shop,3.60,EUR,2026-03-10,b-1,1',
    'nobody,1.00,EUR,2026-03-10,b-2,', 'shop,3.600,EUR,2026-03-10,b-3,', 'shop,1.10,EUR,2026-03-10,b-4,'];
  const send = (text) => must(server, operator, 'POST', '/v1/payments:import', text, { 'content-type': 'text/csv' });
  const first = await send(rows.join('\r\n'));
  assert.deepEqual([first.accepted, first.repeated, first.rejected], [2, 0, 2]);
  assert.deepEqual(first.problems.map((problem) => [problem.path, problem.code]),
    [['/1/account', 'unknown_account'], ['/2/amount', 'amount']]);
  assert.deepEqual(await open_amounts(provider), ['0.00', '2.50']);
  rows[4] = 'shop,1.20,EUR,2026-03-10,b-4,';
  const again = await send(rows.join('\n'));
  assert.deepEqual([again.accepted, again.repeated, again.rejected], [0, 1, 3]);
  const cards = await ask(server, operator, 'POST', '/v1/payments:import',
    'account,amount,currency,on,reference,card_number\nshop,1.00,EUR,2026-03-10,b-9,4111111111111111\n',
    { 'content-type': 'text/csv' });
  assert.equal(cards.status, 422);
  assert.deepEqual(await open_amounts(provider), ['0.00', '2.50']);
});

test('a statement of account opens, lists and closes, in three forms', async (t) => {
  const provider = await two_bills(t);
  const { server, operator } = provider;
  await pay(provider, { ...payment, amount: '3.60', number: 1, on: '2026-03-10' });
  const path = '/v1/accounts/shop/statement?from=2026-03-11&through=2026-03-31';
  const found = await must(server, operator, 'GET', path);
  const [statement] = found.statements;
  assert.equal(statement.opening, '-3.60');
  assert.deepEqual(statement.entries.map((entry) => [entry.on, entry.kind, entry.bill, entry.amount, entry.balance]), [
    ['2026-03-11', 'bill', 'main/1', '3.60', '0.00'], ['2026-03-11', 'bill', 'main/2', '3.60', '3.60']]);
  assert.equal(statement.closing, '3.60');
  const csv = await ask(server, operator, 'GET', path, undefined, { accept: 'text/csv' });
  assert.deepEqual(csv.text.split('\r\n'), [
    'currency,on,kind,reference,bill,note,amount,balance', 'EUR,2026-03-11,opening,,,,,-3.60',
    'EUR,2026-03-11,bill,main/1,main/1,2026-01,3.60,0.00', 'EUR,2026-03-11,bill,main/2,main/2,2026-02,3.60,3.60',
    'EUR,2026-03-31,closing,,,,,3.60', '']);
  const text = await ask(server, operator, 'GET', path, undefined, { accept: 'text/plain' });
  assert.match(text.text, /Statement of account shop/);
  assert.match(text.text, /closing balance +3\.60/);
});

test('bills are past due after their due date, also after a restart; customers see their own', async (t) => {
  const provider = await two_bills(t);
  await pay(provider, { ...payment, amount: '3.60', number: 2 });
  const viewer = await make_key(provider.server, ['customer_viewer'], { account: 'shop' });
  await stop(provider.server);
  const server = await start_stored(t, { data: provider.server.data, args: ['--clock', '2026-04-11T00:00:00Z'] });
  const list = await must(server, provider.operator, 'GET', '/v1/receivables?status=past_due');
  assert.deepEqual(list.items.map((item) => [item.account, item.number, item.open]), [['shop', 1, '3.60']]);
  const own = await must(server, viewer, 'GET', '/v1/accounts/shop/receivables');
  assert.deepEqual(own.bills.map((bill) => bill.status), ['past_due', 'paid']);
  assert.deepEqual(own.totals, [{ currency: 'EUR', amount: '0.00', open: '3.60', past_due: '3.60' }]);
  assert.equal((await ask(server, viewer, 'GET', '/v1/receivables')).status, 403);
  assert.equal((await ask(server, viewer, 'POST', '/v1/accounts/shop/payments', payment)).status, 403);
});
