// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { folder, samebill } from './binary.mjs';
import { csvHeader, csvRecord, request, session } from './sample.mjs';

test('check_goes_on_after_a_bad_file_and_tells_each', (t) => {
  const files = folder(t);
  const good = files.write('good.json', request());
  const bad = files.write('bad.json', request({ from: '2026-3' }));
  const catalog = files.write('catalog.json', request().catalog);
  const run = samebill(['check', bad, good, files.at('none.json'), catalog, '--format', 'text']);
  assert.equal(run.code, 2);
  assert.equal(run.out, `${good}: valid samebill/request/1\n${catalog}: valid samebill/catalog/1\n`);
  assert.match(run.err, /bad\.json: \/from: .* \(schema\)\n.*none\.json: No such file/);
  const json = samebill(['check', good, catalog]);
  assert.equal(json.code, 0);
  assert.deepEqual(json.out.trimEnd().split('\n').map((row) => JSON.parse(row).document),
    ['samebill/request/1', 'samebill/catalog/1']);
});

test('check_reads_usage_files', (t) => {
  const files = folder(t);
  const good = files.write('good.csv', csvHeader + csvRecord);
  const bad = files.write('bad.ndjson', `${JSON.stringify(session)}\n{"id":"s2"}\n`);
  assert.equal(samebill(['check', good, '--format', 'text']).out, `${good}: 1 usage records, none rejected\n`);
  const run = samebill(['check', good, bad, '--format', 'text']);
  assert.equal(run.code, 2);
  assert.match(run.err, /bad\.ndjson:2:\d+: .* \(schema\)/);
});

test('verify_accepts_a_bill_of_the_same_inputs', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request());
  const result = JSON.parse(samebill(['bill', file]).out);
  for (const document of [result, result.bills[0]]) {
    const run = samebill(['verify', files.write('b.json', document), file]);
    assert.equal(run.code, 0, run.out);
    assert.equal(JSON.parse(run.out).matches, true);
  }
  const empty = files.write('empty.json', request({ usage: [] }));
  const usage = files.write('u.csv', csvHeader + csvRecord);
  assert.equal(samebill(['verify', files.at('b.json'), empty, '--usage', usage]).code, 0);
  assert.match(samebill(['verify', files.at('b.json'), file, '--format', 'text']).out, /matches its inputs/);
});

test('verify_shows_the_first_line_that_differs', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request());
  const bill = JSON.parse(samebill(['bill', file]).out).bills[0];
  bill.lines[1].amount = '4.51';
  // Whether the digest still states the old content, or was made to fit the new.
  const stale = files.write('stale.json', bill);
  bill.digest = JSON.parse(samebill(['digest', stale]).out).digest;
  const fitting = files.write('fitting.json', bill);
  for (const changed of [stale, fitting]) {
    const json = samebill(['verify', changed, file]);
    assert.equal(json.code, 2);
    assert.equal(JSON.parse(json.out).matches, false);
    const text = samebill(['verify', changed, file, '--format', 'text']);
    assert.equal(text.code, 2);
    assert.match(text.out, /DOES NOT MATCH/);
    assert.match(text.out, /As issued\n +2  m2, plan basic: access fee +4\.51\n/);
    assert.match(text.out, /As computed\n +2  m2, plan basic: access fee +4\.50\n/);
  }
  assert.equal(JSON.parse(samebill(['verify', fitting, file]).out).difference.path, '/lines/1');
});

test('explain_counts_lines_as_the_text_form_does', (t) => {
  const file = folder(t).write('r.json', request());
  const amounts = ['9.30', '4.50', '0.20'];
  amounts.forEach((amount, index) => {
    const run = samebill(['explain', file, '--line', String(index + 1)]);
    assert.equal(run.code, 0);
    const explanation = JSON.parse(run.out);
    assert.deepEqual([explanation.index, explanation.amount], [index, amount]);
  });
  const text = samebill(['explain', file, '--month', '2026-03', '--line', '2', '--format', 'text']);
  assert.equal(text.code, 0);
  assert.match(text.out, /^waterworks, 2026-03\n\n +2  m2, plan basic: access fee +4\.50\n/);
  assert.match(text.out, /Rule +F2\n/);
  assert.match(text.out, /Rounded +4\.50 \(half up\)\n/);
  assert.equal(samebill(['explain', file, '--month', '2026-04', '--line', '1']).code, 2);
});

test('terms_name_the_layer_of_every_value', (t) => {
  const r = request();
  r.account.agreement.terms = { prepaid_lapse_days: 30 };
  const file = folder(t).write('r.json', r);
  assert.equal(JSON.parse(samebill(['terms', file]).out).schema, 'samebill/terms/1');
  const run = samebill(['terms', file, '--format', 'text']);
  assert.equal(run.code, 0);
  assert.match(run.out, /Plan basic\n/);
  assert.match(run.out, /prepaid_lapse_days +30 +agreement\n/);
  assert.match(run.out, /inactive_lapse_days +120 +standard\n/);
});

test('digest_is_that_of_the_canonical_form', (t) => {
  const files = folder(t);
  const expected = `sha256:${createHash('sha256').update('{"a":[1,"x"],"b":true}').digest('hex')}`;
  const file = files.write('d.json', '{ "b": true,\n  "a": [1, "x"] }\n');
  assert.equal(JSON.parse(samebill(['digest', file]).out).digest, expected);
  assert.equal(samebill(['digest', file, '--format', 'text']).out, `${expected}  ${file}\n`);
  const bill = JSON.parse(samebill(['bill', files.write('r.json', request())]).out).bills[0];
  assert.equal(samebill(['digest', files.write('b.json', bill)]).code, 0);
  bill.total = '0.01';
  const changed = samebill(['digest', files.write('b.json', bill), '--format', 'text']);
  assert.equal(changed.code, 2);
  assert.match(changed.out, /the document states another: sha256:/);
});

test('correct_sets_issued_bills_against_late_usage', (t) => {
  const files = folder(t);
  const issued = files.write('issued.json', samebill(['bill', files.write('r.json', request({ usage: [] }))]).out);
  const complete = files.write('complete.json', request());
  const run = samebill(['correct', complete, issued]);
  assert.equal(run.code, 0, run.out);
  const [month] = JSON.parse(run.out).months;
  // The overage of 0.20 and its tax of 0.04 come late; 20 % of 14.00 is 2.80, of 13.80 it is 2.76.
  assert.deepEqual([month.of, month.subtotal, month.tax, month.total], ['2026-03', '0.20', '0.04', '0.24']);
  const text = samebill(['correct', complete, issued, '--format', 'text']);
  assert.equal(text.code, 0);
  assert.match(text.out, /new  m1, plan basic: data above what is included +0\.20\n/);
  assert.match(text.out, /Difference of the total +0\.24\n/);
  const same = samebill(['correct', files.at('r.json'), issued, '--format', 'text']);
  assert.equal(same.code, 0);
  assert.match(same.out, /Nothing to adjust\./);
});
