/** Plain text in places where readers have been seen to take it for HTML. */
import type { SafeHtml } from '../model/markup.ts';
import { legalCharacters } from './xml.ts';

/**
 * Feed checkers take an end tag in a plain text for markup, and "<ada@example.org>" for a person, even when they are
 * escaped; a word joiner, which nobody sees, keeps them text.
 */
export const plainText = (text: string): string =>
  text.replace(/<(?=\/\w+>|[^<>@\s]+@[^<>@\s]+>)/g, '<\u2060');

/** The text as HTML that shows it: nothing in it is markup. */
export function htmlText(text: string): SafeHtml {
  const legal = legalCharacters(text);
  if (!/[&<>]/.test(legal)) return legal as SafeHtml;
  return legal.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') as SafeHtml;
}
