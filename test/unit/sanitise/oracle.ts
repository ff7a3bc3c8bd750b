/** An independent reader's verdict on sanitised HTML: parse5, which follows the standard's tree construction. */
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** What the policy promises, written down a second time. */
const ALLOWED: Readonly<Record<string, string>> = {
  a: 'href',
  abbr: '',
  address: '',
  article: '',
  aside: '',
  audio: 'src controls preload',
  b: '',
  bdi: '',
  bdo: '',
  blockquote: 'cite',
  br: '',
  caption: '',
  cite: '',
  code: '',
  dd: '',
  del: 'cite datetime',
  details: 'open',
  dfn: '',
  div: '',
  dl: '',
  dt: '',
  em: '',
  figcaption: '',
  figure: '',
  footer: '',
  h1: '',
  h2: '',
  h3: '',
  h4: '',
  h5: '',
  h6: '',
  header: '',
  hr: '',
  i: '',
  iframe: 'src sandbox loading',
  img: 'src srcset sizes alt width height',
  ins: 'cite datetime',
  kbd: '',
  li: 'value',
  main: '',
  mark: '',
  nav: '',
  ol: 'start reversed',
  p: '',
  picture: '',
  pre: '',
  q: 'cite',
  rp: '',
  rt: '',
  ruby: '',
  s: '',
  samp: '',
  section: '',
  small: '',
  source: 'src srcset sizes type media',
  span: '',
  strong: '',
  sub: '',
  summary: '',
  sup: '',
  table: '',
  tbody: '',
  td: 'colspan rowspan',
  tfoot: '',
  th: 'colspan rowspan scope',
  thead: '',
  time: 'datetime',
  tr: '',
  u: '',
  ul: '',
  var: '',
  video: 'src poster width height controls preload',
  wbr: '',
};
const EVERYWHERE = ['dir', 'lang', 'title'];
const ADDRESSES = new Set(['href', 'src', 'poster', 'cite']);
const WEB = /^https?:\/\/[^\s<>"{}|\\^`]+$/i;
const MAIL = /^mailto:[^\s<>"{}|\\^`]+$/;
const DEEPEST = 100;

/** The context element: without one parse5 parses as in a `<template>`, which forgives more. */
const [DIV] = parseFragment('<div></div>').childNodes as [Element];

const parsed = (html: string, onParseError?: (error: { code: string; startOffset: number }) => void) =>
  parseFragment(DIV, html, {
    scriptingEnabled: false,
    ...(onParseError && { onParseError, sourceCodeLocationInfo: true }),
  });

/** All that is wrong with a sanitised fragment; empty when it keeps every promise. */
export function faultsOf(html: string): readonly string[] {
  const faults: string[] = [];
  const tree = parsed(html, ({ code, startOffset }) =>
    faults.push(
      `parse error ${code} at ${startOffset}: ${html.slice(Math.max(0, startOffset - 30), startOffset + 30)}`,
    ),
  );
  const again = serialize(tree);
  if (again !== normal(html)) faults.push(`is read as ${again}`);
  if (serialize(parsed(again)) !== again) faults.push(`is read in a third way: ${serialize(parsed(again))}`);
  for (const child of tree.childNodes) inspect(child, 1, faults);
  return faults;
}

/** Our spelling of references, as parse5 spells them. */
const normal = (html: string): string =>
  html
    .replaceAll('\u00a0', '&nbsp;')
    .replaceAll('&#61;', '=')
    .replace(/"[^"]*"/g, (value) => value);

function inspect(node: Node, depth: number, faults: string[]): void {
  if (node.nodeName === '#text') return;
  if (!('tagName' in node)) {
    faults.push(`a ${node.nodeName}`);
    return;
  }
  if (depth > DEEPEST) faults.push(`<${node.tagName}> at depth ${depth}`);
  if (node.namespaceURI !== 'http://www.w3.org/1999/xhtml')
    faults.push(`<${node.tagName}> in ${node.namespaceURI}`);
  const allowed = ALLOWED[node.tagName];
  if (allowed === undefined) faults.push(`<${node.tagName}>`);
  for (const { name, value } of node.attrs) {
    if (!EVERYWHERE.includes(name) && !allowed?.split(' ').includes(name))
      faults.push(`${name} on <${node.tagName}>`);
    if (ADDRESSES.has(name) && !WEB.test(value) && !(name === 'href' && MAIL.test(value))) {
      faults.push(`${name}="${value}"`);
    }
    if (name === 'srcset') {
      for (const candidate of value.split(', ')) {
        if (!WEB.test(candidate.split(' ')[0] ?? '')) faults.push(`srcset="${value}"`);
      }
    }
  }
  for (const child of node.childNodes) inspect(child, depth + 1, faults);
}

/** The words that a browser shows of any HTML, scripts and the like aside: to see that none is lost. */
export function wordsOf(html: string): string {
  const words: string[] = [];
  const walk = (node: Node): void => {
    if (node.nodeName === '#text' && 'value' in node) words.push(node.value);
    else if ('tagName' in node && !UNSEEN.has(node.tagName)) node.childNodes.forEach(walk);
  };
  parsed(html).childNodes.forEach(walk);
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

const UNSEEN = new Set(
  'annotation annotation-xml datalist iframe noembed noframes script select style svg template textarea title'.split(
    ' ',
  ),
);
