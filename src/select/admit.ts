import type { StoredItem } from '../model/item.ts';
import type { Markup } from '../model/markup.ts';
import type { Where } from '../model/output.ts';
import { foldWords, holdsPhrase } from './words.ts';

/** What a rule needs to know besides the item. */
export interface Surroundings {
  readonly tagsOf: (source: string) => readonly string[];
  /** Plain text of markup, whole. */
  readonly textOf: (markup: Markup) => string;
}

/** Why an output does not show an item: the rule's name as written in the config, and what it asked for. */
export interface Refusal {
  readonly rule: 'sources' | 'tags' | 'language' | 'include' | 'exclude';
  readonly wanted: readonly string[];
}

/**
 * Does the output show the item, its age and rank apart? Null: yes. Cheap rules come first, so that the text is only
 * made where a rule reads it.
 */
export function refusalOf(
  stored: StoredItem,
  where: Where,
  { tagsOf, textOf }: Surroundings,
): Refusal | null {
  const seenIn = stored.sightings.map((sighting) => sighting.source);
  if (where.sources !== null && !overlaps(where.sources, seenIn))
    return { rule: 'sources', wanted: where.sources };
  if (where.tags !== null && !overlaps(where.tags, seenIn.flatMap(tagsOf)))
    return { rule: 'tags', wanted: where.tags };
  if (where.language !== null && !speaks(stored.item.language, where.language)) {
    return { rule: 'language', wanted: where.language };
  }
  if (where.include === null && where.exclude === null) return null;
  const words = foldWords(readableText(stored, textOf));
  const holds = (phrase: string) => holdsPhrase(words, phrase);
  if (where.include !== null && !where.include.some(holds)) return { rule: 'include', wanted: where.include };
  if (where.exclude?.some(holds)) return { rule: 'exclude', wanted: where.exclude.filter(holds) };
  return null;
}

const overlaps = (wanted: readonly string[], had: readonly string[]): boolean =>
  wanted.some((entry) => had.includes(entry));

/** RFC 4647, 3.3.1: `en` is spoken by `en-GB`, not the other way round. */
function speaks(language: string | null, ranges: readonly string[]): boolean {
  if (language === null) return false;
  const tag = language.toLowerCase();
  return ranges
    .map((range) => range.toLowerCase())
    .some((range) => tag === range || tag.startsWith(`${range}-`));
}

function readableText({ item }: StoredItem, textOf: (markup: Markup) => string): string {
  const authors = item.authors.map((author) => author.name ?? '');
  const texts = [item.summary, item.content].map((markup) => (markup === null ? '' : textOf(markup)));
  return [item.title ?? '', ...texts, ...authors].join('\n');
}
