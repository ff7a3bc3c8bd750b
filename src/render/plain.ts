/** Plain text in places where readers have been seen to take it for HTML. */

/**
 * Feed checkers take an end tag in a plain text for markup even when it is escaped; a word joiner, which nobody sees,
 * keeps it text.
 */
export const plainText = (text: string): string => text.replace(/<(?=\/\w+>)/g, '<\u2060');

/** The text as HTML that shows it. */
export const htmlText = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : text;
