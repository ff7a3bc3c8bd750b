import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const me = { pid: process.pid, since: '2026-01-01T00:00:00.000Z' };

describe('the lock', () => {
  it('is held by one, who is named to the other, until it is released', () => {
    const file = join(folder, 'cache.lock');
    const lock = acquireLock(file, me);
    expect(() => acquireLock(file, me)).toThrow(
      expect.objectContaining({
        code: 'locked',
        message: expect.stringContaining(`process ${process.pid} `),
      }),
    );
    lock.release();
    acquireLock(file, me).release();
  });

  it('goes with its process, also when that is killed', async () => {
    const file = join(folder, 'cache.lock');
    const module = new URL('../../src/store/lock.ts', import.meta.url).href;
    const program = `
      import { acquireLock } from ${JSON.stringify(module)};
      acquireLock(${JSON.stringify(file)}, { pid: process.pid, since: 'then' });
      console.log('held');
      setTimeout(() => {}, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(() => acquireLock(file, me)).toThrow(/since then/);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    acquireLock(file, me).release();
  });
});
