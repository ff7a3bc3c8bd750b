// Run as a child: commits the same 2,000 keys again and again, each round with the round's number as value.
import { openFileStore } from '../../src/store/file-store.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: commit-until-killed.ts FILE');
const store = openFileStore(file, { durability: 'normal' });
for (let round = 1; ; round++) {
  await store.commit(Array.from({ length: 2_000 }, (_, n) => ({ key: `k${n}`, value: String(round) })));
  if (round === 1) console.log('ready');
}
