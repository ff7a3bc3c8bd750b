import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const SITE = 'https://river.example';

/** What an item would say in its n-th wording. */
interface Told {
  readonly n: number;
  readonly words?: string;
}

const item = ({ n, words = 'as they were' }: Told) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><pubDate>${new Date(Date.UTC(2026, 1, 1, n)).toUTCString()}</pubDate><description>Report ${n} tells of the things that happened there, ${words}.</description></item>`;

const listing = (...told: readonly Told[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${told.toReversed().map(item).join('')}</channel></rss>`;

const upTo = (from: number, to: number): Told[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ n: from + index }));

async function stage(output = 'limit: 4, archive: { pageSize: 3 }') {
  const place = scratch();
  const upstream = await startUpstream();
  const configure = (words: string, site = SITE) =>
    place.write(
      'feedriver.yaml',
      `site: { title: Test, url: ${site} }
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all, ${words} }]
`,
    );
  configure(output);
  const list = (...told: readonly Told[]) => upstream.script('/good', { body: listing(...told) });
  const run = async () => {
    const ran = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
    expect(ran.code, ran.stderr).toBe(0);
    return JSON.parse(ran.stdout);
  };
  const published = join(place.folder, 'public');
  return { place, upstream: upstream as Upstream & AsyncDisposable, list, run, published, configure };
}

const read = (published: string, address: string, site = SITE) =>
  readFileSync(join(published, decodeURIComponent(address.slice(site.length + 1))), 'utf8');

/** What a client holds that follows prev-archive from the subscription document: of each item what it met first. */
function rebuild(published: string, site = SITE): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  let address: string | null = `${site}/all.atom`;
  for (let steps = 0; address !== null; steps++) {
    expect(steps).toBeLessThan(50);
    const feed: ReturnType<typeof parseAtomFeed> = parseAtomFeed(read(published, address, site));
    expect(feed.links?.find(({ rel }) => rel === 'self')?.href).toBe(address);
    for (const { links, content } of feed.entries ?? []) {
      const link = links?.find(({ rel }) => rel === 'alternate')?.href ?? '';
      if (!items.has(link)) items.set(link, content?.value ?? JSON.stringify(content));
    }
    address = feed.links?.find(({ rel }) => rel === 'prev-archive')?.href ?? null;
  }
  return items;
}

const addresses = (numbers: readonly Told[]) => numbers.map(({ n }) => `https://a.example/${n}`).sort();

describe('an archive', () => {
  it('gives every item to a client that follows it, from the first run on', async () => {
    const { place, upstream, list, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 12));
    await run();
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 12)));
    list(...upTo(8, 17));
    await run();
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 17)));
    expect(parseAtomFeed(read(published, `${SITE}/all.atom`)).entries).toHaveLength(4);
    expect(readdirSync(join(published, 'all/archive')).filter((name) => name.endsWith('.rss'))).toHaveLength(
      5,
    );
  });

  it('never changes a page that is closed, and writes nothing when nothing happens', async () => {
    const { place, upstream, list, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 9));
    await run();
    const before = hashesOf(join(published, 'all/archive'));
    expect(Object.keys(before).length).toBeGreaterThan(4);
    expect((await run()).outputs.written).toBe(0);
    list(...upTo(5, 11), { n: 12, words: 'and more' });
    await run();
    expect(hashesOf(join(published, 'all/archive'))).toMatchObject(before);
  });

  it('brings an item that is revised after its page was closed once more, as it is now', async () => {
    const { place, upstream, list, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 9));
    await run();
    const closed = hashesOf(join(published, 'all/archive'));
    const corrected = { n: 2, words: 'or so it was said before the correction of today' };
    list({ n: 1 }, corrected, ...upTo(3, 9));
    await run();
    expect(rebuild(published).get('https://a.example/2')).toContain('correction of today');
    expect(read(published, `${SITE}/all.rss`)).toContain('correction of today');
    list({ n: 1 }, corrected, ...upTo(3, 20));
    await run();
    expect(rebuild(published).get('https://a.example/2')).toContain('correction of today');
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 20)));
    expect(hashesOf(join(published, 'all/archive'))).toMatchObject(closed);
  });

  it('is named as RFC 5005 has it, and in the other formats', async () => {
    const { place, upstream, list, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 12));
    await run();
    const rss = read(published, `${SITE}/all/archive/2.rss`);
    expect(rss).toContain('<fh:archive/>');
    expect(rss).toContain(`<atom:link rel="current" href="${SITE}/all.rss"/>`);
    expect(rss).toContain(`<atom:link rel="prev-archive" href="${SITE}/all/archive/1.rss"/>`);
    expect(parseRssFeed(rss).items).toHaveLength(3);
    expect(rss).toContain(`<atom:link rel="next-archive" href="${SITE}/all/archive/3.rss"/>`);
    expect(read(published, `${SITE}/all/archive/1.atom`)).not.toContain('prev-archive');
    expect(read(published, `${SITE}/all/archive/2.html`)).not.toContain('/all/archive/3.html');
    expect(read(published, `${SITE}/all.atom`)).not.toContain('fh:archive');
    expect(JSON.parse(read(published, `${SITE}/all.json`)).next_url).toBe(`${SITE}/all/archive/3.json`);
    expect(JSON.parse(read(published, `${SITE}/all/archive/2.json`)).next_url).toBe(
      `${SITE}/all/archive/1.json`,
    );
    expect(read(published, `${SITE}/all/archive/2.html`)).toContain(`href="${SITE}/all/archive/1.html"`);
  });

  it('makes pages again that are gone, for formats that are new, and where the site has moved', async () => {
    const { place, upstream, list, run, published, configure } = await stage(
      'limit: 4, archive: { pageSize: 3 }, formats: [atom]',
    );
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 12));
    await run();
    rmSync(join(published, 'all/archive/2.atom'));
    configure('limit: 4, archive: { pageSize: 3 }, formats: [atom, json]');
    await run();
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 12)));
    expect(readdirSync(join(published, 'all/archive'))).toContain('1.json');
    configure('limit: 4, archive: { pageSize: 3 }, formats: [atom]', 'https://delta.example');
    await run();
    expect([...rebuild(published, 'https://delta.example').keys()].sort()).toEqual(addresses(upTo(1, 12)));
  });

  it('is begun with what the cache has when it is switched on later', async () => {
    const { place, upstream, list, run, published, configure } = await stage('limit: 4');
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 12));
    await run();
    expect(rebuild(published).size).toBe(4);
    configure('limit: 4, archive: true');
    await run();
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 12)));
  });

  it('goes on where its output shows another number of items', async () => {
    const { place, upstream, list, run, published, configure } = await stage();
    await using _upstream = upstream;
    using _place = place;
    list(...upTo(1, 12));
    await run();
    const before = hashesOf(join(published, 'all/archive'));
    configure('limit: 2, archive: { pageSize: 2 }');
    await run();
    expect([...rebuild(published).keys()].sort()).toEqual(addresses(upTo(1, 12)));
    expect(hashesOf(join(published, 'all/archive'))).toMatchObject(before);
  });
});
