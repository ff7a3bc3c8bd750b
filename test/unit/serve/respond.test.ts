import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/serve/answer.ts';
import { askedHeaders } from '../../../src/serve/asked.ts';
import { chooseCoding } from '../../../src/serve/conditional.ts';
import type { Document } from '../../../src/serve/resource.ts';
import { plain, respond } from '../../../src/serve/respond.ts';
import { startServer } from '../../../src/serve/server.ts';
import { createSite, type Site } from '../../../src/serve/site.ts';

let site: Site;
const text = '<rss>'.repeat(500);
const documentAt = (path: string, body: string, parts: Partial<Document> = {}): Document => ({
  path,
  bytes: new TextEncoder().encode(body),
  contentType: 'application/rss+xml; charset=utf-8',
  modifiedAt: Date.UTC(2026, 0, 5, 12),
  cacheControl: 'public, max-age=300',
  headers: { 'x-extra': '1' },
  feed: true,
  ...parts,
});
beforeEach(async () => {
  site = createSite(new Map([['/healthz', () => plain(503, 'ill')]]));
  await site.publish([documentAt('/all.rss', text)]);
});

const ask = (target: string, headers: Record<string, string> = {}, method = 'GET'): Answer => {
  const answer = respond({ method, target, headers: askedHeaders(Object.entries(headers).flat()) }, site);
  if (answer instanceof Promise) throw new Error('not in memory');
  return answer;
};
const read = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? new Uint8Array());

