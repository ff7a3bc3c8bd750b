import { Keyv } from 'keyv';
import { Failure } from '../model/failure.ts';
import type { Row, Store } from '../model/ports.ts';
import { troubleOf } from './trouble.ts';

/**
 * The cache behind keyv. keyv has no transactions, but one `setMany` through one instance is one transaction of the
 * adapter: so a commit is one `setMany`, and keys carry prefixes instead of namespaces.
 * There is deliberately no `error` listener: with one, keyv answers a failing disk with `undefined`.
 */
export function storeOver(keyv: Keyv, name: string): Store {
  const guarded = async <Result>(
    code: 'store-unreadable' | 'store-unwritable',
    work: () => Promise<Result>,
  ) => {
    try {
      return await work();
    } catch (error) {
      throw troubleOf(error, code, name);
    }
  };
  return {
    get: (key) => guarded('store-unreadable', () => keyv.get<string>(key)),
    getMany: (keys) => guarded('store-unreadable', () => keyv.getMany<string>([...keys])),
    commit: (rows) => guarded('store-unwritable', () => commit(keyv, rows, name)),
    remove: (keys) =>
      guarded('store-unwritable', async () => {
        await keyv.deleteMany([...keys]);
      }),
    close: () => guarded('store-unwritable', () => keyv.disconnect()),
  };
}

async function commit(keyv: Keyv, rows: readonly Row[], name: string): Promise<void> {
  if (rows.length === 0) return;
  const done = await keyv.setMany([...rows]);
  // an adapter may report a lost write as false instead of throwing
  if (!done.every(Boolean))
    throw new Failure('store-unwritable', `The cache ${name} did not take every row.`);
}

/** Everything is forgotten when the process ends: for tests, `preview` and the library. */
export function openMemoryStore(): Store {
  return storeOver(new Keyv({ serialization: false, checkExpired: false }), 'memory');
}
