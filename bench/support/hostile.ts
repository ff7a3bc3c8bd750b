/** Items as no publisher should send them, by a seed: the same seed, the same items. */
import type { Enclosure, Item, Location, StoredItem } from '../../src/model/item.ts';

export type Draw = () => number;

/** mulberry32. */
export function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = [
  'Plain words',
  'AT&T & Söhne',
  'a < b > c',
  '&amp; &lt;b&gt; &nbsp; &#8217; &bogus;',
  '&amp;lt;double&amp;gt;',
  '<b>bold</b> and <i>not closed',
  '</title></item></channel></rss>',
  '</entry><entry><id>forged</id>',
  ']]> and ]]&gt; and <![CDATA[x]]>',
  '<script>alert(1)</script>',
  '<!-- comment --> <?php ?>',
  '"quotes" and \'apostrophes\' and `ticks`',
  '日本語のタイトル 🌊 𝔘𝔫𝔦',
  'עברית وعربية \u202etxet\u202c',
  'line\nbreak\ttab\r\nreturn',
  'C1 \x80\x85\x9f, half \ud83c pairs \udf0a, non \ufffe\uffff\u{1fffe} and \ufffd',
  'controls \0\x01\x08\x0b\x0c\x1f\x7f',
  'Ã©tÃ© â€“ twice encoded',
  'me@example.org <someone@example.com> mailto:x@y.example',
  'src="http://x.example/?a=b" href=relative/path onclick=alert(1)',
  'https://example.org/?a=1&b=2#c',
  '   ',
  '',
  '-',
  '0',
  'x'.repeat(5000),
  'word '.repeat(400),
  '\u200b\u2060\ufeff',
  '&#x80;&#150;&#0;&#xD800;&#xFFFE;',
  '{"json": "x"}',
  '%s %d %00',
  '\\u0000 \\" \\',
];

const MARKUPS = [
  '<p>One <b>two <i>three</b> four</i></p>',
  '<p>open <p>open <div><ul><li>a<li>b<table><tr>x<td>y',
  '<table>text<tr><td>a<td>b<tfoot><tr><th>c</table>',
  '<a href="/relative?utm_source=x">one <a href="javascript:alert(1)">two</a></a>',
  '<img src="pixel.gif" width=1 height=1><img src="../up.png" alt="a=b <c>"><img alt="nothing">',
  '<img srcset="a.png 1x, b.png 2x" src=a.png onerror=alert(1)>',
  '<iframe src="https://www.youtube.com/embed/x" width=560></iframe><iframe src="//player.example/1"></iframe>',
  '<video src=v.mp4 poster=p.jpg autoplay></video><audio><source src=a.mp3></audio>',
  '<style>p{color:red}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0>',
  '<svg><script>alert(1)</script><p>out</svg><math><mi>x</mi></math>',
  '<pre>\n\n  code &lt;b&gt;\n</pre><xmp><b>raw</b></xmp><plaintext>rest',
  '<form action=/x><input name=q><button>Go</button><select><option>a</select><textarea>t</textarea></form>',
  '<font color=red size=7><center><marquee>old</marquee></center></font><blink>x</blink>',
  '<h1>a<h2>b<h3>c</h1><hr><dl><dt>d<dd>e<dt>f</dl>',
  '<p style="position:fixed" class=x id=y data-z=1 onclick="x()">styled</p>',
  '<ruby>漢<rp>(<rt>kan<rp>)</ruby><details><summary>s</summary>d</details>',
  '<o:p></o:p><st1:place>Word</st1:place><![if !supportLists]>x<![endif]>',
  '<a href="mailto:a@b.example">m</a><a href="tel:1">t</a><a href="http://user:pass@x.example/">u</a><a href="http://x.example/a b|c^d`e{f}[g]">s</a>',
  '<a href="http://bücher.example/ü?ß#é">idn</a><a href="http://[::1]/">six</a><a href="HTTP://X.EXAMPLE">caps</a><a href="//x.example">rel</a><a href="#f">frag</a><a href="">self</a>',
  '<blockquote cite="javascript:x">q</blockquote><q cite=/c>q</q><time datetime="2020-01-01">t</time><ol start=x reversed><li value=3>v</ol>',
  `${'<div>'.repeat(300)}deep`,
  `${'<b>'.repeat(200)}<p>x<p>y`,
  'no markup at all',
  '<p></p><div> </div>',
];

const ADDRESSES = [
  'https://example.org/a',
  'http://example.org/?a=1&b=2',
  'https://example.org/%C3%BC/%20',
  'https://example.org/#frag',
  'https://xn--bcher-kva.example/',
  'http://localhost:8080/x',
  'http://[::1]/a.mp3',
  'http://127.0.0.1/a.mp3',
  "https://example.org/it's(a)test;x=1,2",
  'https://example.org/a.mp3',
  'https://example.org/b.jpg?w=1',
];

