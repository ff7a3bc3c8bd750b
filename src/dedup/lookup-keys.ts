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
const found = new Int32Array(SALTS.length);

/** Keys of the names: guid, address, equal text, equal title (the last two only if they say enough). A fresh array. */
export function nameKeys({ hashes, words, titleOwn }: Print): Int32Array {
  let count = 0;
  for (const [at, salt] of SALTS) {
    const hash = hashes[at] ?? 0;
    if (hash === 0) continue;
    if (at === TEXT && words < FEWEST_TEXT_WORDS) continue;
    if (at === TITLE && titleOwn < FEWEST_TITLE_WORDS) continue;
    found[count++] = hash ^ salt;
  }
  return found.slice(0, count);
}

/** The key of an address alone, for whoever asks for an item by it; 0 if it names no page. */
export function addressKey(hashes: Int32Array): number {
  const hash = hashes[ADDRESS] ?? 0;
  return hash === 0 ? 0 : hash ^ 0x22222222;
}
