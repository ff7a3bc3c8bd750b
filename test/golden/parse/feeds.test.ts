import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read } from '../../support/reading.ts';

const folder = join(import.meta.dirname, 'fixtures');
const feeds = readdirSync(folder).filter((name) => name.endsWith('.xml'));

/** Each feed stands beside its reading; `vitest -u` writes the readings anew, for a person to compare. */
test.each(feeds)('%s reads as its twin says', async (name) => {
  const view = await read(new Uint8Array(readFileSync(join(folder, name))), 'https://golden.example/feeds/');
  await expect(`${JSON.stringify(view, null, 2)}\n`).toMatchFileSnapshot(
    join(folder, name.replace(/xml$/, 'json')),
  );
});

test('there are feeds', () => {
  expect(feeds.length).toBeGreaterThan(3);
});
