import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const item = (n: number, words: string) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><pubDate>Mon, 0${n} Feb 2026 08:00:00 GMT</pubDate><description>Report ${n} tells of things that happened there: ${words}.</description></item>`;
const listing = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${items.join('')}</channel></rss>`;

async function stage(output: string) {
  const place = scratch();
  const upstream = await startUpstream();
  const configure = (words: string) =>
    place.write(
      'feedriver.yaml',
      `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all, ${words} }]
`,
    );
  configure(output);
  const list = (...items: string[]) => upstream.script('/good', { body: listing(...items) });
  const run = async () => {
    const ran = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
    expect(ran.code, ran.stderr).toBe(0);
    return JSON.parse(ran.stdout);
  };
  const file = (name: string) => join(place.folder, 'public', name);
  const text = (name: string) => readFileSync(file(name), 'utf8');
  const idOf = (n: number): string =>
    JSON.parse(text('all.json')).items.find(({ url }: { url: string }) => url.endsWith(`/${n}`)).id;
  const withdrawn = () =>
    [...text('all.withdrawn.atom').matchAll(/<at:deleted-entry [^>]*ref="([^"]*)"/g)].map(([, ref]) => ref);
  return { place, upstream, configure, list, run, file, text, idOf, withdrawn };
}

describe('tombstones', () => {
  it('tell of an item that its output refuses after it was changed, and no more when it takes it again', async () => {
    const at = await stage('where: { exclude: [spoiler] }');
    await using _upstream = at.upstream;
    using _place = at.place;
    at.list(item(1, 'quietly'), item(2, 'loudly'));
    await at.run();
    expect(existsSync(at.file('all.withdrawn.atom'))).toBe(false);
    expect(at.text('all.atom')).not.toContain('withdrawn');
    const id = at.idOf(1);

    at.list(item(1, 'quietly, with a spoiler added on the next day'), item(2, 'loudly'));
    await at.run();
    expect(at.withdrawn()).toEqual([id]);
    for (const name of ['all.rss', 'all.atom', 'all.json'])
      expect(at.text(name)).toContain('https://river.example/all.withdrawn.atom');
    expect(at.text('all.atom')).not.toContain(id);
    expect((await at.run()).outputs.written).toBe(0);

    at.list(item(1, 'quietly again, as everybody thought better of it'), item(2, 'loudly'));
    await at.run();
    expect(at.withdrawn()).toEqual([]);
    expect(at.idOf(1)).toBe(id);
  });

  it('tell of items that a new rule refuses, those in the archive too', async () => {
    const at = await stage('limit: 2, archive: true');
    await using _upstream = at.upstream;
    using _place = at.place;
    at.list(...[5, 4, 3, 2, 1].map((n) => item(n, n % 2 === 0 ? 'on trams' : 'on bicycles')));
    await at.run();
    const refused = [at.idOf(4)];
    at.configure('limit: 2, archive: true, where: { exclude: [trams] }');
    await at.run();
    expect(at.withdrawn()).toHaveLength(2);
    expect(at.withdrawn()).toEqual(expect.arrayContaining(refused));
  });

  it('tell nothing of items that only grew old', async () => {
    const at = await stage('limit: 2');
    await using _upstream = at.upstream;
    using _place = at.place;
    at.list(item(1, 'first'), item(2, 'second'));
    await at.run();
    at.list(item(3, 'third'), item(4, 'fourth'), item(5, 'fifth'));
    await at.run();
    expect(existsSync(at.file('all.withdrawn.atom'))).toBe(false);
  });
});
