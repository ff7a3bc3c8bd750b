/**
 * Tags and references, as far as words need them: a scan that walks over raw HTML asks here how far to jump.
 * Every jump moves on and none looks back, so the work is linear whatever the markup looks like.
 */

/** What a tag does to the words around it. */
export const INLINE = 0;
export const BLOCK = 1;
export const LINE = 2;
/** Its content is no text. */
export const HIDDEN = 3;

const HIDDEN_TAGS = 'script style noscript template head svg iframe textarea select object'.split(' ');
const INLINE_TAGS =
  'a b i u s q em strong span img code sub sup small font mark abbr cite tt big ins del time wbr kbd var samp bdi bdo label nobr acronym o:p';

interface Tag {
  readonly effect: number;
  /** Of hidden ones: `</script`, and a bit that remembers that no such end is left. */
  readonly end: string;
  readonly bit: number;
}

const TAGS = new Map<number, Tag>();
const ANY_TAG: Tag = { effect: BLOCK, end: '', bit: 0 };
for (const name of INLINE_TAGS.split(' ')) TAGS.set(nameHash(name), { effect: INLINE, end: '', bit: 0 });
TAGS.set(nameHash('br'), { effect: LINE, end: '', bit: 0 });
HIDDEN_TAGS.forEach((name, index) => {
  TAGS.set(nameHash(name), { effect: HIDDEN, end: `</${name}`, bit: 1 << index });
});

function nameHash(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

/** Where the scan goes on, and what the tag was; NOT_A_TAG leaves `next` as it was. */
export const jump = { next: 0, effect: INLINE };
export const NOT_A_TAG = -1;
let endless = 0;

/** To be called once per document. */
export function beginMarkup(): void {
  endless = 0;
}

/** Reads what begins with the `<` at `at`. */
export function readTag(html: string, at: number): void {
  const opening = html.charCodeAt(at + 1);
  if (opening === 33 || opening === 63) {
    skipDeclaration(html, at);
    return;
  }
  const closes = opening === 47;
  let i = closes ? at + 2 : at + 1;
  if (!isLetter(html.charCodeAt(i))) {
    jump.effect = NOT_A_TAG;
    return;
  }
  let name = 0;
  let unit = html.charCodeAt(i);
  while (isLetter(unit) || (unit >= 48 && unit <= 58)) {
    name = (Math.imul(name, 31) + (unit >= 65 && unit <= 90 ? unit | 32 : unit)) | 0;
    unit = html.charCodeAt(++i);
  }
  const tag = TAGS.get(name) ?? ANY_TAG;
  jump.effect = tag.effect;
  jump.next = tagEnd(html, i);
  if (tag.effect === HIDDEN && !closes) skipHidden(html, tag);
}

function isLetter(unit: number): boolean {
  const lower = unit | 32;
  return lower >= 97 && lower <= 122;
}

/** Comments, doctypes, processing instructions; of `<![CDATA[` only the mark itself, its text is text. */
function skipDeclaration(html: string, at: number): void {
  jump.effect = INLINE;
  if (html.startsWith('[CDATA[', at + 2)) jump.next = at + 9;
  else if (html.startsWith('--', at + 2)) jump.next = after(html, '-->', at + 4);
  else jump.next = after(html, '>', at);
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

/** Behind the `>`; one inside of a quoted attribute value does not count. */
function tagEnd(html: string, from: number): number {
  let valueFollows = false;
  let i = from;
  for (; i < html.length; i++) {
    const unit = html.charCodeAt(i);
    if (unit === 62) return i + 1;
    if (valueFollows && (unit === 34 || unit === 39)) {
      const close = html.indexOf(unit === 34 ? '"' : "'", i + 1);
      if (close < 0) return html.length;
      i = close;
    }
    if (unit === 61) valueFollows = true;
    else if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) valueFollows = false;
  }
  return i;
}

/** To the end tag, whatever its case; without one, the element hides nothing. */
function skipHidden(html: string, tag: Tag): void {
  if ((endless & tag.bit) !== 0) return;
  for (let at = html.indexOf('</', jump.next); at >= 0; at = html.indexOf('</', at + 2)) {
    if (html.slice(at, at + tag.end.length).toLowerCase() === tag.end) {
      jump.next = at;
      return;
    }
  }
  endless |= tag.bit;
}

// References that occur in the prose of feeds; any other name counts as signs that are no letters.
const REFERENCES = new Map<string, number>(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    rsquo: '’',
    lsquo: '‘',
    ldquo: '“',
    rdquo: '”',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    bull: '•',
    middot: '·',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    pound: '£',
    laquo: '«',
    raquo: '»',
    shy: '\u00ad',
    szlig: 'ß',
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Auml: 'Ä',
    Ouml: 'Ö',
    Uuml: 'Ü',
    eacute: 'é',
    egrave: 'è',
    ecirc: 'ê',
    euml: 'ë',
    agrave: 'à',
    aacute: 'á',
    acirc: 'â',
    atilde: 'ã',
    aring: 'å',
    ccedil: 'ç',
    iacute: 'í',
    igrave: 'ì',
    icirc: 'î',
    iuml: 'ï',
    ntilde: 'ñ',
    oacute: 'ó',
    ograve: 'ò',
    ocirc: 'ô',
    otilde: 'õ',
    oslash: 'ø',
    uacute: 'ú',
    ugrave: 'ù',
    ucirc: 'û',
    aelig: 'æ',
    Eacute: 'É',
    Egrave: 'È',
    Agrave: 'À',
    Aring: 'Å',
    Oslash: 'Ø',
    Ccedil: 'Ç',
    yacute: 'ý',
    scaron: 'š',
  }).map(([name, sign]) => [name, sign.charCodeAt(0)]),
);
const LONGEST_REFERENCE = 8;
const SPACE = 32;

/** The unit that the `&` at `at` stands for (itself, where nothing follows); `jump.next` is behind it. */
export function readReference(html: string, at: number): number {
  if (html.charCodeAt(at + 1) === 35) return readNumber(html, at + 2);
  const limit = at + 2 + LONGEST_REFERENCE;
  let i = at + 1;
  while (i < limit && isLetter(html.charCodeAt(i))) i++;
  if (html.charCodeAt(i) === 59) {
    const unit = REFERENCES.get(html.slice(at + 1, i));
    if (unit !== undefined) {
      jump.next = i + 1;
      return unit;
    }
  }
  jump.next = at + 1;
  return 38;
}

/** `&#8217;` or `&#x2019;`; what lies outside of the basic plane (emoji) counts as a space. */
function readNumber(html: string, from: number): number {
  const hexadecimal = (html.charCodeAt(from) | 32) === 120;
  let i = hexadecimal ? from + 1 : from;
  let value = 0;
  for (const limit = i + 8; i < limit; i++) {
    const unit = html.charCodeAt(i);
    const letter = unit | 32;
    if (unit >= 48 && unit <= 57) value = value * (hexadecimal ? 16 : 10) + unit - 48;
    else if (hexadecimal && letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else break;
  }
  jump.next = html.charCodeAt(i) === 59 ? i + 1 : i;
  return value > 0xffff || value === 0 ? SPACE : value;
}
