/**
 * How well digests are read: the sample of the corpus against its truth, the same sample in every rewriting, and leads with
 * known days. `npm run score:digest`; `npm run bench:digest` measures the speed.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDigest } from '../src/parse/digest/text.ts';
import { leads as firstLeads } from '../test/support/digest-leads.ts';
import { furtherLeads } from '../test/support/digest-leads-further.ts';
import { readLead } from '../test/support/digest-leads-reading.ts';
import { differences, rewritings as firstRewritings, storiesIn } from '../test/support/digest-rewritings.ts';
import { furtherRewritings } from '../test/support/digest-rewritings-further.ts';
import { corpusFile } from './support/corpus.ts';
import { checkFloors } from './support/floors.ts';

interface Truth {
  readonly title: string;
  readonly source: string;
  readonly published: string | null;
  readonly blocks: number;
}

const rewritings = [...firstRewritings, ...furtherRewritings];
const leads = [...firstLeads, ...furtherLeads];

/** When the corpus was read for the first time, years later, and never. */
const readings = [Date.UTC(2025, 5, 12), Date.UTC(2031, 0, 1), null];

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’“”"']/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

async function scoreSample(text: string, truth: readonly Truth[]): Promise<Record<string, number>> {
  const figures = { titles: 10, sources: 10, dates: 10, blocks: Number.POSITIVE_INFINITY };
  for (const receivedAt of readings) {
    const { items } = await readDigest(text, { receivedAt });
    const matching = (same: (item: (typeof items)[number], row: Truth) => boolean) =>
      truth.filter((row, index) => {
        const item = items[index];
        return item !== undefined && same(item, row);
      });
    figures.titles = Math.min(
      figures.titles,
      matching((item, row) => fold(item.title) === fold(row.title)).length,
    );
    figures.sources = Math.min(figures.sources, matching((item, row) => item.source === row.source).length);
    const dated = matching((item, row) => (item.published?.slice(0, 10) ?? null) === row.published);
    figures.dates = Math.min(figures.dates, dated.length);
    const blocks = matching((item, row) => item.paragraphs.length === row.blocks).reduce(
      (sum, row) => sum + row.blocks,
      0,
    );
    figures.blocks = Math.min(figures.blocks, blocks);
  }
  return figures;
}

async function scoreRewritings(text: string): Promise<number> {
  const stories = storiesIn(text);
  const before = await readDigest(text);
  let kept = 0;
  for (const rewriting of rewritings) {
    const found = differences(before, await readDigest(rewriting.rewrite(stories)), rewriting);
    if (found.length === 0) kept++;
    else console.log(`${rewriting.name}: ${found.slice(0, 4).join('; ')}`);
  }
  return kept / rewritings.length;
}

async function scoreLeads(): Promise<number> {
  let right = 0;
  for (const lead of leads) {
    const published = await readLead(lead);
    if (published === lead.published) right++;
    else console.log(`${lead.lead}\n  ${published} instead of ${lead.published}`);
  }
  return right / leads.length;
}

const own = readFileSync(resolve(import.meta.dirname, '../config/digest.txt'), 'utf8');
const figures: Record<string, number> = {
  leads: await scoreLeads(),
  leadCount: leads.length,
  rewritingCount: rewritings.length,
  ownRewritings: await scoreRewritings(own),
};
const samplePath = process.env.FEEDRIVER_DIGEST ?? corpusFile('../digest/nato-2025-06.txt');
const truthPath = corpusFile('digest-truth.json');
if (samplePath !== null && truthPath !== null) {
  const sample = readFileSync(samplePath, 'utf8');
  Object.assign(figures, await scoreSample(sample, JSON.parse(readFileSync(truthPath, 'utf8'))));
  figures.rewritings = await scoreRewritings(sample);
}
const section = samplePath === null || truthPath === null ? 'digest-own' : 'digest';
if (!checkFloors(section, figures)) process.exitCode = 1;
