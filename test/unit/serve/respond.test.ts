import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseCoding } from '../../../src/serve/conditional.ts';
import { respond } from '../../../src/serve/respond.ts';
import { startServer } from '../../../src/serve/server.ts';
import { createSite, type Site } from '../../../src/serve/site.ts';

let folder: string;
let file: string;
let site: Site;
const document = '<rss>'.repeat(500);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-serve-'));
  file = join(folder, 'all.rss');
  writeFileSync(file, document);
  site = createSite([
    {
      path: '/all.rss',
      file,
      contentType: 'application/rss+xml; charset=utf-8',
      headers: { 'x-extra': '1' },
    },
    { path: '/later.rss', file: join(folder, 'later.rss'), contentType: 'application/rss+xml', headers: {} },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  respond({ method, target, headers }, site, { front: '/all.html', maxAge: 300 });
const text = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? new Uint8Array());

describe('the site answers', () => {
  it('a published document with type, length, validators and its own headers', () => {
    const answer = ask('/all.rss');
    expect(answer.status).toBe(200);
    expect(text(answer.body)).toBe(document);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'content-length': document.length,
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
    expect(answer.headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding' });
    expect(answer.headers['content-length']).toBeLessThan(200);
    expect(text(decode(answer.body ?? new Uint8Array()))).toBe(document);
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

  it('HEAD like GET, without the body', () => {
    const answer = ask('/all.rss?utm=1', {}, 'HEAD');
    expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([
      200,
      null,
      document.length,
    ]);
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

  it('/ with the way to the page', () => {
    expect(ask('/')).toMatchObject({ status: 302, headers: { location: '/all.html' } });
  });

  it('what was published later, once it is told', () => {
    const later = join(folder, 'later.rss');
    writeFileSync(later, 'one');
    expect(ask('/later.rss').status).toBe(404);
    site.refresh([later]);
    expect(text(ask('/later.rss').body)).toBe('one');
    const before = ask('/later.rss').headers.etag;
    writeFileSync(later, 'two');
    site.refresh([later]);
    expect(text(ask('/later.rss').body)).toBe('two');
    expect(ask('/later.rss').headers.etag).not.toBe(before);
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
    const server = await startServer({ host: '127.0.0.1', port: 0 }, site, { front: null, maxAge: 60 });
    const response = await fetch(`http://127.0.0.1:${server.port}/all.rss`);
    expect([response.status, await response.text()]).toEqual([200, document]);
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}/all.rss`)).rejects.toThrow();
  });

  it('says that the port is taken', async () => {
    const first = await startServer({ host: '127.0.0.1', port: 0 }, site, { front: null, maxAge: 60 });
    await expect(
      startServer({ host: '127.0.0.1', port: first.port }, site, { front: null, maxAge: 60 }),
    ).rejects.toMatchObject({ code: 'port-taken', message: expect.stringContaining('another program') });
    await first.close();
  });
});
