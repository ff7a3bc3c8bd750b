import { decodeReferences } from '../references.ts';

/** Text that was encoded once too often: references of references, UTF-8 that was read as windows-1252. */

/** References that tell a text which was taken out of HTML. */
const REFERENCE = /&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});/;
/** What nobody writes: `â€™`, `Ã©`, `Â»`. */
const TWICE =
  /(?:â€|Ã)[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|Â[\u00a0-\u00bf]/g;
/** windows-1252, from 0x80; the five that it leaves open are control characters. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Plain text without references, and without letters that stand for bytes. Linear. */
export function decodedOnce(text: string): string {
  let plain = text;
  // A second time for `&amp;quot;`.
  for (let round = 0; round < 2 && plain.includes('&') && REFERENCE.test(plain); round++)
    plain = decodeReferences(plain, new Map(), () => {});
  return plain.includes('Ã') || plain.includes('â€') ? plain.replace(TWICE, asRead) : plain;
}

function asRead(letters: string): string {
  const bytes = Array.from(letters, (letter) => {
    const at = WINDOWS.indexOf(letter);
    return at < 0 ? letter.charCodeAt(0) : at + 0x80;
  });
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return letters;
  }
}
