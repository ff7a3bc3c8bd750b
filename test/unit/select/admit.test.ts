import { describe, expect, it } from 'vitest';
import type { Item, StoredItem } from '../../../src/model/item.ts';
import type { Where } from '../../../src/model/output.ts';
import { refusalOf } from '../../../src/select/admit.ts';
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
const surroundings = {
  tagsOf: (source: string) => (source === 'second' ? ['local'] : []),
  textOf: ({ html }: { html: string }) => html.replaceAll(/<\/?\w+>/g, ''),
};
const refusal = (where: Partial<Where>) =>
  refusalOf(stored, { ...everything, ...where }, surroundings)?.rule ?? null;

describe('an output shows an item', () => {
  it.each<[string, Partial<Where>, string | null]>([
    ['when nothing is asked', {}, null],
    ['of a source that it was met in first', { sources: ['first'] }, null],
    ['of a source that it was met in later', { sources: ['second'] }, null],
    ['of another source: not', { sources: ['third'] }, 'sources'],
    ['with a tag of any of its sources', { tags: ['local'] }, null],
    ['without the tag: not', { tags: ['world'] }, 'tags'],
    ['in a language of the same family', { language: ['EN'] }, null],
    ['in another region: not', { language: ['en-US'] }, 'language'],
    ['with a word in the title, whatever its accents', { include: ['zurich'] }, null],
    ['with a phrase in the text', { include: ['the mayor'] }, null],
    ['with the name of its author', { include: ['ana lima'] }, null],
    ['with part of a word only: not', { include: ['open'] }, 'include'],
    ['with an unwanted word: not', { exclude: ['mayor'] }, 'exclude'],
    ['when the first rule that fails is told', { tags: ['world'], exclude: ['mayor'] }, 'tags'],
  ])('%s', (_, where, expected) => expect(refusal(where)).toBe(expected));

  it('of no known language is not in the language asked for', () => {
    const mute = { ...stored, item: { ...item, language: null } };
    expect(refusalOf(mute, { ...everything, language: ['en'] }, surroundings)?.rule).toBe('language');
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
