// SPDX-License-Identifier: MIT
// Runs the blocks of the operator's guide as they stand, in a fresh folder, on ports that are free.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import test from 'node:test';

import { binary, folder, repository } from '../cli/binary.mjs';

function free_port() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

test('the_guide_leads_from_an_empty_folder_to_a_verified_final_bill_and_a_restored_backup', async (t) => {
  const guide = readFileSync(join(repository, 'native-server/GUIDE.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]);
  assert.ok(blocks.length >= 8);
  const [first, second] = [await free_port(), await free_port()];
  const script = `set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${blocks.join('\n')}`
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${first}`)
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${second}`);
  const { path } = folder(t);
  const run = spawnSync('bash', ['-c', script], {
    cwd: path, encoding: 'utf8', timeout: 120_000,
    env: { ...process.env, PATH: `${dirname(binary)}:${process.env.PATH}` },
  });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, /final bill 1 of main is as it was issued/);
  assert.match(run.stdout, /^5\.76$/m);
  assert.equal(run.stdout.match(/^nothing wrong$/gm).length, 2);
  assert.equal(readFileSync(join(path, 'review.txt'), 'utf8'), 'waterworks computed 5.76\n');
});
