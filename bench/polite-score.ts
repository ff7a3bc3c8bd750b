/**
 * How polite and how fresh: 30 virtual days with 200 simulated publishers of every temperament, once with the fetcher and the
 * planner of this house, once with a plain hourly poller. The publishers themselves judge each request (polite-world.ts).
 *
 *     npm run score:polite [-- --days 30 --sources 200 --seed 1]
 *
 * Exit code 1 if a rule was broken.
 */
import { parseArgs } from 'node:util';
import { createFetcher } from '../src/fetch/fetcher.ts';
import type { Bookmark } from '../src/model/bookmark.ts';
import { politeSettings, type Source } from '../src/model/source.ts';
import { dueSources } from '../src/schedule/due.ts';
import { planNext } from '../src/schedule/plan.ts';
import { createVirtualClock, type VirtualClock } from '../test/support/clock.ts';
import { createWorld, type Publisher, seeded, temperaments, type World } from './support/polite-world.ts';

const { values: options } = parseArgs({
  options: {
    days: { type: 'string', default: '30' },
    sources: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const [days, count, seed] = [options.days, options.sources, options.seed].map(Number) as [
  number,
  number,
  number,
];

const minute = 60_000;
const day = 1440 * minute;
const settings = { ...politeSettings, userAgent: 'feedriver/score (+https://feedriver.example/)' };

/** What a poller found, and when. */
interface Harvest {
  readonly world: World;
  /** For each location: when each post was first seen. */
  readonly seen: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly requestsOf: ReadonlyMap<string, number>;
}

type Poll = (
  clock: VirtualClock,
  world: World,
  note: (location: string, posts: readonly number[]) => void,
) => Promise<void>;

async function harvest(poll: Poll): Promise<Harvest> {
  const clock = createVirtualClock(Date.UTC(2025, 5, 2));
  const inner = createWorld(temperaments, count, clock, days, settings.minInterval, seed);
  const requestsOf = new Map<string, number>();
  const world: World = {
    ...inner,
    transport(hop) {
      const location = hop.url.href.replace('/moved/', '/');
      requestsOf.set(location, (requestsOf.get(location) ?? 0) + 1);
      return inner.transport(hop);
    },
  };
  const seen = new Map<string, Map<number, number>>();
  await poll(clock, world, (location, posts) => {
    const known = seen.get(location) ?? new Map<number, number>();
    seen.set(location, known);
    for (const post of posts) if (!known.has(post)) known.set(post, clock.now());
  });
  return { world, seen, requestsOf };
}

/** The house: a tick every minute asks what is due. */
const house: Poll = async (clock, world, note) => {
  const end = clock.now() + days * day;
  const random = seeded(seed + 7);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const fetcher = createFetcher({
    clock,
    settings,
    log,
    env: {},
    files: { roots: [] },
    transport: world.transport,
  });
  const sources = world.publishers.map(
    ({ location }): Source => ({
      id: location,
      kind: 'feed',
      location,
      title: null,
      tags: [],
      every: null,
      digest: null,
    }),
  );
  const hintsOf = new Map(
    world.publishers.map(({ location, temperament }) => [location, temperament.hints ?? null]),
  );
  const skewOf = new Map(
    world.publishers.map(({ location, temperament }) => [location, temperament.skew ?? 0]),
  );
  const bookmarks = new Map<string, Bookmark>();
  const listings = new Map<string, readonly number[]>();
  const signal = new AbortController().signal;

  async function ask(source: Source): Promise<void> {
    const before = bookmarks.get(source.id) ?? null;
    const fetched = await fetcher.fetch(source, before, signal);
    let newItems: readonly number[] = [];
    if (fetched.kind === 'documents') {
      const posts = JSON.parse(String(fetched.documents[0]?.bytes)) as number[];
      const listed = listings.get(source.id) ?? [];
      newItems = posts
        .filter((post) => !listed.includes(post))
        .map((post) => post + (skewOf.get(source.id) ?? 0));
      listings.set(source.id, posts);
      note(source.location, posts);
    }
    const hints = fetched.kind === 'documents' ? (hintsOf.get(source.id) ?? null) : null;
    const plan = { source, before, fetched, hints, newItems, now: clock.now(), random: random(), settings };
    bookmarks.set(source.id, planNext(plan));
  }

  // Minutes in which nothing can be due are passed over.
  while (clock.now() < end) {
    const due = dueSources(sources, bookmarks, clock.now(), { force: false, random });
    await clock.run(Promise.all(due.map(ask)));
    const next = Math.min(...[...bookmarks.values()].map(({ nextAt }) => nextAt));
    const tick = Math.ceil(Math.max(next, clock.now() + 1) / minute) * minute;
    await clock.advance(tick - clock.now());
  }
};

/** The plain poller: every source on the hour, with the validators it was given, deaf to everything else. */
const hourly: Poll = async (clock, world, note) => {
  const validators = new Map<string, Record<string, string>>();
  const start = clock.now();
  const ask = async (location: string): Promise<void> => {
    let url = new URL(location);
    const timer = new AbortController();
    clock.sleep(30_000, timer.signal).then(
      () => timer.abort('time-out'),
      () => undefined,
    );
    try {
      for (let hops = 0; hops < 5; hops++) {
        const headers = validators.get(location) ?? {};
        const reply = await world.transport({
          url,
          headers,
          insecure: false,
          maxBytes: 1e7,
          signal: timer.signal,
        });
        if (reply.status === 301) {
          url = new URL(String(reply.headers.location), url);
          continue;
        }
        if (reply.status !== 200) return;
        const { etag, 'last-modified': modified } = reply.headers;
        validators.set(location, {
          ...(typeof etag === 'string' ? { 'if-none-match': etag } : {}),
          ...(typeof modified === 'string' ? { 'if-modified-since': modified } : {}),
        });
        note(location, JSON.parse(String(reply.body)) as number[]);
        return;
      }
    } catch {
      // A poller like this shrugs and comes back in an hour.
    } finally {
      timer.abort('over');
    }
  };
  for (let tick = 0; tick < days * 24; tick++) {
    await clock.advance(start + tick * 60 * minute - clock.now());
    await clock.run(Promise.all(world.publishers.map(({ location }) => ask(location))));
  }
};

interface Score {
  readonly requestsADay: number;
  readonly median: number;
  readonly late: number;
  readonly missed: number;
  readonly posts: number;
}

/** Of posts that could be seen: after the first day, a day before the end, of a publisher that still answers. */
function score({ seen, requestsOf }: Harvest, publishers: readonly Publisher[], start: number): Score {
  const delays: number[] = [];
  let missed = 0;
  let requests = 0;
  for (const { location, posts, temperament } of publishers) {
    requests += requestsOf.get(location) ?? 0;
    const until = Math.min(days - 1, (temperament.goneOn ?? days) - 1);
    for (const post of posts) {
      if (post < start + day || post > start + until * day) continue;
      const at = seen.get(location)?.get(post);
      if (at === undefined) missed++;
      else delays.push(at - post);
    }
  }
  delays.sort((one, other) => one - other);
  const at = (share: number) => (delays[Math.floor(delays.length * share)] ?? 0) / minute;
  const requestsADay = requests / publishers.length / days;
  return { requestsADay, median: at(0.5), late: at(0.95), missed, posts: delays.length + missed };
}

function row(name: string, ours: Score, theirs: Score): string {
  const cells = [
    ours.requestsADay.toFixed(1),
    theirs.requestsADay.toFixed(1),
    ours.median.toFixed(0),
    theirs.median.toFixed(0),
    ours.late.toFixed(0),
    theirs.late.toFixed(0),
    `${ours.missed}/${ours.posts}`,
    `${theirs.missed}/${theirs.posts}`,
  ];
  return name.padEnd(24) + cells.map((cell) => cell.padStart(11)).join('');
}

const startedAt = performance.now();
const ours = await harvest(house);
const theirs = await harvest(hourly);
const { publishers } = ours.world;
const start = Date.UTC(2025, 5, 2);

console.log(`${days} days, ${count} sources; delays in minutes; left ours, right the plain hourly poller\n`);
console.log(
  ' '.repeat(24) +
    ['requests/day', '', 'median', '', '95 %', '', 'missed', ''].map((cell) => cell.padStart(11)).join(''),
);
const groups = Map.groupBy(publishers, ({ temperament }) => temperament.name);
for (const [name, group] of [...groups, ['all', publishers] as const]) {
  console.log(row(name, score(ours, group, start), score(theirs, group, start)));
}
for (const [name, { world }] of [
  ['ours', ours],
  ['plain hourly poller', theirs],
] as const) {
  const rules = Map.groupBy(world.breaches, ({ rule }) => rule);
  const counts = [...rules].map(([rule, breaches]) => `${rule}: ${breaches.length}`);
  console.log(`\nrules broken, ${name}: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
}
console.log(
  `\n${ours.world.requests()} requests of ours simulated in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
);
process.exitCode = ours.world.breaches.length === 0 ? 0 : 1;
