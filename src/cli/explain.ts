import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { shelfKey } from '../cycle/shelves.ts';
import { surroundingsOf } from '../cycle/surroundings.ts';
import { explain as explainItems, type Life } from '../ledger/explain.ts';
import { datingOf } from '../model/dating.ts';
import type { Store } from '../model/ports.ts';
import { type Refusal, refusalsOf } from '../select/admit.ts';
import { rankOf } from '../select/prospect.ts';
import { type Shelf, shown } from '../select/shelf.ts';
import { viewOf } from '../select/view.ts';
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
    const lives = await explainItems(store, item, config.sameness);
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
  /** The rules that keep it out; without them it would be shown. */
  readonly rules: readonly string[];
}

/** For each output whether it shows the item, and the rules that say no. */
async function outputsOf({ item, gone }: Life, config: Config, store: Store): Promise<readonly Shown[]> {
  const surroundings = await surroundingsOf(config.sources);
  const view = viewOf(item, surroundings);
  const rows = await store.getMany(config.outputs.map(shelfKey));
  return config.outputs.map((output, index) => {
    const row = rows[index];
    const places = row === undefined ? [] : shown(JSON.parse(row) as Shelf, systemClock.now());
    const told = (why: string | null, rules: readonly string[] = []) => ({ output: output.id, why, rules });
    if (places.some(([id]) => id === item.id)) return told(null);
    if (gone !== null) return told('its text is gone');
    const refusals = refusalsOf(view, output, surroundings);
    const reasons = refusals.length > 0 ? refusals : [rankOf(item, output, systemClock.now())];
    return told(
      reasons.map(sayRefusal).join('; '),
      reasons.map(({ rule }) => rule),
    );
  });
}

const sayRefusal = ({ rule, why }: Refusal): string => `${why} (${rule})`;

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
    ...(item.late ? ['  ordered by when it was first met: it came long after its date'] : []),
    ...verdicts.map(({ sentence }) => `  ${sentence}`),
    ...(gone === null ? [] : [`  Its text is gone: ${gone}.`]),
    ...outputs.map(({ output, why }) =>
      why === null ? `  ${output} shows it.` : `  ${output} does not show it: ${why}.`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
