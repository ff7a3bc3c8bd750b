import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch, startFeedriver } from '../support/feedriver.ts';
import { startHub } from '../support/hub.ts';
import { startUpstream } from '../support/upstream.ts';

const rss = (...titles: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${titles
    .map(
      (title, index) =>
        `<item><title>${title}</title><link>https://a.example/${title}</link><guid>${title}</guid><pubDate>Mon, 0${index + 2} Mar 2026 08:00:00 GMT</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

async function stage() {
  const place = scratch();
  const upstream = await startUpstream();
  const hub = await startHub();
  const feed = (...titles: string[]) => upstream.script('/good', { body: rss(...titles) });
  feed('one');
  place.write(
    'feedriver.yaml',
    `site: { title: Test, url: https://river.example, hubs: ${hub.url} }
cache: ./cache/river.db
serve: { port: 0 }
fetch: { minInterval: 0s, perHost: { gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs:
  - { id: all, path: ./public/all }
  - { id: quiet, path: ./public/quiet, hubs: [], formats: [rss] }
`,
  );
  const run = () => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force');
  const status = async () => {
    const said = await feedriver(place.folder, 'status', '-c', 'feedriver.yaml', '--json');
    return JSON.parse(said.stdout).hubs;
  };
  return { place, upstream, hub, feed, run, status };
}

const topics = ['rss', 'atom', 'json', 'html'].map((format) => `https://river.example/all.${format}`);

describe('with a hub', () => {
  it('documents name it, and it is told of those that changed, after they changed', async () => {
    const { place, upstream, hub, feed, run, status } = await stage();
    await using _upstream = upstream;
    await using _hub = hub;
    using _place = place;
    const published = (name: string) => readFileSync(join(place.folder, 'public', name), 'utf8');

    expect((await run()).code).toBe(0);
    for (const { name, link } of [
      { name: 'all.rss', link: `<atom:link href="${hub.url}" rel="hub"/>` },
      { name: 'all.atom', link: `<link rel="hub" href="${hub.url}"/>` },
      { name: 'all.html', link: `<link rel="hub" href="${hub.url}">` },
      { name: 'all.html', link: `<link rel="self" href="https://river.example/all.html">` },
    ]) {
      expect(published(name)).toContain(link);
    }
    expect(JSON.parse(published('all.json')).hubs).toEqual([{ type: 'WebSub', url: hub.url }]);
    expect(published('quiet.rss')).not.toContain(hub.url);
    expect(hub.topics()).toEqual(topics);

    await run();
    expect(hub.messages).toHaveLength(4);
    feed('one', 'two');
    await run();
    expect(hub.topics().slice(4)).toEqual(topics);
    expect(await status()).toMatchObject([{ url: hub.url, health: 'well', untold: 0, failures: 0 }]);
  });

  it('that fails, a run ends well, says so, and tells it again when its time has come', async () => {
    const { place, upstream, hub, run, status } = await stage();
    await using _upstream = upstream;
    await using _hub = hub;
    using _place = place;
    hub.answer(() => 503);
    expect((await run()).code).toBe(0);
    expect(await status()).toMatchObject([{ health: 'failing', untold: 4, failures: 1 }]);
    const said = await feedriver(place.folder, 'status', '-c', 'feedriver.yaml');
    expect(said.stdout).toMatch(
      /^Hubs:\n.*trouble of its own \(503\); it failed once; 4 documents to tell it of/m,
    );
    await run();
    expect(hub.messages).toHaveLength(1);
  });

  it('killed between publishing and telling, the next run tells', async () => {
    const { place, upstream, hub, run } = await stage();
    await using _upstream = upstream;
    await using _hub = hub;
    using _place = place;
    hub.answer(() => 'hang');
    const program = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    await hub.got(1);
    program.child.kill('SIGKILL');
    await program.ended;
    hub.answer(() => 204);
    await run();
    expect(hub.topics().slice(1)).toEqual(topics);
  });

  it('killed between placing and committing, the next run finds the documents there and tells', async () => {
    const { place, upstream, hub, feed, run } = await stage();
    await using _upstream = upstream;
    await using _hub = hub;
    using _place = place;
    await run();
    cpSync(join(place.folder, 'cache'), join(place.folder, 'before'), { recursive: true });
    feed('one', 'two');
    await run();
    cpSync(join(place.folder, 'before'), join(place.folder, 'cache'), { recursive: true });
    const told = hub.messages.length;
    expect((await run()).stdout).toMatch(/0 documents written/);
    expect(hub.topics().slice(told)).toEqual(topics);
  });

  it('start serves links to it and to the topic, and tells it by itself', async () => {
    const { place, upstream, hub } = await stage();
    await using _upstream = upstream;
    await using _hub = hub;
    using _place = place;
    const program = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    const said = await program.says('Ctrl-C ends it.');
    const origin = /^ {2}rss +(http:\/\/[^/]+)/m.exec(said)?.[1] ?? '';
    await hub.got(4);
    expect(hub.topics()).toEqual(topics);
    const link = async (path: string) => (await fetch(origin + path)).headers.get('link');
    expect(await link('/all.atom')).toBe(
      `<https://river.example/all.atom>; rel="self", <${hub.url}>; rel="hub"`,
    );
    expect(await link('/quiet.rss')).toBe(null);
    expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({ hubs: [{ url: hub.url }] });
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });
});
