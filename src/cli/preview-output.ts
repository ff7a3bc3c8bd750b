import { systemClock } from '../clock.ts';
import { itemsBehind } from '../cycle/editions.ts';
import { shelfKey } from '../cycle/shelves.ts';
import { surroundingsOf } from '../cycle/surroundings.ts';
import { allItems, readItems } from '../ledger/items.ts';
import { datingOf } from '../model/dating.ts';
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Store } from '../model/ports.ts';
import { type Prospect, prospectsOf } from '../select/prospect.ts';
import { type Shelf, shown } from '../select/shelf.ts';
import { openFileStore } from '../store/file-store.ts';
import { outputOf } from './named.ts';
import { count } from './report.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { tableOf } from './table.ts';
import { EXIT, type Terminal } from './terminal.ts';

export interface PreviewOutputOptions extends SharedOptions {
  readonly json?: true;
}

const SPAN = 30 * 86_400_000;

/**
 * What an output would show, by the config as it is now, of the items that were met in the last 30 days or are shown now, against
 * what it shows. The cache is only read.
 */
export async function previewOutput(
  id: string,
  options: PreviewOutputOptions,
  terminal: Terminal,
): Promise<number> {
  const config = loadConfig(options, terminal);
  const output = itemsBehind(outputOf(config, id));
  const store = openFileStore(config.cache, { durability: config.durability, readOnly: true });
  try {
    const now = systemClock.now();
    const row = await store.get(shelfKey(output));
    const shelf = row === undefined ? null : (JSON.parse(row) as Shelf);
    const shownNow = new Set(shelf?.shows === undefined ? [] : shown(shelf, now).map(([shownId]) => shownId));
    const items = await recentItems(store, now - SPAN, shownNow);
    const prospects = prospectsOf(items, shownNow, output, await surroundingsOf(config.sources), now);
    if (options.json) terminal.print(`${JSON.stringify(jsonOf(output, prospects))}\n`);
    else terminal.print(await sayProspects(output, prospects, terminal));
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** Items that were met since a time, and those that are shown. */
async function recentItems(
  store: Store,
  since: number,
  shownNow: ReadonlySet<string>,
): Promise<readonly StoredItem[]> {
  const recent = new Map<string, StoredItem>();
  for await (const batch of allItems(store)) {
    const met = batch.filter(({ firstSeenAt }) => firstSeenAt >= since);
    for (const stored of met) recent.set(stored.id, stored);
    if (met.length === 0) break; // they come in the order in which they were met, the last one first
  }
  const older = await readItems(
    store,
    [...shownNow].filter((id) => !recent.has(id)),
  );
  return [...recent.values(), ...older];
}

interface Tally {
  readonly rule: string;
  readonly items: number;
}

/** How many items are left out by which rule, each counted by the first one, the most first. */
function tallies(prospects: readonly Prospect[]): readonly Tally[] {
  const out = prospects.flatMap(({ refusals }) => refusals.slice(0, 1).map(({ rule }) => rule));
  return [...Map.groupBy(out, (rule) => rule)]
    .map(([rule, all]) => ({ rule, items: all.length }))
    .sort((one, other) => other.items - one.items || (one.rule < other.rule ? -1 : 1));
}

const isChange = ({ before, after }: Prospect): boolean => before !== after;

function jsonOf(output: Output, prospects: readonly Prospect[]) {
  return {
    output: output.id,
    days: SPAN / 86_400_000,
    in: prospects.filter(({ after }) => after).length,
    out: Object.fromEntries(tallies(prospects).map(({ rule, items }) => [rule, items])),
    come: prospects.filter((one) => isChange(one) && one.after).length,
    go: prospects.filter((one) => isChange(one) && one.before).length,
    items: prospects.map(({ stored, before, after, refusals }) => ({
      id: stored.id,
      title: stored.item.title,
      url: stored.item.url,
      date: new Date(datingOf(stored).at).toISOString(),
      before,
      after,
      refusals,
    })),
  };
}

async function sayProspects(
  output: Output,
  prospects: readonly Prospect[],
  terminal: Terminal,
): Promise<string> {
  const stay = prospects.filter((one) => one.after && !isChange(one)).length;
  const out = tallies(prospects).map(({ rule, items }) => `  ${items} by ${rule}\n`);
  const changes = prospects.filter(isChange);
  const come = changes.filter(({ after }) => after).length;
  const table = await tableOf(
    ['', 'dated', 'item', 'why'],
    prospects.map((one) => [signOf(one), dayOf(one), titleOf(one), whyOf(one)]),
    terminal,
  );
  return (
    `${table}\n${output.id}, ${count(prospects.length, 'item')} of the last 30 days: ${stay} would stay, ${come} would come (+), ` +
    `${changes.length - come} would go (-).\n${out.length === 0 ? '' : `Left out:\n${out.join('')}`}`
  );
}

function signOf({ before, after }: Prospect): string {
  if (before === after) return after ? '=' : '';
  return after ? '+' : '-';
}

const dayOf = ({ stored }: Prospect): string => new Date(datingOf(stored).at).toISOString().slice(0, 10);

const LONGEST_TITLE = 60;

function titleOf({ stored: { item } }: Prospect): string {
  const title = item.title ?? item.url ?? 'Without a title';
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title;
}

const whyOf = ({ refusals }: Prospect): string =>
  refusals.map(({ rule, why }) => `${why} (${rule})`).join('; ');
