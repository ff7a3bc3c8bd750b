import { type House, loadAhead, openHouse, type World } from '../app.ts';
import type { Config } from '../config/config.ts';
import { documentFile, webPath } from '../cycle/addresses.ts';
import { cycle } from '../cycle/cycle.ts';
import { Failure } from '../model/failure.ts';
import type { Clock } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import { startTicks, type Ticks } from '../schedule/tick.ts';
import { startServer } from '../serve/server.ts';
import type { Site } from '../serve/site.ts';
import { sayFailure } from './failures.ts';
import { lines } from './progress.ts';
import { loadConfig, realWorld, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { openWebsite, type Website } from './website.ts';

/** Runs by schedule and serves, until it is told to stop; then it ends what it is at and leaves nothing half-done. */
export async function start(options: SharedOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const world = realWorld(options, terminal);
  const house = await openHouse(config, world);
  try {
    const website = openWebsite(config, house, world.clock);
    await website.refresh();
    await loadAhead();
    const server = await startServer(config.serve, website.site, website.answered);
    try {
      await live(config, house, website, `http://${server.host}:${server.port}`, world, terminal);
      return EXIT.done;
    } finally {
      await server.close();
    }
  } finally {
    await house.close();
  }
}

/** A pass at once and one at every tick. Trouble outside is told and outlived; a bug ends it. */
async function live(
  config: Config,
  house: House,
  website: Website,
  origin: string,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const bug = Promise.withResolvers<never>();
  const onError = (error: unknown) =>
    error instanceof Failure ? terminal.complain(sayFailure(error)) : bug.reject(error);
  const sayWhere = once(() => terminal.print(sayAddresses(config, website.site, origin)));
  const ending = new AbortController();
  const stop = AbortSignal.any([terminal.stop, ending.signal]);

  let telling = tellHubs(house, stop, onError);
  /** Whoever works with the cache of before ends that first. */
  const renewHouse = async () => {
    if (!house.isOutdated()) return;
    await telling.end();
    await house.renew();
    telling = tellHubs(house, stop, onError);
  };
  const pass = async (signal: AbortSignal) => {
    const display = lines(terminal, { quiet: false });
    website.passStarted();
    try {
      await renewHouse();
      const serve = async () => {
        await website.refresh();
        house.announcer.release();
      };
      const early = () => serve().then(sayWhere);
      const report = await cycle(house.rooms, { force: false, signal, progress: display.step, early });
      await serve();
      website.passEnded({
        trouble: troubleOf(report),
        written: report.outputs.written,
        stored: report.items.stored,
      });
      if (report.sources.due > 0 || report.outputs.written > 0) await display.end(report);
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      website.passEnded({ trouble, written: 0, stored: null });
      throw error;
    }
  };
  const stopped = new Promise<void>((resolve) => {
    terminal.stop.addEventListener('abort', () => resolve(), { once: true });
  });

  await pass(terminal.stop).catch(onError);
  if (!terminal.stop.aborted) {
    sayWhere();
    const job = (signal: AbortSignal) => pass(signal).finally(() => website.expectNext(ticks.next()));
    const ticks = startTicks(config.schedule, job, { log: world.log, onError });
    website.expectNext(ticks.next());
    const watching = watchForRestored(house, ticks, world.clock, stop);
    await Promise.race([bug.promise, stopped]).finally(() => {
      ending.abort();
      return Promise.all([ticks.stop(), watching]);
    });
  }
  await telling.end();
  terminal.print('Stopped.\n');
}

/** Tells hubs beside the passes, until it is ended or `stop` is aborted. */
function tellHubs({ announcer }: House, stop: AbortSignal, onError: (error: unknown) => void) {
  const ending = new AbortController();
  const told = announcer.keepTelling(AbortSignal.any([stop, ending.signal])).catch(onError);
  return {
    async end(): Promise<void> {
      ending.abort();
      await told;
    },
  };
}

/** ms between two looks whether a restored cache waits; after one that could not be opened it is a minute. */
const LOOK = 1_000;
const PAUSE = 60_000;

/** What was restored does not wait for the next tick. */
async function watchForRestored(house: House, ticks: Ticks, clock: Clock, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const pass = house.isOutdated() ? ticks.now() : null;
    await pass;
    await clock.sleep(pass !== null && house.isOutdated() ? PAUSE : LOOK, stop).catch(() => {});
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** A source that fails is its own affair; a document that can not be published is everybody's. */
function troubleOf({ rows }: Report): string | null {
  const failures = rows.outputs.flatMap(({ failure }) => (failure === null ? [] : [failure.message]));
  return failures[0] ?? null;
}

function sayAddresses({ outputs, webRoot }: Config, site: Site, origin: string): string {
  const addresses = outputs.flatMap((output) =>
    output.formats
      .map((format) => ({ format, path: webPath(documentFile(output, format), webRoot) }))
      .filter(({ path }) => site.find(decodeURIComponent(path)) !== undefined)
      .map(({ format, path }) => `  ${format.padEnd(5)} ${origin}${path}\n`),
  );
  return `Subscribe to:\n${addresses.join('')}More at ${origin}/ and ${origin}/status\nCtrl-C ends it.\n`;
}
