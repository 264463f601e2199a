// SPDX-License-Identifier: MIT
// The script of examples/provider-month, as a reader of it would run it; it compares every amount itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { binary } from '../cli/binary.mjs';
import { browser } from './people.mjs';
import { stop } from './server.mjs';
import { run_stored } from './stored.mjs';

const script = new URL('../../examples/provider-month/month.sh', import.meta.url).pathname;

test('a provider runs a whole month with curl and the server', async () => {
  const { stdout } = await promisify(execFile)(script, [binary], { timeout: 120_000 });
  assert.match(stdout, /total on 21 March +7\.34/);
  assert.match(stdout, /projected total of March +7\.70/);
  assert.match(stdout, /final bill of March +7\.41/);
  assert.match(stdout, /closing balance +0\.00/);
});

test('the store stays where it is wanted, and people of every role log in to it', async (t) => {
  const above = mkdtempSync(join(tmpdir(), 'samebill-month-'));
  t.after(() => rmSync(above, { recursive: true }));
  const folder = join(above, 'example');
  await promisify(execFile)(script, [binary, folder], { timeout: 120_000 });
  assert.equal(statSync(join(folder, 'log-ins')).mode & 0o777, 0o600);
  const people = readFileSync(join(folder, 'log-ins'), 'utf8').trim().split('\n').map((line) => line.split(/ +/));
  assert.deepEqual(people.map(([, , role]) => role), ['operator', 'approver', 'sales', 'auditor', 'customer_admin']);
  const server = await run_stored(join(folder, 'data'));
  t.after(() => stop(server));
  for (const [login, password, role] of people) {
    const { who } = await browser(server, login, password);
    assert.deepEqual(who.roles, [role]);
  }
  const customer = await browser(server, ...people[4]);
  const bills = (await customer.ask('GET', '/v1/accounts/water-works/bills')).json.items;
  assert.deepEqual(bills.map(({ month }) => month), ['2026-03']);
  const sales = await browser(server, ...people[2]);
  const [quote] = (await sales.ask('GET', '/v1/quotes')).json.items;
  assert.deepEqual([quote.account, quote.state], ['heat-works', 'sent']);

  const again = await promisify(execFile)(script, [binary, folder]).catch((error) => error);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /is there already/);
});
