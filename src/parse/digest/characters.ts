import { Failure } from '../../model/failure.ts';

/** What one text may look like after editors, mail programs and word processors had it, made one. Linear. */

const ODD_LINE_ENDS = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/** Everything that `foldLine` changes, to pass by the lines (nearly all) that hold none of it. */
const ODD =
  /[\u0000-\u0008\u000e-\u001f\u007f\u00a0\u00ad\u1680\u2000-\u200d\u202f\u205f\u2060\ufeff]|[\u0300-\u036f]/;
const ODD_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g;
/** Control characters, soft hyphen, zero-width space, word joiner, byte order mark: nobody sees them. */
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff]/g;
/** Joiners mean something in emoji and in Indic and Arabic scripts only. */
const STRAY_JOINERS =
  /(?<=^|[\p{Script=Latin}\s\p{P}])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\p{Script=Latin}\s\p{P}])/gu;

/** Most lines of one document: what a line costs in memory is more than its letters. */
export const MOST_LINES = 2_000_000;

/**
 * The lines of a text: no line ends, no invisible or control characters, every space a plain one, accents composed.
 * @throws {Failure} `too-large`
 */
export function linesOf(text: string): string[] {
  const lines = text.replace(ODD_LINE_ENDS, '\n').split('\n', MOST_LINES + 1);
  if (lines.length > MOST_LINES) throw tooManyLines();
  return ODD.test(text) ? lines.map((line) => (ODD.test(line) ? foldLine(line) : line)) : lines;
}

function tooManyLines(): Failure {
  const message = `The digest has more lines than the ${MOST_LINES} that are read.`;
  return new Failure('too-large', message, { advice: 'Divide it into several files.' });
}

function foldLine(line: string): string {
  return line.replace(ODD_SPACES, ' ').replace(INVISIBLE, '').replace(STRAY_JOINERS, '').normalize('NFC');
}

export function isBlank(line: string): boolean {
  return line === '' || line.trim() === '';
}

/** White space folded to single spaces, none at the ends. */
export function onOneLine(text: string): string {
  return (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

/** True for what no text is: many control characters, or many that could not be decoded. */
export function looksBinary(text: string): boolean {
  const sample = text.slice(0, 65_536);
  let odd = 0;
  for (let index = 0; index < sample.length; index++) {
    const code = sample.charCodeAt(index);
    if (code === 0) return true;
    if (code < 32 ? code < 7 || (code > 13 && code !== 27) : code === 0xfffd) odd++;
  }
  return odd * 20 > sample.length;
}
