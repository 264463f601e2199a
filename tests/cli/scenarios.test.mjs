// SPDX-License-Identifier: MIT
// Scenarios on the command line. Two meters at 2.00 with 1 MB included and 0.50 a MB above, 3 MB each on the 10th:
// 2 × (2.00 + 2 × 0.50) = 6.00 a month, of which VAT of 20 % is 1.20.
import assert from 'node:assert/strict';
import test from 'node:test';

import { folder, samebill } from './binary.mjs';

const report = (more = {}) =>
  ({ name: 'report', kind: 'data', times: { per: 'month', day: 10 }, payload: '3 MB', ...more });
const scenario = (changes = {}, cohort = {}) => ({
  schema: 'samebill/scenario/1',
  catalog: {
    schema: 'samebill/catalog/1', id: 'north', currency: 'EUR',
    plans: [{
      id: 'meter', access_fee: { amount: '2.00' }, included: { data: '1 MB' },
      overage: { data: { price: '0.50', per: 'MB' } },
    }],
    taxes: [{
      id: 'vat', name: 'VAT', jurisdiction: 'FR', rate: '0.2',
      categories: ['access', 'recurring', 'one_off', 'usage', 'prepaid'],
    }],
  },
  account: {
    schema: 'samebill/account/1', id: 'waterworks', agreement: { from: '2026-04-01' }, tax: { jurisdictions: ['FR'] },
    devices: [],
  },
  from: '2026-04', months: 2,
  cohorts: [{ name: 'meters', count: 2, plan: 'meter', usage: [report()], ...cohort }],
  ...changes,
});
const quoted = (files, document, ...options) => samebill(['quote', files.write('scenario.json', document), ...options]);

test('quote_says_what_a_scenario_comes_to_as_json_text_and_csv', (t) => {
  const files = folder(t);
  const result = JSON.parse(quoted(files, scenario()).out);
  assert.deepEqual(result.months.map(({ subtotal, tax_total, total }) => [subtotal, tax_total, total]),
    [['6.00', '1.20', '7.20'], ['6.00', '1.20', '7.20']]);
  assert.deepEqual(result.cash_flow.map(({ due, amount }) => [due, amount]),
    [['2026-05-31', '7.20'], ['2026-07-01', '7.20']], 'thirty days after the first of the next month');
  assert.equal(result.cohorts[0].per_device_month, '3');
  assert.ok(result.assumptions.some(({ code }) => code === 'hardware_not_included'));
  const text = quoted(files, scenario(), '--format', 'text');
  assert.equal(text.code, 0, text.err);
  assert.match(text.out, /^SCENARIO, 2026-04 through 2026-05, in EUR$/m);
  assert.match(text.out, / TOTAL, EUR +14\.40$/m);
  assert.match(text.out, / Due 2026-05-31 +7\.20$/m);
  const csv = quoted(files, scenario(), '--format', 'csv').out.split('\r\n');
  const width = csv[0].split(',').length;
  assert.ok(csv.slice(0, -1).every((row) => row.split(',').length === width), 'every row has all fields');
  assert.match(csv[1], /^2026-04,meters,2,4\.00,0\.00,0\.00,2\.00,0\.00,0\.00,6\.00,,,3,,6291456,/);
  assert.match(csv[2], /^2026-04,,,4\.00,0\.00,0\.00,2\.00,0\.00,,6\.00,1\.20,7\.20,,2026-05-31,/);
});

test('usage_without_a_price_is_said_in_text_and_csv', (t) => {
  const files = folder(t);
  const alarm = { name: 'alarm', kind: 'sms', times: { per: 'month', day: 12 } };
  const document = scenario({}, { usage: [report(), alarm] });
  // Two devices, a message each in each of two months; 3 MB each of data in a month. A quantity is that of lines; the
  // plan has no price for messages, so theirs is 0 and both of a month stand apart.
  assert.match(quoted(files, document, '--format', 'text').out,
    /^NOT BILLED +sms 4 messages, for which there was no price, or no credits$/m);
  const [head, first] = quoted(files, document, '--format', 'csv').out.split('\r\n').map((row) => row.split(','));
  const of = (column) => first[head.indexOf(column)];
  assert.deepEqual([of('data'), of('sms'), of('data_not_billed'), of('sms_not_billed')], ['6291456', '0', '0', '2']);
});

test('a_scenario_written_out_is_a_request_with_the_same_bills', (t) => {
  const files = folder(t);
  const run = quoted(files, scenario(), '--expand');
  assert.equal(run.code, 0, run.err);
  const request = JSON.parse(run.out);
  assert.deepEqual(request.account.devices.map(({ id }) => id), ['c001-000001-00000001', 'c001-000001-00000002']);
  assert.equal(request.usage.length, 4, 'two devices, two months');
  const bills = JSON.parse(samebill(['bill', files.write('request.json', run.out)]).out).bills;
  assert.deepEqual(bills.map(({ total }) => total), ['7.20', '7.20']);
});

