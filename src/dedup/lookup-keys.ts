/** The 32-bit keys that an item is looked up by: one for each name that it goes by, and its candidate keys. */
import { ADDRESS, ADDRESS_LOOSE, GUID, GUID_PATH, type Print, TEXT, TITLE } from './fingerprint.ts';

/** Keeps a guid's key from meeting an address's. */
const SALTS = [
  [GUID, 0x11111111],
  [GUID_PATH, 0x66666666],
  [ADDRESS, 0x22222222],
  [ADDRESS_LOOSE, 0x33333333],
  [TEXT, 0x44444444],
  [TITLE, 0x55555555],
] as const;

const FEWEST_TEXT_WORDS = 6;
const FEWEST_TITLE_WORDS = 4;
/** Keys that `readNameKeys` gives at most. */
export const MOST_NAME_KEYS = SALTS.length;

/** Writes the keys of guid, address, equal text and equal title (these two only if they say enough); returns how many. */
export function readNameKeys({ hashes, words, titleOwn }: Print, into: Int32Array): number {
  let count = 0;
  for (const [at, salt] of SALTS) {
    const hash = hashes[at] ?? 0;
    if (hash === 0) continue;
    if (at === TEXT && words < FEWEST_TEXT_WORDS) continue;
    if (at === TITLE && titleOwn < FEWEST_TITLE_WORDS) continue;
    into[count++] = hash ^ salt;
  }
  return count;
}

/** The key of a guid or an address alone; 0 if there is none. */
export function nameKey(hashes: Int32Array, at: typeof GUID | typeof ADDRESS): number {
  const hash = hashes[at] ?? 0;
  return hash === 0 ? 0 : hash ^ (at === GUID ? 0x11111111 : 0x22222222);
}
