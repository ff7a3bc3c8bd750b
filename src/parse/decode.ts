import { isAscii, isUtf8 } from 'node:buffer';
import type { Warning } from '../model/failure.ts';
import { guessCharset } from './guess-charset.ts';
import { decodeUtf32, mendUtf8 } from './unicode.ts';

/** Text made of bytes, and how. */
export interface Decoded {
  readonly text: string;
  /** Name of the encoding that was used, in lower case; `utf-8+windows-1252` where both occur in one document. */
  readonly charset: string;
  readonly warnings: readonly Warning[];
}

/** How far into a document its own claim about its charset is looked for, in bytes (HTML asks for 1,024). */
const CLAIM_WINDOW = 2048;

/** Claims are written in ASCII; windows-1252 reads that whatever stands beside it. */
const ASCII = new TextDecoder('windows-1252');

/** Names that the WHATWG Encoding Standard does not know, and what their users mean by them. */
const FURTHER_LABELS: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  cp874: 'windows-874',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  gb_2312: 'gbk',
  utf8mb4: 'utf-8',
  'utf-8-sig': 'utf-8',
  iso8859_1: 'windows-1252',
  ansi: 'windows-1252',
  macroman: 'macintosh',
  'x-mac-roman': 'macintosh',
};

/**
 * Bytes to text, whatever they are. In this order: byte order mark, the pattern of zero bytes, the label of the
 * transport (RFC 7303, 3.2), the document's own label, UTF-8 if it is valid, a guess. A label that the bytes contradict
 * is not believed. Never throws: what can not be read becomes U+FFFD, and each doubt a warning.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): Decoded {
  const wide = wideCharset(bytes);
  if (wide !== null) return { text: withoutMark(decodeAs(bytes, wide)), charset: wide, warnings: [] };
  const labels = labelsOf(bytes, contentType);
  if (startsWithUtf8Mark(bytes)) return readUtf8(bytes, null) ?? mixed(mendUtf8(bytes));
  if (isAscii(bytes)) return readAscii(bytes, labels);
  return (
    readUtf8(bytes, labels[0] ?? null) ??
    readLabelled(bytes, labels) ??
    readUnlabelled(bytes, labels[0]?.label ?? null)
  );
}

interface Label {
  /** As written. */
  readonly label: string;
  /** The encoding's name, null if nobody knows it. */
  readonly encoding: string | null;
}

function labelsOf(bytes: Uint8Array, contentType: string | null): readonly Label[] {
  const head = ASCII.decode(bytes.subarray(0, CLAIM_WINDOW));
  const claims = [
    /charset\s*[=:]\s*["']?\s*([\w.:+-]+)/i.exec(contentType ?? '')?.[1],
    /<\?xml[^>]{0,200}?\sencoding\s*=\s*["']?\s*([\w.:+-]+)/i.exec(head)?.[1],
    /<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:+-]+)/i.exec(head)?.[1],
  ];
  const labels: Label[] = [];
  for (const label of claims) {
    if (label === undefined || labels.some((known) => known.label === label.toLowerCase())) continue;
    const encoding = encodingOf(label.toLowerCase());
    // Without zero bytes it can not be a wide encoding, whatever the label says.
    if (encoding?.startsWith('utf-16') || /^(utf|ucs)-?(16|32|2|4)/i.test(label)) continue;
    labels.push({ label: label.toLowerCase(), encoding });
  }
  return labels;
}

function encodingOf(label: string): string | null {
  const name = FURTHER_LABELS[label] ?? label;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null;
  }
}

function readAscii(bytes: Uint8Array, labels: readonly Label[]): Decoded {
  const escapes = labels.some((label) => label.encoding === 'iso-2022-jp') || hasJapaneseEscapes(bytes);
  const charset = escapes ? 'iso-2022-jp' : 'utf-8';
  return { text: decodeAs(bytes, charset), charset, warnings: [] };
}

/**
 * Text that is valid UTF-8 beyond chance is UTF-8, also under another label. Null: it is not, or it may be the other.
 */
