/** Text as HTML spells it. Characters are legal already (visible-tokens.ts). */

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escapedText(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (character) => REFERENCES[character] ?? '') : text;
}

/** For a value in double quotes. */
export function escapedValue(value: string): string {
  return /[&<>"]/.test(value) ? value.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? '') : value;
}
