import { Parser } from 'htmlparser2';
import { Failure } from '../../model/failure.ts';
import {
  type BlockWriter,
  breakLine,
  closeWithinFrame,
  endBlock,
  isListOfLinks,
  isWithinFrame,
  leaveList,
  newBlockWriter,
  type OutlineBlock,
  openWithinFrame,
  startBlock,
} from './html-blocks.ts';
import { closeInline, openInline, writeMarkup, writeText } from './html-line.ts';
import { escapeHtml } from './markup.ts';

/** HTML to a flat sequence of blocks, and the elements around them, without deciding anything about items. */

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
const CONTAINERS = new Set(['article', 'section', 'div', 'li', 'tr', 'td', 'table']);
/** Deeper nesting is an attack on the parser, not a newsletter. */
const DEEPEST = 1000;

interface State {
  readonly writer: BlockWriter;
  readonly elements: OutlineElement[];
  readonly containers: { readonly name: string; readonly signature: string; readonly first: number }[];
  title: string;
  base: string | null;
  isInTitle: boolean;
  /** Element whose content nobody sees, and how often it is open. */
  hidden: string;
  hiddenDepth: number;
  depth: number;
  /** Signature of the open list item. */
  item: string;
}

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads HTML into blocks. Only addresses of http, https and mailto, or relative ones, are kept.
 * @throws {Failure} `too-deep`
 */
export function outlineOf(source: string): Outline {
  const state: State = {
    writer: newBlockWriter(),
    elements: [],
    containers: [],
    title: '',
    base: null,
    isInTitle: false,
    hidden: '',
    hiddenDepth: 0,
    depth: 0,
    item: '',
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(state, name, attributes, parser.startIndex),
      onclosetag: (name) => closeTag(state, name, parser.endIndex),
      ontext: (text) => {
        if (state.isInTitle) state.title += text;
        else if (state.hidden === '') writeText(state.writer.line, text, state.writer.kind === 'code');
      },
    },
    { decodeEntities: true },
  );
  parser.end(source);
  endBlock(state.writer, source.length);
  const { title, base, writer, elements } = state;
  return { title, base, blocks: writer.blocks, elements };
}

function openTag(state: State, name: string, attributes: Attributes, at: number): void {
  if (++state.depth > DEEPEST) throw new Failure('too-deep', `The HTML is nested more than ${DEEPEST} deep.`);
  const { writer } = state;
  if (state.hidden !== '') {
    if (name === state.hidden) state.hiddenDepth++;
  } else if (HIDDEN.has(name)) {
    state.hidden = name;
    state.hiddenDepth = 1;
  } else if (name === 'title') state.isInTitle = true;
  else if (name === 'base') state.base ??= addressIn(attributes.href);
  else if (name === 'br') breakLine(writer, at);
  else if (name === 'img') writeMarkup(writer.line, imageOf(attributes));
  else if (INLINE.has(name)) openInline(writer.line, name, name === 'a' ? addressIn(attributes.href) : null);
  else openBlock(state, name, attributes, at);
}

function closeTag(state: State, name: string, at: number): void {
  state.depth--;
  if (state.hidden !== '') {
    if (name === state.hidden && --state.hiddenDepth === 0) state.hidden = '';
  } else if (name === 'title') state.isInTitle = false;
  else if (INLINE.has(name)) closeInline(state.writer.line, name);
  else if (name !== 'br') closeBlock(state, name, at);
}

function openBlock(state: State, name: string, attributes: Attributes, at: number): void {
  const { writer, containers } = state;
  const signature = `${name}.${attributes.class ?? ''}@${state.depth}`;
  if (isListOfLinks(writer, name)) {
    // Each item of such a list is a container, from this one on.
    containers.push({ name: 'li', signature: state.item, first: leaveList(writer, at) });
  }
  if (isWithinFrame(writer, name)) {
    if (name === 'li') state.item = signature;
    openWithinFrame(writer, name);
    return;
  }
  startBlock(writer, name, at);
  if (CONTAINERS.has(name)) containers.push({ name, signature, first: writer.blocks.length });
}

function closeBlock({ writer, containers, elements }: State, name: string, at: number): void {
  if (writer.frame === '') endBlock(writer, at);
  else if (closeWithinFrame(writer, name, at)) return;
  const container = containers.at(-1);
  if (container?.name !== name) return;
  containers.pop();
  const { signature, first } = container;
  const last = writer.blocks.length;
  if (last - first >= 2) elements.push({ signature, first, last });
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
