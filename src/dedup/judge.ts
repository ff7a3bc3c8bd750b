/**
 * Are these two the same item? Stages from cheap to dear: guid, address, equal text, near text; then guards that refuse.
 * Where the figures come from: docs/decisions/0004-sameness-by-word-trace.md.
 */
import type { Figures, Stage } from '../model/verdict.ts';
import { agreeingTitleNumbers, titleSupport, titlesExclude } from './agree.ts';
import { compareTexts, compareTitles, overlap, type Weighed } from './compare.ts';
import {
  ADDRESS,
  ADDRESS_LOOSE,
  GUID,
  GUID_PATH,
  HASHES,
  isNamedAlike,
  isNameless,
  TEXT,
  TITLE,
} from './fingerprint.ts';
import { guardAgainst, isOtherNotice, type Measured } from './guards.ts';

/** An item that is remembered, as far as judging needs it. */
export interface Candidate extends Weighed {
  /** The hashes of every print that it was met with, one behind the other, HASHES each. */
  faces: Int32Array;
}

/** What the circumstances say, besides the two items themselves. */
export interface Circumstances {
  /** The candidate was met in the item's source too. */
  readonly sameSource: boolean;
  /** Candidate keys that both have: what led here. */
  readonly sharedKeys: number;
  /** Both stand in one fetch of one source, as two entries. */
  readonly together: boolean;
  /** Another entry of this fetch is the candidate already. */
  readonly taken: boolean;
  /** The candidate vanished from its source's listing, while older entries stayed, as this item appeared. */
  readonly replaced: boolean;
}

export interface Ruling {
  readonly same: boolean;
  readonly stage: Stage;
  /** Name of the guard that refused what a stage would have merged. */
  readonly guard: string | null;
  readonly figures: Figures;
}

const WINDOW = 14 * 24 * 60 * 60_000;
/** Texts with fewer words are recognised by id and address only, or when they are equal. */
export const FEWEST_WORDS = 24;
/** Under the same title in another feed fewer are enough; within one feed they may be the issue of another day. */
const FEWEST_WORDS_TITLED = 12;
/** Less does not speak against a guid and an address that agree, as in videos and links, whose titles change. */
const FEWEST_WORDS_TELLING = 12;

/** Judges a new item against a candidate that was met before. */
export function judge(candidate: Candidate, item: Weighed, circumstances: Circumstances): Ruling {
  const { faces } = candidate;
  const { hashes, dated } = item.print;
  const samePath = circumstances.sameSource && shares(faces, hashes, GUID_PATH);
  const sameGuid =
    circumstances.sameSource && (shares(faces, hashes, GUID) || (samePath && hashes[GUID] !== 0));
  const sameAddress = shares(faces, hashes, ADDRESS);
  const looseAddress = !sameAddress && (shares(faces, hashes, ADDRESS_LOOSE) || (samePath && !sameGuid));
  const sameText = shares(faces, hashes, TEXT);
  const words = Math.min(item.print.words, candidate.print.words);
  const apart =
    dated === null || candidate.print.dated === null ? null : Math.abs(dated - candidate.print.dated);
  const inWindow = apart === null || apart <= WINDOW;
  const named = sameGuid || sameAddress || looseAddress;
  const figures: Measured = { containment: null, title: null, lead: null, numbers: null, names: null, apart };

  const namedAlike = circumstances.sameSource ? isNamedAlike(faces, hashes) : null;
  if (namedAlike !== null && shares(faces, hashes, GUID)) return accepted('guid', figures);
  if (namedAlike) return refused(figures, 'other-id', 'guid');

  const sameTitle = shares(faces, hashes, TITLE);
  const fewest = sameTitle && !circumstances.sameSource ? FEWEST_WORDS_TITLED : FEWEST_WORDS;
  if (!named && (!inWindow || (!sameText && words < fewest))) return refused(figures);
  const title = sameTitle ? 1 : compareTitles(item, candidate);
  figures.title = title;
  if (!named && !sameText && circumstances.sharedKeys < 2 && title < NEAR_TITLE.title)
    return refused(figures);
  compareTexts(item, candidate);
  figures.containment = overlap.containment;
  figures.lead = overlap.lead;

  if (circumstances.together && !shares(faces, hashes, GUID) && !(sameText && title === 1))
    return refused(figures, 'together', sameAddress ? 'url' : 'near');
  if (sameGuid) {
    const addressed = sameAddress || looseAddress;
    const retitled = sameAddress && words < FEWEST_WORDS_TELLING && !circumstances.taken;
    if (sameText || retitled || isSilent(candidate, item, words, addressed)) return accepted('guid', figures);
    return confirmGuid(candidate, item, words, addressed, figures);
  }
  if (sameAddress && confirmsAddress(candidate, item, words, sameText, figures))
    return accepted('url', figures);
  if (looseAddress && confirmsLooseAddress(words, sameText, figures)) return accepted('url', figures);
  if (!inWindow) return refused(figures);
  if (sameText) return judgeEqualText(candidate, item, circumstances, figures);
  if (words < fewest) return refused(figures);
  return judgeNearText(candidate, item, words, circumstances, figures);
}

