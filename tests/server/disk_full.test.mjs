// SPDX-License-Identifier: MIT
// A disk that fills up: at the start, below the floor, and in the middle of a write. It is a small tmpfs, so these
// tests run where the user may mount one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { samebill } from '../cli/binary.mjs';
import { stop } from './server.mjs';
import { ask, must, run_stored } from './stored.mjs';

// A disk of some MiB; nothing if this user may not mount.
function small_disk(t, megabytes) {
  const folder = mkdtempSync(join(tmpdir(), 'samebill-disk-'));
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  if (mount.status !== 0) {
    rmSync(folder, { recursive: true });
    t.skip('this user may not mount');
    return undefined;
  }
  t.after(() => {
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  const filler = join(folder, 'filler');
  return {
    data: join(folder, 'data'),
    free: () => { const { bavail, bsize } = statfsSync(folder); return bavail * bsize; },
    // Takes all but so many bytes.
    fill(leave) {
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, this.free() - leave)));
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error; // somebody else took what was left meanwhile
      }
    },
    empty() { unlinkSync(filler); },
  };
}

const new_key = (server, name) => ask(server, server.admin, 'POST', '/v1/keys', { name, roles: ['sales'] });
const key_names = async (server) =>
  (await must(server, server.admin, 'GET', '/v1/keys?limit=1000')).items.map(({ name }) => name);

async function started(t, disk) {
  const server = await run_stored(disk.data);
  t.after(() => stop(server));
  assert.ok(server.url, server.log);
  server.admin = /^(sb_\w{57})$/m.exec(server.out)?.[1];
  return server;
}

test('a_server_does_not_start_on_a_full_disk', async (t) => {
  const disk = small_disk(t, 8);
  if (!disk) return;
  const server = await started(t, disk);
  // Killed, so that what was committed is still in the log, which the next start reads.
  for (let i = 0; i < 20; i++) assert.equal((await new_key(server, `key ${i}`)).status, 201);
  server.child.kill('SIGKILL');
  await server.ended;
  for (const leave of [0, 4096, 100_000]) {
    disk.fill(leave);
    const full = await run_stored(disk.data);
    assert.equal(full.url, undefined);
    const { code, signal } = await full.ended;
    assert.equal(signal, null, 'it ends by itself');
    assert.equal(code, 1);
    assert.match(full.log, /free, less than the floor of 1 MiB/);
    const look = samebill(['fsck', '--data', disk.data]);
    assert.equal(look.signal, null);
    disk.empty();
  }
  const again = await started(t, disk);
  again.admin = server.admin;
  assert.equal((await key_names(again)).length, 21);
});

test('below_the_floor_writes_get_507_and_reading_goes_on', async (t) => {
  const disk = small_disk(t, 8);
  if (!disk) return;
  const server = await started(t, disk);
  disk.fill(800_000);
  await sleep(1100);
  for (let i = 0; i < 5; i++) {
    const answer = await new_key(server, 'too many');
    assert.equal(answer.status, 507);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }
  assert.deepEqual(await key_names(server), ['first administrator']);
  disk.empty();
  await sleep(1100);
  assert.equal((await new_key(server, 'fits')).status, 201);
});

test('a_disk_that_fills_within_a_write_loses_nothing_that_was_said_to_be_stored', async (t) => {
  const disk = small_disk(t, 8);
  if (!disk) return;
  const server = await started(t, disk);
  const stored = new Set(['first administrator']);
  const unknown = new Set();
  const statuses = new Map();
  for (let round = 0; round < 12; round++) {
    // The floor is looked at once a second: within it the disk is filled to a few pages, then to nothing.
    await sleep(1010);
    for (let i = 0; i < 8; i++) {
      if (i === 1) disk.fill((round % 4) * 4096 * 3);
      const name = `key ${round}.${i}`;
      const answer = await new_key(server, name).catch(() => ({ status: 0 }));
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 201) stored.add(name);
      if (answer.status === 0) unknown.add(name);
    }
    assert.equal(server.child.signalCode, null, 'no signal ended it');
    disk.empty();
    if (server.child.exitCode !== null) break;
  }
  assert.ok((statuses.get(507) ?? 0) > 0, JSON.stringify([...statuses]));
  assert.equal(statuses.get(500), undefined);
  if (server.child.exitCode === null) assert.deepEqual((await key_names(server)).sort(), [...stored].sort());
  await stop(server);
  const again = await started(t, disk);
  again.admin = server.admin;
  const names = new Set(await key_names(again));
  for (const name of stored) assert.ok(names.has(name), name);
  for (const name of names) assert.ok(stored.has(name) || unknown.has(name), name);
  await stop(again);
  assert.equal(samebill(['fsck', '--data', disk.data]).code, 0);
});

// Some MiB of usage records: of devices that nobody has, so that they wait in the store.
function usage_csv(name, records) {
  const rows = ['id,device,kind,start,end,quantity'];
  for (let i = 0; i < records; i++) {
    rows.push(`${name}-${i},meter-${i % 7},data,2026-03-10T08:00:00Z,2026-03-10T08:05:00Z,${1000 + i}`);
  }
  return `${rows.join('\n')}\n`;
}

test('a_disk_that_fills_within_an_upload_takes_nothing_of_it_and_then_all', async (t) => {
  const disk = small_disk(t, 32);
  if (!disk) return;
  const server = await started(t, disk);
  const key = (await must(server, server.admin, 'POST', '/v1/keys', { name: 'feed', roles: ['ingest'] })).key;
  const send = (text) => ask(server, key, 'POST', '/v1/usage', text, { 'content-type': 'text/csv' });
  const stored = async () =>
    (await must(server, key, 'GET', '/v1/uploads')).items.filter(({ state }) => state === 'stored');
  assert.equal((await send(usage_csv('before', 1000))).json.suspended, 1000);

  // More than the disk holds; then what would fit if nothing else took the room meanwhile, at several moments of it.
  assert.equal((await send(usage_csv('large', 500_000))).status, 507);
  assert.equal((await stored()).length, 1);
  const middle = usage_csv('middle', 40_000);
  let refused = 0;
  for (const pause of [0, 30, 100, 200]) {
    const sent = send(middle).catch(() => ({ status: 0 }));
    await sleep(pause);
    disk.fill(0);
    const { status } = await sent;
    assert.ok([201, 507].includes(status), `${status} ${server.log.slice(-2000)}`);
    refused += status === 507 ? 1 : 0;
    const records = (await stored()).reduce((sum, one) => sum + one.accepted + one.suspended, 0);
    assert.equal(records, status === 201 ? 41_000 : 1000);
    disk.empty();
    if (status === 201) break;
  }
  assert.ok(refused > 0, 'it was full in time');
  await sleep(1100);
  const again = (await send(middle)).json;
  assert.equal(again.suspended + again.repeated, 40_000);
  await stop(server);
  const look = samebill(['fsck', '--data', disk.data]);
  assert.equal(look.code, 0, look.out + look.err);
});
