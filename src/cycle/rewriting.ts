import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Source } from '../model/source.ts';
import { rewritten } from '../select/rewrite.ts';

/** Titles and links as the sources, then the output, want them shown. */
export function rewriterFor(
  { rewrite = [] }: Output,
  sources: readonly Source[],
): (stored: StoredItem) => StoredItem {
  const bySource = new Map(sources.map((source) => [source.id, source.rewrite ?? []]));
  return (stored) => rewritten(stored, (source) => bySource.get(source) ?? [], rewrite);
}
