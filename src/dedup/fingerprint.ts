/**
 * From an item to what sameness is judged by: a word trace, hashes of its names (guid, address, text, title), and the
 * candidate keys. Made at intake, where the text is at hand; the text is never read again.
 */
import type { Item } from '../model/item.ts';
import type { Source } from '../model/source.ts';
import type { Fingerprint } from '../model/take.ts';
import { findProper, proper } from './boilerplate.ts';
import { hashAddress, hashPath, withParameters } from './canonical.ts';
import { hashInto, seedOf } from './hash.ts';
import { FEWEST_WORDS, keysOf } from './keys.ts';
import { lettersOf } from './letters.ts';
import { scanMarkup, scanned, scanText } from './scan.ts';
import { titleOf } from './title.ts';
import { hashWordsInto, traceOf } from './trace.ts';

/** Version of the rules that make a print and judge it; kept with each print and each verdict. */
export const RULE = 2;

/** Where the 64-bit hashes of a print begin; a pair of zeros: there is none. */
export const GUID = 0;
/** The guid, or the address where there is no guid, without scheme and host: feeds that move to https or to another domain. */
export const GUID_PATH = 2;
export const ADDRESS = 4;
/** The address without parameters that may or may not matter. */
export const ADDRESS_LOOSE = 6;
export const TEXT = 8;
export const TITLE = 10;
export const HASHES = 12;

export interface Print extends Fingerprint {
  /** Six hashes of 64 bits, see GUID and following. Guids are hashed with their source: they mean nothing elsewhere. */
  readonly hashes: Int32Array;
  readonly keys: Int32Array;
  /** Trace of the title: its own words, then those of label and outlet. */
  readonly title: Uint16Array;
  readonly titleOwn: number;
  /** The title's three-letter runs. */
  readonly letters: Int32Array;
  /** Trace of the text proper. */
  readonly trace: Uint16Array;
  /** Words of the text proper; a pair of signs of a script without spaces counts half. */
  readonly words: number;
  /** The date that upstream gives, ms since 1970, or null. */
  readonly dated: number | null;
}

const NO_KEYS = new Int32Array(0);
const NO_TRACE = new Uint16Array(0);

/** What of a source's settings its prints depend on. */
export type PrintSource = Pick<Source, 'id' | 'idFrom' | 'keepParams'>;

/** Print of an item as one source gives it. Linear in the length of its text, whatever is in it. */
export function fingerprint(item: Item, source: PrintSource): Print {
  const hashes = new Int32Array(HASHES);
  hashNames(hashes, item, source);
  const heading = item.title ?? '';
  scanText(heading);
  const title = titleOf(heading, hashes, TITLE);
  scanMarkup((item.content ?? item.summary)?.html ?? '');
  findProper();
  const { from, to } = proper;
  const words = to - from - (Math.min(scanned.pairs, to - from) >> 1);
  if (to > from) hashWordsInto(hashes, TEXT, from, to);
  if (source.idFrom !== undefined) nameBy(hashes, source.idFrom, source.id);
  // A whole edition holds what other items are: it is nobody's copy, and known by its id alone.
  const isWhole = item.digest?.whole === true;
  return {
    rule: RULE,
    hashes,
    keys: words >= FEWEST_WORDS && !isWhole ? keysOf(from, to) : NO_KEYS,
    title: title.trace,
    titleOwn: title.own,
    letters: lettersOf(heading),
    trace: isWhole ? NO_TRACE : traceOf(from, to),
    words: isWhole ? 0 : words,
    dated: dateOf(item),
  };
}

function hashNames(hashes: Int32Array, item: Item, { id, keepParams }: PrintSource): void {
  if (item.guid !== null && item.guid !== '') {
    const seed = seedOf(id);
    hashInto(hashes, GUID, item.guid, seed);
    hashPath(hashes, GUID_PATH, item.guid, seed);
  } else if (item.url !== null) hashPath(hashes, GUID_PATH, item.url, seedOf(id));
  if (item.url !== null) hashLink(hashes, item.url, keepParams);
}

/** Hashes of an address, read as a source that tells pages apart by these parameters means it. */
export function hashLink(hashes: Int32Array, url: string, keepParams: readonly string[] | undefined): void {
  hashAddress(
    hashes,
    ADDRESS,
    ADDRESS_LOOSE,
    keepParams === undefined ? url : withParameters(url, keepParams),
  );
}

/**
 * The one name that the source is known to tell its items apart by becomes the guid, and a mark takes the place of the
 * guid's path. The mark's first half is zero: nothing is ever looked up by it.
 */
function nameBy(hashes: Int32Array, idFrom: NonNullable<Source['idFrom']>, source: string): void {
  const from = { guid: GUID, link: ADDRESS, title: TITLE }[idFrom];
  const [high = 0, low = 0] = hashes.subarray(from, from + 2);
  if (high === 0) return; // nothing to go by: all evidence counts
  if (idFrom !== 'guid') {
    hashes[GUID] = high ^ seedOf(source) || 1;
    hashes[GUID + 1] = low;
  }
  hashes[GUID_PATH] = 0;
  hashes[GUID_PATH + 1] = seedOf(`${idFrom} ${source}`) || 1;
}

/** Does the source tell its items apart by one name alone, and the candidate's faces too? Null: the print says nothing. */
export function isNamedAlike(faces: Int32Array, hashes: Int32Array): boolean | null {
  const mark = hashes[GUID_PATH + 1];
  if (hashes[GUID_PATH] !== 0 || mark === 0) return null;
  for (let face = GUID_PATH; face < faces.length; face += HASHES)
    if (faces[face] === 0 && faces[face + 1] === mark) return true;
  return false;
}

/** Has it neither guid nor address, so that only its words can name it? */
export function isNameless({ hashes }: Print): boolean {
  return hashes[GUID] === 0 && hashes[ADDRESS] === 0;
}

function dateOf(item: Item): number | null {
  const date = item.published ?? item.updated ?? item.estimated;
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? null : time;
}
