import { describe, expect, it } from 'vitest';
import { intake } from '../../../src/cycle/intake.ts';
import type { Fetcher } from '../../../src/fetch/fetcher.ts';
import { Failure } from '../../../src/model/failure.ts';
import type { Source } from '../../../src/model/source.ts';

const location = 'https://a.example/feed';
const source = { id: 'a', kind: 'feed', location, tags: [] } as unknown as Source;
const answer = { status: 200, at: 1, url: location, etag: null, lastModified: null, freshUntil: null };
const bytes = new TextEncoder().encode('<rss><channel><item><title>T</title></item></channel></rss>');
const fetcher: Fetcher = {
  fetch: async () => ({
    kind: 'documents',
    answer: { ...answer, freshWhy: null, retryAt: null, movedTo: null, bodyHash: null },
    documents: [{ location, contentType: null, modifiedAt: null, bytes }],
    warnings: [],
  }),
  post: () => Promise.reject(new Error('nobody is told anything')),
  close: async () => {},
};

const takeWhere = (trouble: Error) =>
  intake(
    { source, bookmark: null },
    () => Promise.reject(trouble),
    {
      fetcher,
      clock: { now: () => 1, sleep: async () => {} },
      random: () => 0.5,
      settings: { minInterval: 1 },
      turn: (work) => work(),
    },
    new AbortController().signal,
  );

describe('a document on which reading breaks', () => {
  it.each(['Maximum call stack size exceeded', 'Invalid string length'])(
    'at the bounds of the engine (%s) fails its source',
    async (message) => {
      const take = await takeWhere(new RangeError(message));
      expect(take).toMatchObject({ outcome: 'failed', failure: { code: 'too-deep' } });
    },
  );
  it('for a reason of our own flies, as does trouble with the cache', async () => {
    const bug = new RangeError('Invalid time value');
    await expect(takeWhere(bug)).rejects.toBe(bug);
    const trouble = new Failure('store-unreadable', 'EIO');
    await expect(takeWhere(trouble)).rejects.toBe(trouble);
  });
});
