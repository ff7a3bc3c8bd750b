import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { shelfKey } from '../cycle/shelves.ts';
import { explain as explainItems, type Life } from '../ledger/explain.ts';
import { datingOf } from '../model/dating.ts';
import type { Output } from '../model/output.ts';
import type { Store } from '../model/ports.ts';
import { createSanitiser } from '../sanitise/sanitise.ts';
import { type Refusal, refusalOf } from '../select/admit.ts';
import { type Shelf, shown } from '../select/shelf.ts';
import { openFileStore } from '../store/file-store.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

export interface ExplainOptions extends SharedOptions {
  readonly json?: true;
}

/** Tells the life of an item: where and when it was met, how it was recognised, which outputs show it and why others do not. */
export async function explain(item: string, options: ExplainOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const store = openFileStore(config.cache, { durability: config.durability, readOnly: true });
  try {
    const lives = await explainItems(store, item);
    const told = await Promise.all(
      lives.map(async (life) => ({ ...life, outputs: await outputsOf(life, config, store) })),
    );
    if (options.json) terminal.print(`${JSON.stringify(told)}\n`);
    else if (told.length === 0)
      terminal.complain(
        `feedriver: the cache knows no item ${item}.\n  Give an id (urn:uuid:…) or the address of an item.\n`,
      );
    else for (const life of told) terminal.print(sayLife(life));
    return told.length === 0 ? EXIT.failed : EXIT.done;
  } finally {
    await store.close();
  }
}

interface Shown {
  readonly output: string;
  /** Null: it is shown. */
  readonly why: string | null;
}

/** For each output whether it shows the item, and the rule that says no. */
async function outputsOf({ item, gone }: Life, config: Config, store: Store): Promise<readonly Shown[]> {
  const sanitiser = createSanitiser({ stripTracking: false, embeds: [] });
  const tags = new Map(config.sources.map((source) => [source.id, source.tags]));
  const surroundings = {
    tagsOf: (source: string) => tags.get(source) ?? [],
    textOf: (markup: Parameters<typeof sanitiser.text>[0]) => sanitiser.text(markup, Number.MAX_SAFE_INTEGER),
  };
  const rows = await store.getMany(config.outputs.map(shelfKey));
  return config.outputs.map((output, index) => {
    const row = rows[index];
    const places = row === undefined ? [] : shown(JSON.parse(row) as Shelf, output, systemClock.now());
    if (places.some(([id]) => id === item.id)) return { output: output.id, why: null };
    if (gone !== null) return { output: output.id, why: 'its text is gone' };
    const refusal = refusalOf(item, output.where, surroundings);
    return { output: output.id, why: refusal === null ? sayRank(item, output) : sayRefusal(refusal) };
  });
}

function sayRank(item: Life['item'], { where, limit }: Output): string {
  const { maxAge } = where;
  if (maxAge !== null && datingOf(item).at < systemClock.now() - maxAge) return 'it is older than maxAge';
  return `${limit} newer ones stand before it (limit)`;
}

const REASONS: Readonly<Record<Refusal['rule'], string>> = {
  sources: 'it was met in none of the sources',
  tags: 'none of its sources has a tag of',
  language: 'its language is none of',
  include: 'its text holds none of',
  exclude: 'its text holds',
};

const sayRefusal = ({ rule, wanted }: Refusal): string =>
  `${REASONS[rule]} ${wanted.join(', ')} (where.${rule})`;

function sayLife({ item, verdicts, gone, outputs }: Life & { readonly outputs: readonly Shown[] }): string {
  const at = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const dating = datingOf(item);
  const lines = [
    item.item.title ?? 'Without a title',
    `  ${item.id}`,
    `  dated ${at(dating.at)}${dating.estimated ? ' (estimated)' : ''}, first met ${at(item.firstSeenAt)}, changed ${item.revision} times`,
    ...item.sightings.map(
      (one) => `  met in ${one.source} ${at(one.firstSeenAt)}${one.url === null ? '' : `: ${one.url}`}`,
    ),
    ...verdicts.map(({ sentence }) => `  ${sentence}`),
    ...(gone === null ? [] : [`  Its text is gone: ${gone}.`]),
    ...outputs.map(({ output, why }) =>
      why === null ? `  ${output} shows it.` : `  ${output} does not show it: ${why}.`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
