import { readBookmarks } from '../cycle/bookmarks.ts';
import { requestRow } from '../cycle/release.ts';
import { openFileStore } from '../store/file-store.ts';
import { sourceOf } from './named.ts';
import { count } from './report.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Asks for the items of a held source to be published: the next run does it, or the next tick of a daemon. */
export async function release(id: string, options: SharedOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const source = sourceOf(config, id);
  const reader = openFileStore(config.cache, { durability: config.durability, readOnly: true });
  const bookmarks = await readBookmarks(reader, [source]);
  await reader.close();
  const held = bookmarks.get(source.id)?.quarantine ?? null;
  if (held === null) {
    terminal.print(`Nothing of ${source.id} is held back.\n`);
    return EXIT.done;
  }
  const store = openFileStore(config.cache, { durability: config.durability });
  try {
    await store.commit([requestRow(source.id, held)]);
  } finally {
    await store.close();
  }
  terminal.print(`The next run publishes ${count(held.items.length, 'item')} of ${source.id}.\n`);
  return EXIT.done;
}
