import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { type Script, startUpstream } from '../support/upstream.ts';

const WELL = `Well water is fine again

Source: District laboratory

On 14 March 2026 the laboratory took twelve samples from the three village wells, and all of them keep the limits.
`;
const LIBRARY = `Library opens on Sundays

Source: Parish council
Link: library.html?from=digest

From ten to four it is open, and volunteers look after the desk. Whoever wants to join leaves a note in the red box.
`;
const STORKS = `Storks are back

Source: Nature watch

On 9 April 2026 the first pair came back to the old chimney behind the school, two weeks later than in other years.
`;
const DIGEST = `${WELL}\n${LIBRARY}`;

const MAIL = `From: Bulletin <bulletin@village.example>
To: you@village.example
Subject: Village bulletin
Date: Fri, 20 Mar 2026 08:00:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

${DIGEST.replaceAll('=', '=3D')}`.replaceAll('\n', '\r\n');

const PAGE = `<!DOCTYPE html><html><head><title>Village bulletin</title></head><body>
<h2>Well water is fine again</h2><p>Source: District laboratory</p>
<p>On 14 March 2026 the laboratory took twelve samples from the three village wells, and all of them keep the limits.</p>
<h2><a href="/library">Library opens on Sundays</a></h2><p>Source: Parish council</p>
<p>From ten to four it is open, and volunteers look after the desk. <a href="desk">Whoever wants to join</a> leaves a note.</p>
</body></html>`;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly url?: string;
  readonly date_published?: string;
  readonly content_html: string;
  readonly _feedriver: { readonly sources: readonly { readonly title: string }[] };
}

/** A village whose server answers for `/news/<name>`, and a house that reads it. */
async function village(name: string, script: Script, settings = '') {
  const upstream = await startUpstream();
  const place = scratch();
  upstream.script(`/news/${name}`, script);
  place.write(
    'feedriver.yaml',
    `cache: ./river.db
fetch: { minInterval: 0s, allowNetworks: [127.0.0.0/8], perHost: { gap: 0s } }
sources: [{ id: bulletin, digest: '${upstream.url(`/news/${name}`)}'${settings} }]
outputs: [{ id: all, path: ./public/all }]
`,
  );
  return {
    upstream,
    answer: (next: Script) => upstream.script(`/news/${name}`, next),
    run: () => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force'),
    hashes: () => hashesOf(join(place.folder, 'public')),
    shown: (): readonly Shown[] =>
      JSON.parse(readFileSync(join(place.folder, 'public', 'all.json'), 'utf8')).items,
    async [Symbol.asyncDispose]() {
      place[Symbol.dispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

const text = (body: string, etag: string): Script => ({
  headers: { 'content-type': 'text/plain; charset=utf-8', etag },
  body,
});

describe('a digest at an address', () => {
  it('is asked for conditionally, and an unchanged one changes nothing', async () => {
    await using house = await village('bulletin.txt', (seen) =>
      seen.headers['if-none-match'] === '"a"' ? { status: 304 } : { headers: { etag: '"a"' }, body: DIGEST },
    );
    expect((await house.run()).stdout).toMatch(/^bulletin: 2 new/m);
    const before = house.hashes();
    expect((await house.run()).stdout).toMatch(/unchanged/);
    expect(
      house.upstream.requests.filter(({ path }) => path.startsWith('/news')).at(-1)?.headers,
    ).toMatchObject({
      'if-none-match': '"a"',
    });
    expect(house.hashes()).toEqual(before);
  });

  it('that grows keeps the ids of what it had', async () => {
    await using house = await village('bulletin.txt', text(DIGEST, '"a"'));
    await house.run();
    const before = house.shown();
    house.answer(text(`${STORKS}\n${DIGEST}`, '"b"'));
    expect((await house.run()).stdout).toMatch(/^bulletin: 1 new/m);
    const after = house.shown();
    expect(after.map(({ title }) => title).toSorted()).toEqual([
      'Library opens on Sundays',
      'Storks are back',
      'Well water is fine again',
    ]);
    for (const { title, id } of before) expect(after.find((item) => item.title === title)?.id).toBe(id);
  });

  it.each([
    ['octets', 'application/octet-stream'],
    ['a feed, says the server', 'application/rss+xml'],
    ['nothing at all', undefined],
  ])('is read by what it holds where it is called %s', async (_, type) => {
    await using house = await village('bulletin', {
      headers: type === undefined ? {} : { 'content-type': type },
      body: DIGEST,
    });
    expect((await house.run()).stdout).toMatch(/^bulletin: 2 new/m);
  });

  it('that is plain text under the type of HTML comes apart all the same', async () => {
    await using house = await village('bulletin', { headers: { 'content-type': 'text/html' }, body: DIGEST });
    expect((await house.run()).stdout).toMatch(/^bulletin: 2 new/m);
    expect(
      house
        .shown()
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(['Library opens on Sundays', 'Well water is fine again']);
  });

  it('may be a page; its links are relative to its address', async () => {
    await using house = await village('bulletin', { headers: { 'content-type': 'text/html' }, body: PAGE });
    expect((await house.run()).stdout).toMatch(/^bulletin: 2 new/m);
    const library = house.shown().find(({ title }) => title.startsWith('Library'));
    expect(library?.url).toBe(house.upstream.url('/library'));
    expect(library?.content_html).toContain(`href="${house.upstream.url('/news/desk')}"`);
    expect(library?._feedriver.sources[0]?.title).toBe('Parish council');
  });

  it('may be a page that names another base for its links', async () => {
    const body = PAGE.replace('<head>', '<head><base href="https://village.example/2026/">');
    await using house = await village('bulletin', { headers: { 'content-type': 'text/html' }, body });
    await house.run();
    const library = house.shown().find(({ title }) => title.startsWith('Library'));
    expect(library?.url).toBe('https://village.example/library');
    expect(library?.content_html).toContain('href="https://village.example/2026/desk"');
  });

  it('may be a mail in an archive', async () => {
    await using house = await village('2026-03.eml', {
      headers: { 'content-type': 'message/rfc822' },
      body: MAIL,
    });
    expect((await house.run()).stdout).toMatch(/^bulletin: 2 new/m);
    const well = house.shown().find(({ title }) => title.startsWith('Well'));
    expect(well?.date_published).toBe('2026-03-14T00:00:00.000Z');
  });

  it('keeps its items when it moves to another form', async () => {
    await using house = await village('bulletin', text(DIGEST, '"a"'));
    await house.run();
    const before = house.shown();
    house.answer({ headers: { 'content-type': 'text/html', etag: '"b"' }, body: PAGE });
    await house.run();
    const after = house.shown();
    expect(after).toHaveLength(2);
    expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted());
  });

  it('that is broken for once takes nothing away', async () => {
    await using house = await village('bulletin', text(DIGEST, '"a"'));
    await house.run();
    const before = house.hashes();
    house.answer({ body: '%PDF-1.7\n\u0000\u0001' });
    expect((await house.run()).stdout + (await house.run()).stderr).toMatch(/PDF/);
    house.answer({ status: 503, body: 'busy' });
    await house.run();
    expect(house.hashes()).toEqual(before);
  });
});
