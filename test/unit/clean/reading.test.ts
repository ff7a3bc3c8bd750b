import { describe, expect, test } from 'vitest';
import { cleanDocument, cleanEntry } from '../../../src/clean/reading.ts';
import type { RawDocument, RawEntry, RawHints } from '../../../src/model/entry.ts';

function document(head: RawDocument['head'], entries: readonly RawEntry[] = []): RawDocument {
  return { format: 'rss', head, entries, warnings: [] };
}

describe('an item', () => {
  test('out of nothing: every field null or empty, no warning', () => {
    const { item, warnings } = cleanEntry({});
    expect(warnings).toEqual([]);
    expect(item).toEqual({
      guid: null,
      url: null,
      title: null,
      summary: null,
      content: null,
      published: null,
      updated: null,
      estimated: null,
      authors: [],
      categories: [],
      enclosures: [],
      media: [],
      image: null,
      links: [],
      comments: null,
      rights: null,
      language: null,
      source: null,
      podcast: null,
      digest: null,
    });
  });

  test('the only text is the content; the same text twice is one', () => {
    const text = { value: 'Text', kind: 'html' } as const;
    expect(cleanEntry({ summary: text }).item).toMatchObject({ summary: null, content: { html: 'Text' } });
    expect(cleanEntry({ summary: text, content: text }).item).toMatchObject({
      summary: null,
      content: { html: 'Text' },
    });
  });

  test('a body stays raw, but for its characters, and keeps its base', () => {
    const { item } = cleanEntry({
      content: {
        value: '<script>x</script>\u0000<a href="/y">',
        kind: 'html',
        base: 'https://example.org/b/',
      },
    });
    expect(item.content).toEqual({ html: '<script>x</script><a href="/y">', base: 'https://example.org/b/' });
  });

  test('the document lends its address to bodies without a base', async () => {
    const reading = await cleanDocument(document({}, [{ content: { value: 'x', kind: 'html' } }]), {
      location: 'https://example.org/feed',
    });
    expect(reading.items[0]?.content?.base).toBe('https://example.org/feed');
  });

  test('files: numbers out of strings, nonsense is null, each address once', () => {
    const { item } = cleanEntry({
      enclosures: [
        {
          url: 'https://example.org/a',
          type: 'Audio/MPEG; codecs=x',
          length: '12 345',
          duration: '1h 2m 3s',
          width: '-1',
        },
        { url: 'https://example.org/a', type: 'audio/mpeg' },
        { url: 'ftp://example.org/b', length: 'big' },
      ],
    });
    expect(item.enclosures).toEqual([
      {
        url: 'https://example.org/a',
        type: 'audio/mpeg',
        length: 12345,
        title: null,
        medium: null,
        duration: 3723,
        width: null,
        height: null,
      },
    ]);
  });

  test('what can not be read is a warning, once for each kind', async () => {
    const entries = [{ published: 'soon' }, { published: 'later', url: 'mailto:a@example.org' }];
    expect((await cleanDocument(document({}, entries), { location: '' })).warnings).toEqual([
      {
        code: 'date-impossible',
        message: 'This is no date, or one that does not exist: "soon" (and 1 more).',
      },
      { code: 'address-unusable', message: 'This is no address on the web: "mailto:a@example.org".' },
    ]);
  });
});

describe('hints', () => {
  const minute = 60_000;

  test.each<[string, RawHints, number | null]>([
    ['ttl in minutes', { ttl: '60' }, 60 * minute],
    ['twice a day', { updatePeriod: 'daily', updateFrequency: '2' }, 12 * 60 * minute],
    ['the longer of both', { ttl: '5', updatePeriod: 'hourly' }, 60 * minute],
    ['capitals, no frequency', { updatePeriod: ' Weekly ' }, 7 * 24 * 60 * minute],
    ['nonsense', { ttl: '-5', updatePeriod: 'often', updateFrequency: '0' }, null],
    ['a century is capped at a year', { ttl: '9000000' }, 365 * 24 * 60 * minute],
  ])('%s', async (_, hints, period) => {
    expect((await cleanDocument(document({ hints }), { location: '' })).head.hints.period).toBe(period);
  });

  test('hours and days as numbers, in order, each once', async () => {
    const hints = { skipHours: ['23', '0', '24', 'x', '25', '23'], skipDays: ['Sunday', ' saturday', 'Tag'] };
    expect((await cleanDocument(document({ hints }), { location: '' })).head.hints).toEqual({
      period: null,
      skipHours: [0, 23],
      skipDays: [0, 6],
    });
  });
});
