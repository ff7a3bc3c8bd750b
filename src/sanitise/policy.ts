/** What may pass: elements, how each one nests, and its attributes. Data; a change that shows raises POLICY_VERSION. */
import { type AttributeCheck, CHECKS } from './attributes.ts';

/** How HTML's tree construction treats an element; the fragment writer nests by it. */
export type Kind =
  | 'formatting' // goes on after a block's end until its own end tag (HTML, 13.2.4.3)
  | 'phrasing'
  | 'void'
  | 'block' // closes a paragraph
  | 'heading'
  | 'item' // li, dt, dd: closes the item before
  | 'ruby' // rt, rp: only in a ruby
  | 'table'
  | 'rows' // thead, tbody, tfoot
  | 'row'
  | 'cell'; // td, th, caption: nothing inside sees out

export interface ElementRule {
  /** The name that is written. */
  readonly name: string;
  readonly kind: Kind;
  readonly attributes: ReadonlyMap<string, AttributeCheck>;
}

type AttributeName = keyof typeof CHECKS;

const EVERYWHERE: readonly AttributeName[] = ['dir', 'lang', 'title'];

/** Elements without attributes of their own, by kind. */
const BARE: readonly (readonly [Kind, string])[] = [
  ['formatting', 'b code em i s small strong u'],
  ['phrasing', 'abbr bdi bdo cite dfn kbd mark picture ruby samp span sub sup var'],
  ['ruby', 'rt rp'],
  ['void', 'br wbr hr'],
  ['block', 'address article aside div dl figcaption figure footer header main nav p pre section summary ul'],
  ['item', 'dt dd'],
  ['heading', 'h1 h2 h3 h4 h5 h6'],
  ['table', 'table'],
  ['rows', 'thead tbody tfoot'],
  ['row', 'tr'],
  ['cell', 'caption'],
];

const ATTRIBUTED: readonly (readonly [Kind, string, readonly AttributeName[]])[] = [
  ['formatting', 'a', ['href']],
  ['phrasing', 'del', ['cite', 'datetime']],
  ['phrasing', 'ins', ['cite', 'datetime']],
  ['phrasing', 'q', ['cite']],
  ['phrasing', 'time', ['datetime']],
  ['phrasing', 'audio', ['src']],
  ['phrasing', 'video', ['src', 'poster', 'width', 'height']],
  ['void', 'img', ['src', 'srcset', 'sizes', 'alt', 'width', 'height']],
  ['void', 'source', ['src', 'srcset', 'sizes', 'type', 'media']],
  ['block', 'blockquote', ['cite']],
  ['block', 'details', ['open']],
  ['block', 'ol', ['start', 'reversed']],
  ['item', 'li', ['value']],
  ['cell', 'td', ['colspan', 'rowspan']],
  ['cell', 'th', ['colspan', 'rowspan', 'scope']],
];

/** Elements of older days, and forms, as what they look like. */
const WRITTEN_AS: Readonly<Record<string, string>> = {
  acronym: 'abbr',
  big: 'span',
  center: 'div',
  dialog: 'div',
  dir: 'ul',
  fieldset: 'div',
  font: 'span',
  form: 'div',
  hgroup: 'div',
  image: 'img',
  legend: 'div',
  listing: 'pre',
  menu: 'ul',
  plaintext: 'pre',
  search: 'div',
  strike: 's',
  tt: 'code',
  xmp: 'pre',
};

/** Elements that go with all they hold. Of every other one that has no rule only the tags go. */
export const DROPPED: ReadonlySet<string> = new Set(
  'annotation annotation-xml datalist iframe noembed noframes script select style svg template textarea title'.split(
    ' ',
  ),
);

/** The rule of each element that may pass, by the name that it comes with. */
export const ELEMENTS: ReadonlyMap<string, ElementRule> = elements();

/** The rule of an element that is known to have one. */
export function ruleOf(name: string): ElementRule {
  const rule = ELEMENTS.get(name);
  if (rule === undefined) throw new TypeError(`no rule for <${name}>`);
  return rule;
}

function elements(): Map<string, ElementRule> {
  const rules = new Map<string, ElementRule>();
  const add = (kind: Kind, name: string, own: readonly AttributeName[]) => {
    const attributes = new Map([...EVERYWHERE, ...own].map((attribute) => [attribute, CHECKS[attribute]]));
    rules.set(name, { name, kind, attributes });
  };
  for (const [kind, names] of BARE) for (const name of names.split(' ')) add(kind, name, []);
  for (const [kind, name, own] of ATTRIBUTED) add(kind, name, own);
  for (const [old, name] of Object.entries(WRITTEN_AS)) {
    const rule = rules.get(name);
    if (rule !== undefined) rules.set(old, rule);
  }
  return rules;
}
