/**
 * A name or title as a key: letters and digits only, without case, accents, ligatures, quotes, dashes and spaces, so
 * that no editor's habit (curly quotes, wrapped lines, hyphens, capitals) makes another one of it.
 */
export function foldName(text: string): string {
  // Most names are plain: nothing to take apart.
  if (PLAIN.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return text
    .replace(/&/g, 'and')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** ASCII without `&`, and dashes and quotes. */
const PLAIN = /^[\t\n -%'-~\u2010-\u2027]*$/;
