// SPDX-License-Identifier: MIT
// Quotes on the server: who makes, sends and decides them, what accepting one does, and whether the bill keeps to it.
// One plan: 3.00 a month, 5 MB included, 0.40 a MB above; VAT 20 %. A scanner as quoted uses 6 MB: 3.40 + 0.68 = 4.08.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  add_events, bill_month, catalog, final_bill, megabyte, preview, publish, start_provider,
} from './provider.mjs';
import { browser, person } from './people.mjs';
import { stop } from './server.mjs';
import { ask, data_folder, make_key, must, run_stored } from './stored.mjs';

const scenario = (account, more = {}) => ({
  schema: 'samebill/scenario/1',
  catalog: catalog('v1'),
  account: {
    schema: 'samebill/account/1', id: account, agreement: { from: '2026-04-01' }, tax: { jurisdictions: ['FR'] },
    devices: [],
  },
  from: '2026-04',
  months: 2,
  cohorts: [{
    name: 'scanners', count: 3, plan: 'scanner', start: { on: '2026-04-01' },
    usage: [{
      name: 'report', kind: 'data', times: { per: 'month', day: 15, at: ['06:00'] }, payload: '6 MB', varies: false,
    }],
  }],
  ...more,
});

const quote_of = (account, more = {}) => ({
  account, customer: { name: 'Newcomer', contact: 'A. Martin' }, scenario: scenario(account), valid_until: '2026-06-30',
  ...more,
});
const edit_of = (account, more = {}) => {
  const { account: _, ...edit } = quote_of(account, more);
  return edit;
};

async function start(t, clock = '2026-06-02T12:00:00Z', data = data_folder(t)) {
  const provider = await start_provider(t, { data, args: ['--clock', clock] });
  const { server } = provider;
  provider.sales = await make_key(server, ['sales']);
  provider.second = await make_key(server, ['operator']);
  return provider;
}

const tag = (answer) => ({ 'if-match': answer.headers.get('etag') });
async function read(provider, key, id) {
  const answer = await ask(provider.server, key, 'GET', `/v1/quotes/${id}`);
  return { ...answer, tag: tag(answer) };
}
async function act(provider, key, id, action, body) {
  const { tag: match } = await read(provider, key, id);
  return ask(provider.server, key, 'POST', `/v1/quotes/${id}:${action}`, body, match);
}
const make = (provider, account, more) =>
  must(provider.server, provider.sales, 'POST', '/v1/quotes', quote_of(account, more));

