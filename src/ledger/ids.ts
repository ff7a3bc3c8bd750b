/**
 * Ids are minted once and stored. They come from what the item was first met with, so that a run whose commit was lost
 * mints the same ones again; nothing ever computes the id of a stored item a second time.
 */
import { ADDRESS, GUID, type Print, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { join3, seedOf, uuidOf } from '../dedup/hash.ts';

const PREFIX = 'urn:uuid:';

/** The id for an item of `source`; a higher `attempt` gives another one, for when a lower one is taken. */
export function mint(source: string, { hashes }: Print, attempt: number): string {
  const named = hashes[GUID] !== 0 ? GUID : hashes[ADDRESS] !== 0 ? ADDRESS : TEXT;
  let high = (hashes[named] ?? 0) ^ seedOf(source);
  let low = hashes[named + 1] ?? 0;
  if (attempt > 0 || named === TEXT) {
    high ^= join3(hashes[TEXT] ?? 0, hashes[TITLE] ?? 0, attempt);
    low ^= join3(hashes[TITLE + 1] ?? 0, hashes[TEXT + 1] ?? 0, attempt);
  }
  return PREFIX + uuidOf(high, low);
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
