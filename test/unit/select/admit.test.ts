import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, StoredItem } from '../../../src/model/item.ts';
import type { Where } from '../../../src/model/output.ts';
import type { Condition, Rule } from '../../../src/model/rule.ts';
import { type Demands, refusalsOf } from '../../../src/select/admit.ts';
import { type Surroundings, viewOf } from '../../../src/select/view.ts';
import { foldWords, holdsPhrase } from '../../../src/select/words.ts';

const everything: Where = {
  sources: null,
  tags: null,
  include: null,
  exclude: null,
  language: null,
  maxAge: null,
};

const item: Item = {
  guid: null,
  url: null,
  title: 'Café Zürich opens',
  summary: null,
  content: { html: '<p>The <b>mayor</b> came.</p>', base: null },
  published: null,
  updated: null,
  estimated: null,
  authors: [{ name: 'Ana Lima', email: null, url: null }],
  categories: [],
  enclosures: [],
  media: [],
  image: null,
  links: [],
  comments: null,
  rights: null,
  language: 'en-GB',
  source: null,
  podcast: null,
  digest: null,
};
const stored: StoredItem = {
  id: 'urn:x',
  firstSeenAt: 0,
  changedAt: 0,
  revision: 0,
  item,
  sightings: [
    { source: 'first', guid: null, url: null, origin: null, firstSeenAt: 0 },
    { source: 'second', guid: null, url: null, origin: null, firstSeenAt: 0 },
  ],
};
const surroundings: Surroundings = {
  tagsOf: (source) => (source === 'second' ? ['local'] : []),
  rulesOf: () => [],
  plainText: ({ html }) => html.replaceAll(/<\/?\w+>/g, ''),
};
const refusals = (given: StoredItem, demands: Partial<Demands>, around = surroundings) =>
  refusalsOf(viewOf(given, around), { where: everything, ...demands }, around);
const refusal = (where: Partial<Where>) =>
  refusals(stored, { where: { ...everything, ...where } })[0]?.rule ?? null;

describe('an output shows an item', () => {
  it.each<[string, Partial<Where>, string | null]>([
    ['when nothing is asked', {}, null],
    ['of a source that it was met in first', { sources: ['first'] }, null],
    ['of a source that it was met in later', { sources: ['second'] }, null],
    ['of another source: not', { sources: ['third'] }, 'where.sources'],
    ['with a tag of any of its sources', { tags: ['local'] }, null],
    ['without the tag: not', { tags: ['world'] }, 'where.tags'],
    ['in a language of the same family', { language: ['EN'] }, null],
    ['in another region: not', { language: ['en-US'] }, 'where.language'],
    ['with a word in the title, whatever its accents', { include: ['zurich'] }, null],
    ['with a phrase in the text', { include: ['the mayor'] }, null],
    ['with the name of its author', { include: ['ana lima'] }, null],
    ['with part of a word only: not', { include: ['open'] }, 'where.include'],
    ['with an expression that matches', { include: ['/open(s|ed)/'] }, null],
    ['with an unwanted word: not', { exclude: ['mayor'] }, 'where.exclude'],
    ['when the first rule that fails is told', { tags: ['world'], exclude: ['mayor'] }, 'where.tags'],
  ])('%s', (_, where, expected) => expect(refusal(where)).toBe(expected));

  it('of no known language is not in the language asked for', () => {
    const mute = { ...stored, item: { ...item, language: null } };
    expect(refusals(mute, { where: { ...everything, language: ['en'] } })).toHaveLength(1);
  });
});

const rule = (effect: Rule['effect'], ...conditions: Rule['conditions']): Rule => ({
  name: 'rules[0]',
  effect,
  conditions,
});

const DAY = 86_400_000;
const podcast: StoredItem = {
  ...stored,
  firstSeenAt: Date.UTC(2026, 5, 30),
  item: {
    ...item,
    published: '2026-06-01T00:00:00.000Z',
    categories: [{ term: 'cities', label: 'Städte', scheme: null }],
    enclosures: [
      {
        url: 'https://cdn.example/ep/1.mp3',
        type: 'audio/mpeg',
        length: null,
        title: null,
        medium: null,
        duration: null,
        width: null,
        height: null,
      },
    ],
  },
  sightings: [
    { source: 'first', guid: null, url: 'https://a.example/live/1', origin: null, firstSeenAt: 0 },
    { source: 'second', guid: null, url: 'https://b.example/1', origin: null, firstSeenAt: 0 },
  ],
};

