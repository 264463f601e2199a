// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import test from 'node:test';

import { folder, samebill, shell } from './binary.mjs';
import { csvHeader, csvRecord, request } from './sample.mjs';

test('a_missing_file_a_folder_and_an_unreadable_file_are_named_with_the_reason', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  const reasons = [
    [['bill', files.at('none.json')], /none\.json: No such file or directory\n$/],
    [['bill', files.path], /: Is a directory\n$/],
    [['bill', file, '--usage', files.at('none.csv')], /none\.csv: No such file or directory\n$/],
    [['verify', files.at('none.json'), file], /none\.json: No such file or directory\n$/],
    [['check', files.at('none.json')], /none\.json: No such file or directory\n$/],
    [['digest', files.path], /: Is a directory\n$/],
  ];
  if (process.getuid() !== 0) {
    const secret = files.write('secret.json', request());
    chmodSync(secret, 0);
    reasons.push([['bill', secret], /secret\.json: Permission denied\n$/]);
  }
  for (const [args, reason] of reasons) {
    const run = samebill(args);
    assert.equal(run.code, 2, args.join(' '));
    assert.equal(run.out, '');
    assert.match(run.err, reason);
  }
});

test('a_command_that_is_not_there_is_named', () => {
  const run = samebill(['frobnicate', '--usage', 'a.csv']);
  assert.equal(run.code, 2);
  assert.equal(run.out, '');
  assert.equal(run.err, 'samebill: There is no command frobnicate\nsamebill --help tells how to call it.\n');
  assert.match(samebill([]).err, /^samebill: A subcommand is required\n/);
});

test('a_usage_file_whose_name_does_not_tell_its_format_is_refused', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  for (const name of ['usage.txt', 'usage', 'usage.csv.bak']) {
    const run = samebill(['bill', file, '--usage', files.write(name, csvHeader + csvRecord)]);
    assert.equal(run.code, 2);
    assert.match(run.err, /is named \.csv, \.ndjson or \.jsonl/);
  }
});

test('errors_are_a_document_as_json_and_lines_with_the_place_as_text', (t) => {
  const bad = request();
  bad.catalog.plans[0].access_fee.amount = 9.3;
  bad.account.devices[1].colour = 'red';
  const file = folder(t).write('bad.json', bad);
  const json = samebill(['bill', file]);
  assert.equal(json.code, 2);
  assert.equal(json.err, '');
  const { schema, errors } = JSON.parse(json.out);
  assert.equal(schema, 'samebill/error/1');
  assert.deepEqual(errors.map((error) => [error.code, error.path]),
    [['schema', '/catalog/plans/0/access_fee/amount'], ['schema', '/account/devices/1/colour']]);
  for (const format of ['text', 'csv']) {
    const run = samebill(['bill', file, '--format', format]);
    assert.equal(run.code, 2);
    assert.equal(run.out, '');
    const rows = run.err.trimEnd().split('\n');
    assert.equal(rows.length, 2);
    assert.ok(rows[0].startsWith(`${file}: /catalog/plans/0/access_fee/amount: `), rows[0]);
    assert.match(rows[0], / \(schema\)$/);
  }
});

test('an_error_of_a_document_from_standard_input_says_so', () => {
  const run = samebill(['bill', '-', '--format', 'text'], { input: 'no json' });
  assert.equal(run.code, 2);
  assert.match(run.err, /^\(standard input\): .* \(parse\)\n$/);
});

test('a_command_line_that_is_wrong_exits_2_and_says_why', (t) => {
  const file = folder(t).write('r.json', request());
  const wrong = [
    [], ['bil'], ['bill'], ['bill', file, 'another'], ['bill', file, '--nothing'], ['bill', file, '--format', 'xml'],
    ['bill', file, '--format', '0'], ['terms', file, '--format', 'csv'], ['explain', file],
    ['explain', file, '--line', 'one'],
    ['explain', file, '--line', '0'], ['explain', file, '--line', '-1'], ['explain', file, '--line', '99'],
    ['verify', file], ['verify', '-', '-'], ['correct', '-', '-'], ['digest'], ['digest', file, file], ['bill', ''],
    ['serve', '--listen', 'nowhere'], ['serve', '--threads', '0'], ['serve', '--web', '/nowhere-at-all'],
    ['serve', '--listen', '127.0.0.1:99999'], ['serve', '--max-body', '-1'],
  ];
  for (const args of wrong) {
    const run = samebill(args, { input: '' });
    assert.equal(run.code, 2, args.join(' '));
    assert.ok(run.err !== '' || JSON.parse(run.out).schema === 'samebill/error/1', args.join(' '));
  }
});