function readUtf8(bytes: Uint8Array, claim: Label | null): Decoded | null {
  if (!isUtf8(bytes)) return null;
  const text = decodeAs(bytes, 'utf-8');
  const encoding = claim?.encoding ?? 'utf-8';
  if (claim === null || encoding === 'utf-8') return { text, charset: 'utf-8', warnings: [] };
  if (countHighCharacters(text, 4) < 4 && encoding !== 'windows-1252') return null;
  return { text, charset: 'utf-8', warnings: [mislabelled(claim.label, 'utf-8')] };
}

function readLabelled(bytes: Uint8Array, labels: readonly Label[]): Decoded | null {
  for (const { label, encoding } of labels) {
    if (encoding === null || encoding === 'utf-8') continue;
    const text = decodeAs(bytes, encoding);
    if (isDamaged(text)) continue;
    if (encoding === 'windows-1252') {
      const guess = guessCharset(bytes);
      if (guess.confident && guess.charset !== encoding) {
        return {
          text: decodeAs(bytes, guess.charset),
          charset: guess.charset,
          warnings: [mislabelled(label, guess.charset)],
        };
      }
    }
    const first = labels[0]?.label ?? label;
    return { text, charset: encoding, warnings: first === label ? [] : [mislabelled(first, encoding)] };
  }
  return null;
}

function readUnlabelled(bytes: Uint8Array, labelled: string | null): Decoded {
  const utf8 = mendUtf8(bytes);
  if (utf8.valid > utf8.foreign) return mixed(utf8);
  const { charset } = guessCharset(bytes);
  const message = `The document does not say how its characters are encoded; read as ${charset}.`;
  const warning = labelled === null ? { code: 'charset-guessed', message } : mislabelled(labelled, charset);
  return { text: decodeAs(bytes, charset), charset, warnings: [warning] };
}

/** UTF-8 with foreign bytes in between, which most editors would have written as windows-1252. */
function mixed({ mended, foreign }: ReturnType<typeof mendUtf8>): Decoded {
  const text = new TextDecoder().decode(mended);
  if (foreign === 0) return { text, charset: 'utf-8', warnings: [] };
  const message = `${foreign} ${foreign === 1 ? 'byte is' : 'bytes are'} not UTF-8; read as windows-1252.`;
  return { text, charset: 'utf-8+windows-1252', warnings: [{ code: 'charset-mixed', message }] };
}

function mislabelled(label: string, charset: string): Warning {
  return {
    code: 'charset-mislabelled',
    message: `Labelled ${label}, but the bytes are not; read as ${charset}.`,
  };
}

/** UTF-16 or UTF-32, by byte order mark or by where the zero bytes of its first character stand (XML 1.0, F.1). */
function wideCharset(bytes: Uint8Array): string | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d > 0 && d < 0x80))) return 'utf-32be';
  if (c === 0 && d === 0 && ((a === 0xff && b === 0xfe) || (b === 0 && a > 0 && a < 0x80))) return 'utf-32le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0)) return 'utf-16be';
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return 'utf-16le';
  return null;
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  if (charset === 'utf-32be') return decodeUtf32(bytes, false);
  if (charset === 'utf-32le') return decodeUtf32(bytes, true);
  return new TextDecoder(charset).decode(bytes);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function startsWithUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Escape sequences of ISO-2022-JP that switch to kanji. */
function hasJapaneseEscapes(bytes: Uint8Array): boolean {
  let at = bytes.indexOf(0x1b);
  for (; at >= 0; at = bytes.indexOf(0x1b, at + 1)) {
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true;
  }
  return false;
}

/** True if more than one character in fifty beyond ASCII could not be read. */
function isDamaged(text: string): boolean {
  let high = 0;
  let lost = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    high++;
    if (code === 0xfffd) lost++;
  }
  return lost * 50 > high;
}

function countHighCharacters(text: string, enough: number): number {
  let high = 0;
  for (let index = 0; index < text.length && high < enough; index++)
    if (text.charCodeAt(index) > 0x7f) high++;
  return high;
}
