import { openFileStore } from '../../src/store/file-store.ts';

/** A cache file that holds one row, whose value tells it from others. */
export const openCache = (file: string) => openFileStore(file, { durability: 'normal' });

export async function writeRow(file: string, value: string): Promise<void> {
  const store = openCache(file);
  await store.commit([{ key: 'a', value }]);
  await store.close();
}

export async function readRow(file: string): Promise<string | undefined> {
  const store = openCache(file);
  try {
    return await store.get('a');
  } finally {
    await store.close();
  }
}
