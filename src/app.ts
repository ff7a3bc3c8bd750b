import { dirname } from 'node:path';
import type { Config } from './config/config.ts';
import { carryOutPins } from './cycle/amend.ts';
import { openArchives } from './cycle/archives.ts';
import { readBookmarks } from './cycle/bookmarks.ts';
import { commit } from './cycle/commit.ts';
import type { Rooms } from './cycle/cycle.ts';
import { itemsBehind } from './cycle/editions.ts';
import { tellHealth } from './cycle/health.ts';
import { intake } from './cycle/intake.ts';
import { publish } from './cycle/publish.ts';
import { releaseHeld } from './cycle/release.ts';
import { openShelves } from './cycle/shelves.ts';
import { tidy } from './cycle/tidy.ts';
import { openTombstones } from './cycle/tombstones.ts';
import { createTurns } from './cycle/turns.ts';
import { loadClient } from './fetch/dispatchers.ts';
import { createFetcher, type Fetcher } from './fetch/fetcher.ts';
import type { Transport } from './fetch/wire.ts';
import { readManifest } from './ledger/manifest.ts';
import type { Bookmark } from './model/bookmark.ts';
import { Failure } from './model/failure.ts';
import type { Clock, Log, Random, Store } from './model/ports.ts';
import { loadParser } from './parse/head.ts';
import { product } from './product.ts';
import { dueSources, inTurns } from './schedule/due.ts';
import { openFileStore } from './store/file-store.ts';
import { acquireLock } from './store/lock.ts';
import { isRestoredWaiting, takeOverRestored } from './store/restore.ts';
import { type Announcer, hubsOf, openAnnouncer } from './websub/announcer.ts';

/** Everything that the house takes from outside. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** The network itself; HTTP over real sockets unless given. */
  readonly transport?: Transport;
}

/** What is read from the cache, and works with it. */
interface Household {
  readonly rooms: Rooms;
  /** What is remembered of each source, as of the last commit. */
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
  /** Hubs are told beside the cycle, by whoever runs it: no pass waits for one. */
  readonly announcer: Announcer;
}

export interface House extends Household {
  /** A restored cache waits to be taken over, or the cache could not be opened when that was tried. */
  isOutdated(): boolean;
  /**
   * Opens the cache anew, the restored one if one waits: then rooms, bookmarks and announcer are others, and nothing is
   * remembered. While nobody works with them. Failures: `store-…`; then nothing works until another try goes well.
   */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Builds the house around a config and opens it for writing; a restored cache that waits is taken over before.
 * Failures: `locked`, `store-…`.
 */
export async function openHouse(config: Config, world: World): Promise<House> {
  const { clock, log, environment, pid } = world;
  const lock = acquireLock(`${config.cache}.lock`, { pid, since: new Date(clock.now()).toISOString() });
  try {
    // not of the household: what it knows of hosts, politeness above all, holds whatever is restored
    const fetcher = createFetcher({
      clock,
      settings: config.fetch,
      log,
      env: environment,
      files: { roots: fileRoots(config) },
      ...(world.transport && { transport: world.transport }),
    });
    let store: Store | null = null;
    const closeStore = async () => {
      const open = store;
      store = null;
      await open?.close();
    };
    const open = async () => {
      await closeStore();
      takeOver(config.cache, log);
      store = openFileStore(config.cache, {
        durability: config.durability,
        upgrade: { now: clock.now(), log },
      });
      return furnish(store, fetcher, config, world).catch(async (error: unknown) => {
        await closeStore();
        throw error;
      });
    };
    let household = await open();
    return {
      get rooms() {
        return household.rooms;
      },
      get bookmarks() {
        return household.bookmarks;
      },
      get announcer() {
        return household.announcer;
      },
      isOutdated: () => store === null || isRestoredWaiting(config.cache),
      async renew() {
        household = await open();
      },
      async close() {
        await fetcher.close();
        await closeStore();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What can not be taken over is said, and stops nobody: the cache is the one that was there. */
function takeOver(cache: string, log: Log): void {
  try {
    const outcome = takeOverRestored(cache);
    if (outcome instanceof Failure) log.error(outcome.message, { advice: outcome.advice });
    if (outcome === 'taken') log.warn('a restored cache was taken over; the one before is kept', { cache });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.error(`${error.message} What was restored waits on.`, { advice: error.advice });
  }
}

/** The one place where every room is known. */
async function furnish(
  store: Store,
  fetcher: Fetcher,
  config: Config,
  { clock, random, log }: World,
): Promise<Household> {
  const { sources, outputs } = config;
  const ledger = once(async () =>
    (await import('./ledger/ledger.ts')).openLedger({ store, sameness: config.sameness }),
  );
  const bookmarks = await readBookmarks(store, sources);
  const archives = await openArchives({ store, sources, outputs });
  const tombstones = await openTombstones(store, outputs);
  const shelves = await openShelves({
    store,
    clock,
    sources,
    outputs: outputs.map(itemsBehind),
    archives,
    tombstones,
  });
  const announcer = await openAnnouncer({
    store,
    clock,
    random,
    post: fetcher.post,
    log,
    hubs: hubsOf(outputs),
  });
  const turns = createTurns();
  const committing = { store, ledger, shelves, sources, quarantine: config.quarantine, bookmarks };
  const publishing = {
    ...config,
    store,
    clock,
    shelves,
    archives,
    tombstones,
    bookmarks,
    product,
    announce: announcer.announce,
  };

  const rooms: Rooms = {
    turns: inTurns(sources),
    outputs,
    amend: async () => {
      await carryOutPins({ ...committing, clock, sameness: config.sameness });
      await releaseHeld({ ...committing, clock });
    },
    due: (force) => dueSources(sources, bookmarks, clock.now(), { force, random }),
    intake: (source, signal) =>
      intake(
        { source, bookmark: bookmarks.get(source.id) ?? null },
        async (id) => (await ledger()).listing(id),
        { fetcher, clock, random, settings: config.fetch, turn: turns.take },
        signal,
      ),
    isReading: turns.isTaken,
    commit: (takes) => commit(takes, committing),
    publish: (output) => publish(output, publishing),
    tellHealth: (rows) => tellHealth(rows, { ...publishing, log }),
    tidy: () => tidy({ store, ledger, shelves, archives, clock, sources, outputs }),
    clock,
    stored: async () => (await readManifest(store)).items,
  };
  return { rooms, bookmarks, announcer };
}

/**
 * Most passes have little to do, so rooms are loaded when they are first needed. Whoever serves beside loads them before, or
 * readers wait for it in the middle of the first pass.
 */
export async function loadAhead(): Promise<void> {
  await Promise.all([loadClient(), loadParser()]);
  await import('./cycle/reading.ts');
  await import('./ledger/ledger.ts');
  await import('./cycle/documents.ts');
}

/** Made when it is first asked for, and only then. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Files may be read from where the config points to, and from nowhere else. */
function fileRoots(config: Config): readonly string[] {
  const folders = config.sources
    .filter((source) => source.location.startsWith('/'))
    .map((source) => dirname(source.location.split(/[*?[{]/, 1)[0] ?? source.location));
  return [dirname(config.file), ...folders];
}
