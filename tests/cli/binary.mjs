// SPDX-License-Identifier: MIT
// Runs the binary and makes files for it; every run is bounded in time.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = resolve(process.env.SAMEBILL_BIN ?? join(repository, 'build/native/samebill'));

export function samebill(args, options = {}) {
  const run = spawnSync(binary, args, { encoding: 'utf8', timeout: 30_000, maxBuffer: 1 << 28, ...options });
  if (run.error) throw run.error;
  return { code: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

// Runs a line of shell with the binary as $SAMEBILL.
export function shell(line) {
  const run = spawnSync('bash', ['-c', line], {
    encoding: 'utf8', timeout: 30_000, maxBuffer: 1 << 28, env: { ...process.env, SAMEBILL: binary },
  });
  if (run.error) throw run.error;
  return { code: run.status, out: run.stdout, err: run.stderr };
}

// A folder that is gone when the test ends; `write` puts a file in it and gives its path.
export function folder(test) {
  const path = mkdtempSync(join(tmpdir(), 'samebill-test-'));
  test.after(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    at: (name) => join(path, name),
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, typeof content === 'string' || content instanceof Uint8Array ? content
        : JSON.stringify(content));
      return file;
    },
  };
}
