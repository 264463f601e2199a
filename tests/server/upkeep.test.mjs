// SPDX-License-Identifier: MIT
// Backup, restore, fsck, and what a server refuses to start on.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';

import { binary, samebill } from '../cli/binary.mjs';
import { stop } from './server.mjs';
import { ask, data_folder, make_key, must, run_stored, start_stored } from './stored.mjs';

const execute = promisify(execFile);

// Chance that can be had again: the seed is in the name of the test.
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const beside = (data, name) => join(dirname(data), name);
const fsck = (data) => samebill(['fsck', '--data', data, '--format', 'json'], { timeout: 60_000 });

async function refused(data, why, args) {
  const server = await run_stored(data, args);
  if (server.url) {
    await stop(server);
    assert.fail('the server started');
  }
  const { code, signal } = await server.ended;
  assert.equal(signal, null);
  assert.equal(code, 1, server.log);
  assert.match(server.log, why);
}

// A stopped store with some rows in it.
async function some_store(t) {
  const server = await start_stored(t);
  for (const role of ['operator', 'approver', 'auditor', 'sales']) await make_key(server, [role]);
  const auditor = await make_key(server, ['auditor']);
  const audit = (await ask(server, auditor, 'GET', '/v1/audit/export')).text;
  await stop(server);
  return { data: server.data, admin: server.admin, auditor, audit };
}

test('a_backup_of_a_server_at_work_is_restored_elsewhere', async (t) => {
  const server = await start_stored(t);
  const auditor = await make_key(server, ['auditor']);
  const jwks = await must(server, undefined, 'GET', '/.well-known/jwks.json');
  let busy = true;
  let made = 0;
  const writer = (async () => {
    for (; busy; made++) await make_key(server, ['sales']);
  })();
  const target = beside(server.data, 'backup');
  while (made < 5) await must(server, server.admin, 'GET', '/healthz');
  const before = made;
  await execute(binary, ['backup', '--data', server.data, target], { timeout: 60_000 });
  busy = false;
  await writer;
  assert.equal(statSync(target).mode & 0o777, 0o700);
  for (const name of readdirSync(target, { recursive: true })) {
    const { mode } = statSync(join(target, name));
    assert.equal(mode & 0o077, 0, name);
  }
  await must(server, server.admin, 'GET', '/v1/keys');

  const elsewhere = beside(server.data, 'elsewhere');
  assert.equal(samebill(['restore', target, '--data', elsewhere]).code, 0);
  const look = fsck(elsewhere);
  assert.equal(look.code, 0, look.out + look.err);
  const again = await run_stored(elsewhere);
  t.after(() => stop(again));
  assert.equal(again.out, '', 'no new administrator');
  assert.deepEqual(await must(again, undefined, 'GET', '/.well-known/jwks.json'), jwks);
  // The last row is of this reading.
  const rows = (await ask(again, auditor, 'GET', '/v1/audit/export')).text.trimEnd().split('\n').slice(0, -1);
  assert.ok(rows.length >= before + 2, `${rows.length} rows, ${before} before`);
  const now = (await ask(server, auditor, 'GET', '/v1/audit/export')).text.trimEnd().split('\n');
  assert.deepEqual(rows, now.slice(0, rows.length));
});

test('without_a_server_the_store_is_opened_directly', async (t) => {
  const { data } = await some_store(t);
  const target = beside(data, 'backup');
  assert.equal(samebill(['backup', '--data', data, target]).code, 0);
  assert.equal(fsck(target).code, 0, 'a backup can be looked at as it lies');
  const again = samebill(['backup', '--data', data, target]);
  assert.equal(again.code, 1);
  assert.match(again.err, /is there already/);
  assert.match(samebill(['backup', '--data', beside(data, 'none'), target + '2']).err, /No such file|holds no store/);
});

test('a_restore_overwrites_nothing_and_takes_no_damaged_backup', async (t) => {
  const { data } = await some_store(t);
  const target = beside(data, 'backup');
  assert.equal(samebill(['backup', '--data', data, target]).code, 0);
  const onto = samebill(['restore', target, '--data', data]);
  assert.equal(onto.code, 1);
  assert.match(onto.err, /is there already and not empty/);
  const files = readdirSync(target, { recursive: true }).filter((name) => statSync(join(target, name)).isFile());
  assert.equal(files.length, 4, `store, key, browser_secret and list: ${files}`);
  for (const name of files) {
    const bad = beside(data, `bad-${name.replaceAll('/', '-')}`);
    cpSync(target, bad, { recursive: true });
    const bytes = readFileSync(join(bad, name));
    const place = bytes.indexOf('sha256:') > 0 ? bytes.indexOf('sha256:') + 9 : bytes.length >> 1;
    bytes[place] ^= 1;
    writeFileSync(join(bad, name), bytes);
    const run = samebill(['restore', bad, '--data', beside(data, 'from-bad')]);
    assert.equal(run.code, 1, name);
    assert.ok(!existsSync(beside(data, 'from-bad')), 'nothing is left behind');
  }
  const empty = beside(data, 'empty');
  mkdirSync(empty);
  assert.equal(samebill(['restore', target, '--data', empty]).code, 0, 'an empty folder will do');
});

test('fsck_of_a_server_at_work_looks_at_a_copy_and_leaves_nothing', async (t) => {
  const server = await start_stored(t);
  await make_key(server, ['sales']);
  const run = fsck(server.data);
  assert.equal(run.code, 0, run.out + run.err);
  const answer = JSON.parse(run.out);
  assert.equal(answer.sound, true);
  assert.equal(answer.counted.audit_rows, 2);
  assert.deepEqual(readdirSync(server.data).filter((name) => name.startsWith('fsck')), []);
  assert.match(samebill(['fsck', '--data', server.data, '--format', 'text']).out, /nothing wrong\n$/);
});

