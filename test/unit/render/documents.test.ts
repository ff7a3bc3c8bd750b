import { describe, expect, test } from 'vitest';
import { renderDocument } from '../../../src/render/documents.ts';
import { CHANNEL, several, shown } from './sample.ts';

const FORMATS = ['rss', 'atom', 'json', 'html'] as const;

describe('a document', () => {
  test.each(FORMATS)('%s: the same items, the same bytes', (format) => {
    const render = () => [...renderDocument(format, CHANNEL, several(5))].join('');
    expect(render()).toBe(render());
  });

  test.each(FORMATS)('%s comes in pieces, about one an item', (format) => {
    expect([...renderDocument(format, CHANNEL, several(50))].length).toBeGreaterThanOrEqual(50);
  });

  test('has the same ids in the same order in every feed format', () => {
    const items = several(5);
    const [rss = '', atom = '', json = ''] = FORMATS.map((format) =>
      [...renderDocument(format, CHANNEL, items)].join(''),
    );
    const ids = items.map(({ id }) => id);
    expect([...rss.matchAll(/<guid[^>]*>([^<]*)/g)].map(([, id]) => id)).toEqual(ids);
    expect([...atom.matchAll(/<entry><id>([^<]*)/g)].map(([, id]) => id)).toEqual(ids);
    expect(JSON.parse(json).items.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test('gives no two entries the same atom:updated', () => {
    const atom = [...renderDocument('atom', CHANNEL, several(200))].join('');
    const times = [...atom.matchAll(/<entry>.*?<updated>([^<]*)/g)].map(([, time]) => time);
    expect(new Set(times).size).toBe(200);
  });

  test('is not lost by an item with impossible values', () => {
    const odd = shown({
      datedAt: Number.NaN,
      updated: Number.POSITIVE_INFINITY,
      published: -1e20,
      url: 'not an address',
    });
    for (const format of FORMATS) expect(() => [...renderDocument(format, CHANNEL, [odd])]).not.toThrow();
  });
});
