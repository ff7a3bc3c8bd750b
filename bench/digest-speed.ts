/**
 * How fast digests in plain text are read, dates included: MB per second of CPU for short and for long stories, beside a floor
 * that only cuts the same text into paragraphs and sentences, the two taking turns in one process; and what a byte costs as the
 * text doubles. `npm run bench:digest`.
 */
import { readDigest } from '../src/parse/digest/text.ts';
import { digestText } from './support/digest-text.ts';
import { checkFloors } from './support/floors.ts';

const ROUNDS = 5;
const MEGABYTES = 10;
/** Characters of one story. */
const STORIES: Readonly<Record<string, number>> = { short: 700, long: 2500 };
const DOUBLINGS = [2, 4, 8, 16, 32];

/** Paragraphs and sentences by the plainest patterns, and nothing of what a digest needs besides. */
function readPlainly(bytes: Uint8Array): number {
  let sentences = 0;
  for (const paragraph of new TextDecoder().decode(bytes).split(/\n\s*\n/)) {
    sentences += paragraph.match(/[^.!?]+[.!?]*\s*/g)?.length ?? 0;
  }
  return sentences;
}

/** Megabytes per second of CPU, all threads: what the garbage collector does beside is counted too. */
async function speedOf(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): Promise<number> {
  const before = process.cpuUsage();
  await read(bytes);
  const { user, system } = process.cpuUsage(before);
  return bytes.length / (user + system);
}

function textOf(megabytes: number, story: number): Uint8Array {
  return new TextEncoder().encode(digestText(megabytes * 1e6, story));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;

const figures: Record<string, number> = {};
for (const [name, story] of Object.entries(STORIES)) {
  const bytes = textOf(MEGABYTES, story);
  const cold = await speedOf(readDigest, bytes);
  const speeds: number[] = [];
  const floors: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    speeds.push(await speedOf(readDigest, bytes));
    floors.push(await speedOf(readPlainly, bytes));
  }
  figures[`${name}Cold`] = round(cold);
  figures[name] = round(median(speeds));
  figures[`${name}PerFloor`] = round(median(speeds) / median(floors));
}

const doubled: number[] = [];
for (const megabytes of DOUBLINGS) {
  const bytes = textOf(megabytes, STORIES.short ?? 0);
  const speeds: number[] = [];
  for (let turn = 0; turn < 3; turn++) speeds.push(await speedOf(readDigest, bytes));
  doubled.push(Math.max(...speeds));
  console.log(`${String(megabytes).padStart(3)} MB: ${doubled.at(-1)?.toFixed(1)} MB per second of CPU`);
}
figures.linearity = round((doubled.at(-1) ?? 0) / Math.max(...doubled));
if (!checkFloors('digestSpeed', figures)) process.exitCode = 1;
