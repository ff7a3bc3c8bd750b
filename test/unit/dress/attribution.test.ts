import { describe, expect, test } from 'vitest';
import { attributionsOf, type SourceName } from '../../../src/dress/attribution.ts';
import type { Origin, Sighting } from '../../../src/model/item.ts';
import { SEEN, stored } from './sample.ts';

const PAPER: SourceName = {
  title: 'The Paper',
  url: 'https://paper.example/feed',
  link: 'https://paper.example/',
  feedId: null,
  tags: [],
};
const DIGEST: SourceName = { title: 'Digest', url: null, link: null, feedId: null, tags: [] };
const SOURCES = new Map([
  ['paper', PAPER],
  ['digest', DIGEST],
]);
const met = (source: string, url: string | null = null, named: Origin | null = null): Sighting => ({
  source,
  guid: null,
  url,
  origin: named,
  firstSeenAt: SEEN,
});
const origin = (differing: Partial<Origin>): Origin => ({
  id: null,
  title: null,
  url: null,
  link: null,
  ...differing,
});

const of = (sightings: Sighting[], sources: ReadonlyMap<string, SourceName> = SOURCES) =>
  attributionsOf(stored({}, { sightings }), sources);

describe('where an item came from', () => {
  test('every source that it was met in, once, in the order of meeting', () => {
    const found = of([
      met('digest'),
      met('paper', 'https://paper.example/1'),
      met('paper', 'https://paper.example/2'),
    ]);
    expect(found.map(({ source, title, itemUrl }) => [source, title, itemUrl])).toEqual([
      ['digest', 'Digest', null],
      ['paper', 'The Paper', 'https://paper.example/1'],
    ]);
  });

  test.each([
    ['a name alone', { title: 'NATO' }, { title: 'NATO', url: null, link: null, source: 'digest' }],
    [
      'a name and a feed',
      { title: 'NATO', url: 'https://n.example/feed' },
      { id: 'https://n.example/feed', title: 'NATO', url: 'https://n.example/feed' },
    ],
    [
      'only a page',
      { link: 'https://n.example/' },
      { id: 'https://n.example/', title: 'Digest', link: 'https://n.example/' },
    ],
    ['nothing', {}, { title: 'Digest' }],
  ])('an item that names its origin by %s', (_, named, expected) => {
    const [first, second] = of([met('digest', null, origin(named)), met('paper')]);
    expect(first).toMatchObject(expected);
    expect(second).toMatchObject({ title: 'The Paper' });
  });

  test('a source that joined later keeps the name that the item had there', () => {
    const found = of([met('paper'), met('digest', null, origin({ title: 'NATO' }))]);
    expect(found.map(({ title }) => title)).toEqual(['The Paper', 'NATO']);
  });

  test('an origin that is the source itself changes nothing', () => {
    expect(of([met('paper', null, origin({ title: 'Paper | RSS', url: PAPER.url }))])).toEqual(
      of([met('paper')]),
    );
  });

  test.each([
    [
      'a UUID',
      'urn:uuid:5B3F6F2E-31D4-4C55-9E0C-0D6F8F3F0C11',
      'urn:uuid:5b3f6f2e-31d4-4c55-9e0c-0d6f8f3f0c11',
    ],
    ['a tag', 'tag:paper.example,2020:feed', 'tag:paper.example,2020:feed'],
    ['an address, spelled as addresses are', 'HTTP://Paper.example', 'http://paper.example/'],
    ['a broken UUID: the address of the feed', 'urn:uuid:1', PAPER.url],
    ['anything else: the address of the feed', 'my feed', PAPER.url],
  ])('a feed that calls itself by %s', (_, feedId, id) => {
    const [first] = of([met('paper')], new Map([['paper', { ...PAPER, feedId }]]));
    expect(first?.id).toBe(id);
  });

  test('a source without an address has an id of its own that never changes', () => {
    const [first] = of([met('digest')]);
    const [named] = of([met('digest', null, origin({ title: 'NATO' }))]);
    expect(first?.id).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(of([met('digest')])[0]?.id).toBe(first?.id);
    expect(named?.id).not.toBe(first?.id);
  });

  test('a source that is gone from the config goes by its id', () => {
    expect(of([met('gone')])[0]).toMatchObject({ title: 'gone', url: null, source: 'gone' });
  });
});
