/**
 * What recognising costs: from raw entries to a commit in the embedded store, at the start and with much remembered.
 * `npm run bench:ledger [-- 10000 100000 1000000]`: the sizes at which a run with 100 new items is measured, each in a
 * process of its own, as a cron job would be. CPU time is of all threads of the process.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, type Print } from '../src/dedup/fingerprint.ts';
import { rawHashOf } from '../src/dedup/raw-hash.ts';
import { type Ledger, type LedgerTake, openLedger } from '../src/ledger/ledger.ts';
import type { Store } from '../src/model/ports.ts';
import type { TakenEntry } from '../src/model/take.ts';
import { openFileStore } from '../src/store/file-store.ts';
import { type Made, madeItem } from './support/made-items.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const PER_SOURCE = 35;

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function takeOf(source: string, made: readonly Made[], at: number): LedgerTake {
  const entries = made.map(({ raw, item }): TakenEntry<Print> => {
    return { rawHash: rawHashOf(raw), item, print: fingerprint(item, { id: source }) };
  });
  return { source, at, outcome: 'taken', entries, complete: true };
}

/** Judges and commits; returns the bytes written. */
async function commit(store: Store, ledger: Ledger, takes: readonly LedgerTake[]): Promise<number> {
  const judged = await ledger.judge(takes);
  await store.commit(judged.rows);
  judged.settle();
  return judged.rows.reduce((total, { key, value }) => total + key.length + value.length, 0);
}

function madeSource(name: string, at: number, count = PER_SOURCE): readonly Made[] {
  return Array.from({ length: count }, (_, n) => madeItem(name, n, at - n * 3_600_000));
}

/** Fills a store with `count` items, met over ten days. */
async function fill(file: string, count: number): Promise<void> {
  const store = openFileStore(file, { durability: 'normal' });
  const ledger = await openLedger({ store });
  const sources = Math.ceil(count / PER_SOURCE);
  const batch = 200;
  for (let from = 0; from < sources; from += batch) {
    const at = START + Math.floor((10 * DAY * from) / sources);
    const takes = Array.from({ length: Math.min(batch, sources - from) }, (_, i) => {
      const name = `source-${from + i}`;
      return takeOf(name, madeSource(name, at), at);
    });
    await commit(store, ledger, takes);
  }
  await store.close();
}

/** A cold run over 1,000 sources, in batches of 100. */
async function coldRun(folder: string): Promise<void> {
  const at = START;
  const made = Array.from({ length: 1000 }, (_, i) => madeSource(`source-${i}`, at));
  const items = made.length * PER_SOURCE;
  const store = openFileStore(join(folder, 'cold.db'), { durability: 'normal' });
  const ledger = await openLedger({ store });
  const before = cpu();
  for (let from = 0; from < made.length; from += 100) {
    const takes = made
      .slice(from, from + 100)
      .map((ofSource, i) => takeOf(`source-${from + i}`, ofSource, at));
    await commit(store, ledger, takes);
  }
  await store.close();
  const spent = cpu() - before;
  const size = statSync(join(folder, 'cold.db')).size;
  console.log(
    `cold: ${items} items in ${Math.round(spent)} ms CPU, ${Math.round((items / spent) * 1000)} items/s; ` +
      `${Math.round(size / items)} bytes an item on disk`,
  );
}

/** 100 new items among 3 sources that are known and 7 that are not, in a fresh process. */
async function runAmong(file: string, remembered: number): Promise<void> {
  const at = START + 10 * DAY;
  const takes = Array.from({ length: 10 }, (_, i) => {
    const name = i < 3 ? `source-${i}` : `fresh-${remembered}-${i}`;
    return { name, made: Array.from({ length: 10 }, (_, n) => madeItem(name, 1000 + n, at - n * 60_000)) };
  });
  const before = cpu();
  const started = performance.now();
  const store = openFileStore(file, { durability: 'normal' });
  const ledger = await openLedger({ store });
  const opened = performance.now();
  const bytes = await commit(
    store,
    ledger,
    takes.map(({ name, made }) => takeOf(name, made, at)),
  );
  const done = performance.now();
  await store.close();
  const size = statSync(file).size;
  console.log(
    `100 new among ${remembered}: ${(done - started).toFixed(0)} ms (open ${(opened - started).toFixed(0)}), ` +
      `${(cpu() - before).toFixed(0)} ms CPU, ${(bytes / 1000).toFixed(0)} KB written, ` +
      `${Math.round(size / remembered)} bytes an item, ${process.memoryUsage.rss() >> 20} MB RSS`,
  );
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--among') await runAmong(rest[0] ?? '', Number(rest[1]));
else if (mode === '--fill') await fill(rest[0] ?? '', Number(rest[1]));
else {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-ledger-'));
  const child = (...args: readonly string[]) =>
    execFileSync(process.execPath, [import.meta.filename, ...args], { stdio: 'inherit' });
  try {
    await coldRun(folder);
    const sizes = mode === undefined ? ['10000', '100000'] : [mode, ...rest];
    for (const size of sizes) {
      const file = join(folder, `${size}.db`);
      child('--fill', file, size);
      child('--among', file, size);
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
