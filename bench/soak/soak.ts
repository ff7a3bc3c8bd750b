/**
 * A long life in little time: the house as `start` has it follows 300 publishers for 24 virtual months, a tick an hour, and
 * then some publishers more on real sockets, who reset, stall and cut short. Shows what it holds, and whether that grows.
 *
 *     npm run soak [-- --months 24] [--sources 300] [--hours 1] [--seed 1]
 *     npm run soak -- --quick          about a minute: fewer publishers, a tick every two days
 *
 * Exit code 1 if the last quarter of its life holds more than the one before, or (not if quick) costs more time.
 */
import { parseArgs } from 'node:util';
import { collectGarbage, cpuTime, judge, openHandles, type Sample, sizeOf, type Verdict } from './gauge.ts';
import { openHousehold } from './household.ts';
import { openNewsstand } from './newsstand.ts';
import { openPress, type Press } from './publishers.ts';

const { values: options } = parseArgs({
  options: {
    months: { type: 'string', default: '24' },
    sources: { type: 'string' },
    hours: { type: 'string' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
  },
});
const { quick, seed } = options;
const months = Number(options.months);
const sources = Number(options.sources ?? (quick ? 20 : 300));
const hours = Number(options.hours ?? (quick ? 48 : 1));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30.44 * DAY;
const START = Date.UTC(2026, 0, 1);

/** Passes on real sockets. */
const PASSES = quick ? 20 : 200;

interface Chapter {
  readonly press: Press;
  readonly tick: (now: number) => Promise<{ readonly items: { readonly stored: number } }>;
  readonly cache: string;
  readonly ticks: number;
  /** ms. */
  readonly between: number;
  /** Ticks from sample to sample. */
  readonly every: number;
  readonly show: (sample: Sample) => boolean;
}

async function live({
  press,
  tick,
  cache,
  ticks,
  between,
  every,
  show,
}: Chapter): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  let costs: number[] = [];
  for (let number = 1; number <= ticks; number++) {
    const now = START + number * between;
    press.liveUntil(now);
    const before = cpuTime();
    const { items } = await tick(now);
    costs.push(cpuTime() - before);
    if (number % every !== 0) continue;
    collectGarbage();
    const sample: Sample = {
      day: (number * between) / DAY,
      items: items.stored,
      cache: sizeOf(cache) + sizeOf(`${cache}-wal`),
      heap: process.memoryUsage().heapUsed,
      rss: process.memoryUsage.rss(),
      handles: openHandles(),
      resources: process.getActiveResourcesInfo().length,
      tick: costs.reduce((sum, cost) => sum + cost, 0) / costs.length,
      dearest: Math.max(...costs),
    };
    costs = [];
    if (show(sample)) console.log(row(sample));
    samples.push(sample);
  }
  return samples;
}

const HEAD = '     day    items  cache MB  heap MB  RSS MB  open files  waited for  tick ms  dearest ms';

function row({ day, items, cache, heap, rss, handles, resources, tick, dearest }: Sample): string {
  const cell = (value: number, width: number, digits = 0) => value.toFixed(digits).padStart(width);
  return (
    cell(day, 8, 1) +
    cell(items, 9) +
    cell(cache / 1e6, 10, 1) +
    cell(heap / 1e6, 9, 1) +
    cell(rss / 1e6, 8) +
    cell(handles, 12) +
    cell(resources, 12) +
    cell(tick, 9, 1) +
    cell(dearest, 12)
  );
}

function sayVerdicts(verdicts: readonly Verdict[]): boolean {
  for (const { what, before, last, bounded } of verdicts)
    console.log(
      `  ${bounded === null ? '       ' : bounded ? 'bounded' : 'GROWS  '}  ${what}: ${before.toFixed(1)} → ${last.toFixed(1)}`,
    );
  return verdicts.every(({ bounded }) => bounded !== false);
}

async function years(): Promise<boolean> {
  const press = openPress(sources, seed, START);
  const addresses = new Map(press.publishers.map(({ id }) => [id, `https://${id}.example/feed`]));
  let asked = 0;
  await using house = await openHousehold({
    sources: addresses,
    start: START,
    force: false,
    timeout: '30s',
    async transport({ url, headers }) {
      asked++;
      const reply = press.answer(url.hostname.split('.')[0] ?? '', headers['if-none-match']);
      if (reply.status === 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return { status: reply.status, headers: reply.headers, body: Buffer.from(reply.body) };
    },
  });
  console.log(`${months} months, ${sources} publishers, a tick every ${hours} h\n${HEAD}`);
  const ticks = Math.floor((months * MONTH) / (hours * HOUR));
  let shown = 0;
  const samples = await live({
    press,
    tick: house.tick,
    cache: house.cache,
    ticks,
    between: hours * HOUR,
    every: Math.max(1, Math.round((7 * 24) / hours)),
    show: ({ day }) => {
      if (day * DAY < (shown + 1) * MONTH) return false;
      shown = Math.floor((day * DAY) / MONTH);
      return true;
    },
  });
  console.log(
    `${ticks} ticks, ${asked} requests, ${press.posted()} stories; the last quarter beside the one before:`,
  );
  return sayVerdicts(judge(samples, { times: !quick }));
}

async function sockets(): Promise<boolean> {
  const press = openPress(quick ? 20 : 100, `${seed} sockets`, START);
  await using stand = await openNewsstand(press);
  await using house = await openHousehold({
    sources: stand.addresses,
    start: START,
    force: true,
    timeout: '500ms',
  });
  console.log(`\nOn real sockets: ${PASSES} passes over ${stand.addresses.size} publishers\n${HEAD}`);
  const every = Math.max(1, PASSES / 20);
  const samples = await live({
    press,
    tick: house.tick,
    cache: house.cache,
    ticks: PASSES,
    between: HOUR,
    every,
    show: () => true,
  });
  console.log(`${stand.requests()} requests; the last quarter beside the one before:`);
  return sayVerdicts(judge(samples, { times: !quick }).filter(({ what }) => /open files|timers/.test(what)));
}

const started = performance.now();
const bounded = [await years(), await sockets()].every(Boolean);
console.log(
  `${Math.round((performance.now() - started) / 1000)} s, ${Math.round(cpuTime() / 1000)} s of CPU.`,
);
process.exitCode = bounded ? 0 : 1;
