import { escapeHtml, inlineHtml } from './markup.ts';

/** Writes the inline content of one block, line by line, as text and as markup at once. */

export interface HtmlLine {
  readonly text: string;
  readonly html: string;
  /** The first address on it. */
  readonly link: string | null;
  /** True where nothing but that link stands on it. */
  readonly isLink: boolean;
}

export interface LineWriter {
  lines: HtmlLine[];
  text: string;
  html: string;
  link: string | null;
  linkedLength: number;
  /** Text that may go on: parsers hand it over in pieces. */
  pending: string;
  isVerbatim: boolean;
  /** Open inline elements, outermost first; a tag is written once there is text in it. */
  open: { readonly name: string; readonly tag: string; isWritten: boolean }[];
}

const TAGS: Readonly<Record<string, string>> = {
  a: 'a',
  strong: 'strong',
  b: 'strong',
  em: 'em',
  i: 'em',
  code: 'code',
  sup: 'sup',
  sub: 'sub',
};
/** Inline elements that are kept inside each other. */
const DEEPEST = 20;

export function newLineWriter(): LineWriter {
  return {
    lines: [],
    text: '',
    html: '',
    link: null,
    linkedLength: 0,
    pending: '',
    isVerbatim: false,
    open: [],
  };
}

export function openInline(writer: LineWriter, name: string, href: string | null): void {
  const tag = TAGS[name];
  settle(writer);
  if (tag === undefined || writer.open.length >= DEEPEST || (name === 'a' && href === null)) return;
  if (name === 'a') writer.link ??= href;
  const start = href === null ? `<${tag}>` : `<a href="${escapeHtml(href)}">`;
  writer.open.push({ name, tag: start, isWritten: false });
}

export function closeInline(writer: LineWriter, name: string): void {
  settle(writer);
  const at = writer.open.findLastIndex((inline) => inline.name === name);
  if (at < 0) return;
  const inner = writer.open.splice(at);
  for (const inline of inner.toReversed()) if (inline.isWritten) writer.html += `</${TAGS[inline.name]}>`;
  for (const inline of inner.slice(1)) writer.open.push({ ...inline, isWritten: false });
}

/** Adds text; `verbatim` keeps its spaces and line breaks. */
export function writeText(writer: LineWriter, text: string, verbatim: boolean): void {
  writer.pending += text;
  writer.isVerbatim = verbatim;
}

function settle(writer: LineWriter): void {
  const { pending, isVerbatim } = writer;
  let shown = isVerbatim ? pending : pending.replace(/\s+/g, ' ');
  if (!isVerbatim && (writer.text === '' || writer.text.endsWith(' '))) shown = shown.trimStart();
  writer.pending = '';
  if (shown === '') return;
  for (const inline of writer.open) {
    if (!inline.isWritten) writer.html += inline.tag;
    inline.isWritten = true;
  }
  const isLinked = writer.open.some((inline) => inline.name === 'a');
  writer.text += shown;
  writer.html += isLinked || isVerbatim ? escapeHtml(shown) : inlineHtml(shown);
  if (isLinked) writer.linkedLength += shown.trim().length;
}

/** Markup that stands for no text: an image. */
export function writeMarkup(writer: LineWriter, html: string): void {
  settle(writer);
  writer.html += html;
}

export function endLine(writer: LineWriter): void {
  settle(writer);
  for (const inline of writer.open.toReversed()) {
    if (inline.isWritten) writer.html += `</${TAGS[inline.name]}>`;
    inline.isWritten = false;
  }
  const text = writer.text.trim();
  const isLink = writer.link !== null && writer.linkedLength >= text.replace(/[»›→>\s]+$/, '').length;
  if (text !== '' || writer.html !== '') {
    writer.lines.push({ text, html: writer.html.trim(), link: writer.link, isLink: isLink && text !== '' });
  }
  writer.text = '';
  writer.html = '';
  writer.linkedLength = 0;
  const still = writer.open.find((inline) => inline.name === 'a')?.tag;
  if (still === undefined) writer.link = null;
}

/** True where nothing has been written on the line yet. */
export function isAtLineStart(writer: LineWriter): boolean {
  settle(writer);
  return writer.text.trim() === '';
}

/** True where the line so far is one link, and that is closed. */
export function isAllLink(writer: LineWriter): boolean {
  settle(writer);
  const text = writer.text.trim();
  return text !== '' && writer.linkedLength >= text.length && writer.open.length === 0;
}

/** The lines so far; the writer starts afresh. */
export function takeLines(writer: LineWriter): readonly HtmlLine[] {
  endLine(writer);
  const { lines } = writer;
  writer.lines = [];
  return lines;
}