test('a quote is drafted, sent, superseded by a new version, and declined', async (t) => {
  const provider = await start(t);
  const { server, sales, operator } = provider;
  await must(server, operator, 'POST', '/v1/accounts', { catalog: 'scanners', document: scenario('acme').account });
  const customer = await make_key(server, ['customer_admin'], { account: 'acme' });
  const viewer = await make_key(server, ['customer_viewer'], { account: 'acme' });
  const path = '/v1/quotes';
  const key = { 'idempotency-key': 'one' };
  const first = await ask(server, sales, 'POST', path, quote_of('acme'), key);
  assert.equal(first.status, 201);
  const again = await ask(server, sales, 'POST', path, quote_of('acme'), key);
  assert.equal(again.text, first.text, 'the same request makes one quote');
  const { id } = first.json;
  assert.equal(first.headers.get('location'), `${path}/${id}`);
  assert.equal(first.json.state, 'draft');
  assert.equal(first.json.document.result.totals.total, '24.48', '3 scanners, 2 months, 4.08 each');
  assert.equal(first.json.document.customer.account, 'acme');

  assert.equal((await read(provider, customer, id)).status, 404, 'drafts are the provider\'s own');
  assert.deepEqual((await must(server, customer, 'GET', path)).items, []);
  assert.equal((await ask(server, sales, 'POST', `${path}/${id}:send`)).status, 428);
  assert.equal((await ask(server, customer, 'POST', `${path}/${id}:send`, undefined, tag(first))).status, 403);
  const sent = await act(provider, sales, id, 'send');
  assert.equal(sent.json.state, 'sent');
  assert.equal((await act(provider, sales, id, 'send')).status, 409);
  assert.equal((await ask(server, customer, 'POST', `${path}/${id}:accept`, undefined, tag(first))).status, 412);
  assert.equal((await read(provider, viewer, id)).json.version, 1);
  assert.equal((await ask(server, viewer, 'POST', `${path}/${id}:accept`, undefined, tag(sent))).status, 403);
  const text = await ask(server, customer, 'GET', `${path}/${id}?format=text`);
  assert.match(text.text, /^QUOTE quote_\w+, version 1$/m);
  assert.match(text.text, /TOTAL, EUR +24\.48/);

  const edit = edit_of('acme', { remarks: 'Ten per cent more time to decide.', valid_until: '2026-07-31' });
  const second = await ask(server, sales, 'PUT', `${path}/${id}`, edit, tag(sent));
  assert.equal(second.status, 200);
  assert.deepEqual([second.json.version, second.json.state], [2, 'draft']);
  assert.equal(second.json.document.supersedes, first.json.digest);
  assert.equal((await ask(server, sales, 'PUT', `${path}/${id}`, edit, tag(sent))).status, 412);
  assert.deepEqual((await read(provider, customer, id)).json.state, 'superseded', 'what it saw is taken back');
  assert.equal((await act(provider, customer, id, 'accept')).status, 409);
  await act(provider, sales, id, 'send');
  const declined = await act(provider, customer, id, 'decline', { why: 'too dear' });
  assert.deepEqual([declined.json.state, declined.json.why], ['declined', 'too dear']);
  assert.equal((await act(provider, customer, id, 'accept')).status, 409);

  const versions = await must(server, customer, 'GET', `${path}/${id}/versions`);
  assert.deepEqual(versions.items.map((one) => [one.version, one.state]), [[1, 'superseded'], [2, 'declined']]);
  const old = await must(server, sales, 'GET', `${path}/${id}/versions/1`);
  assert.deepEqual(old.document, first.json.document, 'a version stays as it is');
  assert.deepEqual((await must(server, sales, 'GET', `${path}?state=declined&account=acme`)).items.map((one) => one.id),
    [id]);
  assert.deepEqual((await must(server, sales, 'GET', `${path}?state=sent`)).items, []);
  const audit = await must(server, provider.auditor, 'GET', '/v1/audit?limit=1000');
  assert.deepEqual(audit.items.map((row) => row.action).filter((action) => action.startsWith('quote.')),
    ['quote.create', 'quote.send', 'quote.edit', 'quote.send', 'quote.decline']);
});

test('what is not a customer\'s own quote is not there for it', async (t) => {
  const provider = await start(t);
  const { server, operator } = provider;
  for (const id of ['acme', 'other']) {
    await must(server, operator, 'POST', '/v1/accounts', { catalog: 'scanners', document: scenario(id).account });
  }
  const { id } = await make(provider, 'other');
  await act(provider, provider.sales, id, 'send');
  const customer = await make_key(server, ['customer_admin'], { account: 'acme' });
  const none = await ask(server, customer, 'GET', '/v1/quotes/quote_none');
  assert.equal(none.status, 404);
  const match = { 'if-match': '*' };
  for (const [method, tail, body] of [['GET', ''], ['GET', '/versions'], ['GET', '/versions/1'], ['POST', ':accept'],
    ['POST', ':decline', { why: 'no' }], ['GET', '/checks/2026-04']]) {
    const answer = await ask(server, customer, method, `/v1/quotes/${id}${tail}`, body, match);
    assert.equal(answer.status, 404, tail);
    assert.equal(answer.text, none.text, tail);
  }
  assert.deepEqual((await must(server, customer, 'GET', '/v1/quotes?account=other')).items, []);
});

test('bad drafts get their problems, with places', async (t) => {
  const provider = await start(t);
  const { server, sales } = provider;
  const post = (body) => ask(server, sales, 'POST', '/v1/quotes', body);
  const wrong = await post(quote_of('acme', { scenario: scenario('acme', { from: '2026-4', months: 0 }) }));
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json.errors.map((error) => error.path), ['/scenario/from', '/scenario/months']);
  const other = catalog('v1', '2.00');
  const dearer = await post(quote_of('acme', { scenario: scenario('acme', { catalog: other }) }));
  assert.equal(dearer.json.errors[0].code, 'unknown_catalog_version');
  const id = await post(quote_of('acme', { scenario: scenario('other') }));
  assert.equal(id.json.errors[0].path, '/scenario/account/id');
  const late = await post(quote_of('acme', { valid_until: '2026-01-01' }));
  assert.equal(late.json.errors[0].path, '/valid_until');
});

