import { cleanDocument } from '../../src/clean/reading.ts';
import { type FeedView, viewOf } from '../../src/clean/view.ts';
import { readDocument } from '../../src/parse/document.ts';

/** A document as `readFeed` shows it. */
export async function read(
  document: string | Uint8Array,
  location = 'https://example.org/feed',
  contentType: string | null = null,
): Promise<FeedView> {
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document;
  return viewOf(await cleanDocument(await readDocument(bytes, { location, contentType }), { location }));
}

export async function titles(document: string): Promise<readonly (string | null)[]> {
  return (await read(document)).items.map(({ title }) => title);
}