function accepted(stage: Stage, figures: Figures): Ruling {
  return { same: true, stage, guard: null, figures };
}

function refused(figures: Figures, guard: string | null = null, stage: Stage = 'none'): Ruling {
  return { same: false, stage, guard, figures };
}

/** Does any of the faces have the hash that the item has at `at`? */
export function shares(faces: Int32Array, hashes: Int32Array, at: number): boolean {
  const high = hashes[at] ?? 0;
  if (high === 0) return false;
  const low = hashes[at + 1] ?? 0;
  for (let face = at; face < faces.length; face += HASHES)
    if (faces[face] === high && faces[face + 1] === low) return true;
  return false;
}

/** Is there too little in one of the two to speak for or against it, as in statuses and bare enclosures? */
function isSilent(candidate: Candidate, item: Weighed, words: number, addressed: boolean): boolean {
  return countUntitled(candidate, item) > 0 && (words < 12 || addressed);
}

/** How many of the two have no title of their own. */
function countUntitled(candidate: Candidate, item: Weighed): number {
  return (candidate.print.titleOwn === 0 ? 1 : 0) + (item.print.titleOwn === 0 ? 1 : 0);
}

/** A guid is believed if anything else speaks for it; with nothing in common it was used for another story. */
function confirmGuid(
  candidate: Candidate,
  item: Weighed,
  words: number,
  addressed: boolean,
  figures: Measured,
): Ruling {
  const containment = figures.containment ?? 0;
  const title = figures.title ?? 0;
  const byText = (words >= 24 && containment >= 0.35) || (words >= 12 && containment >= 0.6 && title >= 0.2);
  if (byText || title === 1) return accepted('guid', figures);
  // at another address, a short text says too little
  const byTitle = addressed ? title >= 0.6 : title >= 0.8 || (title >= 0.6 && words >= 12);
  const byBoth = title >= 0.3 && (containment >= 0.1 || words < 12) && (addressed || words >= 12);
  if (!byTitle && !byBoth) return refused(figures, 'guid-reused', 'guid');
  figures.numbers = agreeingTitleNumbers(item.print, candidate.print);
  const otherNumber = figures.numbers !== null && figures.numbers < 1;
  return otherNumber ? refused(figures, 'guid-reused', 'guid') : accepted('guid', figures);
}

function confirmsAddress(
  candidate: Candidate,
  item: Weighed,
  words: number,
  sameText: boolean,
  figures: Measured,
): boolean {
  const containment = figures.containment ?? 0;
  const title = figures.title ?? 0;
  const untitled = countUntitled(candidate, item) === 2;
  if (words >= 12 && containment >= 0.35) return !isOtherNotice(candidate, item, figures);
  if (untitled && sameText) return true;
  if (words >= 6 && title >= 0.6 && isClose(words, sameText, containment)) return true;
  if (title < 0.9) return false;
  const numbers = agreeingTitleNumbers(item.print, candidate.print);
  return numbers === null || numbers === 1;
}

