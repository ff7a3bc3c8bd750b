/** The forms that a digest comes in. */
export type DigestForm = 'text' | 'markdown' | 'html' | 'mail' | 'mbox' | 'json';

const BY_TYPE: readonly (readonly [RegExp, DigestForm])[] = [
  [/^message\/rfc822/i, 'mail'],
  [/^application\/mbox/i, 'mbox'],
  [/^(?:text\/html|application\/xhtml\+xml)/i, 'html'],
  [/^text\/(?:x-)?markdown/i, 'markdown'],
  [/^application\/(?:[\w.-]+\+)?(?:json|x-ndjson|jsonl|jsonlines)/i, 'json'],
];
const BY_EXTENSION: Readonly<Record<string, DigestForm>> = {
  eml: 'mail',
  mbox: 'mbox',
  mbx: 'mbox',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
};

/** What every document of a form holds. */
const SIGNS: Readonly<Partial<Record<DigestForm, RegExp>>> = {
  html: /<[a-z!/?]/i,
  json: /[{[]/,
  mail: /^[\w-]+:/m,
  mbox: /^From /m,
};

const MBOX = /^From \S+.*\d{4}\r?\n(?:>?[\w-]+:|\S+ )/;
const MAIL_HEADER =
  /^(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type|x-[\w-]+):/i;
const MAIL_ONLY =
  /^(?:received|return-path|delivered-to|to|subject|message-id|mime-version|content-type):/gim;
const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|section|main|div|h[1-6]|p|table|ul|ol)\b/i;
const HTML_BLOCK = /<\/(?:p|h[1-6]|li|article|section|td)>/gi;
const MARKDOWN_HEADING = /^ {0,3}#{1,6} +\S.*$/gm;
const MARKDOWN_MARK = /^ {0,3}#{1,6} +\S|\]\(https?:\/\/|^\[[^\]\n]+\]: +\S|^```/gm;
/** How far into a document its form shows, in characters. */
const WINDOW = 50_000;

/** What a document is: by its type if it can be that, else by its content, else by the name of its file if it can be that. */
export function sniffForm(text: string, contentType: string | null, location: string): DigestForm {
  const start = text.slice(0, WINDOW).replace(/^\ufeff/, '');
  const byType = BY_TYPE.find(([type]) => type.test(contentType ?? ''))?.[1] ?? null;
  return couldBe(byType, start) ?? byContent(start) ?? couldBe(byExtension(location), start) ?? 'text';
}

/** The form, unless the text has nothing of it: servers and names are often wrong. */
function couldBe(form: DigestForm | null, start: string): DigestForm | null {
  const sign = form === null ? undefined : SIGNS[form];
  return sign === undefined || sign.test(start) ? form : null;
}

function byContent(start: string): DigestForm | null {
  if (MBOX.test(start)) return 'mbox';
  if (isMail(start)) return 'mail';
  if (/^\s*(?:\{\s*"|\[\s*\{)/.test(start)) return 'json';
  if (HTML_START.test(start) || count(start, HTML_BLOCK) >= 4) return 'html';
  const headings = count(start, MARKDOWN_HEADING);
  return headings >= 2 || (headings === 1 && count(start, MARKDOWN_MARK) >= 3) ? 'markdown' : null;
}

/** Two header lines that only mail has, in the block above the first blank line. */
function isMail(start: string): boolean {
  const head = start.slice(0, Math.max(0, start.search(/\r?\n\r?\n/)));
  return MAIL_HEADER.test(head) && count(head, MAIL_ONLY) >= 2;
}

function byExtension(location: string): DigestForm | null {
  const extension = /\.([a-z]+)(?:[?#].*)?$/i.exec(location)?.[1]?.toLowerCase();
  return BY_EXTENSION[extension ?? ''] ?? null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
