import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createFetcher } from '../../src/fetch/fetcher.ts';
import type { Clock, Store } from '../../src/model/ports.ts';
import type { FetchSettings } from '../../src/model/source.ts';
import { openMemoryStore } from '../../src/store/store.ts';
import { openAnnouncer } from '../../src/websub/announcer.ts';
import { createVirtualClock } from '../support/clock.ts';
import { startHub } from '../support/hub.ts';
import { startUpstream } from '../support/upstream.ts';
import { loopbackSettings, silentLog } from '../support/visitor.ts';

/** What publishers owe hubs, against a real one over HTTP. */

const signal = new AbortController().signal;
const minute = 60_000;
const topic = 'https://river.example/all.rss?a=1&b=2';

interface Stage {
  readonly hubs: readonly string[];
  readonly clock?: Clock;
  readonly store?: Store;
  readonly settings?: Partial<FetchSettings>;
}

/** An announcer over a store, as a process has it: opened again it is another process after a crash. */
async function announcerOf({ hubs, clock = systemClock, store = openMemoryStore(), settings = {} }: Stage) {
  const fetcher = createFetcher({
    clock,
    settings: { ...loopbackSettings, ...settings },
    log: silentLog,
    env: {},
    files: { roots: [] },
  });
  const announcer = await openAnnouncer({
    store,
    clock,
    random: () => 0,
    post: fetcher.post,
    log: silentLog,
    hubs,
  });
  return {
    ...announcer,
    store,
    /** As a publication does: the news and what is published are one commit. */
    publish: (...topics: string[]) =>
      store.commit(announcer.announce(topics.map((one) => ({ topic: one, hubs })))),
    [Symbol.asyncDispose]: () => fetcher.close(),
  };
}

describe('a hub', () => {
  it('gets one message for each topic, and no second one', async () => {
    await using hub = await startHub();
    await using announcer = await announcerOf({ hubs: [hub.url] });
    await announcer.publish(topic, 'https://river.example/all.atom');
    expect(hub.messages).toEqual([]);
    await announcer.tell(signal);
    expect(hub.messages[0]).toBe(
      'hub.mode=publish&hub.url=https%3A%2F%2Friver.example%2Fall.rss%3Fa%3D1%26b%3D2',
    );
    expect(hub.topics()).toEqual([topic, 'https://river.example/all.atom']);
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(2);
    expect(announcer.hubs()[0]).toMatchObject({ news: [], failures: 0 });
  });

  test.each([
    ['trouble of its own', 503, 'http-status'],
    ['a refusal', 403, 'http-status'],
    ['too many requests', 429, 'rate-limited'],
  ])('that answers with %s is told later, and then not again', async (_, status, code) => {
    const clock = createVirtualClock();
    await using hub = await startHub();
    hub.answer((count) => (count === 1 ? status : 202));
    await using announcer = await announcerOf({ hubs: [hub.url], clock, settings: { minInterval: 0 } });
    await announcer.publish(topic);
    await announcer.tell(signal);
    expect(announcer.hubs()[0]).toMatchObject({ failures: 1, lastFailure: { code } });
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(1);
    await clock.advance(minute);
    await announcer.tell(signal);
    expect(hub.topics()).toEqual([topic, topic]);
    await clock.advance(24 * 60 * minute);
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(2);
    expect(announcer.hubs()[0]).toMatchObject({ news: [], failures: 0, lastFailure: null });
  });

  it('that says when to come again is believed', async () => {
    const clock = createVirtualClock();
    await using hub = await startHub();
    hub.answer((count) => (count === 1 ? { status: 503, headers: { 'retry-after': '3600' } } : 204));
    await using announcer = await announcerOf({ hubs: [hub.url], clock });
    await announcer.publish(topic);
    await announcer.tell(signal);
    await clock.advance(59 * minute);
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(1);
    await clock.advance(minute);
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(2);
  });

  it('that fails is not asked about the next topic at once', async () => {
    await using hub = await startHub();
    hub.answer(() => 500);
    await using announcer = await announcerOf({ hubs: [hub.url] });
    await announcer.publish('https://river.example/a', 'https://river.example/b');
    await announcer.tell(signal);
    expect(hub.messages).toHaveLength(1);
  });

  it('that never answers holds up no other one, and no longer than ten seconds', async () => {
    const clock = createVirtualClock();
    await using slow = await startHub();
    await using quick = await startHub();
    slow.answer(() => 'hang');
    await using announcer = await announcerOf({ hubs: [slow.url, quick.url], clock });
    await announcer.publish(topic);
    const telling = announcer.tell(signal);
    await Promise.all([slow.got(1), quick.got(1)]);
    await clock.advance(10_000);
    await telling;
    const [first, second] = announcer.hubs();
    expect(first).toMatchObject({ failures: 1, lastFailure: { code: 'timeout' } });
    expect(second).toMatchObject({ news: [], failures: 0 });
  });

  it('that is not there is a failure in words', async () => {
    const closed = await startUpstream();
    await closed.close();
    await using announcer = await announcerOf({ hubs: [closed.url('/')] });
    await announcer.publish(topic);
    await announcer.tell(signal);
    expect(announcer.hubs()[0]?.lastFailure).toMatchObject({ code: 'connect' });
  });

  test.each([
    ['on this machine', {}, 'address-refused', 0],
    ['there, where the network is allowed (control)', { allowNetworks: ['127.0.0.0/8'] }, undefined, 1],
  ])('%s', async (_, settings, code, messages) => {
    await using hub = await startHub();
    await using announcer = await announcerOf({
      hubs: [hub.url],
      settings: { allowNetworks: [], ...settings },
    });
    await announcer.publish(topic);
    await announcer.tell(signal);
    expect([announcer.hubs()[0]?.lastFailure?.code, hub.messages.length]).toEqual([code, messages]);
  });

  test.each([
    [307, 1, undefined],
    [308, 1, undefined],
    [302, 0, 'http-status'],
  ])('that redirects with %d gets %d messages at the new place', async (status, messages, code) => {
    await using hub = await startHub();
    await using before = await startHub();
    before.answer(() => ({ status, headers: { location: hub.url } }));
    await using announcer = await announcerOf({ hubs: [before.url] });
    await announcer.publish(topic);
    await announcer.tell(signal);
    expect([hub.topics().length, announcer.hubs()[0]?.lastFailure?.code]).toEqual([messages, code]);
  });
});

