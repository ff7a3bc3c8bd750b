/**
 * Ids are minted once and stored. They come from what the item was first met with, so that a run whose commit was lost
 * mints the same ones again; nothing ever computes the id of a stored item a second time.
 */
import { GUID, type Print, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { uuidOf } from '../dedup/hash.ts';
import type { Item } from '../model/item.ts';

const PREFIX = 'urn:uuid:';

/** The id for an item of `source`; a higher `attempt` gives another one, for when a lower one is taken. */
export function mint(source: string, item: Item, print: Print, attempt: number): string {
  const { hashes } = print;
  const content = `${hashes[TEXT]}.${hashes[TEXT + 1]}.${hashes[TITLE]}.${hashes[TITLE + 1]}`;
  const name = hashes[GUID] !== 0 ? item.guid : (item.url ?? content);
  return PREFIX + uuidOf(attempt === 0 ? `${source}\n${name}` : `${source}\n${name}\n${content}\n${attempt}`);
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
