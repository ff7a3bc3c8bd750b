/** The characters that may be shown. Runs last, after every decoding: a reference can name any character. */

/** A quick look: one of these may be wrong. Surrogates are mostly halves of good pairs. */
const SUSPECT = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]/;
/** XML 1.0, 2.2 and HTML, 13.2.3.5: controls, surrogates, noncharacters; and the mark of a character that was lost. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;
/** UTF-8 that was once more taken for Latin-1: "Ã©" for "é". */
const TWICE_ENCODED = /[\xc2\xc3][\x80-\xbf]/;
const EACH_TWICE_ENCODED = new RegExp(TWICE_ENCODED, 'g');

/** The text with only characters that XML and HTML both allow, decoded once where it was encoded twice; line ends are "\n". */
export function legalCharacters(text: string): string {
  let legal = text;
  if (TWICE_ENCODED.test(legal)) {
    legal = legal.replace(EACH_TWICE_ENCODED, (pair) =>
      String.fromCharCode(((pair.charCodeAt(0) & 3) << 6) | (pair.charCodeAt(1) & 63)),
    );
  }
  if (SUSPECT.test(legal)) legal = legal.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '');
  return legal;
}
