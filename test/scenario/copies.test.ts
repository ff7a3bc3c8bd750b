import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';
import { textOf } from '../support/items.ts';

const feed = (name: string, title: string, day: number) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>https://${name}.example/</link><description>d</description>
<item><title>${title}</title><link>https://${name}.example/1</link><guid>${name}</guid><pubDate>Mon, 0${day} Jun 2026 08:00:00 GMT</pubDate><description>${textOf(1, 90)}</description></item>
<item><title>Only in ${name}</title><link>https://${name}.example/2</link><guid>own</guid><pubDate>Mon, 01 Jun 2026 07:00:00 GMT</pubDate><description>${textOf(name.length, 50)} ${name}</description></item></channel></rss>`;

interface Shown {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly tags?: readonly string[];
  readonly _feedriver: { readonly sources: readonly { readonly id: string }[] };
}

function stage() {
  const place = scratch();
  place.write('desk.xml', feed('desk', 'The harbour is dredged', 1));
  place.write('bay.xml', feed('bayside', 'The harbour is dredged again', 2));
  const run = async (output: string, ofBay = '') => {
    place.write(
      'feedriver.yaml',
      `site: { url: https://river.example }
cache: ./river.db
sources:
  - { id: desk, feed: desk.xml }
  - { id: bay, feed: bay.xml${ofBay} }
outputs:
  - { id: all, path: ./public/all, formats: [json, atom]${output} }
`,
    );
    const { code } = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    expect(code).toBe(0);
    const items: readonly Shown[] = JSON.parse(
      readFileSync(join(place.folder, 'public/all.json'), 'utf8'),
    ).items;
    return items.filter(({ url }) => url.endsWith('/1'));
  };
  const atom = () => readFileSync(join(place.folder, 'public/all.atom'), 'utf8');
  return { place, run, atom };
}

describe('an item that two sources have', () => {
  it('is one entry that names both', async () => {
    const { place, run } = stage();
    using _place = place;
    const items = await run('');
    expect(items.map(({ url, _feedriver }) => [url, _feedriver.sources.length])).toEqual([
      ['https://desk.example/1', 2],
    ]);
  });

  it('is an entry for each source with dedup: keep, by its own name there; the first keeps the id', async () => {
    const { place, run } = stage();
    using _place = place;
    const [merged] = await run('');
    const items = await run(', dedup: keep');
    expect(items.map(({ url, title, _feedriver }) => [url, title, _feedriver.sources.length])).toEqual([
      ['https://desk.example/1', 'The harbour is dredged', 1],
      ['https://bayside.example/1', 'The harbour is dredged again', 1],
    ]);
    expect(items[0]?.id).toBe(merged?.id);
    expect(items[1]?.id).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(await run(', dedup: keep')).toEqual(items);
  });

  it('says with dedup: mark which one is the copy, and of what', async () => {
    const { place, run, atom } = stage();
    using _place = place;
    const items = await run(', dedup: mark');
    expect(items.map(({ tags = [] }) => tags.includes('duplicate'))).toEqual([false, true]);
    expect(atom()).toMatch(/<link rel="related" href="https:\/\/desk\.example\/1"/);
  });

  it.each([
    ['of one source by where', ', dedup: keep, where: { sources: [bay] }', '', ['https://bayside.example/1']],
    [
      'of one source, as the other turns it away',
      ', dedup: keep',
      ', rules: [{ drop: { title: harbour } }]',
      ['https://desk.example/1'],
    ],
  ])('is shown %s', async (_, output, ofBay, expected) => {
    const { place, run } = stage();
    using _place = place;
    expect((await run(output, ofBay)).map(({ url }) => url)).toEqual(expected);
  });
});
