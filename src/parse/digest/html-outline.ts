import { Parser } from 'htmlparser2';
import { Failure } from '../../model/failure.ts';
import {
  closeInline,
  endLine,
  type HtmlLine,
  isAllLink,
  isAtLineStart,
  type LineWriter,
  newLineWriter,
  openInline,
  takeLines,
  writeMarkup,
  writeText,
} from './html-line.ts';
import { escapeHtml } from './markup.ts';

/** HTML to a flat sequence of blocks, without deciding anything about items. */

export type BlockKind = 'paragraph' | 'heading' | 'bullets' | 'numbers' | 'quote' | 'code' | 'rule';

export interface OutlineBlock {
  readonly kind: BlockKind;
  /** 1 to 6 for headings, else 0. */
  readonly level: number;
  readonly lines: readonly HtmlLine[];
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

/** An element around several blocks; those of one signature may be the repeated containers of a newsletter. */
export interface OutlineElement {
  /** Tag, class and depth. */
  readonly signature: string;
  /** Its blocks: from, and up to but not including. */
  readonly first: number;
  readonly last: number;
}

export interface Outline {
  readonly title: string;
  /** The address of its `base` element. */
  readonly base: string | null;
  readonly blocks: readonly OutlineBlock[];
  readonly elements: readonly OutlineElement[];
}

const HIDDEN = new Set(
  'script style template noscript svg math iframe object select textarea button'.split(' '),
);
const INLINE = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i img ins kbd label mark o:p q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const KINDS: Readonly<Record<string, BlockKind>> = {
  ul: 'bullets',
  ol: 'numbers',
  blockquote: 'quote',
  pre: 'code',
};
const BLOCKS = new Set(['p', 'div', 'blockquote']);
const CONTAINERS = new Set(['article', 'section', 'div', 'li', 'tr', 'td', 'table']);
/** Deeper nesting is an attack on the parser, not a newsletter. */
const DEEPEST = 1000;

interface State {
  readonly writer: LineWriter;
  readonly blocks: OutlineBlock[];
  readonly elements: OutlineElement[];
  readonly containers: { readonly name: string; readonly signature: string; readonly first: number }[];
  title: string;
  base: string | null;
  isInTitle: boolean;
  /** Element whose content nobody sees, and how often it is open. */
  hidden: string;
  hiddenDepth: number;
  depth: number;
  kind: BlockKind;
  level: number;
  /** The element that made the list, quote or code, and how often it is open inside of itself. */
  frame: string;
  frameDepth: number;
  /** Signature of the open list item. */
  item: string;
  start: number;
  /** Images that stand alone go with the paragraph below. */
  carried: string;
}

/**
 * Reads HTML into blocks. Only addresses of http, https and mailto, or relative ones, are kept.
 * @throws {Failure} `too-deep`
 */
export function outlineOf(source: string): Outline {
  const state = newState();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(state, name, attributes, parser.startIndex),
      onclosetag: (name) => closeTag(state, name, parser.endIndex),
      ontext: (text) => {
        if (state.isInTitle) state.title += text;
        else if (state.hidden === '') writeText(state.writer, text, state.kind === 'code');
      },
    },
    { decodeEntities: true },
  );
  parser.end(source);
  flush(state, source.length);
  return { title: state.title, base: state.base, blocks: state.blocks, elements: state.elements };
}

function newState(): State {
  return {
    writer: newLineWriter(),
    blocks: [],
    elements: [],
    containers: [],
    title: '',
    base: null,
    isInTitle: false,
    hidden: '',
    hiddenDepth: 0,
    depth: 0,
    kind: 'paragraph',
    level: 0,
    frame: '',
    frameDepth: 0,
    item: '',
    start: 0,
    carried: '',
  };
}

type Attributes = Readonly<Record<string, string>>;

function openTag(state: State, name: string, attributes: Attributes, at: number): void {
  if (++state.depth > DEEPEST) throw new Failure('too-deep', `The HTML is nested more than ${DEEPEST} deep.`);
  if (state.hidden !== '') {
    if (name === state.hidden) state.hiddenDepth++;
  } else if (HIDDEN.has(name)) {
    state.hidden = name;
    state.hiddenDepth = 1;
  } else if (name === 'title') state.isInTitle = true;
  else if (name === 'base') state.base ??= addressIn(attributes.href);
  else if (name === 'br') breakLine(state, at);
  else if (name === 'img') writeMarkup(state.writer, imageOf(attributes));
  else if (INLINE.has(name)) openInline(state.writer, name, name === 'a' ? addressIn(attributes.href) : null);
  else openBlock(state, name, attributes, at);
}