test('a quote that was sent expires by the clock', async (t) => {
  const data = data_folder(t);
  const provider = await start(t, '2026-06-30T12:00:00Z', data);
  const { id } = await make(provider, 'newcomer');
  const sent = await act(provider, provider.sales, id, 'send');
  await stop(provider.server);
  const server = await run_stored(data, ['--clock', '2026-07-01T00:00:01Z']);
  t.after(() => stop(server));
  const later = { ...provider, server };
  const read_again = await read(later, provider.sales, id);
  assert.equal(read_again.json.state, 'expired');
  assert.notEqual(read_again.headers.get('etag'), sent.headers.get('etag'));
  assert.equal((await act(later, provider.second, id, 'accept')).status, 409);
  assert.deepEqual((await must(server, provider.sales, 'GET', '/v1/quotes?state=expired')).items.map((one) => one.id),
    [id]);
});

const usage = (device, month, megabytes) =>
  `${device}-${month},${device},data,${month}-15T06:00:00Z,${month}-15T06:00:00Z,${megabytes * megabyte}\n`;
const upload = (provider, rows) =>
  must(provider.server, provider.operator, 'POST', '/v1/usage', `id,device,kind,start,end,quantity\n${rows}`,
    { 'content-type': 'text/csv' });
const begin = (provider, device, at) =>
  add_events(provider, 'newcomer', ['provision', 'activate'].map((type) =>
    ({ at, type, device, ...(type === 'provision' ? { plan: 'scanner' } : {}) })));
const amounts = (check) => Object.fromEntries(check.causes.map((one) => [one.cause, one.amount]));

// April is as quoted: 3 × 3.40 + 20 % = 12.24. In May there is a fourth scanner, and each uses 7 MB: 4 × 3.80 + 20 %.
test('an accepted quote becomes the account\'s agreement, and its bill is held to it', async (t) => {
  const provider = await start(t);
  const { server, operator, second, sales, auditor } = provider;
  const { id } = await make(provider, 'newcomer');
  await act(provider, sales, id, 'send');
  assert.equal((await act(provider, sales, id, 'accept')).status, 403, 'sales do not accept');
  const accepted = await act(provider, second, id, 'accept');
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal(accepted.json.state, 'accepted');
  assert.equal((await act(provider, second, id, 'accept')).status, 409);
  const edit = await ask(server, sales, 'PUT', `/v1/quotes/${id}`, edit_of('newcomer'), { 'if-match': '*' });
  assert.equal(edit.status, 409);
  const account = await must(server, operator, 'GET', '/v1/accounts/newcomer');
  assert.deepEqual(account.document.agreement, { from: '2026-04-01' });
  assert.deepEqual([account.document.name, account.catalog], ['Newcomer', 'scanners']);

  await publish(provider, 'v2', '2026-05', '4.00');
  const schedule = await must(server, operator, 'GET', '/v1/accounts/newcomer/catalog-schedule');
  assert.deepEqual(schedule.versions.map((one) => [one.from, one.version, one.taken, one.quote]),
    [['2025-01', 'v1', 'by_date', undefined], ['2026-06', 'v2', 'by_date', undefined]]);

  const devices = ['s1', 's2', 's3'];
  await must(server, operator, 'POST', '/v1/accounts/newcomer/devices', devices.map((device) => ({ id: device })));
  for (const device of devices) await begin(provider, device, '2026-04-01T00:00:00Z');
  await upload(provider, devices.map((device) => usage(device, '2026-04', 6)).join(''));
  const path = `/v1/quotes/${id}/checks`;
  assert.equal((await ask(server, auditor, 'GET', `${path}/2026-04`)).status, 404, 'there is no bill yet');
  await bill_month(provider, '2026-04');
  const april = await must(server, auditor, 'GET', `${path}/2026-04`);
  assert.equal((await final_bill(provider, 'newcomer', '2026-04')).bill.total, '12.24');
  assert.deepEqual([april.quote.total, april.bill.total, april.difference, april.remaining],
    ['12.24', '12.24', '0.00', '0.00']);
  assert.deepEqual(amounts(april), { prices: '0.00', devices: '0.00', dates: '0.00', usage: '0.00' });

  await must(server, operator, 'POST', '/v1/accounts/newcomer/devices', [{ id: 's4' }]);
  await begin(provider, 's4', '2026-05-01T00:00:00Z');
  await upload(provider, [...devices, 's4'].map((device) => usage(device, '2026-05', 7)).join(''));
  await bill_month(provider, '2026-05');
  const may = await must(server, auditor, 'GET', `${path}/2026-05`);
  assert.deepEqual([may.quote.total, may.bill.total, may.difference, may.remaining],
    ['12.24', '18.24', '6.00', '0.00']);
  assert.deepEqual(amounts(may), { prices: '0.00', devices: '4.08', dates: '0.00', usage: '1.92' });
  assert.deepEqual(may.cohorts, [{ cohort: 'scanners', quoted: 3, billed: 4 }]);
  const text = await ask(server, auditor, 'GET', `${path}/2026-05?format=text`);
  assert.match(text.text, /More or fewer devices +4\.08/);
  // After the quote's months the catalog goes on by date: 4 × 4.00 + 20 %.
  assert.equal(await preview(provider, 'newcomer', { month: '2026-06' }), '19.20');
  assert.equal((await ask(server, sales, 'GET', `${path}/2026-05`)).status, 403, 'bills are not for sales');
});

