// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';

import { hunt } from './kills.mjs';

test('forty_kills_lose_nothing_and_double_nothing', { timeout: 240_000 }, async () => {
  const { kills, bills } = await hunt({ kills: 40, seed: 20260401 });
  assert.equal(kills, 40);
  assert.ok(bills >= 24);
});
