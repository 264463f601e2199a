// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';

import { binary } from '../cli/binary.mjs';

test('the_parts_that_need_no_sockets_hold', () => {
  const run = spawnSync(join(dirname(binary), 'samebill_shell_tests'), [], { encoding: 'utf8', timeout: 60_000 });
  assert.equal(run.error, undefined);
  assert.equal(run.status, 0, run.stdout + run.stderr);
});
