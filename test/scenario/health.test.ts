import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const GOOD = `<?xml version="1.0"?><rss version="2.0"><channel><title>Good &amp; fine</title><link>https://a.example/</link><description>d</description><item><title>One</title><link>https://a.example/1</link><guid>1</guid></item></channel></rss>`;

describe('the health feed', () => {
  it('tells of a trouble when it begins and when it is over, and is quiet in between', async () => {
    using place = scratch();
    await using upstream = await startUpstream();
    upstream.script('/good', { body: GOOD });
    place.write('notes.txt', '\n');
    place.write(
      'feedriver.yaml',
      `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all }]
health: true
`,
    );
    const run = async () => {
      const ran = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force');
      expect(ran.code, ran.stderr).toBe(0);
    };
    const text = (name: string) => readFileSync(join(place.folder, 'public', name), 'utf8');
    const hashes = () => hashesOf(join(place.folder, 'public'));

    await run();
    expect(parseAtomFeed(text('health.atom')).entries ?? []).toEqual([]);
    const quiet = hashes();
    await run();
    expect(hashes()).toEqual(quiet);

    upstream.script('/good', { status: 410, body: 'gone' });
    await run();
    const [told] = parseRssFeed(text('health.rss')).items ?? [];
    expect(told?.title).toBe('Good & fine is gone');
    expect(told?.description).toMatch(/410|gone/);
    expect(told?.description).toContain('What to do:');
    const { items } = JSON.parse(text('health.json'));
    expect(items).toHaveLength(1);
    const troubled = hashes();
    await run();
    expect(hashes()).toEqual(troubled);
  });

  it('is refused where it would stand in an output’s place, or outside of the site', async () => {
    using place = scratch();
    const validate = (health: string) => {
      place.write(
        'feedriver.yaml',
        `sources: [https://a.example/]\noutputs: [{ id: all, path: ./public/all }, { id: x, path: ./public/deep/x }]\nhealth: ${health}\n`,
      );
      return feedriver(place.folder, 'validate', '-c', 'feedriver.yaml');
    };
    expect((await validate('{ path: ./public/all }')).stderr).toMatch(/3:\d+.*output "all" is placed there/);
    expect((await validate('{ path: ./elsewhere/all }')).stderr).toMatch(/3:\d+.*folder of the outputs/);
    expect((await validate('{ path: ./public/trouble, formats: [atom] }')).code).toBe(0);
  });
});
