/**
 * How well feeds are read: agreement with a reference reading per group and field, beside stock rss-parser and
 * feedsmith, and how many item titles survive ten kinds of breakage. `npm run score:parse [-- --failures [group]]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { compare, plain } from './support/agreement.ts';
import { breakages, entriesBefore } from './support/breakage.ts';
import { corpusFile } from './support/corpus.ts';
import { checkFloors } from './support/floors.ts';
import { type ReadFeed, readers } from './support/readers.ts';

interface Case {
  readonly name: string;
  readonly contentType: string | null;
  readonly url: string;
  readonly base64: string;
  readonly expected: ReadFeed;
  readonly expectedUnresolved?: ReadFeed;
}

const figures: Record<string, number> = {};
const names = Object.keys(readers);
const showFailures = process.argv.includes('--failures');
const only = process.argv[process.argv.indexOf('--failures') + 1];

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 1000) / 10;
}

function row(label: string, ...cells: readonly (string | number)[]): void {
  console.log(label.padEnd(22) + cells.map((cell) => String(cell).padStart(12)).join(''));
}

/** Agreement of all readers with the reference, per group and, for ours, per field. */
async function scoreReference(path: string): Promise<void> {
  const cases: Case[] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const groups = Map.groupBy(cases, ({ name }) => name.split('/')[0] ?? '');
  const fields = new Map<string, { asked: number; agreed: number }>();
  let thrown = 0;
  row('group (% of fields)', 'fields', ...names);
  for (const [group, members] of groups) {
    const scores: number[] = [];
    let asked = 0;
    for (const name of names) {
      const score = { asked: 0, agreed: 0 };
      for (const member of members) {
        const ours = name === 'feedriver';
        const reading = await attempt(name, member);
        if (ours && reading === null && member.expected.items.length > 0) thrown++;
        const readings = [member.expected, ...(member.expectedUnresolved ? [member.expectedUnresolved] : [])];
        compare(reading ?? { items: [] }, readings, (field, agrees, expected, actual) => {
          if (ours) tally(fields, field, agrees);
          if (field === 'item count') {
            if (ours && !agrees && showFailures)
              console.log(`  ${member.name}: items ${actual}, reference ${expected}`);
            return;
          }
          score.asked++;
          if (agrees) score.agreed++;
          else if (ours && showFailures && (only === undefined || only === group)) {
            console.log(
              `  ${member.name}: ${field}\n    reference ${JSON.stringify(expected)}\n    feedriver ${JSON.stringify(actual)}`,
            );
          }
        });
      }
      asked = score.asked;
      scores.push(percent(score.agreed, score.asked));
    }
    row(group, asked, ...scores);
    figures[group] = scores[0] ?? 0;
  }
  console.log();
  row('field (feedriver)', 'asked', '% agreed');
  for (const [field, { asked, agreed }] of fields) row(field, asked, percent(agreed, asked));
  console.log(`\ndocuments with an item on which feedriver throws: ${thrown}`);
  figures.notThrown = thrown === 0 ? 1 : 0;
}

async function attempt(name: string, { base64, url, contentType }: Case): Promise<ReadFeed | null> {
  try {
    return (await readers[name]?.(new Uint8Array(Buffer.from(base64, 'base64')), url, contentType)) ?? null;
  } catch {
    return null;
  }
}

function tally(fields: Map<string, { asked: number; agreed: number }>, field: string, agrees: boolean): void {
  const count = fields.get(field) ?? { asked: 0, agreed: 0 };
  fields.set(field, { asked: count.asked + 1, agreed: count.agreed + (agrees ? 1 : 0) });
}

