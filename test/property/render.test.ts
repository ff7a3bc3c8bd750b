import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { SafeHtml } from '../../src/model/markup.ts';
import type { Channel, ShownItem } from '../../src/model/output.ts';
import { checkDocument } from '../../src/render/check.ts';
import { renderDocument } from '../../src/render/documents.ts';
import { createSanitiser } from '../../src/sanitise/sanitise.ts';
import { CHANNEL, shown } from '../unit/render/sample.ts';

const FORMATS = ['rss', 'atom', 'json', 'html'] as const;
const RUNS = { numRuns: 150 };

/** What has broken feeds before, in the middle of anything. */
const TRAPS = [
  ']]>',
  '<![CDATA[',
  '</title>',
  '</item></channel></rss>',
  '</entry><entry>',
  '<b>',
  '</b>',
  '<!--',
  '-->',
  '<?xml?>',
  '&',
  '&amp;',
  '&amp;lt;',
  '&nbsp;',
  '&#0;',
  '&#xD800;',
  '"',
  "'",
  '<',
  '>',
  '\0',
  '\x0b',
  '\x85',
  '\ud800',
  '\udfff',
  '\ufffe',
  '\uffff',
  '\u{1fffe}',
  '\r\n',
  '\t',
  '\u2028',
  '\u202e',
  '\ufeff',
  '{"items": []}',
  '"items": [\n',
  'javascript:alert(1)',
  '%',
  '%zz',
  '\\',
  '𝔘🌊é',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...TRAPS), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 5 })
  .map((parts) => parts.join(''));
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));

const sanitiser = createSanitiser({ stripTracking: true, embeds: [] });
const html = text.map((raw) => sanitiser.html({ html: `x ${raw}`, base: null }) as SafeHtml);
const file = fc.record({
  url: text,
  type: orNull(text),
  length: orNull(number),
  title: orNull(text),
  medium: orNull(text),
  duration: orNull(number),
  width: orNull(number),
  height: orNull(number),
});
const attribution = fc.record({
  id: text,
  title: text,
  url: orNull(text),
  link: orNull(text),
  itemUrl: orNull(text),
  source: text,
});

/** Not what `dress` would make: anything that the types allow, and worse. */
const hostileItem: fc.Arbitrary<ShownItem> = fc.record({
  id: text,
  guid: orNull(text),
  url: orNull(text),
  title: text,
  summary: orNull(text),
  content: orNull(html),
  excerpt: text,
  published: orNull(number),
  datedAt: number,
  estimated: fc.boolean(),
  updated: number,
  authors: fc.array(fc.record({ name: text, email: orNull(text), url: orNull(text) }), { maxLength: 2 }),
  categories: fc.array(fc.record({ term: text, label: orNull(text), scheme: orNull(text) }), {
    maxLength: 2,
  }),
  enclosures: fc.array(file, { maxLength: 2 }),
  media: fc.array(file, { maxLength: 2 }),
  image: orNull(text),
  links: fc.array(
    fc.record({ rel: text, href: text, type: orNull(text), title: orNull(text), hreflang: orNull(text) }),
    { maxLength: 2 },
  ),
  comments: orNull(text),
  rights: orNull(text),
  language: orNull(text),
  podcast: fc.constant(null),
  tags: fc.array(text, { maxLength: 2 }),
  attributions: fc.array(attribution, { maxLength: 2 }),
});
const hostileChannel: fc.Arbitrary<Channel> = fc
  .record({ title: text, description: text, language: orNull(text), rights: orNull(text), updated: number })
  .map((differing) => ({ ...CHANNEL, ...differing }));

const documentOf = (format: (typeof FORMATS)[number], channel: Channel, items: readonly ShownItem[]) =>
  [...renderDocument(format, channel, items)].join('');
/** Ids are ours in real life, and distinct. */
const withIds = (items: readonly ShownItem[]) =>
  items.map((item, index) => ({ ...item, id: `urn:x:${index}` }));

describe('whatever an item and a channel hold', () => {
  test.each(FORMATS)('the %s document is well-formed and consistent', (format) => {
    fc.assert(
      fc.property(hostileChannel, fc.array(hostileItem, { maxLength: 3 }), (channel, items) => {
        checkDocument(format, documentOf(format, channel, withIds(items)));
      }),
      RUNS,
    );
  });

  test.each(FORMATS)('nothing of one item is lost or gained in the %s document by another', (format) => {
    const mark = 'the good one';
    fc.assert(
      fc.property(hostileItem, (hostile) => {
        const items = withIds([shown({ title: mark }), hostile, shown({ title: mark })]);
        const around = documentOf(format, CHANNEL, items);
        expect(around.split(mark).length).toBe(
          documentOf(format, CHANNEL, withIds([shown({ title: mark }), shown({ title: mark })])).split(mark)
            .length,
        );
        expect(around.match(ENTRY[format])).toHaveLength(3);
      }),
      RUNS,
    );
  });
});

