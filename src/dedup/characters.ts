/**
 * What each UTF-16 unit means to a reader who only counts words, and what it folds to (case, accents and width removed).
 * Two flat tables, filled when a unit is first met: the scan asks them once for every sign of every text.
 */

export const LOWER = 1; // a letter without case counts as lower
export const UPPER = 2;
export const DIGIT = 3;
/** Soft hyphens, joiners, combining accents: as if they were not there. */
export const SILENT = 4;
export const SPACE = 5;
/** Ends a sentence; what follows may be written large without being a name. */
export const STOP = 6;
export const OTHER = 7;
export const ANGLE = 8;
export const AMPERSAND = 9;
/** Scripts that put no spaces between words. */
export const UNSPACED = 10;
export const SURROGATE = 11;
/** Parts of letters that other texts hold in one piece: Korean syllables taken apart, voiced kana, hamza. */
export const PART = 12;

export const KIND = new Uint8Array(0x10000);
export const FOLD = new Uint16Array(0x10000);

const LETTER = /^[\p{L}\p{N}]$/u;
const CAPITAL = /^\p{Lu}$/u;
const MARK = /^\p{M}$/u;
// by extensions, because the sign that makes a vowel long (ー) is of no one script
const WITHOUT_SPACES =
  /^(?=[\p{L}\p{M}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]$/u;
const SENTENCE_ENDS = '.!?:"“”。！？：';
const SPACES = ' \t\r\u00a0\u3000';

/** Kind of a unit; classifies it on the first call. */
export function kindOf(unit: number): number {
  return (KIND[unit] ?? 0) || classify(unit);
}

function classify(unit: number): number {
  const sign = String.fromCharCode(unit);
  let kind = OTHER;
  let fold = unit;
  if (unit >= 48 && unit <= 57) kind = DIGIT;
  else if (sign === '<') kind = ANGLE;
  else if (sign === '&') kind = AMPERSAND;
  else if (sign === '\n' || SENTENCE_ENDS.includes(sign)) kind = STOP;
  else if (SPACES.includes(sign)) kind = SPACE;
  else if (unit >= 0xd800 && unit <= 0xdfff) kind = SURROGATE;
  else if (isSilent(unit)) kind = SILENT;
  else if (isPart(unit)) kind = PART;
  else if (WITHOUT_SPACES.test(sign)) {
    kind = UNSPACED;
    fold = sign.normalize('NFKC').charCodeAt(0);
  } else if (LETTER.test(sign)) {
    fold = foldLetter(sign);
    kind = fold >= 48 && fold <= 57 ? DIGIT : CAPITAL.test(sign) ? UPPER : LOWER;
  } else if (MARK.test(sign)) kind = LOWER; // vowel signs belong to their word (Devanagari and others)
  FOLD[unit] = fold;
  KIND[unit] = kind;
  return kind;
}

function isSilent(unit: number): boolean {
  return (
    unit === 0xad ||
    (unit >= 0x200b && unit <= 0x200d) ||
    unit === 0x2060 ||
    unit === 0xfeff ||
    (unit >= 0x300 && unit <= 0x36f)
  );
}

function isPart(unit: number): boolean {
  return (
    (unit >= 0x1100 && unit <= 0x11ff) ||
    unit === 0x3099 ||
    unit === 0x309a ||
    (unit >= 0x653 && unit <= 0x655)
  );
}

function foldLetter(letter: string): number {
  const plain = letter
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return plain.length > 0 ? plain.charCodeAt(0) : letter.charCodeAt(0);
}

for (let unit = 0; unit < 0x180; unit++) classify(unit);
