/** HTML that is escaped by construction: what is put into a template is text, only templates and SafeHtml are markup. */
import type { SafeHtml } from '../model/markup.ts';
import { legalCharacters } from './xml.ts';

/** Finished markup. */
export class Hypertext {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Hypertext | null | undefined | false | readonly Part[];

/** A template whose parts are escaped for text and for values in double quotes; null, undefined and false are nothing. */
export function hypertext(strings: TemplateStringsArray, ...parts: readonly Part[]): Hypertext {
  let markup = strings[0] ?? '';
  for (let index = 0; index < parts.length; index++)
    markup += written(parts[index]) + (strings[index + 1] ?? '');
  return new Hypertext(markup);
}

/** The sanitiser's word is taken for it. */
export const sanitised = (fragment: SafeHtml): Hypertext => new Hypertext(fragment);

/** An address to link to: nothing but http(s), whatever an item holds. */
export const webLink = (address: string | null): string | null =>
  address !== null && /^https?:\/\//i.test(address) ? address : null;

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Hypertext) return part.markup;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  let joined = '';
  for (const one of part) joined += written(one);
  return joined;
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  const legal = legalCharacters(text);
  return /[&<>"']/.test(legal)
    ? legal.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '')
    : legal;
}
