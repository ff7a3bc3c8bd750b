import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch, startFeedriver } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const shipped = new URL('../../config', import.meta.url).pathname;

function stage() {
  const place = scratch();
  cpSync(shipped, join(place.folder, 'config'), { recursive: true });
  const file = join(place.folder, 'config/feedriver.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('port: 8080', 'port: 0'));
  return place;
}

describe('a source that is late', () => {
  const feed = (title: string) =>
    `<rss version="2.0"><channel><title>${title}</title><item><title>News of ${title}</title><guid>${title}</guid><pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate></item></channel></rss>`;

  /** Two sources, and a program that follows them; the one comes when it is `released`. */
  async function begin() {
    const upstream = await startUpstream();
    const late = Promise.withResolvers<void>();
    upstream.script('/punctual', { body: feed('the punctual') });
    upstream.script('/late', (_, response) => {
      void late.promise.then(() => response.end(feed('the late')));
      return undefined;
    });
    const config = `site: { title: Late, url: https://river.example }
cache: ./river.db
fetch: { allowNetworks: [127.0.0.0/8], perHost: { concurrency: 2, gap: 0s } }
sources:
  - ${upstream.url('/late')}
  - ${upstream.url('/punctual')}
outputs: [{ id: all, path: ./public/all, formats: [json] }]
serve: { port: 0 }
`;
    const place = scratch();
    place.write('feedriver.yaml', config);
    const program = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    const [, address = ''] = /json +(http:\S+)/.exec(await program.says('Ctrl-C ends it.')) ?? [];
    const served = async () => await (await fetch(address)).text();
    return { upstream, place, config, program, served, release: late.resolve };
  }

  it('holds up nobody: what the others brought is served meanwhile, and its own items follow', async () => {
    const { upstream, place, program, served, release } = await begin();
    await using _upstream = upstream;
    using _place = place;
    expect(await served()).toContain('News of the punctual');
    expect(await served()).not.toContain('News of the late');
    release();
    await program.says('2 new');
    expect(await served()).toContain('News of the late');
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  it('killed while it is waited for: the next run ends in the documents of one that met nothing of all this', async () => {
    const { upstream, place, config, program, release } = await begin();
    await using _upstream = upstream;
    using _place = place;
    program.child.kill('SIGKILL');
    await program.ended;
    const document = (folder: string) => readFileSync(join(folder, 'public/all.json'), 'utf8');
    expect(JSON.parse(document(place.folder)).items).toHaveLength(1);
    release();
    using undisturbed = scratch();
    undisturbed.write('feedriver.yaml', config);
    for (const { folder } of [place, undisturbed])
      expect(await feedriver(folder, 'run', '-c', 'feedriver.yaml', '--force')).toMatchObject({ code: 0 });
    expect(document(place.folder)).toBe(document(undisturbed.folder));
    expect(JSON.parse(document(place.folder)).items).toHaveLength(2);
  });
});

describe('the shipped config', () => {
  it('is fine', async () => {
    using place = stage();
    expect(await feedriver(place.folder, 'validate')).toMatchObject({ code: 0, stderr: '' });
  });

  it('does the main job without a network: takes in, merges, publishes, serves, and ends when told', async () => {
    using place = stage();
    const program = startFeedriver(place.folder, 'start');
    const said = await program.says('Ctrl-C ends it.');
    expect(said).toMatch(/nato: 10 new/);
    expect(said).toMatch(/15 items read: 13 new, 0 changed, 2 known/);
    const addresses = [...said.matchAll(/^ {2}(\w+) +(http:\S+)$/gm)].map((match) => [
      match[1],
      match[2] ?? '',
    ]);
    expect(addresses.map(([format]) => format)).toEqual(['rss', 'atom', 'json', 'html', 'rss', 'html']);

    for (const [format, address = ''] of addresses) {
      const response = await fetch(address);
      expect([format, response.status]).toEqual([format, 200]);
      expect(await response.text()).toContain('The Harbour Desk');
      const etag = response.headers.get('etag') ?? '';
      expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
    }
    const locked = await feedriver(place.folder, 'run');
    expect(locked.code).toBe(75);
    expect((await feedriver(place.folder, 'status')).code).toBe(0);

    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.output()).toMatch(/Stopped\.\n$/);
  });
});
