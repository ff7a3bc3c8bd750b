/** The house as `start` has it, in this process, with time and network in our hands. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openHouse, type World } from '../../src/app.ts';
import { openWebsite } from '../../src/cli/website.ts';
import { cycle } from '../../src/cycle/cycle.ts';
import { readConfig } from '../../src/index.ts';
import type { Clock } from '../../src/model/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { startServer } from '../../src/serve/server.ts';
import { silentLog } from '../../test/support/visitor.ts';
import { diceFor } from '../support/dice.ts';

/** Ticks from one renewal of what is served to the next. */
const REFRESHED = 24;

export interface Household extends AsyncDisposable {
  readonly cache: string;
  /** A pass at that time, ms, and a reader who comes for what is new. */
  tick(now: number): Promise<Report>;
}

export interface HouseholdOptions {
  /** Address of each source, by its id. */
  readonly sources: ReadonlyMap<string, string>;
  readonly start: number;
  /** Also what is not due. */
  readonly force: boolean;
  readonly timeout: string;
  readonly transport?: World['transport'];
}

export async function openHousehold(options: HouseholdOptions): Promise<Household> {
  const { sources, start, force, timeout, transport } = options;
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-soak-'));
  const listed = [...sources].map(([id, feed]) => `  - { id: ${id}, feed: "${feed}" }`).join('\n');
  const config = readConfig(
    `site: { title: Soak, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 30m, timeout: ${timeout}, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8] }
sources:
${listed}
outputs:
  - { id: all, path: ./public/all, limit: 40 }
  - { id: front, path: ./public/front, limit: 20, formats: [rss, html] }
  - { id: word, path: ./public/word, limit: 50, formats: [json], where: { include: [brabra] } }
  - { id: weekly, path: ./public/weekly, limit: 8, digest: "0 6 * * 1" }
`,
    join(folder, 'feedriver.yaml'),
  );
  let time = start;
  let setAt = performance.now();
  // time goes on within a tick as it does outside, so that what is waited for comes
  const clock: Clock = {
    now: () => Math.floor(time + performance.now() - setAt),
    sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : undefined),
  };
  const world: World = {
    clock,
    random: diceFor('soak').next,
    log: silentLog,
    environment: {},
    pid: process.pid,
    ...(transport && { transport }),
  };
  const house = await openHouse(config, world);
  const website = openWebsite(config, house, clock);
  const server = await startServer({ host: '127.0.0.1', port: 0 }, website.site, website.answered);
  const signal = new AbortController().signal;
  let ticks = 0;
  return {
    cache: config.cache,
    async tick(now) {
      time = now;
      setAt = performance.now();
      website.passStarted();
      const report = await cycle(house.rooms, { force, signal });
      // to press all documents for readers costs more than all the rest of a tick
      if (ticks++ % REFRESHED === 0) await website.refresh();
      const { written } = report.outputs;
      website.passEnded({ trouble: null, written, stored: report.items.stored });
      const answer = await fetch(`http://127.0.0.1:${server.port}/front.rss`);
      await answer.arrayBuffer();
      return report;
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
