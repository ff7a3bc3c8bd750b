import { resolve } from 'node:path';
import { readManifest } from '../ledger/manifest.ts';
import { LAYOUT } from '../model/layout.ts';
import { backupCache } from '../store/backup.ts';
import { openFileStore, requireOwn } from '../store/file-store.ts';
import { count } from './report.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Copies the cache to a file. Also beside a daemon, who does not notice. */
export async function backup(file: string, options: SharedOptions, terminal: Terminal): Promise<number> {
  const { cache } = loadConfig(options, terminal);
  const copy = resolve(terminal.directory, file);
  backupCache(cache, copy);
  terminal.print(`${copy} holds ${await sayItems(copy)} of ${cache}.\n`);
  return EXIT.done;
}

/** `1234 items`; of an older layout, which the next run will bring up to date, only that. */
export async function sayItems(cache: string): Promise<string> {
  const layout = requireOwn(cache, '');
  if (layout < LAYOUT) return `a cache of layout ${layout}`;
  const store = openFileStore(cache, { durability: 'normal', readOnly: true });
  try {
    return count((await readManifest(store)).items, 'item');
  } finally {
    await store.close();
  }
}
