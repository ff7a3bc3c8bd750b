import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createFetcher, type FetcherDeps } from '../../../src/fetch/fetcher.ts';
import { createVirtualClock } from '../../support/clock.ts';
import { startSocketUpstream, startUpstream } from '../../support/upstream.ts';
import { askOnce, feedSource, loopbackSettings, silentLog } from '../../support/visitor.ts';

const signal = new AbortController().signal;
const taken = { kind: 'documents' };

describe('time', () => {
  /** Asks on a virtual clock; time passes once `waiting` resolves. */
  async function askFor(
    location: string,
    waiting: Promise<unknown>,
    passes: number,
    deps: Partial<FetcherDeps> = {},
  ) {
    const clock = createVirtualClock();
    const asked = askOnce(location, { timeout: 30_000 }, { clock, ...deps });
    await waiting;
    await clock.advance(passes);
    return asked;
  }
  const timeout = { kind: 'failed', failure: { code: 'timeout' } };

  test('a name server that never answers', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const lookup: LookupFunction = () => resolve();
    expect(await askFor('http://slow.example/feed', promise, 30_000, { lookup })).toMatchObject(timeout);
  });

  test('a TLS handshake that never ends', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using upstream = await startSocketUpstream((socket) => socket.on('data', () => resolve()));
    expect(await askFor(`https://${upstream.host}/feed`, promise, 30_000)).toMatchObject(timeout);
  });

  test('a head that never comes', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', 'hang');
    expect(await askFor(upstream.url('/feed'), upstream.seen(1), 30_000)).toMatchObject(timeout);
  });

  test('a body that drips is cut off; control: a body that ends in time is not', async () => {
    for (const ends of [false, true]) {
      const clock = createVirtualClock();
      await using upstream = await startUpstream();
      upstream.script('/feed', (_seen, response) => {
        response.write('<rss>');
        void (async () => {
          for (let second = 0; second < (ends ? 20 : 40); second++) {
            await clock.sleep(1000);
            response.write('.');
          }
          response.end();
        })();
        return undefined;
      });
      const asked = askOnce(upstream.url('/feed'), { timeout: 30_000 }, { clock });
      await upstream.seen(1);
      const fetched = await clock.run(asked);
      expect(fetched).toMatchObject(ends ? taken : timeout);
    }
  });

  test('the time of all redirects together counts', async () => {
    const clock = createVirtualClock();
    const transport: FetcherDeps['transport'] = async ({ url, signal: stop }) => {
      await clock.sleep(12_000, stop);
      return { status: 302, headers: { location: `${url.href}x` }, body: new Uint8Array() };
    };
    const fetched = await clock.run(askOnce('https://a.example/', { timeout: 30_000 }, { clock, transport }));
    expect(fetched).toMatchObject(timeout);
  });

  test('waiting for a turn at a busy host does not count', async () => {
    const clock = createVirtualClock();
    const fetcher = createFetcher({
      clock,
      settings: { ...loopbackSettings, timeout: 30_000 },
      log: silentLog,
      env: {},
      files: { roots: [] },
      async transport({ signal: stop }) {
        await clock.sleep(20_000, stop);
        return { status: 200, headers: {}, body: new Uint8Array() };
      },
    });
    const sources = ['1', '2', '3', '4'].map((path) => feedSource(`https://busy.example/${path}`));
    const fetched = await clock.run(
      Promise.all(sources.map((source) => fetcher.fetch(source, null, signal))),
    );
    expect(fetched.map(({ kind }) => kind)).toEqual(['documents', 'documents', 'documents', 'documents']);
  });

  test('closing the fetcher ends what is under way, as a failure', async () => {
    await using upstream = await startUpstream();
    upstream.script('/hang', 'hang');
    const deps = {
      clock: systemClock,
      settings: loopbackSettings,
      log: silentLog,
      env: {},
      files: { roots: [] },
    };
    const fetcher = createFetcher(deps);
    const asked = fetcher.fetch(feedSource(upstream.url('/hang')), null, signal);
    await upstream.seen(1);
    await fetcher.close();
    expect(await asked).toMatchObject({ kind: 'failed', failure: { code: 'reset' } });
  });

  test('a stopped run ends every fetch at once: waiting, asking, reading', async () => {
    await using upstream = await startUpstream();
    upstream.script('/hang', 'hang');
    const stop = new AbortController();
    const fetcher = createFetcher({
      clock: systemClock,
      settings: loopbackSettings,
      log: silentLog,
      env: {},
      files: { roots: [] },
    });
    const asked = ['/hang', '/waiting'].map((path) =>
      fetcher.fetch(feedSource(upstream.url(path)), null, stop.signal),
    );
    await upstream.seen(1);
    stop.abort();
    for (const fetched of await Promise.all(asked))
      expect(fetched).toMatchObject({ failure: { code: 'cancelled' } });
    const late = await fetcher.fetch(feedSource(upstream.url('/hang')), null, stop.signal);
    expect(late).toMatchObject({ failure: { code: 'cancelled' } });
    expect(upstream.requests).toHaveLength(1);
    await fetcher.close();
  });
});