/** Titles that survive each breakage, of those that are whole in the broken document. */
async function scoreRecovery(folder: string): Promise<void> {
  const feeds = cleanFeeds(folder);
  const totals = names.map(() => 0);
  let all = 0;
  console.log();
  row(`titles kept, ${feeds.length} feeds`, 'titles', ...names);
  for (const [label, breakage] of Object.entries(breakages)) {
    const kept = names.map(() => 0);
    let expected = 0;
    for (const { name: feed, xml, titles } of feeds) {
      const broken = breakage(xml);
      const cut = label.startsWith('cut') ? entriesBefore(xml, broken.length) : titles.length;
      const wanted = titles.slice(0, cut);
      expected += wanted.length;
      for (const [index, name] of names.entries()) {
        const found = await titlesRead(name, new TextEncoder().encode(broken));
        const missing = wanted.filter((title) => !take(found, title));
        kept[index] = (kept[index] ?? 0) + wanted.length - missing.length;
        if (name === 'feedriver' && missing.length > 0 && showFailures)
          console.log(`  ${feed}: ${missing.length} lost, first ${missing[0]}`);
      }
    }
    row(label, expected, ...kept.map((count) => percent(count, expected)));
    for (const [index, count] of kept.entries())
      totals[index] = (totals[index] ?? 0) + count / Math.max(1, expected);
    all++;
  }
  row('mean', '', ...totals.map((total) => percent(total, all)));
  figures.recovery = percent(totals[0] ?? 0, all);
}

/** XML feeds that feedsmith, as an independent reader, reads with all their entries and a title for each. */
function cleanFeeds(folder: string): readonly { name: string; xml: string; titles: readonly string[] }[] {
  return readdirSync(folder).flatMap((name) => {
    if (!/\.(xml|rss|atom)$/.test(name)) return [];
    const xml = new TextDecoder().decode(readFileSync(join(folder, name)));
    if (xml.includes('\ufffd')) return [];
    try {
      const { feed } = parseFeed(xml) as { feed: { items?: Titled[]; entries?: Titled[] } };
      const titles = (feed.items ?? feed.entries ?? []).map(({ title }) =>
        plain(typeof title === 'string' ? title : (title?.value ?? '')),
      );
      const isWhole =
        titles.length === entriesBefore(xml, xml.length) && titles.every((title) => title !== '');
      return isWhole && titles.length > 0 ? [{ name, xml, titles }] : [];
    } catch {
      return [];
    }
  });
}

interface Titled {
  readonly title?: string | { readonly value?: string };
}

async function titlesRead(name: string, bytes: Uint8Array): Promise<string[]> {
  try {
    const feed = await readers[name]?.(bytes, 'https://example.org/feed', null);
    return (feed?.items ?? []).map(({ title }) => plain(title ?? ''));
  } catch {
    return [];
  }
}

/** Removes one copy from the list; false if there is none. */
function take(list: string[], wanted: string): boolean {
  const index = list.indexOf(wanted);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}

/** Every real feed: as many items as its text has. */
async function scoreRealFeeds(folder: string): Promise<void> {
  let lost = 0;
  let files = 0;
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.md')) continue;
    files++;
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const text = new TextDecoder('latin1').decode(bytes);
    const wanted = name.endsWith('.json')
      ? JSON.parse(new TextDecoder().decode(bytes)).items.length
      : (text.match(/<(item|entry)[\s>]/g)?.length ?? 0);
    const feed = await readers.feedriver?.(bytes, 'https://example.org/feed', null).catch(() => null);
    const found = feed?.items.length ?? 0;
    if (found < wanted) console.log(`  ${name}: ${found} of ${wanted} items`);
    lost += Math.max(0, wanted - found);
  }
  console.log(`\n${files} real feeds read, items lost: ${lost}`);
  figures.realFeedsWhole = lost === 0 ? 1 : 0;
}

const reference = corpusFile('ufp-dev.jsonl');
const feeds = corpusFile('feeds');
if (reference !== null) await scoreReference(reference);
if (feeds !== null) await scoreRecovery(feeds);
if (feeds !== null) await scoreRealFeeds(feeds);
if (reference !== null && feeds !== null && !checkFloors('parse', figures)) process.exitCode = 1;
