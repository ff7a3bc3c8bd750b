import { hash } from 'node:crypto';
import type { Draft } from './draft.ts';
import { foldName } from './fold.ts';

/** Words of the body that tell items of one title apart. */
const OPENING_WORDS = 12;

/**
 * A key for each item that stays when a digest grows, is reordered, re-wrapped or edited, gains links or loses its source
 * lines: the id that the item states, else its folded title; where titles are the same, the opening words as well.
 * Position, link, source and date have no part in it. The same title over the same opening is the same item.
 */
export function keysOf(drafts: readonly Draft[]): readonly string[] {
  const titles = drafts.map(titleKey);
  const shared = sharedTitles(drafts, titles);
  return drafts.map((draft, index) => {
    if (draft.headers.id !== undefined) return draft.headers.id;
    const title = titles[index] ?? '';
    return `digest:${digestOf(shared.has(title) ? `${title} ${openingOf(draft)}` : title)}`;
  });
}

/** The titles that stand above different texts. */
function sharedTitles(drafts: readonly Draft[], titles: readonly string[]): ReadonlySet<string> {
  const first = new Map<string, Draft>();
  const shared = new Set<string>();
  for (const [index, title] of titles.entries()) {
    const draft = drafts[index];
    const other = first.get(title);
    if (draft === undefined || draft.headers.id !== undefined) continue;
    if (other === undefined) first.set(title, draft);
    else if (openingOf(other) !== openingOf(draft)) shared.add(title);
  }
  return shared;
}

/** A title without letters or digits is its own key. */
function titleKey(draft: Draft): string {
  return foldName(draft.title) || draft.title;
}

function openingOf(draft: Draft): string {
  const text = draft.blocks.find((block) => block.text !== '')?.text.slice(0, 400) ?? '';
  return foldName(text.split(/\s+/).slice(0, OPENING_WORDS).join(' '));
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
