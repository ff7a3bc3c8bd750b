/** What refuses to call two texts the same item, however many words they share. */
import type { Figures } from '../model/verdict.ts';
import { agreeingNames, agreeingNumbers, titlesExclude, titlesNameOthers } from './agree.ts';
import { overlap, type Weighed } from './compare.ts';
import type { Print } from './fingerprint.ts';
import { findSlots, type Slots } from './slots.ts';

/** Figures as they are being filled in. */
export type Measured = { -readonly [Name in keyof Figures]: Figures[Name] };

const FEWEST_NUMBERS_AGREE = 0.75;
const FEWEST_NAMES_AGREE = 0.6;
const FEWEST_BEGUN = 0.3;

/** Name of the guard that keeps two near texts apart that were compared last, cheap ones first; null if none does. */
export function guardAgainst(candidate: Weighed, item: Weighed, figures: Measured): string | null {
  const { containment, title } = figures;
  // a roundup that holds a whole story begins otherwise, under another title
  if ((title ?? 0) < 0.3 && overlap.begun < FEWEST_BEGUN) return 'part';
  if (isOtherReply(candidate.print, item.print)) return 'reply';
  figures.numbers = agreeingNumbers(item.print, candidate.print);
  const otherNumbers = figures.numbers !== null && figures.numbers < FEWEST_NUMBERS_AGREE;
  if (otherNumbers && (title ?? 0) < 0.9) return 'numbers';
  figures.names = agreeingNames(item.print, candidate.print);
  const surely = (containment ?? 0) >= 0.95 && (title ?? 0) >= 0.8;
  if (!surely && figures.names !== null && figures.names < FEWEST_NAMES_AGREE) return 'names';
  if (titlesExclude(candidate.print, item.print)) return 'titles';
  const slots = findSlots(item, candidate);
  // under one title a single number may be corrected in an edit that changed other words too
  if (otherNumbers && !(slots.filled === 1 && slots.replaced >= 4)) return 'numbers';
  return isOtherFilling(slots, figures) ? 'slots' : null;
}

/** A reply quotes what it answers: one of two that say different amounts is not the other. */
function isOtherReply(a: Print, b: Print): boolean {
  const replies = (a.titleOwn === 0 && a.title.length > 0) || (b.titleOwn === 0 && b.title.length > 0);
  return replies && Math.min(a.words, b.words) < 0.8 * Math.max(a.words, b.words);
}

/** Do the texts differ in names and numbers, and in hardly anything else? */
function isOtherFilling({ replaced, filled }: Slots, { title, names, numbers }: Figures): boolean {
  // a few of very many: misspelt ones, or German, where every noun is written like a name
  if (names !== null && names >= 0.9 && (numbers === null || numbers >= 0.9)) return false;
  return filled >= ((title ?? 0) < 0.6 ? 2 : 3) && filled >= 0.7 * replaced;
}

/** Another filling of a form, about someone or something else: a page may show one notice after the other. */
export function isOtherNotice(candidate: Weighed, item: Weighed, figures: Measured): boolean {
  const exclude = (figures.title ?? 0) < 0.6 ? titlesExclude : titlesNameOthers;
  if (!exclude(candidate.print, item.print)) return false;
  return isOtherFilling(findSlots(item, candidate), figures);
}
