import type { Bookmark } from '../model/bookmark.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';

const keyOf = (source: string): string => `s:${source}`;

/** What is remembered of each configured source. A source that was never met has none. */
export async function readBookmarks(
  store: Store,
  sources: readonly Source[],
): Promise<Map<string, Bookmark>> {
  const rows = await store.getMany(sources.map(({ id }) => keyOf(id)));
  return new Map(
    sources.flatMap(({ id }, index) => {
      const row = rows[index];
      return row === undefined ? [] : [[id, JSON.parse(row) as Bookmark] as const];
    }),
  );
}

export const bookmarkRow = (source: string, bookmark: Bookmark): Row => ({
  key: keyOf(source),
  value: JSON.stringify(bookmark),
});
