/** What a hostile publisher answers, one kind each. Every one of them may go on for as long as it is listened to. */
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

export type Attack = (response: ServerResponse, path: string) => Promise<void> | void;

const MB = 1_000_000;
const xml = { 'content-type': 'application/rss+xml' };
const channel = (inside: string) =>
  `<rss version="2.0"><channel><title>Hostile</title>${inside}</channel></rss>`;
const json = { 'content-type': 'application/feed+json' };
const jsonFeed = (items: string) =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"Hostile","items":[${items}]}`;
const item = (inside: string) => channel(`<item>${inside}</item>`);

/** Made once, before anybody asks: what it costs us is not to be measured. */
function whole(
  make: () => string,
  headers: Readonly<Record<string, string>> = xml,
  encoding: BufferEncoding = 'utf8',
): Attack {
  const body = Buffer.from(make(), encoding);
  return (response) => void response.writeHead(200, headers).end(body);
}

const BOMB = gzipSync(Buffer.alloc(256 * MB));

async function pour(response: ServerResponse, portion: Uint8Array | string, pause: number): Promise<void> {
  while (!response.destroyed) {
    if (!response.write(portion))
      await Promise.race([
        new Promise((resolve) => response.once('drain', resolve)),
        new Promise((resolve) => response.once('close', resolve)),
      ]);
    await setTimeout(pause);
  }
}

export const ATTACKS: Readonly<Record<string, Attack>> = {
  'says nothing': () => {},
  'a byte at a time': (response) => pour(response.writeHead(200, xml), 'a', 100),
  'never ends': (response) => pour(response.writeHead(200, xml), `<!-- ${'x'.repeat(60_000)} -->`, 0),
  'a gzip bomb': (response) => void response.writeHead(200, { ...xml, 'content-encoding': 'gzip' }).end(BOMB),
  'an entity bomb': whole(() => {
    const laughs = Array.from(
      { length: 20 },
      (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(20)}">`,
    );
    return `<!DOCTYPE rss [<!ENTITY l0 "ha">${laughs.join('')}]>${item('<title>&l20;</title>')}`;
  }),
  'an outer entity': whole(
    () => `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${item('<title>&x;</title>')}`,
  ),
  'elements 100,000 deep': whole(() => item(`<description>${'<a>'.repeat(100_000)}</description>`)),
  'HTML 100,000 deep': whole(() =>
    item(`<description><![CDATA[${'<b><p>'.repeat(100_000)}]]></description>`),
  ),
  'a title of 50 MB': whole(() => item(`<title>${'title '.repeat((50 * MB) / 6)}</title>`)),
  'a title of 9 MB': whole(() => item(`<title>${'title '.repeat((9 * MB) / 6)}</title>`)),
  'text that traps regular expressions': whole(() =>
    item(`<title>${'a<br'.repeat(100_000)}</title><pubDate>${'1 '.repeat(500_000)}</pubDate>`),
  ),
  'redirects without end': (response, path) => {
    const [name, step = '0'] = path.split('?');
    response.writeHead(302, { location: `${name}?${Number(step) + 1}` }).end();
  },
  '200,000 attributes': whole(() =>
    item(
      `<title ${Array.from({ length: 200_000 }, (_, index) => `a${index}="${index}"`).join(' ')}>x</title>`,
    ),
  ),
  '400,000 items of nothing': whole(() => channel('<item/>'.repeat(400_000))),
  'JSON 200,000 deep': whole(
    () => `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(200_000)}`,
    json,
  ),
  'JSON of 600,000 names': whole(() => {
    const names = Array.from({ length: 600_000 }, (_, index) => `"k${index}":1`);
    return jsonFeed(`{"id":"1",${names.join()}}`);
  }, json),
  'JSON of 4,000,000 numbers': whole(() => jsonFeed(`{"id":"1","a":[${'1,'.repeat(4 * MB)}1]}`), json),
  'addresses inside of addresses': whole(() => {
    const outer = Array.from({ length: 250 }, (_, level) => `<div xml:base="${level}/">`).join('');
    return `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="xhtml">${outer}${'<a href="x">y</a>'.repeat(500_000)}</content></entry></feed>`;
  }),
  'a text of 9 MB of references': whole(() => item(`<description>${'&lt;p&gt;x'.repeat(MB)}</description>`)),
  '9 MB of two bytes a character': whole(
    () => item(`<description>${'\u00c4\u00e3\u00ba\u00c3'.repeat((9 * MB) / 4)}</description>`),
    { 'content-type': 'text/xml; charset=gb18030' },
    'latin1',
  ),
};
