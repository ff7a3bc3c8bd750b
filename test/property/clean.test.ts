import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteAddresses } from '../../src/clean/absolute.ts';
import { parseDate } from '../../src/clean/date.ts';
import { cleanDocument, cleanEntry } from '../../src/clean/reading.ts';
import { legalCharacters, oneLine, plainLine } from '../../src/clean/text.ts';
import { cleanUrl } from '../../src/clean/url.ts';
import { viewOf } from '../../src/clean/view.ts';
import type { RawEntry } from '../../src/model/entry.ts';
import type { Item } from '../../src/model/item.ts';

/** Any UTF-16, and what upstream's texts stumble over. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    '<b>',
    '</p>',
    '<',
    '&amp;',
    '&amp;amp;',
    '&#8217;',
    '&#x80;',
    '\u0000',
    '\u0085',
    '\u0093',
    '\ud800',
    '\udc00',
    '\uffff',
    'Ã©',
    'Â ',
    'â€™',
    'Ã‚Â©',
    '\n\n',
    '\u00a0',
    '<!--',
    '<script>',
    'http://',
  ),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const address = fc.oneof(
  text,
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  text.map((tail) => `https://example.org/${tail}`),
);
const rawText = fc.record({
  value: text,
  kind: fc.constantFrom('text' as const, 'html' as const),
  base: fc.option(address, { nil: undefined }),
});
const person = fc.record({ name: text, email: text, url: address }, { requiredKeys: [] });
const file = fc.record(
  { url: address, type: text, length: text, title: text, duration: text, width: text },
  { requiredKeys: [] },
);
const date = fc.oneof(
  text,
  fc.date({ noInvalidDate: true }).map((moment) => moment.toUTCString()),
  fc.date({ noInvalidDate: true }).map((moment) => moment.toISOString()),
);
const entry: fc.Arbitrary<RawEntry> = fc.record(
  {
    id: text,
    url: address,
    title: rawText,
    summary: rawText,
    content: rawText,
    published: date,
    updated: date,
    authors: fc.array(person, { maxLength: 3 }),
    categories: fc.array(fc.record({ term: text, label: text, scheme: text }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    enclosures: fc.array(file, { maxLength: 3 }),
    media: fc.array(file, { maxLength: 3 }),
    image: address,
    links: fc.array(fc.record({ rel: text, href: address, title: text }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    comments: address,
    rights: text,
    language: text,
    source: fc.record({ id: text, title: text, url: address, link: address }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

/** An item as if upstream had sent it: what cleaning a second time sees. */
function asRaw(item: Item): RawEntry {
  const some = <T>(value: T | null): T | undefined => value ?? undefined;
  const written = ({ length, duration, width, height, ...rest }: Item['enclosures'][number]) => ({
    url: rest.url,
    type: some(rest.type),
    title: some(rest.title),
    medium: some(rest.medium),
    length: length?.toString(),
    duration: duration?.toString(),
    width: width?.toString(),
    height: height?.toString(),
  });
  return {
    id: some(item.guid),
    url: some(item.url),
    title: item.title === null ? undefined : { value: item.title, kind: 'text' },
    summary:
      item.summary === null
        ? undefined
        : { value: item.summary.html, kind: 'html', base: some(item.summary.base) },
    content:
      item.content === null
        ? undefined
        : { value: item.content.html, kind: 'html', base: some(item.content.base) },
    published: some(item.published),
    updated: some(item.updated),
    enclosures: item.enclosures.map(written),
    media: item.media.map(written),
    image: some(item.image),
    comments: some(item.comments),
    language: some(item.language),
  };
}

const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('an item', () => {
  test('holds no character that XML forbids, and is plain JSON', () => {
    fc.assert(
      fc.property(entry, (raw) => {
        const { item } = cleanEntry(raw);
        for (const string of strings(item)) expect(string).not.toMatch(FORBIDDEN);
        expect(JSON.parse(JSON.stringify(item))).toEqual(item);
      }),
    );
  });

  test('cleaned twice is as cleaned once', () => {
    fc.assert(
      fc.property(entry, (raw) => {
        const { item } = cleanEntry(raw);
        const again = cleanEntry(asRaw(item)).item;
        const {
          guid,
          url,
          title,
          summary,
          content,
          published,
          updated,
          enclosures,
          media,
          image,
          comments,
          language,
        } = item;
        expect(again).toMatchObject({
          guid,
          url,
          title,
          summary,
          content,
          published,
          updated,
          enclosures,
          media,
          image,
          comments,
          language,
        });
      }),
      { numRuns: 300 },
    );
  });

  test('is shown without an error', async () => {
    await fc.assert(
      fc.asyncProperty(entry, async (raw) => {
        const reading = await cleanDocument(
          { format: 'rss', head: {}, entries: [raw], warnings: [] },
          { location: 'https://example.org/' },
        );
        expect(viewOf(reading).items).toHaveLength(1);
      }),
    );
  });
});

describe('addresses', () => {
  test('are absolute, of the web, in the characters of RFC 3986, and stable', () => {
    fc.assert(
      fc.property(address, (given) => {
        const url = cleanUrl(given);
        if (url === null) return;
        expect(url).toMatch(/^https?:\/\/[^/?#@]+[/?#]?(?:[\w~:/?#@!$&'()*+,;=.-]|%[0-9A-Fa-f]{2})*$/);
        expect(URL.parse(url)?.username).toBe('');
        expect(cleanUrl(url)).toBe(url);
      }),
      { numRuns: 500 },
    );
  });
});

describe('texts', () => {
  test.each([
    ['legalCharacters', legalCharacters],
    ['oneLine', (value: string) => oneLine(value, 20)],
    ['plainLine', (value: string) => plainLine(value, 'text') ?? ''],
  ])('%s twice is %s once', (_, clean) => {
    fc.assert(
      fc.property(text, (value) => {
        expect(clean(clean(value))).toBe(clean(value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('dates', () => {
  test('what JavaScript writes is read back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (moment) => {
          expect(parseDate(moment.toISOString())).toBe(moment.toISOString());
          expect(parseDate(moment.toUTCString())).toBe(
            new Date(Math.floor(moment.getTime() / 1000) * 1000).toISOString(),
          );
        },
      ),
    );
  });

  test('any text is an ISO date or null, and stable', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.stringMatching(/^[\d:/. TZ+A-Za-z-]{0,30}$/)), (value) => {
        const read = parseDate(value);
        if (read === null) return;
        expect(read).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(parseDate(read)).toBe(read);
      }),
      { numRuns: 500 },
    );
  });
});

test('absolute addresses stay as they are', () => {
  fc.assert(
    fc.property(text, address, (before, href) => {
      const once = absoluteAddresses({
        html: `${before}<a href="${href.replaceAll('"', '')}">`,
        base: 'https://example.org/',
      });
      expect(absoluteAddresses({ html: once, base: 'https://other.example/' })).toBe(
        absoluteAddresses({ html: once, base: 'https://example.org/' }),
      );
    }),
  );
});
