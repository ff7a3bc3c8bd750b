import type { Sighting } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Condition, Rule } from '../model/rule.ts';
import { examine, type Finding, holds } from './condition.ts';
import type { Surroundings, View } from './view.ts';

/** Why an output does not show an item. */
export interface Refusal {
  /** The rule as written in the config: `where.include`, `rules[0]`, `rules[0] of source harbour`; or what holds it back. */
  readonly rule: string;
  /** What is so, a sentence without a full stop. */
  readonly why: string;
}

export type Demands = Pick<Output, 'where' | 'rules'>;

/** All that an output demands of an item, as rules; its age and rank are asked when it is published. */
function rulesOf(output: Demands): readonly Rule[] {
  const known = ruleLists.get(output);
  if (known !== undefined) return known;
  const { where, rules = [] } = output;
  const { sources, tags, language, include, exclude } = where;
  const rule = (
    name: string,
    effect: Rule['effect'],
    part: keyof Condition,
    wanted: readonly string[] | null,
  ) => (wanted === null ? [] : [{ name: `where.${name}`, effect, conditions: [{ [part]: wanted }] }]);
  const list = [
    ...rule('sources', 'keep', 'sources', sources),
    ...rule('tags', 'keep', 'tags', tags),
    ...rule('language', 'keep', 'language', language),
    ...rule('include', 'keep', 'anywhere', include),
    ...rule('exclude', 'drop', 'anywhere', exclude),
    ...rules,
  ];
  ruleLists.set(output, list);
  return list;
}

/** Made once for an output, not for each of its items. */
const ruleLists = new WeakMap<Demands, readonly Rule[]>();

/** Does the output show the item, its age and rank apart? Null: yes. Else the first reason why not. */
export function refusalOf(view: View, output: Demands, surroundings: Surroundings): Refusal | null {
  for (const refusal of refusals(view, output, surroundings)) return refusal;
  return null;
}

/** Every reason; without the rules that they name the output would show the item. */
export function refusalsOf(view: View, output: Demands, surroundings: Surroundings): readonly Refusal[] {
  return [...refusals(view, output, surroundings)];
}

/**
 * An item counts for the sources that it was met in, except those whose own rules turn it away or that hold it back. Where
 * none is left, that is why; the output's own rules are asked as well, of all that it was met in.
 */
function* refusals(view: View, output: Demands, surroundings: Surroundings): Iterable<Refusal> {
  const { sightings } = view.stored;
  if (sightings.length === 0) yield { rule: 'pins', why: 'another item took it in' };
  const turnedAway = sightings.map((sighting) => refusalsBySource(sighting, view, surroundings));
  const counting = sightings.filter((_, index) => turnedAway[index]?.length === 0);
  if (counting.length === 0) yield* turnedAway.flat();
  const from = counting.length === 0 ? sightings : counting;
  for (const rule of rulesOf(output)) {
    const why = refuses(rule, view, from, surroundings);
    if (why !== null) yield { rule: rule.name, why };
  }
}

function refusalsBySource(sighting: Sighting, view: View, surroundings: Surroundings): readonly Refusal[] {
  const { source, held } = sighting;
  const rules = surroundings.rulesOf(source);
  if (held === undefined && rules.length === 0) return NONE;
  const refusals: Refusal[] = [];
  if (held !== undefined) refusals.push({ rule: `${held} of source ${source}`, why: HELD[held] });
  for (const rule of rules) {
    const why = refuses(rule, view, [sighting], surroundings);
    if (why !== null) refusals.push({ rule: `${rule.name} of source ${source}`, why });
  }
  return refusals;
}

const NONE: readonly Refusal[] = [];

const HELD: Readonly<Record<NonNullable<Sighting['held']>, string>> = {
  firstFetch: 'newer ones of its source were enough when that was fetched first',
  quarantine: 'its source suddenly brought so much that it waits for you',
};

/** Why a rule turns the item away; null where it lets it through. */
function refuses(
  { effect, conditions }: Rule,
  view: View,
  sightings: readonly Sighting[],
  surroundings: Surroundings,
): string | null {
  const found = conditions.map((condition) => examine(condition, view, sightings, surroundings));
  const met = found.find(holds);
  if (effect === 'drop') return met === undefined ? null : met.map(sayFound).join(', and ');
  if (met !== undefined) return null;
  return found.flatMap((findings) => findings.slice(-1).map(sayMissing)).join(', and ');
}

const FOUND: Readonly<Record<keyof Condition, string>> = {
  sources: 'it was met in',
  tags: 'one of its sources has the tag',
  language: 'its language is',
  olderThan: 'when it was first met it was older than',
  enclosure: 'of enclosures it has',
  link: 'its address holds',
  category: 'it is filed under',
  author: 'the name of an author holds',
  title: 'its title holds',
  text: 'its text holds',
  anywhere: 'its text holds',
};

const MISSING: Readonly<Record<keyof Condition, string>> = {
  sources: 'it was met in none of the sources',
  tags: 'none of its sources has a tag of',
  language: 'its language is none of',
  olderThan: 'when it was first met it was not older than',
  enclosure: 'of enclosures it does not have',
  link: 'its address holds none of',
  category: 'it is filed under none of',
  author: 'no name of an author holds any of',
  title: 'its title holds none of',
  text: 'its text holds none of',
  anywhere: 'its text holds none of',
};

const sayFound = ({ part, found }: Finding): string => `${FOUND[part]} ${found.join(', ')}`;
const sayMissing = ({ part, wanted }: Finding): string => `${MISSING[part]} ${wanted.join(', ')}`;
