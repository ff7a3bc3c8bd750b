import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHouse } from '../../src/app.ts';
import { parseConfig } from '../../src/config/load.ts';
import { cycle } from '../../src/cycle/cycle.ts';
import { validateCron } from '../../src/schedule/tick.ts';
import { hashesOf, scratch } from '../support/feedriver.ts';
import { silentLog } from '../support/visitor.ts';

/** `Date:` at noon, so that an item's week is the same in every zone. */
const story = (title: string, day: string, text = `All there is to say of ${title.toLowerCase()}.`) =>
  `${title}\n\nSource: Gazette\nLink: https://gazette.example/${title.replaceAll(' ', '-')}\nDate: ${day}T12:00:00Z\n\n${text}\n`;

const OLD = story('Ice leaves the lake', '2026-02-25');
const FIRST = story('Storks are back', '2026-03-04');
const SECOND = story('Mill grinds again', '2026-03-05');
const LATE = story('Well is fine', '2026-03-06');
const NEXT = story('Choir sings', '2026-03-12');

/** Local time. */
const at = (text: string) => new Date(text).getTime();

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly content_html: string;
}

function stage(limit = 10) {
  const place = scratch();
  mkdirSync(join(place.folder, 'inbox'));
  const text = `cache: ./river.db
fetch: { minInterval: 0s }
sources: [{ id: gazette, digest: inbox }]
outputs:
  - { id: all, path: ./public/all }
  - { id: weekly, title: The week, digest: "0 7 * * 1", limit: ${limit}, path: ./public/weekly }
`;
  const config = parseConfig(text, {
    file: join(place.folder, 'feedriver.yaml'),
    environment: {},
    userAgent: 'test',
    checks: { cron: validateCron, network: () => null, pattern: () => null, header: () => null },
  });
  const run = async (now: string) => {
    const clock = { now: () => at(now), sleep: async () => {} };
    const world = { clock, random: () => 0.5, log: silentLog, environment: {}, pid: process.pid };
    const house = await openHouse(config, world);
    const report = await cycle(house.rooms, { force: true, signal: new AbortController().signal });
    await house.close();
    return report;
  };
  return {
    place,
    run,
    published: join(place.folder, 'public'),
    editions: (): readonly Shown[] =>
      JSON.parse(readFileSync(join(place.folder, 'public/weekly.json'), 'utf8')).items,
  };
}

const titlesIn = ({ content_html }: Shown) =>
  [...content_html.matchAll(/<h2><a [^>]*>([^<]*)</g)].map((match) => match[1]);

describe('a digest output', () => {
  it('shows an edition for each week, with what was dated in it', async () => {
    const { place, run, editions } = stage();
    using _place = place;
    place.write('inbox/a.txt', [OLD, FIRST, SECOND, NEXT].join('\n'));
    const report = await run('2026-03-12T18:00');
    expect(report.rows.outputs.map(({ id, items }) => [id, items])).toEqual([
      ['all', 4],
      ['weekly', 2],
    ]);
    const [second, first] = editions();
    expect([second?.title, first?.title]).toEqual(['The week, 2026-03-09', 'The week, 2026-03-02']);
    expect(second && titlesIn(second)).toEqual(['Mill grinds again', 'Storks are back']);
    expect(first && titlesIn(first)).toEqual(['Ice leaves the lake']);
    expect(second?.content_html).toMatch(/^<ol>\s*<li>Mill grinds again \(Gazette\)<\/li>/);
    expect(second?.content_html).toContain('All there is to say of storks are back.');
  });

  it('an edition never changes, whatever becomes of its items; what came too late is in the next one', async () => {
    const { place, run, editions, published } = stage();
    using _place = place;
    place.write('inbox/a.txt', [FIRST, SECOND].join('\n'));
    await run('2026-03-09T08:00');
    const before = editions();
    const bytes = hashesOf(published);
    const revised = story(
      'Storks are back',
      '2026-03-04',
      'It was herons, and all of this is another text now.',
    );
    place.write('inbox/a.txt', [revised, LATE, NEXT].join('\n'));
    await run('2026-03-13T08:00');
    const weekly = (hashes: Readonly<Record<string, string>>) =>
      Object.entries(hashes).filter(([name]) => name.startsWith('weekly'));
    expect(weekly(hashesOf(published))).toEqual(weekly(bytes));
    await run('2026-03-16T08:00');
    const [newest, ...older] = editions();
    expect(older).toEqual(before);
    expect(newest && titlesIn(newest)).toEqual(['Choir sings', 'Well is fine']);
  });

  it('is not published for a week in which nothing came', async () => {
    const { place, run, editions, published } = stage();
    using _place = place;
    place.write('inbox/a.txt', FIRST);
    await run('2026-03-09T08:00');
    const before = hashesOf(published);
    expect((await run('2026-03-30T08:00')).outputs.written).toBe(0);
    expect(hashesOf(published)).toEqual(before);
    place.write('inbox/b.txt', story('Lambs are born', '2026-04-02'));
    await run('2026-04-06T08:00');
    expect(editions().map(({ title }) => title)).toEqual(['The week, 2026-04-06', 'The week, 2026-03-09']);
  });

  it('keeps the last editions only', async () => {
    const { place, run, editions } = stage(2);
    using _place = place;
    place.write('inbox/a.txt', [OLD, FIRST].join('\n'));
    await run('2026-03-09T08:00');
    place.write('inbox/b.txt', NEXT);
    await run('2026-03-16T08:00');
    expect(editions().map(({ title }) => title)).toEqual(['The week, 2026-03-16', 'The week, 2026-03-09']);
  });

  it('is placed again to the letter after a run that was killed before it could', async () => {
    const { place, run, published } = stage();
    using _place = place;
    place.write('inbox/a.txt', [FIRST, SECOND].join('\n'));
    await run('2026-03-09T08:00');
    const before = hashesOf(published);
    rmSync(published, { recursive: true });
    await run('2026-03-11T08:00');
    expect(hashesOf(published)).toEqual(before);
  });
});
