/** A backup that is restored while somebody works with the cache. */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { placeRestored } from '../../src/store/restore.ts';
import { feedriver, hashesOf, scratch, startFeedriver, startProgram } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const PATIENT = { timeout: 20_000 };
const hand = new URL('../../bench/chaos/hand.ts', import.meta.url).href;

const item = (n: number) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><pubDate>Mon, 02 Mar 2026 07:0${n}:00 GMT</pubDate><description>Words of story ${n}.</description></item>`;
const rss = (...numbers: number[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${numbers.map(item).join('')}</channel></rss>`;

/** A place that was backed up when three stories were published, and where a run has published a fourth since. */
async function stage({ minInterval = '1h', schedule = '0 0 1 1 *' } = {}) {
  const place = scratch();
  const upstream = await startUpstream();
  place.write(
    'feedriver.yaml',
    `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
schedule: "${schedule}"
fetch: { minInterval: ${minInterval}, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 20s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all, formats: [rss, json] }]
serve: { port: 0 }
`,
  );
  const say = (...words: string[]) => feedriver(place.folder, ...words, '-c', 'feedriver.yaml');
  const start = (verb: string, ...words: string[]) =>
    startFeedriver(place.folder, verb, '-c', 'feedriver.yaml', ...words);
  const documents = () => hashesOf(join(place.folder, 'public'));
  const cache = join(place.folder, 'cache/river.db');
  upstream.script('/good', { body: rss(1, 2, 3) });
  expect((await say('run', '--force')).code).toBe(0);
  const backedUp = documents();
  expect((await say('backup', 'copy.db')).code).toBe(0);
  upstream.script('/good', { body: rss(2, 3, 4) });
  expect((await say('run', '--force')).code).toBe(0);
  expect(documents()).not.toEqual(backedUp);
  /** A run that waits for its source; `go` lets it come. */
  const startLateRun = async () => {
    const late = Promise.withResolvers<void>();
    const before = upstream.requests.length;
    upstream.script('/good', (_, response) => {
      void late.promise.then(() => response.end(rss(3, 4, 5)));
      return undefined;
    });
    const run = start('run', '--force');
    await upstream.seen(before + 1);
    return { run, go: late.resolve };
  };
  /** A copy of the backup as a later feedriver would have made it. */
  const backupOfLayout = (layout: number, file: string) => {
    copyFileSync(join(place.folder, 'copy.db'), file);
    const database = new DatabaseSync(file);
    database.exec(`pragma user_version = ${layout}`);
    database.close();
  };
  const stories = () => {
    const { items } = JSON.parse(readFileSync(join(place.folder, 'public/all.json'), 'utf8'));
    return items.map(({ url }: { url: string }) => Number(url.split('/').at(-1))).sort();
  };
  return {
    cache,
    upstream,
    folder: place.folder,
    backup: join(place.folder, 'copy.db'),
    backedUp,
    say,
    start,
    documents,
    stories,
    startLateRun,
    backupOfLayout,
    async [Symbol.asyncDispose]() {
      await upstream.close();
      place[Symbol.dispose]();
    },
  };
}

describe('a restore beside a daemon', () => {
  it('is taken over in a moment: published and served is what the backup holds', async () => {
    await using house = await stage();
    const daemon = house.start('start');
    const [, address = ''] = /json +(http:\S+)/.exec(await daemon.says('Ctrl-C ends it.')) ?? [];
    const restored = await house.say('restore', 'copy.db');
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toContain(`process ${daemon.child.pid} on `);
    expect(restored.stdout).toContain('It takes over 3 items of ');
    expect(restored.stdout).toContain('holds 3 items again');
    expect(restored.stdout).toContain(`What was there is kept as ${house.cache}.replaced`);
    await daemon.says('a restored cache was taken over');
    await expect.poll(house.documents, PATIENT).toEqual(house.backedUp);
    const published = readFileSync(join(house.folder, 'public/all.json'), 'utf8');
    await expect.poll(async () => await (await fetch(address)).text(), PATIENT).toBe(published);
    expect((await fetch(new URL('/healthz', address))).status).toBe(200);
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended).toEqual({ code: 0, signal: null });
    expect((await house.say('restore', `${house.cache}.replaced`)).stdout).toContain('holds 4 items again');
  });

  it('is all that the daemon remembers from then on', async () => {
    await using house = await stage({ minInterval: '0s', schedule: '* * * * * *' });
    const daemon = house.start('start');
    await daemon.says('Ctrl-C ends it.');
    expect(house.stories()).toEqual([1, 2, 3, 4]);
    house.upstream.script('/good', { body: rss(2, 3) });
    expect(await house.say('restore', 'copy.db')).toMatchObject({ code: 0 });
    house.upstream.script('/good', { body: rss(3, 5) });
    await daemon.says('1 new');
    house.upstream.script('/good', { body: rss(4, 5) });
    await expect.poll(house.stories, PATIENT).toEqual([1, 2, 3, 4, 5]);
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended).toEqual({ code: 0, signal: null });
  });

  it('of what can not be read is refused, and does not trouble the daemon; so is one that was placed past us', async () => {
    await using house = await stage();
    const daemon = house.start('start');
    const [, address = ''] = /json +(http:\S+)/.exec(await daemon.says('Ctrl-C ends it.')) ?? [];
    const later = join(house.folder, 'later.db');
    house.backupOfLayout(99, later);
    expect(await house.say('restore', 'later.db')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('layout 99'),
    });
    expect(existsSync(`${house.cache}.restore`)).toBe(false);

    renameSync(later, `${house.cache}.restore`);
    expect(await daemon.says('restore.refused')).toContain("does not take the cache's place");
    expect(existsSync(`${house.cache}.restore.refused`)).toBe(true);
    expect((await fetch(new URL('/healthz', address))).status).toBe(200);
    expect(house.stories()).toEqual([1, 2, 3, 4]);
    expect(await house.say('restore', 'copy.db')).toMatchObject({ code: 0 });
    await expect.poll(house.documents, PATIENT).toEqual(house.backedUp);
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended).toEqual({ code: 0, signal: null });
  });
});

