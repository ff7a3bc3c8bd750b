import { expect, test } from 'vitest';
import { cleanDocument } from '../../../src/clean/reading.ts';
import { readDocument } from '../../../src/parse/document.ts';

const entry = `<item><title>T</title><description>${'word '.repeat(50)}</description></item>`;
const item = { id: '1', title: 'T', content_html: '<p>word</p>'.repeat(20) };

/** How often others have their turn while this is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const take = (): void => {
    turns++;
    if (!isDone) setImmediate(take);
  };
  setImmediate(take);
  await work();
  isDone = true;
  return turns;
}

test.each([
  ['an XML feed', `<rss><channel>${entry.repeat(5000)}</channel></rss>`, 4],
  ['a JSON feed', JSON.stringify({ items: Array.from({ length: 5000 }, () => item) }), 1],
])('%s of thousands of entries is read and cleaned with other work in between', async (_, text, least) => {
  const context = { location: 'https://example.org/feed', contentType: null };
  const bytes = new TextEncoder().encode(text);
  const raw = await readDocument(bytes, context);
  expect(await turnsDuring(() => readDocument(bytes, context))).toBeGreaterThanOrEqual(least);
  expect(await turnsDuring(() => cleanDocument(raw, context))).toBeGreaterThanOrEqual(20);
});
