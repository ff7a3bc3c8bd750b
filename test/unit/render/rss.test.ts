import { describe, expect, test } from 'vitest';
import type { ShownItem } from '../../../src/model/output.ts';
import { rssItem } from '../../../src/render/rss.ts';
import { FILE, NOON, safe, shown } from './sample.ts';

const OWN_FEED = 'https://river.example/all.rss';

describe('an RSS item', () => {
  test.each<[string, Partial<ShownItem>, string]>([
    [
      'our id, no permalink',
      {},
      '<guid isPermaLink="false">urn:uuid:00000000-0000-4000-8000-000000000001</guid>',
    ],
    ['the date that it is ordered by', {}, '<pubDate>Tue, 09 Jun 2026 12:00:00 GMT</pubDate>'],
    ['content alone as the description', {}, '<description><![CDATA[<p>It rose.</p>]]></description>'],
    [
      'a summary before its content, as HTML that shows it',
      { summary: 'a < b & c' },
      '<description><![CDATA[a &lt; b &amp; c]]></description><content:encoded><![CDATA[<p>It rose.</p>]]></content:encoded>',
    ],
    [
      'each author as dc:creator',
      {
        authors: [
          { name: 'Ada', email: 'ada@x.example', url: null },
          { name: 'Bo', email: null, url: null },
        ],
      },
      '<dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator>',
    ],
    [
      'categories with their scheme',
      { categories: [{ term: 'sea', label: 'Sea', scheme: 'https://x.example/t' }] },
      '<category domain="https://x.example/t">sea</category>',
    ],
    ['its source', {}, '<source url="https://paper.example/feed">The Paper</source>'],
    [
      'a source without a feed, by this one',
      { attributions: shown().attributions.map((of) => ({ ...of, title: 'NATO', url: null, link: null })) },
      '<source url="https://river.example/all.rss">NATO</source>',
    ],
    [
      'an unknown length as 0',
      { enclosures: [{ ...FILE, length: null }] },
      '<enclosure url="https://cast.example/12.mp3" length="0" type="audio/mpeg"/>',
    ],
    [
      'a second enclosure as media',
      { enclosures: [FILE, { ...FILE, url: 'https://cast.example/12.ogg', type: 'audio/ogg' }] },
      '<enclosure url="https://cast.example/12.mp3" length="1234" type="audio/mpeg"/><media:content url="https://cast.example/12.ogg" type="audio/ogg" fileSize="1234"/>',
    ],
    [
      'a duration beside the enclosure',
      { enclosures: [{ ...FILE, duration: 61.4 }] },
      '<media:content url="https://cast.example/12.mp3" type="audio/mpeg" fileSize="1234" duration="61"/>',
    ],
    [
      'its picture',
      { image: 'https://paper.example/1.jpg' },
      '<media:thumbnail url="https://paper.example/1.jpg"/>',
    ],
    ['its author', { authors: [{ name: 'Ada', email: null, url: null }] }, '<dc:creator>Ada</dc:creator>'],
    ['its source for an author, where it names none', {}, '<dc:creator>The Paper</dc:creator>'],
    ['its language', { language: 'fr-CA' }, '<dc:language>fr-CA</dc:language>'],
    ['its rights', { rights: '© Ada' }, '<dc:rights>© Ada</dc:rights>'],
    ['a later change', { updated: NOON + 1000 }, '<atom:updated>2026-06-09T12:00:01.000Z</atom:updated>'],
    [
      'where it is talked about',
      { comments: 'https://paper.example/1#c' },
      '<comments>https://paper.example/1#c</comments>',
    ],
    ['how much it is talked about', { commentCount: 0 }, '<slash:comments>0</slash:comments>'],
    [
      'where it is about',
      { location: { shape: 'point', points: [[45.25, -71.5]], name: 'The "harbour"' } },
      '<georss:point>45.25 -71.5</georss:point>',
    ],
    [
      'a stretch that it is about',
      {
        location: {
          shape: 'line',
          points: [
            [1, 2],
            [3, -4],
          ],
          name: null,
        },
      },
      '<georss:line>1 2 3 -4</georss:line>',
    ],
    [
      'what it refers to',
      { links: [{ rel: 'via', href: 'https://old.example/', type: null, title: null, hreflang: null }] },
      '<atom:link rel="via" href="https://old.example/"/>',
    ],
    [
      'what a podcast app wants',
      {
        podcast: {
          duration: 61,
          episode: 12,
          season: 2,
          episodeType: 'full',
          explicit: false,
          transcripts: [{ url: 'https://cast.example/12.vtt', type: 'text/vtt', language: 'en' }],
          chapters: { url: 'https://cast.example/12.json', type: 'application/json+chapters' },
        },
      },
      '<podcast:season>2</podcast:season><podcast:episode>12</podcast:episode><podcast:transcript url="https://cast.example/12.vtt" type="text/vtt" language="en"/><podcast:chapters url="https://cast.example/12.json" type="application/json+chapters"/>',
    ],
    ['a title with an end tag, as text', { title: 'Use </b>' }, '<title>Use &#x3C;\u2060/b&#x3E;</title>'],
  ])('holds %s', (_, differing, expected) => {
    expect(rssItem(shown(differing), OWN_FEED)).toContain(expected);
  });

  test.each([
    [
      'its feed',
      { url: 'https://paper.example/feed', link: 'https://paper.example/' },
      'https://paper.example/feed',
    ],
    ['its page, without a feed', { url: null, link: 'https://paper.example/' }, 'https://paper.example/'],
    ['our feed, without either', { url: null, link: null }, OWN_FEED],
  ])('names its source with the address of %s', (_, addresses, expected) => {
    const attribution = { id: 'urn:x', title: 'The Paper', itemUrl: null, source: 'paper', ...addresses };
    expect(rssItem(shown({ attributions: [attribution] }), OWN_FEED)).toContain(
      `<source url="${expected}">The Paper</source>`,
    );
  });

  test('does not name a picture twice', () => {
    const picture = { ...FILE, url: 'https://paper.example/1.jpg', type: 'image/jpeg' };
    expect(rssItem(shown({ image: picture.url, media: [picture] }), OWN_FEED)).not.toContain(
      'media:thumbnail',
    );
  });

  test('can not be ended by what is in it', () => {
    const item = rssItem(
      shown({ content: safe('x]]></description></item><item>'), title: '</title></item>' }),
      OWN_FEED,
    );
    expect(item.match(/<\/item>/g)).toHaveLength(2);
    expect(item).toContain('x]]]]><![CDATA[></description></item><item>]]></description>');
  });

  test('leaves an address without a host name out of its enclosure', () => {
    const item = rssItem(shown({ enclosures: [{ ...FILE, url: 'http://[::1]/a.mp3' }] }), OWN_FEED);
    expect(item).not.toContain('<enclosure');
    expect(item).toContain('<media:content url="http://[::1]/a.mp3"');
  });
});
