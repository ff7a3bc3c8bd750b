import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch, startFeedriver } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const item = (n: number) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><description>About the ${n} things that happened on day ${n}.</description></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${items.join('')}</channel></rss>`;

describe('feedriver start', () => {
  it('serves a front page, the state of its sources, health, figures, and what is new since the last time', async () => {
    using place = scratch();
    await using upstream = await startUpstream();
    upstream.script('/good', {
      headers: { 'content-type': 'application/rss+xml' },
      body: rss(item(1), item(2)),
    });
    place.write(
      'feedriver.yaml',
      `site: { title: Test, url: https://river.example }
schedule: "* * * * * *"
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources:
  - { id: letter, digest: letter.txt }
  - { id: good, feed: ${upstream.url('/good')}, title: Good news }
  - { id: missing, feed: ${upstream.url('/missing')} }
outputs:
  - { id: all, title: All of it, path: ./public/all }
serve: { port: 0 }
`,
    );
    const letter = join(place.folder, 'letter.txt');
    writeFileSync(
      letter,
      'Bridge opens\n\nThe bridge opened on 3 March after two years of work on its towers.\n',
    );
    const program = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    const said = await program.says('Ctrl-C ends it.');
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(origin + path, { headers });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };

    const front = await get('/');
    expect(front.text).toContain('<a href="./all.rss" type="application/rss+xml">RSS</a>');
    expect(front.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);

    const status = await get('/status');
    expect(status.text).toContain('Good news');
    expect(status.text).toMatch(/404[\s\S]*It failed once; it never worked\./);
    const again = await get('/', { 'if-none-match': front.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);

    const opml = await get('/sources.opml');
    expect(opml.text).toContain(`xmlUrl="${upstream.url('/good')}"`);
    expect(opml.text).not.toContain('letter');

    const health = await get('/healthz');
    expect([health.status, JSON.parse(health.text)]).toMatchObject([200, { status: 'well', reason: null }]);
    const metrics = await get('/metrics');
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(metrics.text).toContain('feedriver_sources{health="failing"} 1');
    expect(metrics.text).toMatch(/^feedriver_items_stored 3$/m);

    const held = (await get('/all.atom')).headers.get('etag') ?? '';
    writeFileSync(
      letter,
      `${readFileSync(letter, 'utf8')}\n\nMarket moves\n\nFrom April on the fish market is held in the old tram shed near the port.\n`,
    );
    let delta = await get('/all.atom', { 'if-none-match': held, 'a-im': 'feed' });
    while (delta.status === 304) delta = await get('/all.atom', { 'if-none-match': held, 'a-im': 'feed' });
    expect([delta.status, delta.headers.get('im')]).toEqual([226, 'feed']);
    expect(delta.text.match(/<entry[ >]/g)?.length).toBeLessThan(
      (await get('/all.atom')).text.match(/<entry[ >]/g)?.length ?? 0,
    );
    expect(delta.text).toContain('fish market');
    expect(delta.text).not.toContain('Story number 1');

    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect((await feedriver(place.folder, 'status', '-c', 'feedriver.yaml')).code).toBe(0);
  }, 30_000);

  it('serves pages of archives, tombstones and the health feed, and no other file', async () => {
    using place = scratch();
    await using upstream = await startUpstream();
    upstream.script('/good', { body: rss(item(1), item(2), item(3)) });
    place.write(
      'feedriver.yaml',
      `cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all, limit: 1, archive: true, formats: [atom, html] }]
health: true
serve: { port: 0 }
`,
    );
    const program = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(await program.says('Ctrl-C ends it.'))?.[0] ?? '';
    const get = (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { headers });

    const page = await get('/all/archive/1.atom');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('application/atom+xml');
    expect(page.headers.get('cache-control')).toContain('immutable');
    expect(await page.text()).toContain('<fh:archive/>');
    const etag = page.headers.get('etag') ?? '';
    expect((await get('/all/archive/1.atom', { 'if-none-match': etag })).status).toBe(304);
    const html = await get('/all/archive/2.html');
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/health.atom')).status).toBe(200);

    for (const path of [
      '/all/archive/99.atom',
      '/all/archive/01.atom',
      '/all/archive/1.rss',
      '/all/archive/..%2f..%2fall.atom',
      '/all/archive/',
      '/all.withdrawn.atom',
      '/health.html',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });
});
