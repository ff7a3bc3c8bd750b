import type { Sighting } from '../model/item.ts';
import type { Condition, Pattern } from '../model/rule.ts';
import { finds, type Text } from './pattern.ts';
import { linksOf, type Surroundings, type View } from './view.ts';

/** One part of a condition that was looked at. */
export interface Finding {
  readonly part: keyof Condition;
  /** What of it holds; empty: it does not. */
  readonly found: readonly string[];
  readonly wanted: readonly string[];
}

/** What a condition finds in an item, seen from these sightings; cheap parts come first, and it ends with the first that fails. */
export function examine(
  condition: Condition,
  view: View,
  sightings: readonly Sighting[],
  surroundings: Surroundings,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const look of PARTS) {
    const finding = look(condition, view, sightings, surroundings);
    if (finding === null) continue;
    findings.push(finding);
    if (finding.found.length === 0) break;
  }
  return findings;
}

export const holds = (findings: readonly Finding[]): boolean =>
  findings.every(({ found }) => found.length > 0);

type Look = (
  condition: Condition,
  view: View,
  sightings: readonly Sighting[],
  surroundings: Surroundings,
) => Finding | null;

/** Everything that a condition can ask, in the order in which it is looked at. */
const PARTS: readonly Look[] = [
  ({ sources }, _, sightings) =>
    listed('sources', sources, (id) => sightings.some(({ source }) => source === id)),
  ({ tags }, _, sightings, { tagsOf }) =>
    listed('tags', tags, (tag) => sightings.some(({ source }) => tagsOf(source).includes(tag))),
  ({ language }, { stored }) => listed('language', language, (range) => speaks(stored.item.language, range)),
  ({ olderThan }, { age }) =>
    olderThan === undefined ? null : answered('olderThan', age > olderThan, inDays(olderThan)),
  ({ enclosure }, { stored }) =>
    typeof enclosure !== 'boolean'
      ? null
      : answered('enclosure', stored.item.enclosures.length > 0 === enclosure, enclosure ? 'any' : 'none'),
  ({ enclosure }, { enclosures }) =>
    typeof enclosure === 'boolean' ? null : matching('enclosure', enclosure, enclosures),
  ({ link }, _, sightings) => matching('link', link, () => linksOf(sightings)),
  ({ category }, { categories }) => matching('category', category, categories),
  ({ author }, { authors }) => matching('author', author, authors),
  ({ title }, view) => matching('title', title, () => [view.title()]),
  ({ text }, view) => matching('text', text, () => [view.text()]),
  ({ anywhere }, view) => matching('anywhere', anywhere, () => [view.anywhere()]),
];

function listed(
  part: keyof Condition,
  wanted: readonly string[] | undefined,
  isSo: (entry: string) => boolean,
): Finding | null {
  return wanted === undefined ? null : { part, wanted, found: wanted.filter(isSo) };
}

function matching(
  part: keyof Condition,
  wanted: readonly Pattern[] | undefined,
  texts: () => readonly Text[],
): Finding | null {
  return listed(part, wanted, (pattern) => texts().some((text) => finds(pattern, text)));
}

const answered = (part: keyof Condition, isSo: boolean, wanted: string): Finding => ({
  part,
  wanted: [wanted],
  found: isSo ? [wanted] : [],
});

/** RFC 4647, 3.3.1: `en` is spoken by `en-GB`, not the other way round. */
function speaks(language: string | null, range: string): boolean {
  if (language === null) return false;
  const [tag, wanted] = [language.toLowerCase(), range.toLowerCase()];
  return tag === wanted || tag.startsWith(`${wanted}-`);
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const inDays = (span: number): string =>
  span >= DAY ? `${Math.round((span / DAY) * 10) / 10} days` : `${Math.round((span / HOUR) * 10) / 10} hours`;
