import type { Ledger } from '../ledger/ledger.ts';
import type { Bookmark } from '../model/bookmark.ts';
import type { Clock, Store } from '../model/ports.ts';
import type { Pin, Sameness } from '../model/sameness.ts';
import { bookmarkRow } from './bookmarks.ts';
import type { Shelves } from './shelves.ts';

export interface AmendDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: () => Promise<Ledger>;
  readonly shelves: Shelves;
  readonly sameness: Sameness;
  /** Kept up to date with what is committed. */
  readonly bookmarks: Map<string, Bookmark>;
}

/** The pins that were carried out on what was known when they were new. */
const KEY = 'x';

/** Carries out the pins that are new in the config, one commit each; whatever comes later the judge sees to. */
export async function carryOutPins({
  store,
  clock,
  ledger,
  shelves,
  sameness: { pins },
  bookmarks,
}: AmendDeps): Promise<void> {
  const row = await store.get(KEY);
  if (pins.length === 0 && row === undefined) return;
  const before: readonly string[] = row === undefined ? [] : JSON.parse(row);
  let done = pins.map(nameOf).filter((name) => before.includes(name));
  for (const pin of pins) {
    if (done.includes(nameOf(pin))) continue;
    const amended = await (await ledger()).amend(pin, clock.now());
    const shelved = await shelves.after(amended.changes);
    const marked = amended.reread.flatMap((source) => {
      const bookmark = bookmarks.get(source);
      return bookmark === undefined ? [] : [{ source, bookmark: unread(bookmark) }];
    });
    done = [...done, nameOf(pin)];
    await store.commit([
      ...amended.rows,
      ...shelved.rows,
      ...marked.map(({ source, bookmark }) => bookmarkRow(source, bookmark)),
      { key: KEY, value: JSON.stringify(done) },
    ]);
    amended.settle();
    shelved.settle();
    for (const { source, bookmark } of marked) bookmarks.set(source, bookmark);
  }
  if (done.length < before.length) await store.commit([{ key: KEY, value: JSON.stringify(done) }]);
}

const nameOf = (pin: Pin): string => JSON.stringify([pin.same, ...pin.items]);

/** As if its documents had not been read: the next answer is a whole one. When that is, does not change. */
const unread = (bookmark: Bookmark): Bookmark => ({ ...bookmark, validators: null, bodyHash: null });
