import { systemClock } from '../clock.ts';
import { readBookmarks } from '../cycle/bookmarks.ts';
import { type Bookmark, never } from '../model/bookmark.ts';
import type { Source } from '../model/source.ts';
import { diagnose } from '../schedule/health.ts';
import { openFileStore } from '../store/file-store.ts';
import { hubsOf, readHubs } from '../websub/announcer.ts';
import { type HubState, stateOf } from '../websub/hub.ts';
import { count } from './report.ts';
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
    const now = systemClock.now();
    const rows = config.sources.map((source) => rowOf(source, bookmarks.get(source.id) ?? null, now));
    const hubs = (await readHubs(store, hubsOf(config.outputs))).map(stateOf);
    if (options.json) terminal.print(`${JSON.stringify({ sources: rows, hubs })}\n`);
    else
      terminal.print(
        (await sayRows(rows, now, terminal)) +
          section(
            'Hubs:',
            hubs.map((hub) => sayHub(hub, now)),
          ),
      );
    return EXIT.done;
  } finally {
    await store.close();
  }
}

type StatusRow = ReturnType<typeof rowOf>;

function rowOf(source: Source, bookmark: Bookmark | null, now: number) {
  const at = (time: number | null | undefined) =>
    time == null || time === never ? null : new Date(time).toISOString();
  const { health, says, advice } = diagnose(bookmark, now);
  return {
    id: source.id,
    title: source.title ?? bookmark?.title ?? null,
    location: source.location,
    format: bookmark?.format ?? null,
    health,
    says,
    advice,
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
    ['source', 'health', 'last fetch', 'items', ''],
    rows.map((row) => [row.id, row.health, sayTime(row.lastFetch, now), row.items, row.says]),
    terminal,
  );
  const advice = rows.flatMap((row) => (row.advice === null ? [] : [`  ${row.id}: ${row.advice}\n`]));
  const repairs = rows.flatMap((row) => row.warnings.map((warning) => `  ${row.id}: ${warning}\n`));
  return table + section('What you can do:', advice) + section('Repairs at the last reading:', repairs);
}

function sayHub({ url, untold, failures, failure, lastTold, next }: HubState, now: number): string {
  const told = lastTold === null ? 'never told anything yet' : `told ${sayTime(lastTold, now)}`;
  if (untold === 0) return `  ${url}: ${told}\n`;
  const waiting = `${count(untold, 'document')} to tell it of`;
  if (failure === null) return `  ${url}: ${told}, ${waiting}\n`;
  const times = failures === 1 ? 'it failed once' : `it failed ${failures} times in a row`;
  const advice = failure.advice === undefined ? '' : `    ${failure.advice}\n`;
  return `  ${url}: ${failure.message}; ${times}; ${waiting}, next ${sayTime(next, now)}\n${advice}`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${title}\n${lines.join('')}`;

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
