import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';

const examples = new URL('../../examples', import.meta.url).pathname;
const runnable = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'feedriver.yaml')));

/** Without what somebody left there who tried it. */
const copyExample = (name: string, folder: string) =>
  cpSync(join(examples, name), folder, {
    recursive: true,
    filter: (file) => !/\/public$|\.db/.test(file),
  });

describe('the examples', () => {
  it('are there', () =>
    expect(runnable.sort()).toEqual(['digest-to-rss', 'filter-and-rewrite', 'merge-two-feeds']));

  it.each(runnable)('%s: runs, and a second run writes nothing', async (name) => {
    using place = scratch();
    copyExample(name, place.folder);
    const first = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const report = JSON.parse(first.stdout);
    expect(report.items.read).toBe(report.items.new + report.items.revised + report.items.known);
    expect(report.outputs.written).toBeGreaterThan(1);

    const before = hashesOf(join(place.folder, 'public'));
    const second = JSON.parse(
      (await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json')).stdout,
    );
    expect(second).toMatchObject({ sources: { fetched: 0, failed: 0 }, outputs: { written: 0 } });
    expect(hashesOf(join(place.folder, 'public'))).toEqual(before);
  });

  it('merge-two-feeds: the story that both tell comes once, in every format, and names both', async () => {
    using place = scratch();
    copyExample('merge-two-feeds', place.folder);
    await feedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    const read = (format: string) => readFileSync(join(place.folder, 'public', `both.${format}`), 'utf8');
    const rss = parseRssFeed(read('rss'));
    const atom = parseAtomFeed(read('atom'));
    const json = parseJsonFeed(read('json'));
    expect(rss.items?.map((item) => item.title)).toEqual([
      'Bridge over the Lenn reopens after two winters',
      'Frost warning for the upper valley',
      'Fish market moves indoors on Fridays',
    ]);
    expect(atom.entries?.map((entry) => entry.id)).toEqual(rss.items?.map((item) => item.guid?.value));
    expect(json.items?.map((item) => item.id)).toEqual(atom.entries?.map((entry) => entry.id));
    const [bridge] = JSON.parse(read('json')).items;
    expect(bridge._feedriver.sources.map((source: { title: string }) => source.title)).toEqual([
      'City Courier',
      'Valley Voice',
    ]);
    expect(read('html')).toMatch(/City Courier[\s\S]*Valley Voice/);
  });

  it('filter-and-rewrite: each output has what its rules keep, under tidy titles and links', async () => {
    using place = scratch();
    copyExample('filter-and-rewrite', place.folder);
    const report = JSON.parse(
      (await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json')).stdout,
    );
    const read = (name: string) =>
      parseRssFeed(readFileSync(join(place.folder, 'public', `${name}.rss`), 'utf8')).items;
    expect(read('news')?.map(({ title, link }) => [title, link])).toEqual([
      ['Dredger at work (live)', 'https://harbour.example/dredger?page=2'],
      ['Timetable for spring', 'https://harbour.example/timetable'],
    ]);
    expect(read('talks')?.map(({ title, link }) => [title, link])).toEqual([
      ['Episode 12: The pilot', 'https://harbour.example/talk/12'],
    ]);
    for (const { admissions } of report.rows.outputs) {
      const out = Object.values<number>(admissions.out).reduce((sum, count) => sum + count, 0);
      expect(admissions.in + out).toBe(report.items.new);
    }
  });
});