// Quoted for April and May; in May another quote follows, on the version that is effective then: 4.00 and 20 % each.
test('another quote takes the place of the accepted one from its first month on', async (t) => {
  const provider = await start(t);
  const { server, operator, second, sales, auditor } = provider;
  const schedule = (month) => ask(server, operator, 'PUT', `/v1/accounts/newcomer/catalog-schedule/${month}`,
    { version: 'v2' });
  const first = await make(provider, 'newcomer');
  await act(provider, sales, first.id, 'send');
  assert.equal((await act(provider, second, first.id, 'accept')).status, 200);
  await publish(provider, 'v2', '2026-04', '4.00');
  assert.equal((await schedule('2026-05')).status, 409, 'the quote holds v1 in May');
  assert.equal((await schedule('2026-06')).status, 200);

  await must(server, operator, 'POST', '/v1/accounts/newcomer/devices', [{ id: 's1' }]);
  await begin(provider, 's1', '2026-04-01T00:00:00Z');
  await bill_month(provider, '2026-04');
  const next = scenario('newcomer', { from: '2026-05', months: 3, catalog: { ...catalog('v2', '4.00') } });
  next.cohorts[0].start.on = '2026-05-01';
  const { id } = await make(provider, 'newcomer', { scenario: next });
  await act(provider, sales, id, 'send');
  const accepted = await act(provider, second, id, 'accept');
  assert.equal(accepted.status, 200, accepted.text);
  const old = await read(provider, sales, first.id);
  assert.deepEqual([old.json.state, old.json.why], ['superseded', `quote ${id} holds from 2026-05 on`]);
  assert.equal((await act(provider, second, first.id, 'accept')).status, 409);
  const edit = await ask(server, sales, 'PUT', `/v1/quotes/${first.id}`, edit_of('newcomer'), { 'if-match': '*' });
  assert.equal(edit.status, 409, 'it was accepted');
  const { versions } = await must(server, operator, 'GET', '/v1/accounts/newcomer/catalog-schedule');
  assert.deepEqual(versions.map((one) => [one.from, one.version, one.taken]),
    [['2025-01', 'v1', 'by_date'], ['2026-05', 'v2', 'quote']]);
  await bill_month(provider, '2026-05');
  assert.equal((await final_bill(provider, 'newcomer', '2026-05')).bill.total, '4.80');
  const check = (quote, month) => ask(server, auditor, 'GET', `/v1/quotes/${quote}/checks/${month}`);
  assert.equal((await check(first.id, '2026-04')).json.bill.total, '3.60', 'April was the first quote\'s');
  assert.equal((await check(first.id, '2026-05')).status, 409);
  assert.equal((await check(id, '2026-05')).json.bill.total, '4.80');
  const audit = await must(server, auditor, 'GET', '/v1/audit?limit=1000');
  const row = audit.items.find((one) => one.action === 'quote.supersede');
  assert.equal(row.why, old.json.why);
});