describe('a condition holds', () => {
  it.each<[string, Condition, boolean]>([
    ['for words of the title', { title: ['cafe zurich'] }, true],
    ['for words of the text only if the text is asked', { title: ['mayor'] }, false],
    ['for words of the text', { text: ['the mayor'] }, true],
    ['for words anywhere', { anywhere: ['lima'] }, true],
    ['for the name of an author', { author: ['Ana'] }, true],
    ["for an item's own category", { category: ['stadte'] }, true],
    ['for no other category', { category: ['sports'] }, false],
    ['for a word of any address', { link: ['live'] }, true],
    ['for an expression over an address', { link: ['/^https:\\/\\/b\\.example/'] }, true],
    ['for the type of an enclosure', { enclosure: ['audio'] }, true],
    ['for any enclosure', { enclosure: true }, true],
    ['for none', { enclosure: false }, false],
    ['for an age at the first meeting', { olderThan: 28 * DAY }, true],
    ['for no greater age', { olderThan: 30 * DAY }, false],
    ['for the tag of a source', { tags: ['local'] }, true],
    ['for one entry of a list', { title: ['nothing', '/^Caf/'] }, true],
    ['if all its parts do', { title: ['opens'], author: ['lima'] }, true],
    ['not if one part does not', { title: ['opens'], author: ['smith'] }, false],
  ])('%s', (_, condition, holds) => {
    expect(refusals(podcast, { rules: [rule('drop', condition)] })).toHaveLength(holds ? 1 : 0);
    expect(refusals(podcast, { rules: [rule('keep', condition)] })).toHaveLength(holds ? 0 : 1);
  });

  it('of a list of conditions if one does', () => {
    const either = [{ title: ['nothing'] }, { author: ['lima'] }];
    expect(refusals(podcast, { rules: [rule('keep', ...either)] })).toEqual([]);
    expect(refusals(podcast, { rules: [rule('drop', ...either)] })).toEqual([
      { rule: 'rules[0]', why: 'the name of an author holds lima' },
    ]);
    expect(refusals(podcast, { rules: [rule('keep', { title: ['x'] }, { author: ['y', 'z'] })] })).toEqual([
      { rule: 'rules[0]', why: 'its title holds none of x, and no name of an author holds any of y, z' },
    ]);
  });
});

describe('the rules of a source', () => {
  const around = (rules: Readonly<Record<string, readonly Rule[]>>): Surroundings => ({
    ...surroundings,
    rulesOf: (source) => rules[source] ?? [],
  });
  const live = rule('drop', { link: ['live'] });

  it('turn an item away that no other source has', () => {
    const alone = { ...podcast, sightings: podcast.sightings.slice(0, 1) };
    expect(refusals(alone, {}, around({ first: [live] }))).toEqual([
      { rule: 'rules[0] of source first', why: 'its address holds live' },
    ]);
  });

  it('leave it to the other source that has it, by whose address they do not go', () => {
    const given = around({ first: [live], second: [live] });
    expect(refusals(podcast, {}, given)).toEqual([]);
    expect(refusals(podcast, { where: { ...everything, sources: ['second'] } }, given)).toEqual([]);
    expect(refusals(podcast, { where: { ...everything, sources: ['first'] } }, given)).toEqual([
      { rule: 'where.sources', why: 'it was met in none of the sources first' },
    ]);
  });

  it('an item that is held back in its only source is in no output', () => {
    const [first] = podcast.sightings;
    if (first === undefined) throw new Error('a sighting is missing');
    expect(refusals({ ...podcast, sightings: [{ ...first, held: 'quarantine' }] }, {})[0]?.rule).toBe(
      'quarantine of source first',
    );
    expect(refusals({ ...podcast, sightings: [{ ...first, held: 'quarantine' }, first] }, {})).toEqual([]);
  });
});

describe('the rules that are cited', () => {
  const word = fc.constantFrom('cafe', 'zurich', 'mayor', 'lima', 'absent', 'elsewhere');
  const condition = fc.record(
    {
      title: fc.array(word, { minLength: 1, maxLength: 2 }),
      text: fc.array(word, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  const ruleSet = fc
    .array(
      fc.record({
        effect: fc.constantFrom('keep' as const, 'drop' as const),
        conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
      }),
      { maxLength: 4 },
    )
    .map((rules) => rules.map((one, index): Rule => ({ name: `rules[${index}]`, ...one })));

  it('are the whole reason: without them the output shows the item, with any of them it does not', () => {
    fc.assert(
      fc.property(ruleSet, ruleSet, ruleSet, (ofOutput, ofFirst, ofSecond) => {
        const all = { output: ofOutput, first: ofFirst, second: ofSecond };
        const judge = (rules: typeof all) => {
          const around: Surroundings = {
            ...surroundings,
            rulesOf: (source) => (source === 'first' ? rules.first : rules.second),
          };
          return refusals(podcast, { rules: rules.output }, around).map(({ rule: name }) => name);
        };
        const cited = judge(all);
        if (cited.length === 0) return;
        const without = (rules: readonly Rule[], of: string) =>
          rules.filter(({ name }) => !cited.includes(`${name}${of}`));
        expect(
          judge({
            output: without(ofOutput, ''),
            first: without(ofFirst, ' of source first'),
            second: without(ofSecond, ' of source second'),
          }),
        ).toEqual([]);
        for (const name of cited.filter((one) => !one.includes(' of source ')))
          expect(
            judge({ output: ofOutput.filter((one) => one.name === name), first: [], second: [] }),
          ).toEqual([name]);
      }),
    );
  });
});

describe('words', () => {
  it.each([
    ['東京タワーが開いた', 'タワー', true],
    ['Straße nach Köln', 'koln', true],
    ['a b c', '...', false],
    ['C++ and Rust', 'rust', true],
  ])('of "%s" hold "%s": %s', (text, phrase, expected) =>
    expect(holdsPhrase(foldWords(text), phrase)).toBe(expected),
  );
});
