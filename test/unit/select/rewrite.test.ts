import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../src/model/item.ts';
import type { Rewrite } from '../../../src/model/rule.ts';
import { linkAfter, rewritten, titleAfter } from '../../../src/select/rewrite.ts';
import { itemWith } from '../../support/items.ts';

describe('a title', () => {
  it.each<[string, string, readonly Rewrite[], string]>([
    ['loses a prefix', 'Ad: Bread', [{ of: 'title', stripPrefix: 'Ad: ' }], 'Bread'],
    ['keeps what is no prefix', 'Bread Ad: ', [{ of: 'title', stripPrefix: 'Ad: ' }], 'Bread Ad:'],
    ['loses a suffix', 'Bread | The Desk', [{ of: 'title', stripSuffix: '| The Desk' }], 'Bread'],
    [
      'has words replaced, to the letter',
      'a.b a.b axb',
      [{ of: 'title', replace: 'a.b', with: '$&' }],
      '$& $& axb',
    ],
    [
      'has groups put elsewhere',
      '[Live] The vote',
      [{ of: 'title', replace: '/^\\[(\\w+)\\] (.*)$/', with: '$2 ($1)' }],
      'The vote (Live)',
    ],
    [
      'goes through the steps in order',
      'one',
      [
        { of: 'title', replace: 'one', with: 'two' },
        { of: 'title', replace: 'two', with: 'three' },
      ],
      'three',
    ],
    ['is never emptied', 'Ad', [{ of: 'title', replace: 'Ad', with: '' }], 'Ad'],
    ['leaves no holes', 'a AD b', [{ of: 'title', replace: 'AD', with: '' }], 'a b'],
    ['is not what link steps are for', 'a?b=1', [{ of: 'link', dropParams: ['b'] }], 'a?b=1'],
  ])('%s', (_, title, rewrites, expected) => expect(titleAfter(title, rewrites)).toBe(expected));
});

describe('a link', () => {
  const link = 'https://a.example/p?id=1&utm_source=x&utm_medium=y&q=a%20b#part';
  it.each<[string, Rewrite, string]>([
    [
      'loses parameters by name',
      { of: 'link', dropParams: ['id'] },
      'https://a.example/p?utm_source=x&utm_medium=y&q=a%20b#part',
    ],
    [
      'loses parameters by how they begin',
      { of: 'link', dropParams: ['utm_*'] },
      'https://a.example/p?id=1&q=a%20b#part',
    ],
    ['keeps only what is named', { of: 'link', keepParams: ['q'] }, 'https://a.example/p?q=a%20b#part'],
    ['loses all parameters', { of: 'link', keepParams: [] }, 'https://a.example/p#part'],
    [
      'moves to another host',
      { of: 'link', replace: '/^https:\\/\\/a\\./', with: 'https://www.a.' },
      link.replace('//a.', '//www.a.'),
    ],
    ['is not made an address of another kind', { of: 'link', replace: 'https:', with: 'javascript:' }, link],
    ['is not made no address', { of: 'link', replace: link, with: 'gone' }, link],
  ])('%s', (_, step, expected) => expect(linkAfter(link, [step])).toBe(expected));

  it('stays an http address, or as it was, under any replacement', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fc.string({ minLength: 1 }),
        fc.string(),
        (url, replace, to) => {
          const after = linkAfter(url, [{ of: 'link', replace: replace.replaceAll('/', ':'), with: to }]);
          expect(after === url || /^https?:$/.test(new URL(after).protocol)).toBe(true);
        },
      ),
    );
  });
});

describe('an item', () => {
  const stored: StoredItem = {
    id: 'urn:x',
    firstSeenAt: 0,
    changedAt: 0,
    revision: 0,
    item: itemWith({ title: 'Ad: Bread', url: 'https://a.example/1?ref=2' }),
    sightings: ['a', 'b'].map((source) => ({
      source,
      guid: null,
      url: `https://${source}.example/1?ref=2`,
      origin: null,
      firstSeenAt: 0,
    })),
  };

  it('is rewritten as its first source wants it, then as the output does; other addresses as their sources want', () => {
    const ofSource: Readonly<Record<string, readonly Rewrite[]>> = {
      a: [{ of: 'title', stripPrefix: 'Ad: ' }],
      b: [{ of: 'link', dropParams: ['ref'] }],
    };
    const after = rewritten(stored, (source) => ofSource[source] ?? [], [
      { of: 'title', replace: 'Bread', with: 'Rolls' },
    ]);
    expect(after.item).toMatchObject({ title: 'Rolls', url: 'https://a.example/1?ref=2' });
    expect(after.sightings.map(({ url }) => url)).toEqual([
      'https://a.example/1?ref=2',
      'https://b.example/1',
    ]);
  });

  it('without anything to do is handed on', () => {
    expect(rewritten(stored, () => [], [])).toBe(stored);
  });
});