describe('the site answers', () => {
  it('a published document with type, length, validators and its own headers', () => {
    const answer = ask('/all.rss');
    expect(answer.status).toBe(200);
    expect(read(answer.body)).toBe(text);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'content-length': text.length,
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
      'x-extra': '1',
      etag: expect.stringMatching(/^"[\w-]{27}"$/),
      'last-modified': expect.stringMatching(/GMT$/),
    });
  });

  it.each([
    ['gzip', (bytes: Uint8Array) => gunzipSync(bytes)],
    ['br', (bytes: Uint8Array) => brotliDecompressSync(bytes)],
  ])('compressed with %s, under a validator of its own', (coding, decode) => {
    const answer = ask('/all.rss', { 'accept-encoding': coding });
    expect(answer.headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding, a-im' });
    expect(answer.headers['content-length']).toBeLessThan(200);
    expect(read(decode(answer.body ?? new Uint8Array()))).toBe(text);
    expect(answer.headers.etag).not.toBe(ask('/all.rss').headers.etag);
  });

  it('304 to whoever holds it, in any coding, also weakly, in a list, or by date', () => {
    const plain = String(ask('/all.rss').headers.etag);
    const gzip = String(ask('/all.rss', { 'accept-encoding': 'gzip' }).headers.etag);
    for (const tag of [plain, gzip, `W/${plain}`, `"other", ${plain}`, '*']) {
      const answer = ask('/all.rss', { 'if-none-match': tag });
      expect([tag, answer.status, answer.body]).toEqual([tag, 304, null]);
    }
    const modified = String(ask('/all.rss').headers['last-modified']);
    expect(ask('/all.rss', { 'if-modified-since': modified }).status).toBe(304);
  });

  it('200 to whoever holds another one, whatever the date', () => {
    const modified = String(ask('/all.rss').headers['last-modified']);
    expect(ask('/all.rss', { 'if-none-match': '"other"', 'if-modified-since': modified }).status).toBe(200);
    expect(ask('/all.rss', { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' }).status).toBe(200);
    expect(ask('/all.rss', { 'if-modified-since': 'yesterday' }).status).toBe(200);
  });

  it.each([
    ['/nothing.rss', 404],
    ['/../all.rss', 404],
    ['/%2e%2e/etc/passwd', 404],
    ['/%E0%A4%A', 404],
    ['/later.rss', 404],
  ])('%s with %d', (target, status) => expect(ask(target).status).toBe(status));

  it('POST with 405 and what is allowed', () => {
    expect(ask('/all.rss', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('with what is live, made anew', () => {
    expect(ask('/healthz')).toMatchObject({ status: 503 });
  });

  it('what was published later, and not before all of it is ready', async () => {
    expect(ask('/later.rss').status).toBe(404);
    const before = ask('/all.rss').headers.etag;
    const publication = site.publish([documentAt('/later.rss', 'one'), documentAt('/all.rss', 'two')]);
    const seen = new Set<string>();
    let over = false;
    void publication.then(() => {
      over = true;
    });
    while (!over) {
      seen.add(`${ask('/later.rss').status} ${ask('/all.rss').headers.etag === before}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    seen.add(`${ask('/later.rss').status} ${ask('/all.rss').headers.etag === before}`);
    expect([...seen]).toEqual(['404 true', '200 false']);
    expect(read(ask('/later.rss').body)).toBe('one');
  });

  it('as modified when the bytes changed, not when they were published again', async () => {
    const before = ask('/all.rss').headers['last-modified'];
    await site.publish([documentAt('/all.rss', text, { modifiedAt: Date.UTC(2027, 0, 1) })]);
    expect(ask('/all.rss').headers['last-modified']).toBe(before);
  });
});

describe('to a client that takes the new entries only (RFC 3229)', () => {
  const feedOf = (...entries: string[]) =>
    `<rss><channel>\n${entries.map((entry) => `<item><guid>${entry}</guid></item>`).join('\n')}</channel></rss>`;
  const publish = (...entries: string[]) => site.publish([documentAt('/all.rss', feedOf(...entries))]);
  const entriesIn = (answer: Answer) =>
    [...read(answer.body).matchAll(/<guid>(.*?)<\/guid>/g)].map((match) => match[1]);
  const since = (etag: unknown, headers: Record<string, string> = {}) =>
    ask('/all.rss', { 'if-none-match': String(etag), 'a-im': 'vcdiff, feed', ...headers });

  it('226 with those that came or changed since its edition, in the document of now', async () => {
    await publish('a', 'b');
    const first = ask('/all.rss').headers.etag;
    await publish('c', 'a', 'b');
    const second = ask('/all.rss', { 'accept-encoding': 'br' }).headers.etag;
    await publish('d', 'c', 'b changed');
    const now = ask('/all.rss').headers.etag;

    expect(entriesIn(since(first))).toEqual(['d', 'c', 'b changed']);
    await publish('e', 'd', 'c', 'b changed');
    expect(entriesIn(since(first))).toEqual(['e', 'd', 'c', 'b changed']);
    expect(entriesIn(since(second))).toEqual(['e', 'd', 'b changed']);
    const answer = since(`"other", W/${now}`);
    expect(entriesIn(answer)).toEqual(['e']);
    expect(read(answer.body)).toMatch(/^<rss><channel>\n.*<\/channel><\/rss>$/s);
    expect(answer).toMatchObject({
      status: 226,
      headers: {
        im: 'feed',
        'delta-base': now,
        etag: ask('/all.rss').headers.etag,
        'cache-control': 'no-store, im',
        vary: 'accept-encoding, a-im, if-none-match',
        'content-length': answer.body?.length,
      },
    });
  });

  it('compressed, when it takes that', async () => {
    await publish('a', 'b');
    const etag = ask('/all.rss').headers.etag;
    await publish('c', 'a', 'b');
    const answer = since(etag, { 'accept-encoding': 'gzip, br' });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', im: 'feed' });
    expect(gunzipSync(answer.body ?? new Uint8Array()).toString()).toContain('<guid>c</guid>');
  });

  it.each([
    ['holds an edition that nobody remembers', '"AAAAAAAAAAAAAAAAAAAAAAAAAAA"', {}, 200],
    ['does not say which one it holds', null, {}, 200],
    ['did not ask so', 'held', { 'a-im': 'vcdiff' }, 200],
    ['refuses it', 'held', { 'a-im': 'feed;q=0' }, 200],
    ['holds the newest', 'newest', {}, 304],
  ])('who %s: %s %o → %d', async (_, tag, headers, status) => {
    await publish('a', 'b');
    const held = String(ask('/all.rss').headers.etag);
    await publish('c', 'a', 'b');
    const etag = tag === 'held' ? held : tag === 'newest' ? String(ask('/all.rss').headers.etag) : tag;
    const asked = { 'a-im': 'feed', ...headers, ...(etag !== null && { 'if-none-match': etag }) };
    expect(ask('/all.rss', asked).status).toBe(status);
  });
});

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['deflate', 'identity'],
])('of "%s" the coding %s is chosen', (accepted, coding) => expect(chooseCoding(accepted)).toBe(coding));

describe('the server', () => {
  it('listens, answers over HTTP, and closes', async () => {
    const server = await startServer({ host: '127.0.0.1', port: 0 }, site);
    const response = await fetch(`http://127.0.0.1:${server.port}/all.rss`);
    expect([response.status, await response.text()]).toEqual([200, text]);
    const head = await fetch(`http://127.0.0.1:${server.port}/all.rss?utm=1`, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([
      200,
      response.headers.get('etag'),
      '',
    ]);
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}/all.rss`)).rejects.toThrow();
  });

  it('says that the port is taken', async () => {
    const first = await startServer({ host: '127.0.0.1', port: 0 }, site);
    await expect(startServer({ host: '127.0.0.1', port: first.port }, site)).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining('another program'),
    });
    await first.close();
  });
});

describe('to a client that says so, but can not take it', () => {
  it.each([
    ['rss2email/3.13.1 (https://github.com/rss2email/rss2email)', 200],
    ['feedparser/6.0.10 +https://github.com/kurtmckee/feedparser/', 200],
    ['newsboat/2.21.0 (Linux x86_64)', 226],
  ])('%s', async (agent, status) => {
    const feedOf = (...ids: string[]) =>
      `<rss><channel>${ids.map((id) => `<item>${id}</item>`).join('')}</channel></rss>`;
    await site.publish([documentAt('/all.rss', feedOf('a'))]);
    const held = String(ask('/all.rss').headers.etag);
    await site.publish([documentAt('/all.rss', feedOf('b', 'a'))]);
    const headers = { 'if-none-match': held, 'a-im': 'feed', 'user-agent': agent };
    expect(ask('/all.rss', headers).status).toBe(status);
  });
});

describe('a 304', () => {
  it('says again what RFC 9110 wants (and who may read it), and nothing else', async () => {
    await site.publish([
      documentAt('/open.rss', text, {
        headers: { 'access-control-allow-origin': '*', link: '<x>; rel="hub"' },
      }),
    ]);
    const { headers } = ask('/open.rss', { 'if-none-match': String(ask('/open.rss').headers.etag) });
    expect(Object.keys(headers).sort()).toEqual([
      'access-control-allow-origin',
      'cache-control',
      'etag',
      'vary',
    ]);
  });
});

describe('of a request are read', () => {
  it.each([
    [
      'the four that matter, in any spelling',
      ['If-None-Match', '"a"', 'ACCEPT-ENCODING', 'br'],
      { 'if-none-match': '"a"', 'accept-encoding': 'br' },
    ],
    [
      'several lines as one list',
      ['if-none-match', '"a"', 'If-None-Match', '"b"'],
      { 'if-none-match': '"a", "b"' },
    ],
    [
      'no others of the same length',
      ['If-None-Natch', '"a"', 'Host', 'x', 'A-IM', 'feed'],
      { 'a-im': 'feed' },
    ],
    ['none', [], {}],
  ])('%s', (_, raw, headers) => expect(askedHeaders(raw)).toEqual(headers));
});
