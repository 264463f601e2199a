// SPDX-License-Identifier: MIT
// The examples of comparisons and of the best plan: the command line and the package give the same bytes, the tables
// worked by hand say the same, and a request with the events proposed is billed as the proposal says.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { load } from '../../wasm/dist/node.js';
import { samebill } from './binary.mjs';

const examples = new URL('../../examples/', import.meta.url).pathname;
const engine = await load();
const kinds = [['comparison.json', 'compare', 'compareText'], ['assignment.json', 'optimise', 'assignText']];
let found = 0;

// `/a/0/b` and what stands there, of every table with figures.
function rowsOf(readme) {
  return readme.split('\n').filter((line) => line.startsWith('| `/')).map((line) => {
    const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
    return [cells[0].replaceAll('`', ''), cells.at(-1)];
  });
}

for (const name of readdirSync(examples)) {
  for (const [file, command, method] of kinds) {
    const path = join(examples, name, file);
    if (!existsSync(path)) continue;
    found += 1;
    test(`example ${name}`, () => {
      const run = samebill([command, path, '--format', 'json']);
      assert.equal(run.code, 0, run.out + run.err);
      const given = JSON.parse(readFileSync(path, 'utf8'));
      assert.equal(engine[method](given), run.out.trimEnd());
      const result = JSON.parse(run.out);
      const rows = rowsOf(readFileSync(join(examples, name, 'README.md'), 'utf8'));
      assert.ok(rows.length >= 10);
      for (const [pointer, value] of rows) {
        const there = pointer.split('/').slice(1).reduce((place, token) => place?.[token], result);
        assert.equal(String(there), value, pointer);
      }
      if (command !== 'optimise') return;
      const events = [...given.request.events, ...result.events];
      const bills = engine.run({ ...given.request, events }).document.bills;
      assert.deepEqual(bills.map((bill) => bill.total), result.proposed.months.map((month) => month.total));
    });
  }
}

test('there are examples of both', () => assert.ok(found >= 5));
