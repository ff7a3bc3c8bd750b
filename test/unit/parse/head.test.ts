import RssParser from 'rss-parser';
import { afterEach, expect, test, vi } from 'vitest';
import { read } from '../../support/reading.ts';

afterEach(() => vi.restoreAllMocks());

test('rss-parser reads the head of every feed in XML, once', async () => {
  const parseString = vi.spyOn(RssParser.prototype, 'parseString');
  const view = await read(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><entry><title>One</title></entry></feed>',
  );
  expect(view.title).toBe('Feed');
  expect(parseString).toHaveBeenCalledTimes(1);
});

test('rss-parser never sees an item, nor what a stranger wrote outside of the head', async () => {
  const parseString = vi.spyOn(RssParser.prototype, 'parseString');
  await read(
    '<rss><channel><title>Feed</title><item><title>SECRET</title></item></channel></rss><!-- SECRET -->',
  );
  expect(parseString.mock.calls[0]?.[0]).not.toMatch(/SECRET|<item|<entry/);
});

test("the regular expression of rss-parser's snippets and its dates are out of reach", async () => {
  const hostile = 'a<br'.repeat(50_000);
  const view = await read(
    `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title><![CDATA[${hostile}]]></title><description><![CDATA[${hostile}]]></description>
     <pubDate>${hostile.replaceAll('<', '&lt;')}</pubDate><lastBuildDate>9999999-99-99T99:99:99Z</lastBuildDate>
     <item><title>One</title><pubDate>9999999-99-99T99:99:99Z</pubDate><description><![CDATA[${hostile}]]></description><content:encoded><![CDATA[${hostile}]]></content:encoded></item></channel></rss>`,
  );
  // That expression alone takes minutes on this: the test would run out of its time.
  expect(view.items).toMatchObject([{ title: 'One', published: null }]);
});

test('the head: addresses, links, persons, hints', async () => {
  const view =
    await read(`<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
    <title>A &amp;amp; B &lt;b&gt;x&lt;/b&gt;</title><link>/home</link><description>About &lt;i&gt;it&lt;/i&gt;</description><language>en_GB</language>
    <copyright>© J</copyright><managingEditor>jo@example.org (Jo)</managingEditor><lastBuildDate>Thu, 02 Jan 2025 10:00:00 GMT</lastBuildDate>
    <image><url>/logo.png</url><title>Not the title</title><link>https://example.org/not-the-link</link></image>
    </channel></rss>`);
  expect(view).toMatchObject({
    title: 'A & B x',
    link: 'https://example.org/home',
    description: 'About it',
    language: 'en-GB',
    updated: '2025-01-02T10:00:00.000Z',
    image: 'https://example.org/logo.png',
    authors: [{ name: 'Jo', email: 'jo@example.org' }],
  });
});

test('text that looks like markup or forged elements stays text on its way through', async () => {
  const view = await read(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>]]&gt;&lt;/title&gt;&lt;link&gt;https://evil.example/&lt;/link&gt;</title><link href="https://example.org/?a=1&amp;b=&quot;2"/></feed>',
  );
  expect(view.title).toBe(']]></title><link>https://evil.example/</link>');
  expect(view.link).toBe('https://example.org/?a=1&b=%222');
});