function closeTag(state: State, name: string, at: number): void {
  state.depth--;
  if (state.hidden !== '') {
    if (name === state.hidden && --state.hiddenDepth === 0) state.hidden = '';
  } else if (name === 'title') state.isInTitle = false;
  else if (INLINE.has(name)) closeInline(state.writer, name);
  else if (name !== 'br') closeBlock(state, name, at);
}

function openBlock(state: State, name: string, attributes: Attributes, at: number): void {
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (BLOCKS.has(name) && isListOfLinks(state)) leaveList(state, at);
  if (state.frame !== '' && level === undefined && name !== 'hr') {
    // Inside a list, a quote or code: blocks are lines of it.
    if (name === state.frame) state.frameDepth++;
    if (name === 'li') state.item = signatureOf(state, name, attributes);
    if (name === 'li' || state.kind === 'quote') endLine(state.writer);
    else writeText(state.writer, ' ', false);
    return;
  }
  flush(state, at);
  state.start = at;
  if (level !== undefined) {
    // A list or quote around headings is layout.
    state.frame = '';
    state.kind = 'heading';
    state.level = Number(level);
  } else if (name === 'hr') {
    state.blocks.push({ kind: 'rule', level: 0, lines: [], start: at, end: at });
  } else if (KINDS[name] !== undefined) {
    state.kind = KINDS[name];
    state.frame = name;
    state.frameDepth = 1;
  }
  if (CONTAINERS.has(name)) {
    const signature = signatureOf(state, name, attributes);
    state.containers.push({ name, signature, first: state.blocks.length });
  }
}

function signatureOf({ depth }: State, name: string, attributes: Attributes): string {
  return `${name}.${attributes.class ?? ''}@${depth}`;
}

/** True in a list item that holds one link so far. */
function isListOfLinks({ kind, frameDepth, writer }: State): boolean {
  return (kind === 'bullets' || kind === 'numbers') && frameDepth === 1 && isAllLink(writer);
}

/** A list whose items are links with blocks under them is layout: each item is a container, from this one on. */
function leaveList(state: State, at: number): void {
  const { kind, start } = state;
  const lines = takeLines(state.writer);
  const earlier = lines.slice(0, -1);
  if (earlier.length > 0) state.blocks.push({ kind, level: 0, lines: earlier, start, end: at });
  state.containers.push({ name: 'li', signature: state.item, first: state.blocks.length });
  state.blocks.push({ kind: 'paragraph', level: 0, lines: lines.slice(-1), start: at, end: at });
  state.kind = 'paragraph';
  state.frame = '';
  state.start = at;
}

function closeBlock(state: State, name: string, at: number): void {
  if (state.frame !== '') {
    if (name === state.frame && --state.frameDepth === 0) flush(state, at);
    else if (state.kind === 'quote') endLine(state.writer);
    else if (name !== 'li') writeText(state.writer, ' ', false);
    if (state.frame !== '') return;
  } else flush(state, at);
  const container = state.containers.at(-1);
  if (container?.name !== name) return;
  state.containers.pop();
  const { signature, first } = container;
  if (state.blocks.length - first >= 2) state.elements.push({ signature, first, last: state.blocks.length });
}

/** One break ends a line, two end a paragraph. */
function breakLine(state: State, at: number): void {
  if (state.kind === 'bullets' || state.kind === 'numbers') writeText(state.writer, ' ', false);
  else if (state.kind === 'code') writeText(state.writer, '\n', true);
  else if (isAtLineStart(state.writer) && state.writer.lines.length > 0 && state.frame === '')
    flush(state, at);
  else endLine(state.writer);
}

function flush(state: State, end: number): void {
  const lines = takeLines(state.writer);
  const { kind, level, start } = state;
  state.kind = 'paragraph';
  state.level = 0;
  state.frame = '';
  state.start = end;
  if (!lines.some((line) => line.text !== '')) {
    state.carried += lines.map((line) => line.html).join('');
    return;
  }
  const [first, ...others] = lines;
  if (first === undefined || kind !== 'paragraph' || state.carried === '') {
    state.blocks.push({ kind, level, lines, start, end });
    return;
  }
  state.blocks.push({
    kind,
    level,
    lines: [{ ...first, html: state.carried + first.html }, ...others],
    start,
    end,
  });
  state.carried = '';
}

function imageOf({ src, alt, width, height }: Attributes): string {
  const address = addressIn(src);
  const isPixel = [width, height].some((size) => size !== undefined && Number.parseInt(size, 10) <= 2);
  if (address === null || isPixel) return '';
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(alt ?? '')}">`;
}

function addressIn(href: string | undefined): string | null {
  const address = (href ?? '').replace(/[\u0000-\u0020]+/g, '');
  if (address === '' || address.startsWith('#')) return null;
  return /^(?:https?:|mailto:)/i.test(address) || !/^[^/?#]*:/.test(address) ? address : null;
}
