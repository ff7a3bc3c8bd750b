import { Feed } from 'feed';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Channel } from '../../../src/model/output.ts';
import { envelopeOf } from '../../../src/render/envelope.ts';
import { CHANNEL } from './sample.ts';

const head = (format: 'rss' | 'atom' | 'json', differing: Partial<Channel> = {}) =>
  envelopeOf(format, { ...CHANNEL, ...differing }).head;
const json = (differing: Partial<Channel> = {}) => {
  const { head: before, tail } = envelopeOf('json', { ...CHANNEL, ...differing });
  return JSON.parse(before + tail);
};

afterEach(() => void vi.restoreAllMocks());

describe('the channel', () => {
  const hubs = ['https://hub.example/?a=1&b=2', 'https://hub.example/2'];
  test.each([
    ['rss', {}, '<title>River &#x26; Sea</title>'],
    ['rss', {}, '<atom:link href="https://river.example/all.rss" rel="self" type="application/rss+xml"/>'],
    ['rss', {}, '<lastBuildDate>Tue, 09 Jun 2026 12:00:00 GMT</lastBuildDate>'],
    ['rss', {}, '<generator>feedriver 1.2.3 (https://feedriver.example/)</generator>'],
    ['rss', {}, '<ttl>60</ttl>'],
    ['rss', {}, '<language>en</language>'],
    ['rss', { hubs }, '<atom:link href="https://hub.example/?a=1&#x26;b=2" rel="hub"/>'],
    ['rss', { hubs }, '<atom:link rel="hub" href="https://hub.example/2"/>'],
    ['rss', { rights: '© & co' }, '<copyright>© &#x26; co</copyright>'],
    ['rss', { image: 'https://river.example/i.png' }, '<url>https://river.example/i.png</url>'],
    ['rss', { title: 'a &amp; b </b>' }, '<title>a &#x26;amp; b &#x3C;\u2060/b&#x3E;</title>'],
    ['rss', { title: 'a\0b' }, '<title>ab</title>'],
    ['rss', { archive: true }, '<fh:archive/>'],
    [
      'rss',
      { pages: { rss: [{ rel: 'prev-archive', href: 'https://river.example/1.rss' }] } },
      '<atom:link rel="prev-archive" href="https://river.example/1.rss"/>',
    ],
    ['atom', {}, `<id>${CHANNEL.id}</id>`],
    ['atom', {}, '<updated>2026-06-09T12:00:00.000Z</updated>'],
    ['atom', {}, '<link rel="self" href="https://river.example/all.atom"/>'],
    ['atom', {}, 'xml:lang="en"'],
    ['atom', { hubs }, '<link rel="hub" href="https://hub.example/?a=1&#x26;b=2"/>'],
    ['atom', { icon: 'https://river.example/i.ico' }, '<icon>https://river.example/i.ico</icon>'],
    [
      'atom',
      { pages: { atom: [{ rel: 'current', href: 'https://river.example/all.atom' }] } },
      '<link rel="current" href="https://river.example/all.atom"/>',
    ],
    ['atom', { updated: 0 }, '<updated>1990-01-01T00:00:00.000Z</updated>'],
  ] as const)('%s of %o holds %s', (format, differing, expected) => {
    expect(head(format, differing)).toContain(expected);
  });

  test('is JSON Feed 1.1', () => {
    expect(
      json({ hubs, pages: { json: [{ rel: 'prev-archive', href: 'https://river.example/1.json' }] } }),
    ).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'River & Sea',
      home_page_url: 'https://river.example/all.html',
      feed_url: 'https://river.example/all.json',
      authors: [{ name: 'River & Sea' }],
      language: 'en',
      hubs: hubs.map((url) => ({ type: 'WebSub', url })),
      next_url: 'https://river.example/1.json',
      items: [],
    });
  });

  test.each(['rss', 'atom', 'json'] as const)(
    '%s by a feed package that we do not know is refused',
    (format) => {
      for (const method of ['rss2', 'atom1', 'json1'] as const) {
        vi.spyOn(Feed.prototype, method).mockReturnValue('<rss><Channel/></rss>{"entries": []}');
      }
      expect(() => head(format)).toThrow(expect.objectContaining({ code: 'render-refused' }));
    },
  );

  test('with an address that is none is refused, and says so', () => {
    expect(() => head('rss', { home: 'not an address' })).toThrow(
      expect.objectContaining({ code: 'render-refused', message: expect.stringContaining('River & Sea') }),
    );
  });
});