test('help_and_version_are_no_failures', () => {
  assert.match(samebill(['--version']).out, /^samebill \d+\.\d+\.\d+, rules 1\n$/);
  for (const args of [['--help'], ['bill', '--help'], ['serve', '--help'], ['--version']]) {
    const run = samebill(args);
    assert.equal(run.code, 0, args.join(' '));
    assert.equal(run.err, '');
  }
});

test('a_result_that_cannot_be_written_is_exit_1', (t) => {
  const file = folder(t).write('r.json', request());
  const full = shell(`"$SAMEBILL" bill '${file}' > /dev/full`);
  assert.equal(full.code, 1);
  assert.match(full.err, /standard output: No space left on device/);
  assert.equal(shell(`"$SAMEBILL" bill '${file}' >&-`).code, 1);
  const rejects = shell(`"$SAMEBILL" bill '${file}' --rejects /dev/full`);
  assert.equal(rejects.code, 1);
  assert.equal(rejects.out, '');
});

test('a_reader_that_goes_away_ends_the_command_without_a_word', (t) => {
  // A bill of several megabytes, more than any pipe holds.
  const big = request({ usage: [] });
  big.account.devices = Array.from({ length: 2000 }, (_, i) => ({ id: `m${i}` }));
  big.events = big.account.devices.flatMap(({ id }) => [
    { at: '2026-03-01T00:00:00Z', type: 'provision', device: id, plan: 'basic' },
    { at: '2026-03-01T00:00:00Z', type: 'activate', device: id }]);
  const file = folder(t).write('big.json', big);
  const run = shell(`"$SAMEBILL" bill '${file}' | head -c 1; echo " \${PIPESTATUS[0]}"`);
  assert.equal(run.out, '{ 1\n');
  assert.equal(run.err, '');
});

test('closed_standard_streams_do_not_send_output_into_other_files', (t) => {
  const files = folder(t);
  const file = files.write('r.json', request({ usage: [] }));
  const usage = files.write('u.csv', csvHeader + csvRecord);
  const rejects = files.at('rejects.json');
  const command = `"$SAMEBILL" bill '${file}' --usage '${usage}' --rejects '${rejects}' <&- >&- 2>&-`;
  const run = shell(`${command}; echo $?; cat '${rejects}'`);
  const [code, document] = run.out.split('\n');
  assert.equal(code, '1');
  assert.equal(JSON.parse(document).schema, 'samebill/rejects/1');
});

test('nonsense_is_always_exit_2', (t) => {
  const files = folder(t);
  const good = JSON.stringify(request());
  const nonsense = ['', ' ', '\0', '[]', '{}', 'null', '1e999', '"', '{"schema":"samebill/request/1"}', '\ufeff{}',
    '['.repeat(100_000), '{"a":'.repeat(100_000), '['.repeat(33) + ']'.repeat(33), good.slice(0, -1), `${good}x`,
    good.replace('"EUR"', '"\\ud800"'), Buffer.from([0x22, 0xff, 0x22]), Buffer.alloc(1 << 20, 0x20)];
  let seed = 12345;
  for (let i = 0; i < 40; i++) {
    const bytes = Buffer.from(good);
    for (let k = 0; k < 8; k++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      bytes[seed % bytes.length] = (seed >> 8) & 0xff;
    }
    nonsense.push(bytes);
  }
  for (const content of nonsense) {
    const file = files.write('nonsense.json', content);
    for (const args of [['bill', file], ['check', file, '--format', 'text']]) {
      const run = samebill(args);
      // A changed byte inside a name or a number can leave a valid request.
      const changed = Buffer.isBuffer(content) && content.length === Buffer.byteLength(good);
      assert.ok(run.code === 2 || (changed && run.code === 0),
        `${run.code} ${run.signal} ${String(content).slice(0, 60)}`);
    }
  }
});

test('a_usage_file_that_memory_does_not_suffice_for_is_a_fault_and_never_half_checked', (t) => {
  const records = Array.from({ length: 600_000 }, (_, i) => csvRecord.replace('s1', `record-${i}`));
  const file = folder(t).write('large.csv', csvHeader + records.join(''));
  const little = shell(`ulimit -v 65536; "$SAMEBILL" check "${file}"`);
  assert.equal(little.code, 1);
  assert.equal(little.out, '');
  assert.match(little.err, /memory/);
  const enough = samebill(['check', file]);
  assert.equal(enough.code, 0);
  assert.equal(JSON.parse(enough.out).records, 600_000);
});
