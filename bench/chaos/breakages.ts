/** Promises broken on purpose, one at a time, to see that the harness notices: each is a change of one built file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Breakage {
  readonly name: string;
  /** What it does wrong. */
  readonly sin: string;
  readonly file: string;
  /** Each stands in the file exactly once. */
  readonly changes: readonly (readonly [was: string | RegExp, becomes: string])[];
}

/** The one commit of a batch, with its three parts. */
const COMMIT =
  /await store\.commit\(\[\s*(\.\.\.judged\.rows),\s*(\.\.\.shelved\.rows),\s*(\.\.\.marked[\s\S]*?),?\s*\]\);/;

export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'bookmark-first',
    sin: 'bookmarks are committed before the items that they tell of',
    file: 'cycle/commit.js',
    changes: [[COMMIT, 'await store.commit([$3]); await store.commit([$1, $2]);']],
  },
  {
    name: 'items-first',
    sin: 'items are committed before the shelves that show them',
    file: 'cycle/commit.js',
    changes: [[COMMIT, 'await store.commit([$1]); await store.commit([$2, $3]);']],
  },
  {
    name: 'no-transaction',
    sin: 'the rows of a commit are written one by one',
    file: 'store/sqlite.js',
    changes: [
      ["this.#database.exec('begin immediate');", ''],
      ["this.#database.exec('commit');", ''],
    ],
  },
  {
    name: 'write-in-place',
    sin: 'documents are written where readers see them',
    file: 'publish/place.js',
    changes: [
      [/const besideOf = \(file\) => `\$\{file\}\.new`;/, 'const besideOf = (file) => file;'],
      [/else\s+rmSync\(beside\);/, ''],
    ],
  },
  {
    name: 'ids-by-chance',
    sin: 'an id is minted anew each time instead of from what the item is',
    file: 'ledger/ids.js',
    changes: [['return PREFIX + uuidOf(high, low);', 'return PREFIX + uuidOf(high ^ process.pid, low);']],
  },
  {
    name: 'migrate-by-steps',
    sin: 'the new table takes the place of the old one before it is filled',
    file: 'store/upgrade.js',
    changes: [
      ['begin immediate; ', ''],
      [/drop table cache; (.*?); commit/, 'drop table cache; $1'],
    ],
  },
  {
    name: 'restore-in-place',
    sin: 'a backup is written over the cache',
    file: 'store/restore.js',
    changes: [['renameSync(waiting, cache)', 'copyFileSync(waiting, cache); rmSync(waiting)']],
  },
];

/** Commits the sin in the program built in `folder`. */
export function commit({ name, file, changes }: Breakage, folder: string): void {
  const path = join(folder, file);
  let text = readFileSync(path, 'utf8');
  for (const [was, becomes] of changes) {
    const changed = text.replace(was, becomes);
    if (changed === text) throw new Error(`${name} finds nothing to break in ${file}: bring it up to date`);
    text = changed;
  }
  writeFileSync(path, text);
}
