import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../clock.ts';
import { restoreCache } from '../store/backup.ts';
import { acquireLock } from '../store/lock.ts';
import { sayItems } from './backup.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Puts a backup in the place of the cache, which is kept. Not while anybody works with it. */
export async function restore(file: string, options: SharedOptions, terminal: Terminal): Promise<number> {
  const { cache } = loadConfig(options, terminal);
  const { directory, pid } = terminal;
  const lock = acquireLock(`${cache}.lock`, { pid, since: new Date(systemClock.now()).toISOString() });
  try {
    const kept = existsSync(cache);
    restoreCache(cache, resolve(directory, file));
    terminal.print(`${cache} holds ${await sayItems(cache)} again.\n`);
    if (kept) terminal.print(`What was there is kept as ${cache}.replaced.\n`);
    return EXIT.done;
  } finally {
    lock.release();
  }
}