describe('news', () => {
  it('survives a crash before the hub was told, also one in the middle of telling', async () => {
    await using hub = await startHub();
    const store = openMemoryStore();
    const first = await announcerOf({ hubs: [hub.url], store });
    await first.publish(topic);
    hub.answer(() => 'hang');
    const killed = new AbortController();
    const telling = first.tell(killed.signal);
    await hub.got(1);
    killed.abort();
    await telling;
    await first[Symbol.asyncDispose]();

    hub.answer(() => 204);
    await using second = await announcerOf({ hubs: [hub.url], store });
    await second.tell(signal);
    expect(hub.topics()).toEqual([topic, topic]);
    await using third = await announcerOf({ hubs: [hub.url], store });
    await third.tell(signal);
    expect(hub.messages).toHaveLength(2);
  });

  it('is told when it is released, and after a pause without being asked', async () => {
    const clock = createVirtualClock();
    await using hub = await startHub();
    hub.answer((count) => (count === 1 ? 503 : 204));
    await using announcer = await announcerOf({ hubs: [hub.url], clock });
    const stop = new AbortController();
    const telling = announcer.keepTelling(stop.signal);
    await clock.advance(minute);
    await announcer.publish(topic);
    await clock.advance(minute);
    expect(hub.messages).toEqual([]);
    announcer.release();
    await hub.got(1);
    // time passes in steps that are shorter than any limit, so that what is on the wire arrives
    while (announcer.hubs()[0]?.news.length !== 0) {
      await clock.advance(1_000);
      await setTimeout(1);
    }
    stop.abort();
    await telling;
    expect(hub.topics()).toEqual([topic, topic]);
  });

  it('for a hub that the config does not name any more is forgotten', async () => {
    await using hub = await startHub();
    const store = openMemoryStore();
    await using before = await announcerOf({ hubs: [hub.url], store });
    await before.publish(topic);
    await using after = await announcerOf({ hubs: [], store });
    await after.tell(signal);
    expect([hub.messages, after.hubs()]).toEqual([[], []]);
  });
});
