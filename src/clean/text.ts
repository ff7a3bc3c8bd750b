import { decodeHTML } from 'entities/decode';

/** What windows-1252 has where Unicode has control characters, 0x80 to 0x9f; U+FFFD for the five that it leaves out. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** One look at a text that most often is fine. Surrogates are looked at closer: a lone one, or a noncharacter. */
const SUSPICIOUS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;
/** Noncharacters beyond the BMP are the last two of each plane. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufdd0-\ufdef\ufffe\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g;

/**
 * The text without what XML forbids (XML 1.0, 2.2), without noncharacters and lone surrogates; C1 control characters
 * become what windows-1252 means by them, and UTF-8 that was once read as windows-1252 becomes what it was (both in texts
 * of a size that somebody reads).
 */
export function legalCharacters(text: string): string {
  if (!SUSPICIOUS.test(text)) return withoutMojibake(text);
  const wellFormed = text.toWellFormed().replace(FORBIDDEN, '');
  if (text.length > MAX_MENDED) return wellFormed;
  const legal = withoutMojibake(wellFormed);
  return legal.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? '');
}

/**
 * Pairs and triples that no language writes: `Ã©` was é, `â€™` was ’, `Â ` a no-break space. Only those whose second
 * character is a sign, as capital letters do stand before quotes and dashes.
 */
const MISREAD =
  /Ã[\u00a1-\u00bf‚]|â[‚„\u0082\u0084][\u00a0-\u00bf]|Â[\u00a0-\u00bf]|â[€\u0080][\u0080-\u009f\u00a0-\u00bf™œ“”˜š›ž]/;
const MISREAD_ALL = new RegExp(MISREAD, 'g');

/** Longest text that is mended, in characters: what nobody reads need not be beautiful, and must not take long. */
const MAX_MENDED = 1_048_576;

/** Some texts were misread twice or thrice. What does not come to rest by then is left as it is. */
function withoutMojibake(text: string): string {
  if (text.length > MAX_MENDED) return text;
  if (!text.includes('Ã') && !text.includes('â') && !text.includes('Â')) return text;
  let mended = text;
  for (let round = 0; round < 3 && MISREAD.test(mended); round++)
    mended = mended.replace(MISREAD_ALL, reread);
  return MISREAD.test(mended) ? text : mended;
}

function reread(characters: string): string {
  const [first = 0, second = 0, third] = Array.from(characters, byteOf);
  const code =
    third === undefined ? ((first & 31) << 6) | (second & 63) : ((second & 63) << 6) | (third & 63) | 0x2000;
  return String.fromCharCode(code);
}

function byteOf(character: string): number {
  const code = character.charCodeAt(0);
  return code < 0x100 ? code : 0x80 + WINDOWS_1252.indexOf(character);
}

/** Most short texts: printable ASCII, single spaces inside. */
const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;

/** Legal characters on one line: white space folded. At most `limit` characters, an ellipsis where it was cut. */
export function oneLine(text: string, limit = 2000): string {
  if (text.length <= limit && PLAIN_LINE.test(text)) return text;
  // Far more than the limit can not come back after folding, except for texts that are mostly white space.
  const folded = legalCharacters(text.slice(0, limit * 16))
    .replace(/\s+/g, ' ')
    .trim();
  return folded.length <= limit
    ? folded
    : `${folded
        .slice(0, limit - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trimEnd()}…`;
}

/** Elements that a reader sees as a break between words. */
const BREAKS =
  /^(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|ul)$/;

/** The text of an HTML fragment: tags, comments, scripts and styles gone, references decoded. White space is kept. */
export function textOfHtml(html: string): string {
  if (!html.includes('<')) return decodeHTML(html);
  let text = '';
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    text += html.slice(from, at);
    const tag = /^<(\/?)([a-z][a-z0-9:-]*)|^<[!?]/i.exec(html.slice(at, at + 40));
    if (tag === null) {
      text += '<';
      from = at + 1;
      continue;
    }
    const end = endOfMarkup(html, at);
    if (end < 0) return decodeHTML(text + html.slice(at));
    const name = tag[2]?.toLowerCase() ?? '';
    if (BREAKS.test(name)) text += ' ';
    from = name === 'script' || name === 'style' ? endOfRawText(html, end, tag[1] ?? '', name) : end;
  }
  return decodeHTML(text + html.slice(from));
}

/** Behind the tag or comment that starts here; -1 if it never ends. */
function endOfMarkup(html: string, at: number): number {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    if (end >= 0) return end + 3;
  }
  if (html.startsWith('<![CDATA[', at)) return at + 9;
  return html.indexOf('>', at) + 1 || -1;
}

function endOfRawText(html: string, from: number, slash: string, name: string): number {
  if (slash !== '') return from;
  const end = html.indexOf(`</${name}`, from);
  return end < 0 ? from : end;
}

/** References that show in plain text when somebody escaped it once too often. */
const LEFT_OVER = /&(?:#\d|#x[\da-f]|(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);)/i;

/** A title, a name or a category: plain text on one line, however often it was escaped. */
export function plainLine(value: string, kind: 'text' | 'html', limit?: number): string | null {
  let text = kind === 'html' ? textOfHtml(value.slice(0, MAX_LINE_SOURCE)) : value.slice(0, MAX_LINE_SOURCE);
  while (LEFT_OVER.test(text)) {
    const decoded = decodeHTML(text);
    if (decoded === text) break;
    text = decoded;
  }
  return oneLine(text, limit) || null;
}

/** Characters of markup that are looked at for one line of text. */
const MAX_LINE_SOURCE = 20_000;

/** Escaped at a time: a million replacements in one go are one long pause of the garbage collector. */
const PORTION = 65_536;

function escapeHtml(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at += PORTION) {
    escaped += text
      .slice(at, at + PORTION)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
  }
  return escaped;
}

/** Plain text as an HTML fragment: escaped, and its paragraphs kept if it has any. */
export function htmlOfText(text: string): string {
  const escaped = escapeHtml(text.trim());
  if (escaped.length > MAX_MENDED || !/\n\s*\n/.test(escaped)) return escaped;
  return escaped
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll('\n', '<br />\n')}</p>`)
    .join('\n');
}
