import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch, startProgram } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const KEY = 'k3y-of-ada';
const PASSWORD = 'p4ssword';

const feedAt = (address: string, title: string, link: string) =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${address}</id><title>Private</title>
<link rel="self" href="${address}"/><updated>2026-03-01T00:00:00Z</updated>
<entry><id>${link}</id><title>${title}</title><link href="${link}"/>
<updated>2026-03-01T00:00:00Z</updated><summary>${title}, and nobody said a word.</summary></entry></feed>`;

describe('a source whose address is secret', () => {
  it('is named in everything that is published, and its address in nothing', async () => {
    using place = scratch();
    await using upstream = await startUpstream();
    const answers = { headers: { 'content-type': 'application/atom+xml' } };
    const secret = upstream.url(`/of/${KEY}/feed`);
    upstream.script(`/of/${KEY}/feed`, {
      ...answers,
      body: feedAt(secret, 'Behind closed doors', 'https://a.example/1'),
    });
    const keyed = upstream.url(`/guarded?key=${KEY}`);
    upstream.script('/guarded', {
      ...answers,
      body: feedAt(keyed, 'The harbour basin is dredged', 'https://a.example/2'),
    });
    // of failures the path is told, too
    upstream.script(`/round/${KEY}`, { status: 302, headers: { location: `/round/${KEY}` } });
    const guarded = upstream.url('/guarded').replace('://', `://ada:${PASSWORD}@`);
    place.write(
      'feedriver.yaml',
      `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources:
  - ${upstream.url('/of/')}\${KEY}/feed
  - ${guarded}
  - ${upstream.url('/round/')}\${KEY}
outputs:
  - { id: all, path: ./public/all }
health: { path: ./public/health }
serve: { port: 0 }
`,
    );
    const words = ['start', '-c', 'feedriver.yaml'];
    const program = startProgram(place.folder, words, { environment: { KEY } });
    const said = await program.says('Ctrl-C ends it.');
    const origin = /More at (\S+)\/ and/.exec(said)?.[1] ?? '';
    const served = await Promise.all(
      ['/', '/status', '/sources.opml', '/metrics', '/healthz'].map(async (path) => [
        path,
        await (await fetch(origin + path)).text(),
      ]),
    );
    program.child.kill('SIGTERM');
    await program.ended;

    const folder = join(place.folder, 'public');
    const placed = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    expect(placed.map(([name]) => name)).toEqual(expect.arrayContaining(['all.atom', 'all.json', 'all.rss']));
    for (const [name = '', text = ''] of [...served, ...placed]) {
      for (const secret of [KEY, PASSWORD]) {
        expect({ name, holdsSecret: text.includes(secret) }).toEqual({ name, holdsSecret: false });
      }
    }
    const atom = placed.find(([name]) => name === 'all.atom')?.[1];
    expect(atom).toContain('Behind closed doors');
    expect(atom).toContain('The harbour basin is dredged');
    expect(atom).toContain('<title>Private</title>');
    expect(served[1]?.[1]).toContain('its address is secret');
  }, 30_000);
});