test('bytes_that_flip_are_found_or_change_nothing_that_is_kept_for_ever, seed 7', async (t) => {
  const { data, auditor, audit } = await some_store(t);
  const file = join(data, 'samebill.db');
  const sound = readFileSync(file);
  const roll = dice(7);
  let found = 0;
  const places = Array.from({ length: 24 }, () => roll(sound.length));
  // Within the first rows of the audit log as well, where a flip keeps the file well-formed.
  for (let at = 0; at < 12; at++) places.push(sound.indexOf('key.create', roll(sound.length)) + roll(10));
  for (const place of places.filter((at) => at > 0)) {
    const bytes = Buffer.from(sound);
    bytes[place] ^= 1 << roll(8);
    writeFileSync(file, bytes);
    const run = fsck(data);
    assert.equal(run.signal, null, `byte ${place}`);
    if (run.code !== 0) {
      found++;
      continue;
    }
    const server = await run_stored(data);
    assert.ok(server.url, `byte ${place}: fsck finds nothing, the server does: ${server.log}`);
    const answer = await ask(server, auditor, 'GET', '/v1/audit/export');
    // This reading has a row of its own behind.
    if (answer.status === 200) assert.ok(answer.text.startsWith(audit), `byte ${place}`);
    await stop(server);
    writeFileSync(file, sound);
  }
  assert.ok(found >= 9, `${found} found`);
});

test('a_server_does_not_start_on_what_is_no_sound_store', async (t) => {
  const { data } = await some_store(t);
  const file = join(data, 'samebill.db');
  const sound = join(dirname(data), 'sound.db');
  copyFileSync(file, sound);
  const put = (change) => {
    copyFileSync(sound, file);
    change();
    chmodSync(file, 0o600);
  };
  const { size } = statSync(sound);
  put(() => truncateSync(file, size >> 1));
  await refused(data, /damaged|malformed/);
  put(() => truncateSync(file, 4096));
  await refused(data, /damaged|malformed/);
  put(() => writeFileSync(file, 'no database at all, but long enough to be looked at '.repeat(100)));
  await refused(data, /damaged or no store/);
  const bytes = readFileSync(sound);
  put(() => writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(size - 100)])));
  await refused(data, /samebill: /);
  // application_id at 68, user_version at 60 of the header.
  const with_word = (at, word) => Buffer.concat([bytes.subarray(0, at), Buffer.from(word), bytes.subarray(at + 4)]);
  put(() => writeFileSync(file, with_word(68, 'else')));
  await refused(data, /of another program/);
  put(() => writeFileSync(file, with_word(60, [0, 0, 1, 0])));
  await refused(data, /newer samebill/);
  put(() => {});
  const server = await run_stored(data);
  assert.ok(server.url, server.log);
  await stop(server);
});

test('a_server_does_not_start_on_secrets_that_others_can_read', async (t) => {
  const { data } = await some_store(t);
  const key = join('keys', readdirSync(join(data, 'keys'))[0]);
  for (const [name, loose, tight] of [
    [key, 0o644, 0o600], [key, 0o640, 0o600], ['browser_secret', 0o604, 0o600], ['keys', 0o755, 0o700],
    ['samebill.db', 0o604, 0o600], ['.', 0o705, 0o700],
  ]) {
    chmodSync(join(data, name), loose);
    await refused(data, /chmod/);
    chmodSync(join(data, name), tight);
  }
  const bytes = readFileSync(join(data, key));
  writeFileSync(join(data, key), bytes.subarray(0, 20));
  await refused(data, /no signing key, or is damaged/);
  writeFileSync(join(data, key), bytes);
  renameSync(join(data, key), join(data, 'keys', 'signing-other.json'));
  await refused(data, /no signing key, or is damaged/);
  renameSync(join(data, 'keys', 'signing-other.json'), join(data, key));
  const server = await run_stored(data);
  assert.ok(server.url, server.log);
  await stop(server);
});

test('one_process_holds_a_store', async (t) => {
  const server = await start_stored(t);
  await refused(server.data, /in use by another samebill/);
  const key = samebill(['admin-key', '--data', server.data]);
  assert.equal(key.code, 1);
  assert.match(key.err, /in use/);
  server.child.kill('SIGKILL');
  await server.ended;
  const again = await run_stored(server.data);
  t.after(() => stop(again));
  assert.ok(again.url, 'the lock of a process that is gone holds nobody up');
  assert.equal((await ask(again, server.admin, 'GET', '/v1/keys')).status, 200);
});

test('an_administrator_of_the_machine_makes_a_key_when_all_are_lost', async (t) => {
  const { data } = await some_store(t);
  const run = samebill(['admin-key', '--data', data, '--name', 'rescue']);
  assert.equal(run.code, 0, run.err);
  const key = run.out.trim();
  const server = await run_stored(data);
  t.after(() => stop(server));
  const { items } = await must(server, key, 'GET', '/v1/keys');
  assert.ok(items.some(({ name, created_by }) => name === 'rescue' && created_by === 'system'));
  const fresh = data_folder(t);
  const first = samebill(['admin-key', '--data', fresh]).out.trim();
  const other = await run_stored(fresh);
  t.after(() => stop(other));
  assert.equal(other.out, '', 'the first start has nothing to make any more');
  assert.equal((await ask(other, first, 'GET', '/v1/keys')).status, 200);
});
