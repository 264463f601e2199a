// SPDX-License-Identifier: MIT
// Kills the server with SIGKILL at random instants of uploads and bill runs, and holds what is left against a server
// that was never killed: nothing acknowledged is lost, no bill is lost or doubled, numbers have no gaps, every bill is
// the same.
//
//   node tests/server/kills/kills.mjs [--kills 1000] [--seed 1]

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { samebill } from '../../cli/binary.mjs';
import { verify_final_bill } from '../../final_bill/verify.mjs';
import { stop } from '../server.mjs';
import { ask, must, run_stored } from '../stored.mjs';
import { accounts, all_bills, bill_month, month_of, records_of_month, set_up, upload_month } from './provider.mjs';

const months_of_a_store = 12;

function dice(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * below;
  };
}

async function new_store(folder, name) {
  const data = join(folder, name);
  const admin_key = (who) => samebill(['admin-key', '--data', data, '--name', who]).out.trim();
  const [first, second] = [admin_key('first'), admin_key('second')];
  const server = await run_stored(data);
  assert.ok(server.url, server.log);
  return { server, keys: await set_up(server, first, second) };
}

// A server that is killed again and again while `alive`, and started anew each time.
class Victim {
  constructor(server, roll) {
    this.data = server.data;
    this.server = Promise.resolve(server);
    this.roll = roll;
    this.kills = 0;
    this.slowest = 0;
  }
  find = () => this.server;

  // Kills until `work` is done or `most` kills are made; then lets it finish.
  async during(work, most) {
    let done = false;
    const end = work.finally(() => { done = true; });
    end.catch(() => {});
    while (!done && this.kills < most) {
      await Promise.race([sleep(this.roll(250)), end.catch(() => {})]);
      if (!done) await this.kill();
    }
    await end;
  }

  async kill() {
    const server = await this.server;
    server.child.kill('SIGKILL');
    await server.ended;
    this.kills++;
    const begun = performance.now();
    this.server = run_stored(this.data).then((again) => {
      if (!again.url) throw new Error(`after kill ${this.kills} the server does not start: ${again.log}`);
      return again;
    });
    await this.server;
    this.slowest = Math.max(this.slowest, performance.now() - begun);
  }
}

// What a store holds once all is billed: usage to the record, gapless chained signed bills, each as the reference's.
async function check(server, keys, months, reference) {
  const { items } = await must(server, keys.auditor, 'GET', '/v1/uploads?limit=1000');
  const stored = items.filter(({ state }) => state === 'stored');
  const accepted = stored.reduce((sum, upload) => sum + upload.accepted, 0);
  assert.equal(accepted, records_of_month * months.length, 'every record counts once');
  const bills = await all_bills(server, keys, months);
  const numbers = Object.values(bills).map(({ number }) => number).sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: accounts.length * months.length }, (_, i) => i + 1));
  for (const [name, bill] of Object.entries(bills)) {
    assert.equal(bill.digest, reference[name].digest, name);
    assert.equal(bill.amount_due, reference[name].amount_due, name);
  }
  const jwks = await must(server, undefined, 'GET', '/.well-known/jwks.json');
  const path = `/v1/accounts/${accounts[0]}/bills/${months[0]}`;
  const { text } = await ask(server, keys.auditor, 'GET', path);
  assert.deepEqual((await verify_final_bill(text, jwks)).problems, []);
}

async function one_store(folder, most, roll) {
  const calm = await new_store(folder, 'calm');
  const hunted = await new_store(folder, 'hunted');
  const victim = new Victim(hunted.server, roll);
  const months = [];
  while (months.length < months_of_a_store && (months.length === 0 || victim.kills < most)) {
    const month = month_of(months.length);
    months.push(month);
    await upload_month(async () => calm.server, calm.keys, month);
    await bill_month(async () => calm.server, calm.keys, month);
    await victim.during(upload_month(victim.find, hunted.keys, month), most);
    await victim.during(bill_month(victim.find, hunted.keys, month), most);
  }
  const reference = await all_bills(calm.server, calm.keys, months);
  await stop(calm.server);
  const last = await victim.find();
  await check(last, hunted.keys, months, reference);
  await stop(last);
  const look = samebill(['fsck', '--data', victim.data, '--format', 'json'], { timeout: 120_000 });
  assert.equal(look.code, 0, look.out + look.err);
  for (const name of ['calm', 'hunted']) rmSync(join(folder, name), { recursive: true, force: true });
  return { kills: victim.kills, bills: months.length * accounts.length, slowest: victim.slowest };
}

// {kills, bills, slowest}: how many, and the longest time in ms until a server that was killed listened again.
export async function hunt({ kills, seed }) {
  const folder = mkdtempSync(join(tmpdir(), 'samebill-kills-'));
  const roll = dice(seed);
  const sum = { kills: 0, bills: 0, slowest: 0 };
  try {
    while (sum.kills < kills) {
      const one = await one_store(folder, kills - sum.kills, roll);
      sum.kills += one.kills;
      sum.bills += one.bills;
      sum.slowest = Math.max(sum.slowest, one.slowest);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return sum;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const value = (name, otherwise) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const seed = value('--seed', 1);
  const { kills, bills, slowest } = await hunt({ kills: value('--kills', 1000), seed });
  console.log(`seed ${seed}: ${kills} kills, ${bills} final bills, none lost, doubled or different; ` +
    `ready again after ${Math.round(slowest)} ms at the longest`);
}