test('records_beside_a_scenario_are_sampled', (t) => {
  const files = folder(t);
  const document = scenario({}, { usage: undefined, count: 3, sample: { month: '2026-03' } });
  const usage = files.write('march.csv', 'id,device,kind,start,end,quantity\n' +
    's1,real,data,2026-03-10T08:00:00Z,2026-03-10T08:05:00Z,3145728\n');
  const result = JSON.parse(quoted(files, document, '--usage', usage).out);
  assert.deepEqual(result.months.map(({ subtotal }) => subtotal), ['9.00', '9.00'], 'three as the one real device');
});

test('a_bad_scenario_gets_all_its_problems_at_once', (t) => {
  const files = folder(t);
  const bad = scenario({ months: 121, cohorts: [
    { name: 'a', count: -1, usage: [report({ payload: 'much' }), report()] },
    { name: 'a', count: 1, seasons: [{ from: '2026-05-01', until: '2026-04-01' }], colour: 'red' },
    { name: 'b', count: 1, start: { on: '2026-02-30' }, variation: { preset: 'odd' } },
  ] });
  const run = quoted(files, bad);
  assert.equal(run.code, 2);
  assert.deepEqual(JSON.parse(run.out).errors.map(({ path }) => path).sort(), [
    '/cohorts/0/count', '/cohorts/0/usage/0/payload', '/cohorts/0/usage/1/name', '/cohorts/1/colour',
    '/cohorts/1/name', '/cohorts/1/seasons/0/until', '/cohorts/2/start/on', '/cohorts/2/variation/preset', '/months',
  ]);
  const references = scenario({ cohorts: [
    { name: 'a', count: 1, plan: 'none', sim_product: 'none', purchases: [{ pack: 'none', every_months: 1 }] },
    { name: 'b', count: 1, start: { on: '2027-01-01' }, plan_changes: [{ on: '2026-05-01', plan: 'none' }] },
  ] });
  assert.deepEqual(JSON.parse(quoted(files, references).out).errors.map(({ code, path }) => `${code} ${path}`).sort(), [
    'period /cohorts/1/start/on', 'unknown_pack /cohorts/0/purchases/0/pack', 'unknown_plan /cohorts/0/plan',
    'unknown_plan /cohorts/1/plan_changes/0/plan', 'unknown_sim_product /cohorts/0/sim_product',
  ]);
});

test('limits_are_enforced', (t) => {
  const files = folder(t);
  const found = (document, ...options) =>
    JSON.parse(quoted(files, document, ...options).out).errors.map(({ code, path }) => `${code} ${path}`);
  assert.deepEqual(found(scenario({}, { count: 10_000_001 })), ['schema /cohorts/0/count']);
  const halves = ['a', 'b'].map((name) => ({ name, count: 6_000_000, plan: 'meter' }));
  assert.deepEqual(found(scenario({ cohorts: halves })), ['limit /cohorts']);
  const many = Array.from({ length: 201 }, (_, i) => ({ name: `c${i}`, count: 1, plan: 'meter' }));
  assert.deepEqual(found(scenario({ cohorts: many })), ['limit /cohorts']);
  const behaviours = Array.from({ length: 21 }, (_, i) => report({ name: `r${i}` }));
  assert.deepEqual(found(scenario({}, { usage: behaviours })), ['limit /cohorts/0/usage']);
  const each = { count: 200_001, variation: { each_device: true } };
  assert.deepEqual(found(scenario({}, each)), ['limit /cohorts']);
  // 100,000 classes, 2 months, and a session every minute: far more than 400 million units of work.
  const minutely = [report({ times: { per: 'hour', count: 60 } })];
  const busy = { count: 100_000, variation: { each_device: true }, usage: minutely };
  assert.deepEqual(found(scenario({}, busy)), ['limit ']);
  assert.deepEqual(found(scenario({}, { count: 100_001 }), '--expand'), ['limit ']);
  assert.deepEqual(found(scenario({ seeds: 101 })), ['schema /seeds']);
});

test('seeds_give_percentiles_that_are_the_same_every_time', (t) => {
  const files = folder(t);
  const document = scenario({ seeds: 20 },
    { count: 50, variation: { preset: 'heavy_tail', devices_percent: 40, days_percent: 40 } });
  const run = quoted(files, document);
  assert.equal(run.out, quoted(files, document).out);
  const { percentiles, months, totals } = JSON.parse(run.out);
  const cents = (text) => BigInt(text.replace('.', ''));
  for (const { p10, p50, p90 } of [percentiles, ...months.map((month) => month.percentiles)]) {
    assert.ok(cents(p10) <= cents(p50) && cents(p50) <= cents(p90));
  }
  assert.ok(cents(percentiles.p10) < cents(percentiles.p90), 'draws differ');
  // Nearest rank: of twenty totals the 2nd, 10th and 18th.
  const totals_of = Array.from({ length: 20 }, (_, i) =>
    cents(JSON.parse(quoted(files, { ...document, seed: 1 + i, seeds: undefined }).out).totals.total));
  totals_of.sort((a, b) => (a < b ? -1 : Number(a > b)));
  assert.deepEqual([percentiles.p10, percentiles.p50, percentiles.p90].map(cents),
    [totals_of[1], totals_of[9], totals_of[17]]);
  assert.equal(typeof totals.total, 'string');
});
