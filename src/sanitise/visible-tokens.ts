/**
 * HTML as the tokens of what a person sees, by htmlparser2's tokenizer (no tree, no stack of its own). Hot: attributes
 * of elements that do not pass are never cut out. Texts and values come whole, decoded, and of legal characters.
 */
import { Tokenizer } from 'htmlparser2';
import { LONGEST_MARKUP } from '../model/markup.ts';
import { legalCharacters } from './characters.ts';
import { DROPPED, ELEMENTS, type ElementRule } from './policy.ts';

/** Names and values in turns: the attributes that a tag came with, names in lower case. */
export type Attributes = readonly string[];

export interface TokenSink {
  /** True when nothing more is wanted. */
  readonly full: boolean;
  open(rule: ElementRule, attributes: Attributes): void;
  close(rule: ElementRule): void;
  text(text: string): void;
  /** Something framed in: an iframe. */
  embed(attributes: Attributes): void;
  /** Between these, content that is for readers without scripts. */
  noscript(inside: boolean): void;
}

/** Read at a time, in UTF-16 units: some milliseconds of work at worst. */
const PORTION = 32_768;
/** Text that is handed on though no tag has ended it: who wants no more of it is to be heard. */
const LONGEST_PENDING = 65_536;

/** Reads in portions: other work may be done wherever it yields. */
export type ReadTokens = (html: string, sink: TokenSink) => Iterable<undefined>;

/** A reader of tokens, to be used again and again (a Tokenizer is dear to make); one reading at a time. */
export function createTokenReader(): ReadTokens {
  const reader = new TokenReader();
  return (html, sink) => reader.read(html, sink);
}

/** State of the tokenizer's callbacks. */
class TokenReader {
  #html = '';
  /** Text since the last tag: a reference may stand for two characters, and comes as two halves. */
  #pending = '';
  #sink: TokenSink = NOBODY;
  readonly #tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, this);
  #name = '';
  #attributes: string[] = [];
  #attribute = '';
  #value = '';
  /** False while the attributes of the current tag are of no use. */
  #wanted = false;
  /** The dropped element that we are in, and how many of its name are open. */
  #dropped = '';
  #depth = 0;
  #foreignObject = false;

  *read(html: string, sink: TokenSink): Iterable<undefined> {
    this.#html = prepared(html);
    this.#sink = sink;
    this.#dropped = '';
    this.#pending = '';
    this.#tokenizer.reset();
    for (let at = 0; at < this.#html.length && !sink.full; at += PORTION) {
      if (at > 0) yield;
      this.#tokenizer.write(this.#html.slice(at, at + PORTION));
    }
    this.#tokenizer.end();
    this.#flush();
    this.#html = '';
    this.#sink = NOBODY;
  }

  ontext(start: number, end: number): void {
    if (this.#dropped !== '') return;
    this.#pending += this.#html.slice(start, end);
    if (this.#pending.length > LONGEST_PENDING) this.#flush();
  }
  ontextentity(codePoint: number): void {
    if (this.#dropped === '') this.#pending += String.fromCodePoint(codePoint);
  }
  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#wanted = ELEMENTS.has(this.#name) || this.#name === 'iframe';
    if (this.#attributes.length > 0) this.#attributes = [];
  }
  onattribname(start: number, end: number): void {
    if (!this.#wanted) return;
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = '';
  }
  onattribdata(start: number, end: number): void {
    if (this.#wanted) this.#value += this.#html.slice(start, end);
  }
  onattribentity(codePoint: number): void {
    if (this.#wanted) this.#value += String.fromCodePoint(codePoint);
  }
  onattribend(): void {
    if (this.#wanted) this.#attributes.push(this.#attribute, legalCharacters(this.#value));
  }
  onopentagend(): void {
    this.#start(false);
  }
  onselfclosingtag(): void {
    this.#start(true);
  }
  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#dropped !== '') {
      if (name === this.#dropped && --this.#depth === 0) this.#dropped = '';
      return;
    }
    const rule = ELEMENTS.get(name);
    if (rule !== undefined) this.#flush();
    if (rule === undefined) {
      if (name === 'noscript') this.#sink.noscript(false);
    } else if (name === 'br') this.#sink.open(rule, []);
    else this.#sink.close(rule);
  }
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #flush(): void {
    if (this.#pending === '') return;
    const text = legalCharacters(this.#pending);
    this.#pending = '';
    if (text !== '') this.#sink.text(text);
    if (this.#sink.full) this.#tokenizer.pause();
  }

  #start(selfClosing: boolean): void {
    const name = this.#name;
    const rule = ELEMENTS.get(name);
    if (this.#dropped !== '' && !this.#leavesDropped(name, rule)) return;
    this.#flush();
    if (rule !== undefined) this.#sink.open(rule, this.#attributes);
    else if (DROPPED.has(name)) this.#drop(name, selfClosing);
    else if (name === 'noscript') this.#sink.noscript(true);
  }

  #drop(name: string, selfClosing: boolean): void {
    if (name === 'iframe') this.#sink.embed(this.#attributes);
    if (name === 'svg' && selfClosing) return;
    this.#dropped = name;
    this.#depth = 1;
    this.#foreignObject = false;
  }

  /** An HTML element in an svg ends it, unless it is where HTML belongs (HTML, 13.2.6.5). */
  #leavesDropped(name: string, rule: ElementRule | undefined): boolean {
    if (name === this.#dropped) this.#depth++;
    else if (name === 'foreignobject') this.#foreignObject = true;
    if (this.#dropped !== 'svg' || this.#foreignObject || rule === undefined) return false;
    if (rule.kind === 'formatting' || rule.kind === 'phrasing') return false;
    this.#dropped = '';
    return true;
  }
}

/** The tokenizer takes `<![CDATA[` for a section even in HTML, and would swallow it: its text is to be read. */
function prepared(html: string): string {
  const bounded = html.length > LONGEST_MARKUP ? html.slice(0, LONGEST_MARKUP) : html;
  return bounded.includes('<![CDATA[') ? bounded.replace(/<!\[CDATA\[|\]\]>/g, '') : bounded;
}

const NOBODY: TokenSink = { full: true, open() {}, close() {}, text() {}, embed() {}, noscript() {} };