describe('a restore beside a run', () => {
  it('takes effect when that is over', async () => {
    await using house = await stage();
    const { run, go } = await house.startLateRun();
    const restore = house.start('restore', 'copy.db');
    await restore.says('It takes over 3 items of ');
    go();
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(house.stories()).toEqual([1, 2, 3, 4, 5]);
    expect(await restore.ended).toEqual({ code: 0, signal: null });
    expect(restore.output()).toContain('holds 3 items again');
    expect((await house.say('run')).code).toBe(0);
    expect(house.documents()).toEqual(house.backedUp);
  });

  it('that is not waited for is taken over by the next run; one that comes after it replaces it', async () => {
    await using house = await stage();
    expect((await house.say('backup', 'other.db')).stdout).toContain('holds 4 items');
    const { run } = await house.startLateRun();
    const first = house.start('restore', 'other.db');
    await first.says('It takes over 4 items of ');
    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.output()).toContain(`It waits as ${house.cache}.restore`);

    const second = house.start('restore', 'copy.db');
    expect(await second.says('It takes over 3 items of ')).toContain('An earlier copy that waited');
    second.child.kill('SIGKILL');
    run.child.kill('SIGKILL');
    await Promise.all([second.ended, run.ended]);
    const next = house.start('run');
    expect(await next.ended).toEqual({ code: 0, signal: null });
    expect(next.output()).toContain('a restored cache was taken over');
    expect(house.documents()).toEqual(house.backedUp);
  });
});

describe('what can not be taken over yet', () => {
  it('stops nobody, and is taken over when it can be', async () => {
    await using house = await stage();
    const writer = new DatabaseSync(house.cache);
    const reader = new DatabaseSync(house.cache, { readOnly: true });
    // a state before the last one: its log can not be folded in while somebody looks at that
    reader.exec('begin');
    reader.prepare('select count(*) from cache').get();
    writer.exec("insert into cache values ('other', '')");
    placeRestored(house.cache, house.backup, { pid: process.pid, since: 'then' });
    const before = house.documents();
    const run = house.start('run');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.output()).toContain('What was restored waits on.');
    expect(house.documents()).toEqual(before);
    reader.close();
    writer.close();
    expect((await house.say('run', '--log', 'error')).code).toBe(0);
    expect(house.documents()).toEqual(house.backedUp);
  });
});

describe('a kill while a restored cache is taken over', () => {
  it.each([
    { point: 'restore: keep the old one', when: 'before' },
    { point: 'restore: keep the old one', when: 'in' },
    { point: 'restore: keep the old one', when: 'after' },
    { point: 'copy: rename', when: 'before' },
    { point: 'copy: rename', when: 'after' },
    { point: 'commit: placed', when: 'before' },
  ] as const)('$when "$point": the next run ends as if it had not been', async ({ point, when }) => {
    await using house = await stage();
    placeRestored(house.cache, house.backup, { pid: process.pid, since: 'then' });
    const orders = { now: Date.now(), kill: { point, when, nth: 1 }, passings: null };
    const killed = startProgram(house.folder, ['run', '-c', 'feedriver.yaml'], {
      preload: hand,
      environment: { CHAOS_ORDERS: JSON.stringify(orders) },
    });
    expect((await killed.ended).signal).toBe('SIGKILL');
    expect((await house.say('run', '--log', 'error')).code).toBe(0);
    expect(house.documents()).toEqual(house.backedUp);
    expect((await house.say('restore', `${house.cache}.replaced`)).stdout).toContain('holds 4 items again');
  });
});
