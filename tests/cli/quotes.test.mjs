// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { folder, samebill } from './binary.mjs';
import { csvHeader, csvRecord, request } from './sample.mjs';

// The sample request, m1 provisioned a month before, and a plan of 5 MB at 9.35: m1 comes to 9.35 there instead of
// 9.30 + 0.20 = 9.50. The subtotal goes from 14.00 to 13.85, VAT from 2.80 to 2.77, the total from 16.80 to 16.62: 0.18
// are saved. m2 is provisioned on 17 March, too late for a change on the first.
function assignment(changes = {}) {
  const given = request(changes);
  given.catalog.plans.push({
    id: 'large', access_fee: { amount: '9.35' }, included: { data: '5 MB' },
    overage: { data: { price: '0.10', per: 'MB' } },
  });
  for (const event of given.events) {
    if (event.device === 'm1') event.at = '2026-02-01T00:00:00Z';
  }
  return { schema: 'samebill/assignment/1', request: given };
}

test('optimise_proposes_the_cheaper_plan_in_json_text_and_csv', (t) => {
  const files = folder(t);
  const file = files.write('assignment.json', assignment());
  const run = samebill(['optimise', file]);
  assert.equal(run.code, 0, run.out);
  const found = JSON.parse(run.out);
  assert.equal(found.saving, '0.18');
  assert.equal(found.own_saving, '0.15');
  assert.equal(found.bound.proven, true);
  assert.deepEqual(found.events,
    [{ at: '2026-02-28T23:59:59Z', device: 'm1', plan: 'large', type: 'change_plan' }]);
  const text = samebill(['optimise', file, '--format', 'text']).out;
  assert.match(text, /^Best plan for waterworks, 2026-03 through 2026-03\n/);
  assert.match(text, /2026-03 +16\.80 +16\.62\n/);
  assert.match(text, /Saves 0\.18 EUR\. No assignment comes to less\.\n/);
  assert.match(text, /large: not provisioned, 1 device\n/);
  assert.equal(samebill(['optimise', file, '--format', 'csv']).out,
    'device,plan_before,plan_after,group_before,group_after,present,proposed,saving\r\n' +
    'm1,basic,large,,,9.50,9.35,0.15\r\n');
});

test('optimise_takes_usage_files_and_its_events_bill_as_it_says', (t) => {
  const files = folder(t);
  const usage = files.write('u.csv', csvHeader + csvRecord);
  const given = assignment({ usage: [] });
  const run = samebill(['optimise', files.write('a.json', given), '--usage', usage]);
  const found = JSON.parse(run.out);
  assert.equal(found.saving, '0.18');
  given.request.events.push(...found.events);
  const billed = samebill(['bill', files.write('r.json', given.request), '--usage', usage]);
  assert.equal(JSON.parse(billed.out).bills[0].total, found.proposed.total);
});

test('optimise_tells_problems_with_their_places', (t) => {
  const files = folder(t);
  const wrong = { ...assignment(), plans: ['none'], groups: ['yard', 'yard'] };
  const run = samebill(['optimise', files.write('a.json', wrong)]);
  assert.equal(run.code, 2);
  assert.deepEqual(JSON.parse(run.out).errors.map(({ code, path }) => `${code} ${path}`), ['duplicate_id /groups/1']);
  delete wrong.groups;
  const text = samebill(['optimise', files.write('b.json', wrong), '--format', 'text']);
  assert.match(text.err, /b\.json: \/plans\/0: .* \(unknown_plan\)/);
});

// Ten meters for three months: 5.00 each on `basic`, 150.00; on `low` 4.00 and 2 MB above at 1.00 each, 180.00.
const cohort = (plan) => [{
  name: 'meters', count: 10, plan,
  usage: [{ name: 'report', kind: 'data', times: { per: 'month' }, payload: '2 MB' }],
}];
const price = (per) => ({ data: { price: per, per: 'MB' } });
const comparison = {
  schema: 'samebill/comparison/1',
  base: {
    schema: 'samebill/scenario/1',
    catalog: {
      schema: 'samebill/catalog/1', id: 'meters', currency: 'EUR',
      plans: [
        { id: 'basic', access_fee: { amount: '5.00' }, included: { data: '2 MB' }, overage: price('1.00') },
        { id: 'low', access_fee: { amount: '4.00' }, overage: price('1.00') },
      ],
    },
    account: { schema: 'samebill/account/1', id: 'waterworks', agreement: { from: '2026-01-01' }, devices: [] },
    from: '2027-04', months: 3, cohorts: cohort('basic'),
  },
  alternatives: [{ name: 'as planned' }, { name: 'low', patch: { cohorts: cohort('low') } }],
  break_even: [{ over: 'usage', through: 100 }],
  sensitivity: true,
};

test('compare_sets_plans_side_by_side_in_json_text_and_csv', (t) => {
  const files = folder(t);
  const file = files.write('comparison.json', comparison);
  const run = samebill(['compare', file]);
  assert.equal(run.code, 0, run.out);
  const result = JSON.parse(run.out);
  assert.deepEqual(result.alternatives.map(({ totals }) => totals.total), ['150.00', '180.00']);
  assert.equal(result.differences[0].totals.charges.usage, '60.00');
  // Half of the usage, 1 MB, makes both 15.00 a meter: 4.00 + 1.00.
  assert.deepEqual(result.break_even[0].changes.map(({ at, cheaper }) => [at, cheaper]),
    [[50, 'neither'], [51, 'first']]);
  const text = samebill(['compare', file, '--format', 'text']).out;
  assert.match(text, /^Comparison, 2027-04 through 2027-06, EUR\n/);
  assert.match(text, /low +180\.00 +30\.00/);
  assert.match(text, /Recommended: as planned \(lowest total\)\.\n/);
  assert.match(text, / {2}30\.00 EUR less than the next, low; mainly by usage/);
  assert.match(text, /0 through 49: low\n {2}50: as planned, low\n {2}51 through 100: as planned\n/);
  assert.match(text, /meters: devices +9 +11 +135\.00 +165\.00 +30\.00/);
  const rows = samebill(['compare', file, '--format', 'csv']).out.split('\r\n');
  assert.equal(rows[0], 'alternative,part,amount,difference');
  assert.ok(rows.includes('as planned,total,150.00,'));
  assert.ok(rows.includes('low,access,120.00,-30.00'));
  assert.ok(rows.includes('low,total,180.00,30.00'));
});

test('compare_tells_problems_at_the_patch', (t) => {
  const files = folder(t);
  const wrong = structuredClone(comparison);
  wrong.alternatives[1].patch.cohorts[0].plan = 'none';
  const run = samebill(['compare', files.write('c.json', wrong), '--format', 'text']);
  assert.equal(run.code, 2);
  assert.match(run.err, /c\.json: \/alternatives\/1\/patch\/cohorts\/0\/plan: .* \(unknown_plan\)/);
});
