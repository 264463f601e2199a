// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { folder, samebill, shell } from './binary.mjs';
import { csvHeader, csvRecord, lines, request, session, sums } from './sample.mjs';

const billOf = (run) => JSON.parse(run.out).bills[0];

test('bill_prints_the_result_document_and_a_line_feed', (t) => {
  const run = samebill(['bill', folder(t).write('r.json', request())]);
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  assert.ok(run.out.endsWith('}\n') && !run.out.endsWith('\n\n'));
  const bill = billOf(run);
  assert.deepEqual(bill.lines.map(({ type, device, amount }) => ({ type, device, amount })), lines);
  for (const [name, amount] of Object.entries(sums)) assert.equal(bill[name], amount, name);
});

test('a_request_on_standard_input_gives_the_same_bytes', (t) => {
  const file = samebill(['bill', folder(t).write('r.json', request())]);
  const piped = samebill(['bill', '-'], { input: JSON.stringify(request()) });
  assert.equal(piped.code, 0);
  assert.equal(piped.out, file.out);
});

test('the_text_form_can_be_added_up_and_fits_80_columns', (t) => {
  const run = samebill(['bill', folder(t).write('r.json', request()), '--format', 'text']);
  assert.equal(run.code, 0);
  const rows = run.out.split('\n');
  for (const row of rows) assert.ok([...row].length <= 80, row);
  const charges = rows.map((row) => /^ +(\d+)  (.*?) +(-?\d+\.\d\d)$/.exec(row)).filter(Boolean);
  assert.deepEqual(charges.map((c) => [c[1], c[3]]), [['1', '9.30'], ['2', '4.50'], ['3', '0.20']]);
  const cents = (text) => Number(text.replace('.', ''));
  assert.equal(charges.reduce((sum, c) => sum + cents(c[3]), 0), cents('14.00'));
  assert.match(run.out, /Subtotal +14\.00\n/);
  assert.match(run.out, /Tax VAT \(vat\) +2\.80\n +20 % of 14\.00/);
  assert.match(run.out, /Total +16\.80\n/);
  assert.match(run.out, /AMOUNT DUE, EUR +16\.80\n/);
  assert.match(run.out, /15 of 31 days billed, 9\.3 a month \(F2\)/);
  assert.match(run.out, /2 MB \(2097152 bytes\) \(U8\)/);
  assert.match(run.out, /Digest  sha256:[0-9a-f]{64}\n$/);
});

test('long_ids_that_differ_at_the_end_stay_different_in_the_text_form', (t) => {
  const [one, other] = ['A', 'B'].map((end) => 'm' + '0123456789'.repeat(12) + end);
  const devices = JSON.parse(JSON.stringify(request()).replaceAll('"m1"', `"${one}"`).replaceAll('"m2"', `"${other}"`));
  const run = samebill(['bill', folder(t).write('r.json', devices), '--format', 'text']);
  assert.equal(run.code, 0);
  for (const row of run.out.split('\n')) assert.ok(row.length <= 80, row);
  // Joined over its rows, each id stands whole.
  const charges = run.out.slice(0, run.out.indexOf('Subtotal')).replace(/\n +/g, '');
  assert.ok(charges.includes(one) && charges.includes(other));
});

test('csv_has_a_stable_header_a_row_for_each_line_and_rows_for_the_sums', (t) => {
  const run = samebill(['bill', folder(t).write('r.json', request()), '--format', 'csv']);
  assert.equal(run.code, 0);
  const rows = run.out.split('\r\n');
  assert.equal(rows.pop(), '');
  assert.equal(rows.shift(), 'account,period,line,type,rule,category,device,group,plan,state,kind,code,pack,name,'
    + 'cause,at,paid_through,months,days,days_in_month,unit_price,quantity,taxable,rate,of,issued,corrected,'
    + 'currency,amount');
  const cells = rows.map((row) => row.split(','));
  assert.deepEqual(cells.map((row) => [row[2], row[3], row[6], row.at(-1)]), [
    ['1', 'access_fee', 'm1', '9.30'], ['2', 'access_fee', 'm2', '4.50'], ['3', 'overage', 'm1', '0.20'],
    ['', 'subtotal', '', '14.00'], ['', 'tax', '', '2.80'], ['', 'tax_total', '', '2.80'], ['', 'total', '', '16.80'],
    ['', 'adjustment_total', '', '0.00'], ['', 'amount_due', '', '16.80'],
  ]);
  for (const row of cells) assert.equal(row.length, 29);
});