function confirmsLooseAddress(words: number, sameText: boolean, figures: Measured): boolean {
  return isClose(words, sameText, figures.containment ?? 0) || (figures.title ?? 0) >= 0.8;
}

function isClose(words: number, sameText: boolean, containment: number): boolean {
  return words >= 12 ? containment >= 0.5 : words >= 6 && sameText;
}

function judgeEqualText(
  candidate: Candidate,
  item: Weighed,
  { sameSource }: Circumstances,
  figures: Measured,
): Ruling {
  const title = figures.title ?? 0;
  const { words } = candidate.print;
  if (title === 1 && sameSource && isNameless(item.print)) return accepted('content', figures);
  const enoughInAll = sameSource || words + candidate.print.titleOwn >= 12;
  if (title === 1 && words >= 6 && enoughInAll) return accepted('content', figures);
  const spoken =
    title >= 0.5 || countUntitled(candidate, item) > 0 || headlineSupport(candidate, item) >= 0.8;
  const enough =
    (words >= 24 && spoken) ||
    (words >= 48 && (!sameSource || isOneFeedsCopy(candidate, item, words, figures)));
  if (!enough) return refused(figures);
  if (titlesExclude(candidate.print, item.print)) return refused(figures, 'titles', 'content');
  return accepted('content', figures);
}

/** An opening and a text that are nearly the other's. */
const NEAR_TEXT = { containment: 0.8, lead: 0.4 };
/** Less of the text, where the titles speak for it too. */
const NEAR_TITLE = { containment: 0.32, lead: 0.3, title: 0.5 };
/** Less of the text, where the item took the place of one that vanished. */
const NEAR_EDIT = { containment: 0.5, lead: 0.3 };
/** The same of a short text. */
const NEAR_SHORT = { containment: 0.75, lead: 0.75 };

function judgeNearText(
  candidate: Candidate,
  item: Weighed,
  words: number,
  { sameSource, replaced }: Circumstances,
  figures: Measured,
): Ruling {
  const containment = figures.containment ?? 0;
  const title = figures.title ?? 0;
  const lead = figures.lead ?? 0;
  if (words < FEWEST_WORDS && (containment < NEAR_SHORT.containment || lead < NEAR_SHORT.lead))
    return refused(figures);
  const nearText =
    containment >= NEAR_TEXT.containment &&
    lead >= NEAR_TEXT.lead &&
    (!sameSource || isOneFeedsCopy(candidate, item, words, figures));
  const nearTitle =
    containment >= NEAR_TITLE.containment && title >= NEAR_TITLE.title && lead >= NEAR_TITLE.lead;
  const nearEdit = replaced && containment >= NEAR_EDIT.containment && lead >= NEAR_EDIT.lead;
  if (!nearText && !nearTitle && !nearEdit) return refused(figures);
  const stage = nearText || nearTitle ? 'near' : 'edit';
  const guard = guardAgainst(candidate, item, figures);
  return guard === null ? accepted(stage, figures) : refused(figures, guard, stage);
}

/** Feeds repeat themselves: within one, the titles or the length have to speak for a near copy too. */
function isOneFeedsCopy(candidate: Candidate, item: Weighed, words: number, figures: Measured): boolean {
  if ((figures.title ?? 0) >= 0.3) return true;
  const support = headlineSupport(candidate, item);
  // another opening under another title: what they share may be a long footer
  if (words >= 150) return (figures.lead ?? 0) >= 0.85 || support >= 0.5;
  if ((figures.containment ?? 0) < 0.9) return false;
  return countUntitled(candidate, item) === 2 || support >= (words >= 40 ? 0.6 : 0.8);
}

/** Another headline is made of the story's own words, the title of another issue is not: the better one's share, 0 to 1. */
function headlineSupport(candidate: Candidate, item: Weighed): number {
  return Math.max(
    titleSupport(item.print, candidate.print) ?? 0,
    titleSupport(candidate.print, item.print) ?? 0,
  );
}