const DATES = [
  '2026-06-09T10:00:00Z',
  '2026-06-09T10:00:00.123Z',
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2999-12-31T23:59:59Z',
  'not a date',
  '2026-06-10T03:00:00Z',
];
const TYPES = [
  'audio/mpeg',
  'mp3',
  'audio/mp3',
  'image/jpeg; charset=x',
  '',
  'text/html',
  'a b/c',
  'application/x-"y"',
];
const LANGUAGES = ['en', 'EN-us', 'xx', 'english', 'zh-Hant-TW', 'x-klingon', '', 'de_DE', 'iw', 'no'];
const SCHEMES = ['https://example.org/tags', 'tags', 'urn:x', 'http://a b/', 'javascript:x', ''];
const LOCATIONS: readonly Location[] = [
  { shape: 'point', points: [[-90, 180]], name: '</georss:featurename>&' },
  {
    shape: 'box',
    points: [
      [42.9, -71.03],
      [43.04, -69.85],
    ],
    name: null,
  },
  {
    shape: 'polygon',
    points: [
      [45.2, -110.4],
      [46.4, -109.4],
      [43.8, -109.8],
      [45.2, -110.4],
    ],
    name: 'x',
  },
];
const IDS = [
  'post-1',
  'https://EX.example/a/../b',
  'tag:x.example,2020:1',
  'urn:uuid:nope',
  ']]></id>',
  '',
  '1',
];

/** A thing of a kind that keeps the contract of an Item (clean addresses, legal titles), and is bad in every way left. */
export function hostileItem(draw: Draw, number: number, seenAt: number): StoredItem {
  const one = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(draw() * values.length)];
    if (value === undefined) throw new Error('nothing to draw from');
    return value;
  };
  const maybe = <Value>(make: () => Value): Value | null => (draw() < 0.6 ? make() : null);
  const list = <Value>(make: () => Value): Value[] => Array.from({ length: Math.floor(draw() * 4) }, make);
  const text = () => one(TEXTS);
  const markup = () => ({
    html: draw() < 0.5 ? one(MARKUPS) : `${one(MARKUPS)}${text()}${one(MARKUPS)}`,
    base: maybe(() => one(ADDRESSES)),
  });
  const file = (): Enclosure => ({
    url: one(ADDRESSES),
    type: maybe(() => one(TYPES)),
    length: maybe(() => one([0, -1, 1.5, 1234, Number.MAX_SAFE_INTEGER, 2 ** 60])),
    title: maybe(text),
    medium: maybe(() => one(['audio', 'image', 'hologram'])),
    duration: maybe(() => one([0, -1, 61.7, 1e9])),
    width: maybe(() => one([0, -5, 640])),
    height: maybe(() => one([0, 480])),
  });
  const item: Item = {
    guid: maybe(() => one(IDS)),
    url: maybe(() => one(ADDRESSES)),
    title: maybe(text),
    summary: maybe(markup),
    content: maybe(markup),
    published: maybe(() => one(DATES)),
    updated: maybe(() => one(DATES)),
    estimated: maybe(() => one(['2026-06-01', 'x'])),
    authors: list(() => ({
      name: maybe(text),
      email: maybe(() => one(['a@b.example', 'a at b', 'x@y', '"q" <a@b.example>'])),
      url: maybe(() => one(ADDRESSES)),
    })),
    categories: list(() => ({ term: text(), label: maybe(text), scheme: maybe(() => one(SCHEMES)) })),
    enclosures: list(file),
    media: list(file),
    image: maybe(() => one(ADDRESSES)),
    links: list(() => ({
      rel: one(['via', 'related', 'edit', 'replies', 'alternate']),
      href: one(ADDRESSES),
      type: maybe(() => one(TYPES)),
      title: maybe(text),
      hreflang: maybe(() => one(LANGUAGES)),
    })),
    comments: maybe(() => one(ADDRESSES)),
    rights: maybe(text),
    language: maybe(() => one(LANGUAGES)),
    source: maybe(() => ({
      id: maybe(() => one(IDS)),
      title: maybe(text),
      url: maybe(() => one(ADDRESSES)),
      link: maybe(() => one(ADDRESSES)),
    })),
    podcast: maybe(() => ({
      duration: 61,
      episode: one([1, null]),
      season: one([2, null]),
      episodeType: null,
      explicit: true,
      transcripts: list(() => ({
        url: one(ADDRESSES),
        type: 'text/vtt',
        language: maybe(() => one(LANGUAGES)),
      })),
      chapters: maybe(() => ({ url: one(ADDRESSES), type: 'application/json+chapters' })),
    })),
    digest: null,
    ...(draw() < 0.5 && { commentCount: one([0, 1, 12_345_678]) }),
    ...(draw() < 0.5 && { location: one(LOCATIONS) }),
  };
  return {
    id: `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    firstSeenAt: seenAt,
    changedAt: seenAt,
    revision: draw() < 0.2 ? 1 : 0,
    item,
    sightings: ['bad', 'good', 'gone'].slice(Math.floor(draw() * 3)).map((source) => ({
      source,
      guid: null,
      url: maybe(() => one(ADDRESSES)),
      origin: item.source,
      firstSeenAt: seenAt,
    })),
  };
}

export const hostileText = (draw: Draw): string => TEXTS[Math.floor(draw() * TEXTS.length)] ?? '';