test('csv_guards_text_that_a_spreadsheet_would_run_and_leaves_numbers_alone', (t) => {
  const files = folder(t);
  const named = (name) => {
    const r = request();
    r.catalog.taxes[0].name = name;
    r.account.agreement.discounts = [{ code: 'loyal', percent: '50', categories: ['usage'] }];
    return samebill(['bill', files.write('r.json', r), '--format', 'csv']).out;
  };
  for (const start of ['=', '+', '-', '@', '\t']) {
    assert.ok(named(`${start}1+1`).includes(`,'${start}1+1,`), JSON.stringify(start));
  }
  assert.ok(named('=HYPERLINK("x","y")').includes(`,"'=HYPERLINK(""x"",""y"")",`));
  assert.ok(named('two\nrows').includes(',"two\nrows",'));
  assert.ok(named('plain').includes(',plain,'));
  assert.match(named('plain'), /,EUR,-0\.10\r\n/);
});

test('control_characters_of_the_input_do_not_reach_the_terminal', (t) => {
  const r = request();
  r.catalog.taxes[0].name = 'V\u001b[31mA\u202eT';
  const run = samebill(['bill', folder(t).write('r.json', r), '--format', 'text']);
  assert.equal(run.code, 0);
  assert.match(run.out, /Tax V\ufffd\[31mA\ufffdT/);
  assert.ok(!/[\u001b\u202e]/.test(run.out));
});

test('usage_from_files_gives_the_same_bytes_as_usage_in_the_request', (t) => {
  const files = folder(t);
  const second = { ...session, id: 's2', start: '2026-03-11T08:00:00Z', end: '2026-03-11T08:05:00Z' };
  const inline = samebill(['bill', files.write('inline.json', request({ usage: [session, second] }))]);
  const empty = files.write('r.json', request({ usage: [] }));
  const secondRow = 's2,m1,data,2026-03-11T08:00:00Z,2026-03-11T08:05:00Z,3145728';
  const both = files.write('both.csv', csvHeader + csvRecord + secondRow);
  const one = files.write('one.CSV', csvHeader + csvRecord);
  const two = files.write('two.ndjson', `${JSON.stringify(second)}\n`);
  const three = files.write('three.jsonl', JSON.stringify(session));
  assert.equal(inline.code, 0);
  assert.equal(JSON.parse(inline.out).bills[0].lines.at(-1).quantity, 5 * 1048576);
  for (const usage of [[both], [one, two], [two, three]]) {
    const run = samebill(['bill', empty, ...usage.flatMap((file) => ['--usage', file])]);
    assert.equal(run.err, '');
    assert.equal(run.out, inline.out, usage.join(' '));
  }
});

test('sorted_usage_is_billed_while_it_is_read_and_gives_the_same_bytes', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [], inputs_digest: false }));
  const of = (device, id) => csvRecord.replace('s1,m1', `${id},${device}`);
  const sorted = files.write('sorted.csv', csvHeader + of('m0', 'a') + of('m1', 'b') + of('m1', 'b') + of('m2', 'c'));
  const whole = samebill(['bill', file, '--usage', sorted]);
  assert.match(whole.out, /"duplicate_records"/);
  assert.match(whole.out, /"unknown_device"/);
  const run = samebill(['bill', file, '--usage', sorted, '--sorted']);
  assert.equal(run.code, 0);
  assert.equal(run.out, whole.out);
  const unsorted = files.write('unsorted.csv', csvHeader + of('m2', 'a') + of('m1', 'b'));
  const refused = samebill(['bill', file, '--usage', unsorted, '--sorted', '--format', 'text']);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /unsorted\.csv: \/usage\/1: .*not sorted by device.*\(schema\)/);
  const digested = files.write('d.json', request({ usage: [], inputs_digest: true }));
  const needs = samebill(['bill', digested, '--usage', sorted, '--sorted', '--format', 'text']);
  assert.equal(needs.code, 2);
  assert.match(needs.err, /\/inputs_digest/);
  assert.equal(samebill(['bill', file, '--sorted']).code, 2);
});

