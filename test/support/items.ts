/** Items and takes for tests: say what matters, the rest is empty. */
import { fingerprint } from '../../src/dedup/fingerprint.ts';
import { rawHashOf } from '../../src/dedup/raw-hash.ts';
import type { Ledger, LedgerTake } from '../../src/ledger/ledger.ts';
import type { Item } from '../../src/model/item.ts';
import type { Store } from '../../src/model/ports.ts';

export type ItemParts = Partial<Omit<Item, 'content'>> & { readonly html?: string };

export function itemWith({ html, ...parts }: ItemParts): Item {
  return {
    guid: null,
    url: null,
    title: null,
    summary: null,
    content: html === undefined ? null : { html, base: null },
    published: null,
    updated: null,
    estimated: null,
    authors: [],
    categories: [],
    enclosures: [],
    media: [],
    image: null,
    links: [],
    comments: null,
    rights: null,
    language: null,
    source: null,
    podcast: null,
    digest: null,
    ...parts,
  };
}

export interface TakeParts {
  readonly at?: number;
  readonly complete?: boolean;
  /** Raw hashes that are known: their items are not handed on, as intake does it. */
  readonly known?: ReadonlySet<string>;
}

/** A fetch of `source` that lists these items, newest first. */
export function takeWith(source: string, items: readonly Item[], parts: TakeParts = {}): LedgerTake {
  const entries = items.map((item) => {
    const rawHash = rawHashOf({
      ...(item.guid !== null && { id: item.guid }),
      ...(item.url !== null && { url: item.url }),
      ...(item.title !== null && { title: { value: item.title, kind: 'text' as const } }),
      ...(item.content !== null && { content: { value: item.content.html, kind: 'html' as const } }),
      ...(item.published !== null && { published: item.published }),
    });
    if (parts.known?.has(rawHash)) return { rawHash, item: null };
    return { rawHash, item, print: fingerprint(item, { id: source }) };
  });
  const at = parts.at ?? Date.UTC(2026, 2, 1, 12);
  return { source, at, outcome: 'taken', entries, complete: parts.complete ?? true };
}

/** Judges and commits, as a run does; raw hashes that the source listed before are recognised. */
export async function runTakes(
  store: Store,
  ledger: Ledger,
  fetches: readonly {
    readonly source: string;
    readonly items: readonly Item[];
    readonly parts?: TakeParts;
  }[],
) {
  const takes: LedgerTake[] = [];
  for (const { source, items, parts } of fetches)
    takes.push(takeWith(source, items, { known: await ledger.listing(source), ...parts }));
  const judged = await ledger.judge(takes);
  await store.commit(judged.rows);
  judged.settle();
  return judged;
}

const WORDS =
  'harbour council winter bridge ferry market garden signal engine valley copper letter window summer island teacher river doctor castle silver meadow pilot forest station captain lantern orchard village thunder library journey mirror cotton hammer basket candle pepper violin marble tunnel'.split(
    ' ',
  );

/** A text of `length` words of its own for each `seed`, with a full stop now and then. */
export function textOf(seed: number, length: number): string {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const next = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return (state >>> 8) & 0xffff;
  };
  const words: string[] = [];
  for (let i = 0; i < length; i++) {
    const word = `${WORDS[next() % WORDS.length]}${next() % 7 === 0 ? 's' : ''}`;
    words.push(i % 12 === 11 ? `${word}.` : word);
  }
  return words.join(' ');
}
