/**
 * XML that is escaped by construction: a string is text, only `el` and `cdata` make markup. Nothing that is passed in can
 * leave its element, and no character that XML forbids comes out, whatever was passed in. Hot: 50,000 entries a second.
 */

import type { SafeHtml } from '../model/markup.ts';

/** Finished markup. */
export class Xml {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Child = string | Xml | null | undefined | readonly Child[];
export type AttributeValues = Readonly<Record<string, string | number | null | undefined>>;

/** An element. Attributes and children that are null or undefined are left out, lists are spread. */
export function el(name: string, attributes: AttributeValues | null, ...children: readonly Child[]): Xml {
  let start = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== null && value !== undefined) start += ` ${key}="${attributeText(String(value))}"`;
  }
  const inner = markup(children);
  return new Xml(inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`);
}

/** An element with text, or nothing at all where there is none. */
export function optional(name: string, text: string | null | undefined): Xml | null {
  return text ? el(name, null, text) : null;
}

/**
 * HTML as the text of an element. A CDATA section is smaller than references, and faster. Its characters are not looked
 * at again, which would take longer than all else: SafeHtml has only legal ones.
 */
export function cdata(fragment: SafeHtml): Xml {
  return new Xml(
    `<![CDATA[${fragment.includes(']]>') ? fragment.replaceAll(']]>', ']]]]><![CDATA[>') : fragment}]]>`,
  );
}

export function markup(child: Child): string {
  if (child === null || child === undefined) return '';
  if (typeof child === 'string') return elementText(child);
  if (child instanceof Xml) return child.markup;
  let joined = '';
  for (const one of child) joined += markup(one);
  return joined;
}

/** One of these may be wrong; surrogates are mostly halves of good pairs. */
const SUSPECT = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]/;
/** XML 1.0, 2.2; with them what is allowed but discouraged there, and the mark of a lost character. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;

/** The text less the characters that have no place in a document; line ends are "\n". */
export function legalCharacters(text: string): string {
  return SUSPECT.test(text) ? text.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '') : text;
}

/** In hexadecimal, as the RSS Profile asks of plain text ("Character Data"). */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&#x26;',
  '<': '&#x3C;',
  '>': '&#x3E;',
  '"': '&#x22;',
  '\t': ' ',
  '\n': ' ',
};

/** One look for all that may need work: most texts need none. */
const PLAIN_TEXT = /^[^&<>\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]*$/;
const PLAIN_VALUE = /^[^&<>"\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]*$/;

function elementText(text: string): string {
  if (PLAIN_TEXT.test(text)) return text;
  return legalCharacters(text).replace(/[&<>]/g, (character) => REFERENCES[character] ?? '');
}

/** Attribute values are normalised by parsers (XML 1.0, 3.3.3): white space is a space already here. */
function attributeText(text: string): string {
  if (PLAIN_VALUE.test(text)) return text;
  return legalCharacters(text).replace(/[&<>"\t\n]/g, (character) => REFERENCES[character] ?? '');
}
