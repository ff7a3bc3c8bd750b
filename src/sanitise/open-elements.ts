/** The stack of open elements, and what HTML's tree construction looks for in it (HTML, 13.2.4.2 and 13.2.6.4.7). */
import type { ElementRule, Kind } from './policy.ts';

export interface OpenElement {
  readonly rule: ElementRule;
  /** The start tag; empty for one that says nothing and is only kept in mind for its end tag. */
  readonly start: string;
  /** Its end tag came while a block was still open in it. */
  ended: boolean;
}

/** Innermost last. */
export type OpenElements = readonly OpenElement[];

export const isInline = (kind: Kind): boolean => kind === 'phrasing' || kind === 'formatting';
export const isParagraph = ({ rule }: OpenElement): boolean => rule.name === 'p';
export const isHeading = ({ rule }: OpenElement): boolean => rule.kind === 'heading';
export const isRuby = ({ rule }: OpenElement): boolean => rule.name === 'ruby';
export const isList = ({ rule }: OpenElement): boolean => rule.name === 'ul' || rule.name === 'ol';

/** Index of the innermost open element that is wanted, not looking out of a table cell nor beyond a `boundary`; or -1. */
export function innermost(
  open: OpenElements,
  wanted: (element: OpenElement) => boolean,
  boundary: (element: OpenElement) => boolean = never,
): number {
  for (let index = open.length - 1; index >= 0; index--) {
    const element = open[index];
    if (element === undefined) break;
    if (wanted(element)) return index;
    if (element.rule.kind === 'cell' || boundary(element)) break;
  }
  return -1;
}

const never = (): boolean => false;

/** The "special" elements that a list item's start still looks through. */
const SEEN_THROUGH: ReadonlySet<string> = new Set(['address', 'div', 'p']);

/** Index of the list item that a new one ends, or -1: the search looks through what is not "special". */
export function itemBefore(open: OpenElements, item: ElementRule): number {
  for (let index = open.length - 1; index >= 0; index--) {
    const other = open[index]?.rule;
    if (other === undefined) break;
    if (other.kind === 'item' && (other.name === 'li') === (item.name === 'li')) return index;
    if (!isInline(other.kind) && other.kind !== 'ruby' && !SEEN_THROUGH.has(other.name)) break;
  }
  return -1;
}

/** Whether a block is open inside of the element at `index`. */
export function holdsBlock(open: OpenElements, index: number): boolean {
  for (let inside = index + 1; inside < open.length; inside++) {
    const kind = open[inside]?.rule.kind;
    if (kind !== undefined && !isInline(kind)) return true;
  }
  return false;
}

export function lastTable(open: OpenElements): number {
  return open.findLastIndex(({ rule }) => rule.kind === 'table');
}

/** Whether content that came now would stand where only rows and cells may. */
export function isBetweenCells(open: OpenElements): boolean {
  const kind = open.at(-1)?.rule.kind;
  return kind === 'table' || kind === 'rows' || kind === 'row';
}
