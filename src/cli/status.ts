import { systemClock } from '../clock.ts';
import { readBookmarks } from '../cycle/bookmarks.ts';
import type { Bookmark } from '../model/bookmark.ts';
import type { Source } from '../model/source.ts';
import { openFileStore } from '../store/store.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { tableOf } from './table.ts';
import { EXIT, type Terminal } from './terminal.ts';

export interface StatusOptions extends SharedOptions {
  readonly json?: true;
}

/** Every source: when it was fetched, when it is asked next and why, and what is wrong with it. Also beside a daemon. */
export async function status(options: StatusOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const store = openFileStore(config.cache, { durability: 'normal', readOnly: true });
  try {
    const bookmarks = await readBookmarks(store, config.sources);
    const rows = config.sources.map((source) => rowOf(source, bookmarks.get(source.id) ?? null));
    if (options.json) terminal.print(`${JSON.stringify({ sources: rows })}\n`);
    else terminal.print(await sayRows(rows, systemClock.now(), terminal));
    return EXIT.done;
  } finally {
    await store.close();
  }
}

type StatusRow = ReturnType<typeof rowOf>;

function rowOf(source: Source, bookmark: Bookmark | null) {
  const at = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());
  return {
    id: source.id,
    title: source.title ?? bookmark?.title ?? null,
    location: source.location,
    format: bookmark?.format ?? null,
    lastFetch: at(bookmark?.lastFetchAt),
    lastStatus: bookmark?.lastStatus ?? null,
    lastSuccess: at(bookmark?.lastSuccessAt),
    next: at(bookmark?.nextAt),
    nextWhy: bookmark?.nextWhy ?? 'never asked yet',
    items: bookmark?.itemsListed ?? 0,
    failures: bookmark?.failures ?? 0,
    failure: bookmark?.lastFailure ?? null,
    warnings: bookmark?.warnings ?? [],
  };
}

async function sayRows(rows: readonly StatusRow[], now: number, terminal: Terminal): Promise<string> {
  const table = await tableOf(
    ['source', 'last fetch', 'next', 'items', 'state'],
    rows.map((row) => [row.id, sayTime(row.lastFetch, now), sayNext(row, now), row.items, sayState(row)]),
    terminal,
  );
  const repairs = rows.flatMap((row) => row.warnings.map((warning) => `${row.id}: ${warning}`));
  const told =
    repairs.length === 0
      ? ''
      : `\nRepairs at the last reading:\n${repairs.map((line) => `  ${line}\n`).join('')}`;
  return table + told;
}

function sayState({ failure, failures, lastFetch }: StatusRow): string {
  if (failure !== null)
    return `${failures} × ${failure.message}${failure.advice ? `\n${failure.advice}` : ''}`;
  return lastFetch === null ? 'never asked' : 'fine';
}

const sayNext = ({ next, nextWhy }: StatusRow, now: number): string =>
  next === null || Date.parse(next) <= now ? `now: ${nextWhy}` : `${sayTime(next, now)}: ${nextWhy}`;

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** `in 3 hours`, `2 days ago` */
function sayTime(iso: string | null, now: number): string {
  if (iso === null) return '–';
  const away = Date.parse(iso) - now;
  const [size, unit] = UNITS.find(([length]) => Math.abs(away) >= length) ?? [1_000, 'second'];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(away / size), unit);
}
