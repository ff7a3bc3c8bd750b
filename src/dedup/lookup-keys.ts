/** The 32-bit keys that an item is looked up by: one for each name that it goes by, and its candidate keys. */
import { ADDRESS, ADDRESS_LOOSE, GUID, GUID_PATH, type Print, TEXT, TITLE } from './fingerprint.ts';

/** Keeps a guid's key from meeting an address's. */
const GUID_SALT = 0x11111111;
const GUID_PATH_SALT = 0x66666666;
const ADDRESS_SALT = 0x22222222;
const ADDRESS_LOOSE_SALT = 0x33333333;
const TEXT_SALT = 0x44444444;
const TITLE_SALT = 0x55555555;

const FEWEST_TEXT_WORDS = 6;
const FEWEST_TITLE_WORDS = 4;
/** Keys that `readNameKeys` gives at most. */
export const MOST_NAME_KEYS = 6;

/** Writes the keys of guid, address, equal text and equal title (these two only if they say enough); returns how many. */
export function readNameKeys({ hashes, words, titleOwn }: Print, into: Int32Array): number {
  let count = putKey(into, 0, hashes, GUID, GUID_SALT);
  count = putKey(into, count, hashes, GUID_PATH, GUID_PATH_SALT);
  count = putKey(into, count, hashes, ADDRESS, ADDRESS_SALT);
  count = putKey(into, count, hashes, ADDRESS_LOOSE, ADDRESS_LOOSE_SALT);
  if (words >= FEWEST_TEXT_WORDS) count = putKey(into, count, hashes, TEXT, TEXT_SALT);
  if (titleOwn >= FEWEST_TITLE_WORDS) count = putKey(into, count, hashes, TITLE, TITLE_SALT);
  return count;
}

function putKey(into: Int32Array, count: number, hashes: Int32Array, at: number, salt: number): number {
  const hash = hashes[at] ?? 0;
  if (hash === 0) return count;
  into[count] = hash ^ salt;
  return count + 1;
}

/** The key of a guid or an address alone; 0 if there is none. */
export function nameKey(hashes: Int32Array, at: typeof GUID | typeof ADDRESS): number {
  const hash = hashes[at] ?? 0;
  return hash === 0 ? 0 : hash ^ (at === GUID ? GUID_SALT : ADDRESS_SALT);
}
