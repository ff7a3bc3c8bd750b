import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

  it.each([
    {
      name: 'a process that lives, because its number was given to another one',
      pid: process.pid,
      host: hostname(),
    },
    { name: 'a process that is dead', pid: 2 ** 30, host: hostname() },
    { name: 'a process on another host', pid: 1, host: 'elsewhere.example' },
  ])('does not go by what is written in it: it may name $name', ({ pid, host }) => {
    const file = join(folder, 'cache.lock');
    acquireLock(file, me).release();
    const left = new DatabaseSync(file);
    left.prepare('update holder set pid = ?, host = ?').run(pid, host);
    left.close();
    acquireLock(file, me).release();
  });

  it('names the host of who holds it: files may lie on a disk that several share', () => {
    const file = join(folder, 'cache.lock');
    const lock = acquireLock(file, me);
    expect(() => acquireLock(file, me)).toThrow(` on ${hostname()}, since 2026`);
    lock.release();
  });

  it('says what is wrong with a lock file that can not be used', () => {
    const file = join(folder, 'cache.lock');
    writeFileSync(file, 'these are notes, long enough to be looked at by SQLite. '.repeat(20));
    expect(() => acquireLock(file, me)).toThrow(
      expect.objectContaining({ code: 'store-unwritable', advice: expect.stringContaining('delete it') }),
    );
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
