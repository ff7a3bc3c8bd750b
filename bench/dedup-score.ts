/**
 * Which items are one: precision and recall on labelled pairs, in all and per class, beside simple ways to tell. A pair is
 * judged alone, in a fresh memory. `npm run score:dedup [-- --failures [class]]`.
 */
import { readFileSync } from 'node:fs';
import { createDeduper } from '../src/ledger/deduper.ts';
import { sentenceOf } from '../src/ledger/explain.ts';
import { corpusFile } from './support/corpus.ts';
import { checkFloors } from './support/floors.ts';
import { baselines, type Pair } from './support/pair-baselines.ts';

const showFailures = process.argv.includes('--failures');
const only = process.argv[process.argv.indexOf('--failures') + 1];

interface Tally {
  readonly label: Pair['label'];
  pairs: number;
  readonly merged: Record<string, number>;
}

const names = ['feedriver', ...Object.keys(baselines)];
const tallies = new Map<string, Tally>();

async function judgePair(pair: Pair): Promise<boolean> {
  const deduper = createDeduper();
  const first = await deduper.add(pair.a);
  const second = await deduper.add(pair.b);
  const merged = second.mergedWith === first.id;
  const wrong = merged !== (pair.label === 'dup');
  if (wrong && showFailures && (!only || pair.class === only)) {
    console.log(`${pair.id} ${pair.class} (${pair.label}): ${sentenceOf(second.verdict)}`);
    console.log(`    ${pair.a.title}\n    ${pair.b.title}`);
  }
  return merged;
}

function tally(pair: Pair, name: string, merged: boolean): void {
  const row = tallies.get(pair.class) ?? { label: pair.label, pairs: 0, merged: {} };
  tallies.set(pair.class, row);
  if (name === 'feedriver') row.pairs++;
  row.merged[name] = (row.merged[name] ?? 0) + (merged ? 1 : 0);
}

function sum(label: Pair['label'], name: string, prefix = ''): { pairs: number; merged: number } {
  const rows = [...tallies].filter(([kind, row]) => row.label === label && kind.startsWith(prefix));
  return {
    pairs: rows.reduce((total, [, row]) => total + row.pairs, 0),
    merged: rows.reduce((total, [, row]) => total + (row.merged[name] ?? 0), 0),
  };
}

function line(label: string, cells: readonly string[]): void {
  console.log(label.padEnd(30) + cells.map((cell) => cell.padStart(14)).join(''));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function precision(name: string): number {
  const right = sum('dup', name).merged;
  return share(right, right + sum('distinct', name).merged);
}

function recall(name: string): number {
  const { pairs, merged } = sum('dup', name);
  return share(merged, pairs);
}

function apart(prefix: string): number {
  const { pairs, merged } = sum('distinct', 'feedriver', prefix);
  return 1 - share(merged, pairs);
}

function merged(prefix: string): number {
  const ours = sum('dup', 'feedriver', prefix);
  return share(ours.merged, ours.pairs);
}

const path = corpusFile('dedup-dev.jsonl');
if (path !== null) {
  const pairs: Pair[] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  for (const pair of pairs) {
    tally(pair, 'feedriver', await judgePair(pair));
    for (const [name, decide] of Object.entries(baselines)) tally(pair, name, decide(pair));
  }
  line('share called one item', names);
  for (const [kind, row] of [...tallies].sort()) {
    line(
      `${kind} (${row.pairs})`,
      names.map((name) => share(row.merged[name] ?? 0, row.pairs).toFixed(3)),
    );
  }
  line(
    'precision',
    names.map((name) => precision(name).toFixed(4)),
  );
  line(
    'recall',
    names.map((name) => recall(name).toFixed(4)),
  );
  const held = checkFloors('dedup', {
    precision: precision('feedriver'),
    recall: recall('feedriver'),
    newHeadline: merged('pos-new-headline'),
    retitled: merged('pos-retitled'),
    guidReuseApart: apart('neg-guid-reuse'),
    templatesApart: apart('neg-template'),
  });
  if (!held) process.exitCode = 1;
}
