/**
 * Ids are minted once and stored. They come from what the item was first met with, so that a run whose commit was lost
 * mints the same ones again; nothing ever computes the id of a stored item a second time.
 */
import { ADDRESS, GUID, type Print, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { join3, seedOf, uuidOf } from '../dedup/hash.ts';

const PREFIX = 'urn:uuid:';

/** The id for an item of `source`, unless it is taken. */
export function mint(source: string, { hashes }: Print): string {
  const named = nameOf(hashes);
  const high = (hashes[named] ?? 0) ^ seedOf(source);
  const low = hashes[named + 1] ?? 0;
  if (named !== TEXT) return PREFIX + uuidOf(high, low);
  return PREFIX + uuidOf(high ^ wordsOf(hashes, 0), low ^ wordsOf(hashes, 1));
}

/**
 * Another id for it, where that one is taken: told by when it was met, `at` in ms, so that it is nobody's of another day, and
 * by `turn`, from 1, among those that were met at once.
 */
export function mintAnother(source: string, { hashes }: Print, at: number, turn: number): string {
  const named = nameOf(hashes);
  const high = (hashes[named] ?? 0) ^ seedOf(source) ^ join3(wordsOf(hashes, 0), at | 0, turn);
  const low = (hashes[named + 1] ?? 0) ^ join3(wordsOf(hashes, 1), Math.floor(at / 2 ** 32), turn);
  return PREFIX + uuidOf(high, low);
}

function nameOf(hashes: Int32Array): number {
  if (hashes[GUID] !== 0) return GUID;
  return hashes[ADDRESS] !== 0 ? ADDRESS : TEXT;
}

/** Half of a hash of text and title. */
function wordsOf(hashes: Int32Array, half: 0 | 1): number {
  return half === 0
    ? join3(hashes[TEXT] ?? 0, hashes[TITLE] ?? 0, 0)
    : join3(hashes[TITLE + 1] ?? 0, hashes[TEXT + 1] ?? 0, 0);
}

/** Length of a ref. */
export const REF_LENGTH = 12;

/** The short name of an item inside of the cache: the first 48 bits of its id, in hexadecimal. */
export function refOf(id: string): string {
  const at = PREFIX.length;
  return id.slice(at, at + 8) + id.slice(at + 9, at + 13);
}

/** Key of an item's row. */
export function itemKey(ref: string): string {
  return `i:${ref}`;
}
