import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { textOf } from '../support/items.ts';

const feed = (name: string, ...stories: readonly (readonly [path: string, title: string, text: string])[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>https://${name}.example/</link><description>d</description>
${stories
  .map(
    ([path, title, text]) =>
      `<item><title>${title}</title><link>https://${name}.example/${path}</link><guid>${path}</guid><pubDate>Mon, 01 Jun 2026 08:00:00 GMT</pubDate><description>${text}</description></item>`,
  )
  .join('\n')}</channel></rss>`;

const WIRE = textOf(1, 80);
const longer = `${WIRE} ${textOf(2, 60)}`;
const LOCAL = textOf(3, 80);

function stage() {
  const place = scratch();
  place.write(
    'desk.xml',
    feed('desk', ['wire', 'The harbour is dredged', WIRE], ['local', 'Tram opens', LOCAL]),
  );
  place.write('bay.xml', feed('bay', ['copy', 'The harbour is dredged', longer]));
  const set = (pins: string) =>
    place.write(
      'feedriver.yaml',
      `site: { url: https://river.example }
cache: ./river.db
${pins}
sources:
  - { id: desk, feed: desk.xml }
  - { id: bay, feed: bay.xml }
outputs:
  - { id: all, path: ./public/all, formats: [json] }
`,
    );
  set('');
  const say = (verb: string, ...words: string[]) =>
    feedriver(place.folder, verb, '-c', 'feedriver.yaml', ...words);
  const run = async () => JSON.parse((await say('run', '--json')).stdout);
  interface Published {
    readonly id: string;
    readonly url: string;
    readonly content_html: string;
    readonly _feedriver: { readonly sources: readonly { readonly id: string }[] };
  }
  const published = (): readonly Published[] =>
    JSON.parse(readFileSync(join(place.folder, 'public/all.json'), 'utf8')).items;
  const at = (address: string) => published().find(({ url }) => url === address);
  return { place, set, say, run, published, at };
}

const DIFFERENT = 'pins: { different: [[https://desk.example/wire, https://bay.example/copy]] }';

describe('a pin in the config', () => {
  it('parts what was merged before, each with its own text, and both keep their ids from then on', async () => {
    const { place, set, say, run, published, at } = stage();
    using _place = place;
    await run();
    expect(published()).toHaveLength(2);
    const merged = at('https://desk.example/wire');
    expect(merged?.content_html).toContain(textOf(2, 60));
    set(DIFFERENT);
    const report = await run();
    expect(report.items).toMatchObject({ new: 1, stored: 3 });
    expect(published()).toHaveLength(3);
    const [desk, bay] = [at('https://desk.example/wire'), at('https://bay.example/copy')];
    expect(desk?.id).toBe(merged?.id);
    expect(desk?.content_html).not.toContain(textOf(2, 60));
    expect(bay?.content_html).toContain(textOf(2, 60));
    const before = hashesOf(join(place.folder, 'public'));
    expect(await run()).toMatchObject({ items: { new: 0, revised: 0 } });
    place.write('bay.xml', feed('bay', ['copy', 'The harbour is dredged!', `${longer} Since noon.`]));
    expect(await run()).toMatchObject({ items: { new: 0, revised: 1 } });
    expect(at('https://bay.example/copy')?.id).toBe(bay?.id);
    expect(hashesOf(join(place.folder, 'public'))).not.toEqual(before);
    expect((await say('explain', 'https://bay.example/copy')).stdout).toMatch(
      /a pin in the configuration says so/,
    );
  });

  it('makes one of two that were published as two: the older id stays, under all addresses', async () => {
    const { place, set, say, run, published, at } = stage();
    using _place = place;
    place.write('bay.xml', feed('bay', ['tram', 'A new line', textOf(9, 90)]));
    await run();
    expect(published()).toHaveLength(3);
    const older = at('https://desk.example/local');
    const other = at('https://bay.example/tram');
    set('pins: { same: [[https://bay.example/tram, https://desk.example/local]] }');
    expect(await run()).toMatchObject({ items: { new: 0, stored: 2 } });
    expect(published()).toHaveLength(2);
    const [one] = published().filter(({ id }) => [older?.id, other?.id].includes(id));
    expect(one?._feedriver.sources).toHaveLength(2);
    place.write('bay.xml', feed('bay', ['tram', 'A new line, at last', textOf(9, 90)]));
    expect(await run()).toMatchObject({ items: { new: 0, stored: 2 } });
    expect(published()).toHaveLength(2);
    for (const address of ['https://bay.example/tram', 'https://desk.example/local'])
      expect((await say('explain', address)).stdout).toContain(one?.id);
  });

  it('gives the same as if it had always been there', async () => {
    const { place, set, run, published } = stage();
    using _place = place;
    set(DIFFERENT);
    await run();
    const fromTheStart = published().map(({ url, content_html }) => [url, content_html]);
    expect(fromTheStart).toHaveLength(3);
    const late = stage();
    using _late = late.place;
    await late.run();
    late.set(DIFFERENT);
    await late.run();
    expect(
      late
        .published()
        .map(({ url, content_html }) => [url, content_html])
        .sort(),
    ).toEqual(fromTheStart.sort());
  });

  it.each([
    ['parts', DIFFERENT],
    ['unites', 'pins: { same: [[https://desk.example/local, https://bay.example/copy]] }'],
  ])('that %s, carried out again after a run that was lost, ends in the same items', async (_, pins) => {
    const { place, set, run, published } = stage();
    using _place = place;
    await run();
    const file = (name: string) => join(place.folder, name);
    copyFileSync(file('river.db'), file('before.db'));
    set(pins);
    await run();
    // but for when what was read again was seen to differ
    const shown = () => published().map((one) => ({ ...one, date_modified: null }));
    const after = shown();
    for (const name of ['river.db', 'river.db-wal', 'river.db-shm']) rmSync(file(name), { force: true });
    copyFileSync(file('before.db'), file('river.db'));
    await run();
    expect(shown()).toEqual(after);
    await run();
    expect(shown()).toEqual(after);
  });
});
