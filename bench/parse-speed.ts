/**
 * How fast real feeds are read: MB of document per second of CPU, the contestants taking turns in one process, medians.
 * `npm run bench:parse`. The floor is htmlparser2's tokenizer with callbacks that do nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { Tokenizer } from 'htmlparser2';
import RssParser from 'rss-parser';
import { cleanDocument } from '../src/clean/reading.ts';
import { readDocument } from '../src/parse/document.ts';
import { corpusFile } from './support/corpus.ts';
import { checkFloors } from './support/floors.ts';

const ROUNDS = 9;

interface Feed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function nothing(): void {}

const IGNORE = {
  onattribdata: nothing,
  onattribentity: nothing,
  onattribend: nothing,
  onattribname: nothing,
  oncdata: nothing,
  onclosetag: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onopentagend: nothing,
  onopentagname: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontext: nothing,
  ontextentity: nothing,
};

const location = 'https://example.org/feed';
const rssParser = new RssParser();

/** All of them begin with bytes, as those that a fetch brings home. */
const contestants: Readonly<Record<string, (feed: Feed) => unknown>> = {
  'feedriver, parse': ({ bytes }) => readDocument(bytes, { location, contentType: null }),
  'feedriver, parse and clean': async ({ bytes }) =>
    cleanDocument(await readDocument(bytes, { location, contentType: null }), { location }),
  feedsmith: ({ bytes }) => parseFeed(new TextDecoder().decode(bytes)),
  'rss-parser': ({ bytes }) => rssParser.parseString(new TextDecoder().decode(bytes)),
  'tokenizer only': ({ bytes }) => {
    const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, IGNORE);
    tokenizer.write(new TextDecoder().decode(bytes));
    tokenizer.end();
  },
};

async function cpuMilliseconds(read: (feed: Feed) => unknown, feeds: readonly Feed[]): Promise<number> {
  const before = process.cpuUsage();
  for (const feed of feeds) {
    try {
      await read(feed);
    } catch {
      // A reader that can not read it is not slower for that.
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function measure(label: string, feeds: readonly Feed[]): Promise<Record<string, number>> {
  const megabytes = feeds.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const repeats = Math.max(1, Math.round(6 / megabytes));
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, read] of Object.entries(contestants)) {
      let time = 0;
      for (let repeat = 0; repeat < repeats; repeat++) time += await cpuMilliseconds(read, feeds);
      if (round > 0) times.set(name, [...(times.get(name) ?? []), time / repeats]);
    }
  }
  console.log(`\n${label}: ${feeds.length} feeds, ${megabytes.toFixed(1)} MB`);
  const speeds: Record<string, number> = {};
  for (const [name, taken] of times) {
    const median = taken.sort((left, right) => left - right)[taken.length >> 1] ?? 0;
    speeds[name] = megabytes / (median / 1000);
    console.log(`  ${name.padEnd(28)} ${speeds[name].toFixed(0).padStart(5)} MB/s`);
  }
  return speeds;
}

const folder = corpusFile('feeds');
if (folder !== null) {
  const feeds = readdirSync(folder)
    .filter((name) => /\.(xml|rss|atom)$/.test(name))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  const all = await measure('all', feeds);
  await measure(
    'without the largest',
    feeds.filter(({ bytes }) => bytes.length < 1e6),
  );
  const ratio = (name: string): number =>
    Math.round(((all['feedriver, parse'] ?? 0) / (all[name] ?? 1)) * 100) / 100;
  const figures = { perFeedsmith: ratio('feedsmith'), perTokenizer: ratio('tokenizer only') };
  if (!checkFloors('parseSpeed', figures)) process.exitCode = 1;
}