test('accepting is refused where the account cannot go on under the quote', async (t) => {
  const provider = await start(t);
  const { server, operator, second, sales } = provider;
  await must(server, operator, 'POST', '/v1/accounts', { catalog: 'scanners', document: scenario('acme').account });
  await must(server, operator, 'POST', '/v1/accounts/acme/devices', [{ id: 'a1' }]);
  const provision = { at: '2026-04-01T00:00:00Z', type: 'provision', device: 'a1', plan: 'scanner' };
  await add_events(provider, 'acme', [provision]);
  const narrow = scenario('acme');
  narrow.account.agreement.plans = [];
  narrow.cohorts = [{ name: 'none', count: 0, plan: 'scanner' }];
  const { id } = await make(provider, 'acme', { scenario: narrow });
  await act(provider, sales, id, 'send');
  const refused = await act(provider, second, id, 'accept');
  assert.equal(refused.status, 422);
  assert.equal(refused.json.errors[0].code, 'plan_not_available');
  assert.equal((await read(provider, sales, id)).json.state, 'sent');

  const own = await must(server, operator, 'POST', '/v1/quotes', quote_of('acme'));
  await act(provider, operator, own.id, 'send');
  assert.equal((await act(provider, operator, own.id, 'accept')).status, 403, 'a second person accepts');
  await bill_month(provider, '2026-04');
  assert.equal((await act(provider, second, own.id, 'accept')).status, 409, 'April is final');
});

test('customers and approvers accept negotiated prices, and nobody his own with another key', async (t) => {
  const provider = await start(t);
  const { server, second, approver } = provider;
  await person(server, 'ann', ['system_admin']);
  const ann = await browser(server, 'ann');
  const key = async (role) => (await ann.ask('POST', '/v1/keys', { name: role, roles: [role] })).json.key;
  const [maker, own] = [await key('operator'), await key('approver')];
  const cheaper = scenario('newcomer');
  cheaper.account.agreement.discounts = [{ code: 'half', percent: '50', categories: ['access'] }];
  const { id } = await must(server, maker, 'POST', '/v1/quotes', quote_of('newcomer', { scenario: cheaper }));
  await act(provider, maker, id, 'send');
  assert.equal((await act(provider, own, id, 'accept')).status, 403);
  const refused = await act(provider, second, id, 'accept');
  assert.equal(refused.status, 403);
  assert.match(refused.text, /the customer or by an approver/);
  const accepted = await act(provider, approver, id, 'accept');
  assert.equal(accepted.json.state, 'accepted', accepted.text);
  const { document } = await must(server, approver, 'GET', '/v1/accounts/newcomer');
  assert.deepEqual(document.agreement.discounts, cheaper.account.agreement.discounts);
});

test('months before the quote are final first; taxes stay, payment days are the quote\'s', async (t) => {
  const provider = await start(t);
  const { server, operator, second, sales } = provider;
  const { account } = scenario('acme');
  await must(server, operator, 'POST', '/v1/accounts', { catalog: 'scanners', document: account, payment_days: 14 });
  await must(server, operator, 'POST', '/v1/accounts/acme/devices', [{ id: 'a1' }]);
  await add_events(provider, 'acme', [
    { at: '2026-04-01T00:00:00Z', type: 'provision', device: 'a1', plan: 'scanner' },
    { at: '2026-04-01T00:00:00Z', type: 'activate', device: 'a1' },
  ]);
  const later = scenario('acme', { from: '2026-05' });
  delete later.account.tax;
  later.account.name = 'Not the account\'s name';
  later.cohorts[0].start.on = '2026-05-01';
  const { id } = await make(provider, 'acme', { scenario: later });
  await act(provider, sales, id, 'send');
  const early = await act(provider, second, id, 'accept');
  assert.equal(early.status, 409);
  assert.match(early.text, /months from 2026-04 are not final/);
  await bill_month(provider, '2026-04');
  const accepted = await act(provider, second, id, 'accept');
  assert.equal(accepted.status, 200, accepted.text);
  const now = await must(server, operator, 'GET', '/v1/accounts/acme');
  assert.deepEqual(now.document.tax, { jurisdictions: ['FR'] });
  assert.equal(now.payment_days, 30);
});
