import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Source } from '../model/source.ts';
import { copiesOf } from '../select/copies.ts';
import { rewritten } from '../select/rewrite.ts';
import { surroundingsOf } from './surroundings.ts';

/** Items as an output presents them: one entry or several for each, with titles and links as sources and output want them. */
export async function presented(
  items: readonly StoredItem[],
  output: Output,
  sources: readonly Source[],
): Promise<readonly StoredItem[]> {
  const rewrites = new Map(sources.map((source) => [source.id, source.rewrite ?? []]));
  const rewrite = (stored: StoredItem) =>
    rewritten(stored, (source) => rewrites.get(source) ?? [], output.rewrite ?? []);
  if (output.dedup === undefined) return items.map(rewrite);
  const surroundings = await surroundingsOf(sources);
  return items.flatMap((stored) => copiesOf(stored, output, surroundings)).map(rewrite);
}

/** What of the sources' settings that depends on: another presentation needs other documents. */
export function presentationCauses({ dedup }: Output, sources: readonly Source[]): unknown {
  return sources.flatMap(({ id, rewrite, rules, tags }) => {
    const ofCopies = dedup === undefined ? [] : [rules, tags];
    return rewrite === undefined && ofCopies.length === 0 ? [] : [[id, rewrite, ...ofCopies]];
  });
}
