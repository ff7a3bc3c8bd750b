import { Failure } from '../model/failure.ts';

export type Kind = 'json' | 'xml' | 'html' | 'other';

/** How far into a document its first tag is looked for, in characters. */
const WINDOW = 65_536;

/** What a text is, by what is in it: servers' types are not to be relied on, and junk may come before the document. */
export function sniff(text: string): Kind {
  const start = text.slice(0, WINDOW).replace(/^[\s\ufeff\0]+/, '');
  const first = start[0];
  if (first === '{' || (first === '[' && !start.includes('<'))) return 'json';
  const root = /<(?:[\w.-]{1,32}:)?(rss|feed|rdf|channel)[\s>/]/i.exec(start);
  // Only what comes before: an entry may well hold a page.
  const isPage = /<!doctype\s+html\b|<html[\s>]|<head[\s>]|<body[\s>]/i.test(start.slice(0, root?.index));
  if (root !== null && (!isPage || !isNestedInPage(root))) return 'xml';
  if (isPage) return 'html';
  return /<(?:[\w.-]{1,32}:)?(item|entry)[\s>/]/i.test(start) ? 'xml' : 'other';
}

/** `<channel>` and `<feed>` may be anything inside of a page, unless they name a namespace; the others are feeds. */
function isNestedInPage(root: RegExpExecArray): boolean {
  return !/^(rss|rdf)$/i.test(root[1] ?? '') && !/^[^>]{0,1000}\sxmlns/.test(root.input.slice(root.index));
}

const SIGNATURES: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: 'a gzip archive', bytes: [0x1f, 0x8b] },
  { name: 'a zip archive', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a PNG picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a GIF picture', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'an MP3 file', bytes: [0x49, 0x44, 0x33] },
  { name: 'a program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
];

/** Throws `empty` for no bytes or white space only, `binary` for what is no text in any encoding. */
export function refuseNonText(bytes: Uint8Array): void {
  if (isBlank(bytes)) throw new Failure('empty', 'The document is empty.');
  const known = SIGNATURES.find(({ bytes: signature }) =>
    signature.every((byte, index) => bytes[index] === byte),
  );
  if (known !== undefined) throw new Failure('binary', `This is ${known.name}, not a feed.`);
}

/** A loop: a call for each of ten million bytes takes its time. */
function isBlank(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) if ((bytes[index] ?? 0) > 0x20) return false;
  return true;
}
