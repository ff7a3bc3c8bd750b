import { readDigest } from '../../src/parse/digest/text.ts';
import type { Lead } from './digest-leads.ts';

/** The day that is read out of a lead, in a digest of one item. */
export async function readLead({ title, lead, digest }: Lead): Promise<string | null> {
  const text = `${title ?? 'A title that says nothing about days'}\n\nSource: Gazette\n\n${lead}\n\nThe rest of the story follows here.`;
  const { items } = await readDigest(text, { referenceDate: digest });
  return items[0]?.published ?? null;
}