test('from_and_through_replace_the_months_of_the_request', (t) => {
  const file = folder(t).write('r.json', request());
  const run = samebill(['bill', file, '--through', '2026-05']);
  assert.deepEqual(JSON.parse(run.out).bills.map((bill) => bill.period), ['2026-03', '2026-04', '2026-05']);
  const late = samebill(['bill', file, '--from', '2026-04', '--through', '2026-04']);
  assert.deepEqual(JSON.parse(late.out).bills.map((bill) => bill.period), ['2026-04']);
  assert.equal(samebill(['bill', file, '--through', '2026-13']).code, 2);
  assert.equal(samebill(['bill', file, '--from', '2026-04']).code, 2);
  assert.equal(samebill(['bill', file, '--from', '']).code, 2);
});

test('rejects_are_counted_listed_in_their_file_and_do_not_stop_the_bill', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  const usage = files.write('u.csv', `${csvHeader}${csvRecord}s2,m1,data,yesterday,2026-03-10T08:05:00Z,1\n`);
  const run = samebill(['bill', file, '--usage', usage]);
  assert.equal(run.code, 0);
  assert.equal(billOf(run).total, '16.80');
  assert.match(run.err, /^samebill: 1 usage record rejected[^\n]*\n$/);
  const listed = samebill(['bill', file, '--usage', usage, '--rejects', files.at('rejects.json')]);
  assert.equal(listed.out, run.out);
  const rejects = JSON.parse(readFileSync(files.at('rejects.json'), 'utf8'));
  assert.equal(rejects.schema, 'samebill/rejects/1');
  assert.equal(rejects.rejected, 1);
  assert.deepEqual([rejects.rejects[0].record, rejects.rejects[0].line], [1, 3]);
});

test('fail_on_rejects_gives_no_bill', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  const usage = files.write('u.csv', `${csvHeader}${csvRecord}s2,m1,data,yesterday,2026-03-10T08:05:00Z,1\n`);
  const run = samebill(['bill', file, '--usage', usage, '--fail-on-rejects']);
  assert.equal(run.code, 2);
  assert.equal(JSON.parse(run.out).schema, 'samebill/error/1');
  const text = samebill(['bill', file, '--usage', usage, '--fail-on-rejects', '--format', 'text']);
  assert.equal(text.out, '');
  assert.match(text.err, /u\.csv: \/usage\/1.*\(schema\)/);
});

test('rejects_never_overwrite_an_input', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  const usage = files.write('u.csv', csvHeader + csvRecord);
  const run = samebill(['bill', file, '--usage', usage, '--rejects', usage]);
  assert.equal(run.code, 2);
  assert.equal(readFileSync(usage, 'utf8'), csvHeader + csvRecord);
});

test('on_a_terminal_the_text_form_is_the_default', (t) => {
  const file = folder(t).write('r.json', request());
  const run = shell(`script -qec "'$SAMEBILL' bill '${file}'" /dev/null`);
  assert.equal(run.code, 0);
  assert.match(run.out, /AMOUNT DUE, EUR +16\.80/);
});
