/** Ten ways in which feeds break in the world, done to clean ones. Each gives text or bytes, and keeps every title whole. */

export type Breakage = (xml: string) => string;

const TEXTS = /<(description|summary|content:encoded|content)(\s[^>]*)?>(?!\s*<\/)/g;

/** Does something at every `every`th match only, so that broken and whole entries alternate. */
function each(
  xml: string,
  pattern: RegExp,
  every: number,
  replacement: (match: string, count: number) => string,
): string {
  let count = 0;
  return xml.replace(pattern, (match) => (count++ % every === 0 ? replacement(match, count) : match));
}

export const breakages: Readonly<Record<string, Breakage>> = {
  'bare &': (xml) =>
    each(xml.replace(/(<link>[^<]*)&amp;/g, '$1&'), TEXTS, 2, (tag) => `${tag}R&D, Q&A & more `),
  'undeclared entity': (xml) => each(xml, TEXTS, 2, (tag) => `${tag}one&nbsp;two&hellip;&mdash;&unknown; `),
  'stray end tag': (xml) => each(xml, /<(item|entry)(\s[^>]*)?>/g, 2, (tag) => `${tag}</b></meta>`),
  'unclosed tag': (xml) =>
    each(xml, /<\/(link|description|summary|guid|pubDate|published|updated|id)>/g, 7, () => ''),
  'cut at 50 %': (xml) => xml.slice(0, Math.floor(xml.length * 0.5)),
  'cut at 90 %': (xml) => xml.slice(0, Math.floor(xml.length * 0.9)),
  'control characters': (xml) => each(xml, TEXTS, 2, (tag) => `${tag}a\u0000b\u0008c\u001f\u000b `),
  'undeclared prefixes': (xml) => xml.replace(/\sxmlns:[\w-]+\s*=\s*("[^"]*"|'[^']*')/g, ''),
  'junk before': (xml) =>
    `<br />\n<b>Warning</b>: Cannot modify header information in index.php on line 3<br />\n\n${xml}`,
  'wrong label': (xml) =>
    `<?xml version="1.0" encoding="iso-8859-1"?>${xml.replace(/^\s*<\?xml[^>]*\?>/, '')}`,
};

/** How many entries end before a place in the text, in order: what can survive a cut there. */
export function entriesBefore(xml: string, place: number): number {
  let count = 0;
  for (const match of xml.matchAll(/<\/(item|entry)>/g)) if (match.index < place) count++;
  return count;
}
