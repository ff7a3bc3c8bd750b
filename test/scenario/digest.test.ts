import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';

const MARCH = `Village bulletin

No. 3 – 20 March 2026

In this issue:
- Library opens on Sundays
- Well water is fine again

Mind the ice on the bridge, it looks safer than it is.

Library opens on Sundays

Source: Parish council
Link: https://village.example/library

From ten to four it is open, and volunteers look after the desk. Whoever wants to join leaves a note in the red box.

Well water is fine again

Source: District laboratory

On 14 March the laboratory took twelve samples from the three village wells, and all of them keep the limits.
`;

const APRIL = `Village bulletin

No. 4 – 17 April 2026

Storks are back

Source: Nature watch

On 9 April the first pair came back to the old chimney behind the school, two weeks later than in other years.

Choir looks for altos

Source: Parish council

The choir meets on Thursdays at seven in the hall and is short of low voices, as it has been for some time.
`;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly date_published?: string;
  readonly content_html: string;
  readonly _feedriver: { readonly sources: readonly { readonly title: string }[] };
}

function stage(config: string) {
  const place = scratch();
  mkdirSync(join(place.folder, 'inbox'));
  place.write('feedriver.yaml', `cache: ./river.db\nfetch: { minInterval: 0s }\n${config}`);
  return {
    place,
    run: () => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force'),
    shown: (id = 'all'): readonly Shown[] =>
      JSON.parse(readFileSync(join(place.folder, 'public', `${id}.json`), 'utf8')).items,
  };
}

const INBOX = `sources: [{ id: bulletin, digest: inbox, title: Village bulletin }]
outputs: [{ id: all, path: ./public/all }]
`;

describe('an inbox', () => {
  it('takes each file for one edition; items that were in an earlier one keep their ids', async () => {
    const { place, run, shown } = stage(INBOX);
    using _place = place;
    place.write('inbox/2026-03.txt', MARCH);
    expect((await run()).stdout).toMatch(/^bulletin: 2 new, 1 repair/m);
    const before = shown();
    place.write('inbox/2026-04.txt', `${APRIL}\n${MARCH.slice(MARCH.indexOf('Well water'))}`);
    expect((await run()).stdout).toMatch(/^bulletin: 2 new/m);
    const after = shown();
    expect(after.map(({ title }) => title)).toEqual([
      'Choir looks for altos',
      'Storks are back',
      'Library opens on Sundays',
      'Well water is fine again',
    ]);
    for (const { title, id } of before) expect(after.find((item) => item.title === title)?.id).toBe(id);
    const names = after.map(({ _feedriver }) => _feedriver.sources[0]?.title);
    expect(names).toEqual(['Parish council', 'Nature watch', 'Parish council', 'District laboratory']);
  });

  it('keeps what it took in when a file is taken out of it', async () => {
    const { place, run, shown } = stage(INBOX);
    using _place = place;
    place.write('inbox/2026-03.txt', MARCH);
    place.write('inbox/2026-04.txt', APRIL);
    await run();
    const before = shown();
    rmSync(join(place.folder, 'inbox/2026-03.txt'));
    await run();
    expect(shown()).toEqual(before);
  });

  it('is not stopped by a file that can not be read', async () => {
    const { place, run, shown } = stage(INBOX);
    using _place = place;
    place.write('inbox/2026-03.txt', MARCH);
    place.write('inbox/2026-04.txt', '%PDF-1.7\n\u0000\u0001');
    expect((await run()).stdout).toMatch(/^bulletin: 2 new/m);
    expect(shown()).toHaveLength(2);
    expect((await feedriver(place.folder, 'status', '-c', 'feedriver.yaml', '--json')).stdout).toContain(
      'a PDF',
    );
  });
});

describe('group: edition', () => {
  const WHOLE = INBOX.replace('title:', 'group: edition, title:');

  it('publishes each file as one item of its day, with its items as sections', async () => {
    const { place, run, shown } = stage(WHOLE);
    using _place = place;
    place.write('inbox/a.txt', MARCH);
    place.write('inbox/b.txt', APRIL);
    expect((await run()).stdout).toMatch(/^bulletin: 2 new$/m);
    const [april, march] = shown();
    expect(april).toMatchObject({
      title: 'Village bulletin, No. 4 – 17 April 2026',
      date_published: '2026-04-17T00:00:00.000Z',
    });
    expect(march?.title).toBe('Village bulletin, No. 3 – 20 March 2026');
    const html = march?.content_html ?? '';
    expect(html).toMatch(/^<ol>\s*<li>Library opens on Sundays \(Parish council\)<\/li>/);
    const inOrder = [
      'Mind the ice',
      '<h2><a href="https://village.example/library">Library opens on Sundays</a></h2>',
      'Parish council',
      'From ten to four',
      '<h2>Well water is fine again</h2>',
      'District laboratory · 2026-03-14',
    ].map((words) => html.lastIndexOf(words));
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    expect(inOrder[0]).toBeGreaterThan(0);
    expect(march?._feedriver.sources[0]?.title).toBe('Village bulletin');
  });

  it('an edition that is corrected keeps its id; the next one in the same file has its own', async () => {
    const { place, run, shown } = stage(WHOLE);
    using _place = place;
    place.write('inbox/bulletin.txt', MARCH);
    await run();
    const [first] = shown();
    place.write('inbox/bulletin.txt', MARCH.replace('twelve samples', 'fourteen samples'));
    expect((await run()).stdout).toMatch(/^bulletin: .*1 changed/m);
    expect(shown().map(({ id }) => id)).toEqual([first?.id]);
    expect(shown()[0]?.content_html).toContain('fourteen samples');
    place.write('inbox/bulletin.txt', APRIL);
    await run();
    expect(shown().map(({ title }) => title.slice(0, 23))).toEqual([
      'Village bulletin, No. 4',
      'Village bulletin, No. 3',
    ]);
    expect(shown()[1]?.id).toBe(first?.id);
  });

  it('stands beside its items without being taken for one of them', async () => {
    const { place, run, shown } = stage(`sources:
  - { id: whole, digest: inbox, group: edition }
  - { id: parts, digest: inbox }
outputs: [{ id: all, path: ./public/all }]
`);
    using _place = place;
    place.write('inbox/a.txt', MARCH);
    await run();
    expect(shown().map(({ title }) => title)).toEqual([
      'Village bulletin, No. 3 – 20 March 2026',
      'Library opens on Sundays',
      'Well water is fine again',
    ]);
    const before = hashesOf(join(place.folder, 'public'));
    await run();
    expect(hashesOf(join(place.folder, 'public'))).toEqual(before);
  });
});