const ENTRY = { rss: /<item>/g, atom: /<entry[ >]/g, json: /"id":"urn:x:\d"/g, html: /<article[ >]/g };

/** As both ends see it: legal characters, white space trimmed at the ends. */
const plain = fc
  .string({ unit: fc.constantFrom(...'ab <>&"\'é日;#x]/!-'), minLength: 1, maxLength: 12 })
  .map((raw) => `x${raw}x`);
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const path = word.map((name) => `https://paper.example/${name}?a=1&b=%20`);

const honestItem = fc
  .record({
    title: plain,
    summary: plain,
    content: fc.constantFrom(
      '<p>a &lt; b &amp;amp; c</p>',
      '<p>x ]]&gt; y</p>',
      'x]]>y <img src="https://x.example/" alt="&quot;">',
    ),
    url: path,
    author: plain,
    term: plain,
    language: fc.constantFrom('en', 'pt-BR'),
    length: fc.integer({ min: 1, max: 2 ** 40 }),
    source: plain,
  })
  .map((values) => ({
    values,
    item: shown({
      title: values.title,
      summary: values.summary,
      content: values.content as SafeHtml,
      url: values.url,
      authors: [{ name: values.author, email: null, url: values.url }],
      categories: [{ term: values.term, label: null, scheme: values.url }],
      language: values.language,
      enclosures: [
        {
          url: values.url,
          type: 'audio/mpeg',
          length: values.length,
          title: null,
          medium: null,
          duration: null,
          width: null,
          height: null,
        },
      ],
      attributions: [
        {
          id: 'urn:x:source',
          title: values.source,
          url: values.url,
          link: values.url,
          itemUrl: null,
          source: 's',
        },
      ],
    }),
  }));

/** The word joiner that keeps an end tag text is not part of what is said. */
const said = (value: string | undefined) => value?.replaceAll('\u2060', '');
const unescaped = (value: string) =>
  value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const construct = (value: { value?: string | undefined; type?: string | undefined } | undefined) =>
  value?.type === 'html' ? unescaped(value.value ?? '') : value?.value;

describe('another reader reads back what was rendered', () => {
  test('from RSS', () => {
    fc.assert(
      fc.property(honestItem, ({ item, values }) => {
        const [read] = parseRssFeed(documentOf('rss', CHANNEL, [item])).items ?? [];
        expect([
          said(read?.title),
          unescaped(read?.description ?? ''),
          read?.content?.encoded,
          read?.link,
          said(read?.dc?.creators?.[0]),
          said(read?.categories?.[0]?.name),
          read?.categories?.[0]?.domain,
          read?.dc?.languages?.[0],
          read?.enclosures?.[0]?.length,
          said(read?.source?.title),
          read?.source?.url,
        ]).toEqual([
          values.title,
          values.summary,
          values.content,
          values.url,
          values.author,
          values.term,
          values.url,
          values.language,
          values.length,
          values.source,
          values.url,
        ]);
      }),
      RUNS,
    );
  });

  test('from Atom', () => {
    fc.assert(
      fc.property(honestItem, ({ item, values }) => {
        const [read] = parseAtomFeed(documentOf('atom', CHANNEL, [item])).entries ?? [];
        const enclosure = read?.links?.find(({ rel }) => rel === 'enclosure');
        expect([
          construct(read?.title),
          construct(read?.summary),
          read?.content?.value,
          read?.links?.find(({ rel }) => rel === 'alternate')?.href,
          said(read?.authors?.[0]?.name),
          read?.categories?.[0]?.term,
          read?.categories?.[0]?.scheme,
          enclosure?.length,
          construct(read?.source?.title),
        ]).toEqual([
          values.title,
          values.summary,
          values.content,
          values.url,
          values.author,
          values.term,
          values.url,
          values.length,
          values.source,
        ]);
      }),
      RUNS,
    );
  });

  test('from JSON Feed', () => {
    fc.assert(
      fc.property(honestItem, ({ item, values }) => {
        const [read] = parseJsonFeed(documentOf('json', CHANNEL, [item])).items ?? [];
        expect([
          read?.title,
          read?.summary,
          read?.content_html,
          read?.url,
          read?.authors?.[0]?.name,
          read?.tags?.[0],
          read?.language,
          read?.attachments?.[0]?.size_in_bytes,
        ]).toEqual([
          values.title,
          values.summary,
          values.content,
          values.url,
          values.author,
          values.term,
          values.language,
          values.length,
        ]);
      }),
      RUNS,
    );
  });
});
