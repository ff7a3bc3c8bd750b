import { systemClock } from '../../src/clock.ts';
import { createFetcher, type Fetcher, type FetcherDeps } from '../../src/fetch/fetcher.ts';
import type { Bookmark } from '../../src/model/bookmark.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Hints } from '../../src/model/item.ts';
import type { Log } from '../../src/model/ports.ts';
import { type Fetched, type FetchSettings, politeSettings, type Source } from '../../src/model/source.ts';
import { isDue } from '../../src/schedule/due.ts';
import { planNext } from '../../src/schedule/plan.ts';
import { createVirtualClock, type VirtualClock } from './clock.ts';

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const loopbackSettings: FetchSettings = {
  ...politeSettings,
  perHost: { concurrency: 1, gap: 0 },
  allowNetworks: ['127.0.0.0/8', '::1'],
  userAgent: 'feedriver/test (+https://feedriver.example/)',
};

export function feedSource(location: string, more: Partial<Source> = {}): Source {
  return { id: 'feed', kind: 'feed', location, title: null, tags: [], every: null, digest: null, ...more };
}

export interface Visit {
  readonly hints?: Hints;
  /** What the reader of the documents says went wrong. */
  readonly failure?: Failure;
  readonly newItems?: readonly (number | null)[];
}

/** A source, the fetcher and the planner together, as a run has them, but with time in the test's hand. */
export interface Visitor extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly fetcher: Fetcher;
  /** As stored after the last visit, through JSON. */
  bookmark(): Bookmark;
  /** Asks now, due or not, and plans. */
  visit(visit?: Visit): Promise<Fetched>;
  /** Asks if the calendar allows it now. */
  visitIfDue(options?: { readonly force?: boolean }): Promise<Fetched | null>;
  /** ms from the end of the last answer to the next time. */
  wait(): number;
}

export interface VisitorOptions {
  readonly settings?: Partial<FetchSettings>;
  readonly random?: number;
  readonly deps?: Partial<FetcherDeps>;
}

export function createVisitor(source: Source, options: VisitorOptions = {}): Visitor {
  const clock = createVirtualClock();
  const settings = { ...loopbackSettings, ...options.settings };
  const fetcher = createFetcher({
    clock,
    settings,
    log: silentLog,
    env: {},
    files: { roots: [] },
    ...options.deps,
  });
  let stored: string | null = null;
  const before = (): Bookmark | null => (stored === null ? null : (JSON.parse(stored) as Bookmark));

  async function visit({ hints, failure, newItems }: Visit = {}): Promise<Fetched> {
    const fetched = await fetcher.fetch(source, before(), new AbortController().signal);
    const bookmark = planNext({
      source,
      before: before(),
      fetched,
      failure: failure ?? null,
      hints: hints ?? null,
      newItems: newItems ?? [],
      now: clock.now(),
      random: options.random ?? 0,
      settings,
    });
    stored = JSON.stringify(bookmark);
    return fetched;
  }

  function bookmark(): Bookmark {
    const last = before();
    if (last === null) throw new Error('not visited yet');
    return last;
  }

  return {
    clock,
    fetcher,
    bookmark,
    visit,
    async visitIfDue({ force = false } = {}) {
      return isDue(before(), source, clock.now(), { force }) ? visit() : null;
    },
    wait() {
      const { nextAt, lastFetchAt } = bookmark();
      return nextAt - (lastFetchAt ?? 0);
    },
    [Symbol.asyncDispose]: () => fetcher.close(),
  };
}

/** Asks once, on the real clock unless given another, with a fetcher of its own. */
export async function askOnce(
  source: Source | string,
  settings: Partial<FetchSettings> = {},
  deps: Partial<FetcherDeps> = {},
): Promise<Fetched> {
  const fetcher = createFetcher({
    clock: systemClock,
    settings: { ...loopbackSettings, ...settings },
    log: silentLog,
    env: {},
    files: { roots: [] },
    ...deps,
  });
  try {
    const asked = typeof source === 'string' ? feedSource(source) : source;
    return await fetcher.fetch(asked, null, new AbortController().signal);
  } finally {
    await fetcher.close();
  }
}
