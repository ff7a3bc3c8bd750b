/**
 * Writes an HTML fragment that the standard's parser reads back to exactly the tree that was written, whatever is asked
 * for. That is where safety rests: the output holds only elements and attributes that `open` was given, quoted and
 * escaped, all closed, nested as the standard wants them; no comment, no raw text, no foreign content, at most
 * DEEPEST levels. A browser can read it in one way only, and mutation has nothing to mutate.
 *
 * A start tag is written when something inside shows; so an element that holds nothing leaves no trace.
 */
import { escapedText } from './escape.ts';
import {
  holdsBlock,
  innermost,
  isBetweenCells,
  isHeading,
  isInline,
  isList,
  isParagraph,
  isRuby,
  itemBefore,
  lastTable,
  type OpenElement,
} from './open-elements.ts';
import { type ElementRule, ruleOf } from './policy.ts';

const DEEPEST = 100;
/** Levels from a table to what is in its cells, for which a table must have room. */
const TABLE_PARTS = 4;
/** Formatting elements that may wait to go on after a block's end. */
const MOST_WAITING = 8;
/** UTF-16 units of start tags that may be written again, beyond the length of the input: no tag can multiply itself. */
const REPEATED = 4096;

const TBODY = ruleOf('tbody');
const ROW = ruleOf('tr');
const CELL = ruleOf('td');

export class FragmentWriter {
  #html = '';
  #shows = false;
  readonly #open: OpenElement[] = [];
  /** How many of the open elements' start tags are written, from the outermost. */
  #written = 0;
  /** Formatting elements that a block's end closed; they go on at the next text. */
  #waiting: OpenElement[] = [];
  #budget: number;

  /** `length` of the input, in UTF-16 units. */
  constructor(length: number) {
    this.#budget = REPEATED + length;
  }

  /** True when something that can be seen was written. */
  get shows(): boolean {
    return this.#shows;
  }

  /** `attributes`: ready to write, each with a space before it. */
  open(rule: ElementRule, attributes: string): void {
    const { kind } = rule;
    if (kind === 'rows' || kind === 'row' || kind === 'cell') {
      this.#openTablePart(rule, attributes);
      return;
    }
    this.#enterCell();
    if (this.#open.length >= (kind === 'table' ? DEEPEST - TABLE_PARTS : DEEPEST)) return;
    if (kind === 'void') {
      this.#void(rule, attributes);
      return;
    }
    if (isInline(kind)) {
      if (rule.name === 'a') this.#closeFrom(innermost(this.#open, (element) => element.rule === rule));
      this.#resume();
    } else if (kind === 'ruby') {
      const ruby = innermost(this.#open, isRuby);
      if (ruby < 0) return;
      this.#closeFrom(ruby + 1);
    } else {
      if (kind === 'item') this.#closeFrom(itemBefore(this.#open, rule));
      if (kind === 'heading') this.#closeFrom(innermost(this.#open, isHeading));
      this.#closeFrom(innermost(this.#open, isParagraph));
    }
    this.#push(rule, attributes);
  }

  close(rule: ElementRule): void {
    const { kind } = rule;
    if (kind === 'void') return;
    if (isInline(kind)) this.#closeInline(rule);
    else if (kind === 'heading') this.#closeFrom(innermost(this.#open, isHeading));
    else if (kind === 'table' || kind === 'rows' || kind === 'row' || kind === 'cell')
      this.#closeTablePart(rule);
    else if (rule.name === 'li')
      this.#closeFrom(innermost(this.#open, (element) => element.rule === rule, isList));
    else this.#closeFrom(innermost(this.#open, (element) => element.rule === rule));
  }

  text(text: string): void {
    const blank = text.charCodeAt(0) <= 32 && !/[^\t\n\f\r ]/.test(text);
    if (blank && this.#blankIsNothing()) return;
    if (!blank) {
      this.#enterCell();
      this.#resume();
    }
    // A parser drops a line break right after <pre>.
    const kept = this.#innermostUnwritten()?.name === 'pre' ? text.replace(/^\n+/, '') : text;
    if (kept === '') return;
    this.#writeStarts();
    this.#html += escapedText(kept);
    if (!blank && !this.#shows) this.#shows = /\S/.test(kept);
  }

  /** An element that needs no children to be seen: an embed. `html` is written as it is. */
  whole(html: string): void {
    this.#enterCell();
    this.#resume();
    this.#writeStarts();
    this.#html += html;
    this.#shows = true;
  }

  /** Closes everything. The fragment, complete. */
  end(): string {
    this.#closeFrom(0);
    return this.#html;
  }

  #push(rule: ElementRule, attributes: string): void {
    const start = rule.name === 'span' && attributes === '' ? '' : `<${rule.name}${attributes}>`;
    this.#open.push({ rule, start, ended: false });
    if ((rule.name === 'video' || rule.name === 'audio') && attributes.includes(' src=')) {
      this.#writeStarts();
      this.#shows = true;
    } else if (rule.kind === 'cell') this.#writeStarts();
  }

  #void(rule: ElementRule, attributes: string): void {
    if (rule.name === 'source') {
      const parent = this.#open.at(-1)?.rule.name;
      if (parent !== 'picture' && parent !== 'video' && parent !== 'audio') return;
      if (parent !== 'picture') this.#shows = true;
    } else if (rule.name === 'hr') this.#closeFrom(innermost(this.#open, isParagraph));
    else this.#resume();
    this.#writeStarts();
    this.#html += `<${rule.name}${attributes}>`;
    if (rule.name === 'img') this.#shows = true;
  }

  #writeStarts(): void {
    while (this.#written < this.#open.length) this.#html += this.#open[this.#written++]?.start ?? '';
  }

  /** Closes the elements from this one on, inwards first; and those around whose own end tag already came. Less than 0: none. */
  #closeFrom(index: number): void {
    if (index < 0) return;
    const open = this.#open;
    while (open.length > index || open.at(-1)?.ended === true) {
      const element = open.pop();
      if (element === undefined) return;
      if (this.#written > open.length) {
        this.#written = open.length;
        if (element.start !== '') this.#html += `</${element.rule.name}>`;
      }
      if (element.rule.kind === 'cell') this.#waiting = [];
      else this.#wait(element);
    }
  }

  /** Formatting goes on after the block that closed it; a link does not: no link may be in a link. */
  #wait(element: OpenElement): void {
    if (element.rule.kind !== 'formatting' || element.ended || element.rule.name === 'a') return;
    if (this.#waiting.length >= MOST_WAITING) return;
    if (!this.#waiting.some((other) => other.start === element.start)) this.#waiting.unshift(element);
  }

  #resume(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const element of waiting) {
      this.#budget -= element.start.length;
      if (this.#budget < 0 || this.#open.length >= DEEPEST) return;
      this.#open.push(element);
    }
  }

  #closeInline(rule: ElementRule): void {
    const index = innermost(this.#open, (element) => element.rule === rule && !element.ended);
    const element = this.#open[index];
    if (element === undefined) {
      const waiting = this.#waiting.findLastIndex((other) => other.rule === rule);
      if (waiting >= 0) this.#waiting.splice(waiting, 1);
      return;
    }
    element.ended = true;
    // A block that is open inside keeps it open: cutting the block in two would change more than it mends.
    if (!holdsBlock(this.#open, index)) this.#closeFrom(index);
  }

  /** White space before anything else in a block does not show; between inline elements it parts words. */
  #blankIsNothing(): boolean {
    if (isBetweenCells(this.#open)) return true;
    const unwritten = this.#innermostUnwritten();
    if (unwritten === undefined) return this.#html === '';
    return !isInline(unwritten.kind) && unwritten.name !== 'pre';
  }

  /** The innermost open element, if its start tag is not written yet, looking through those that have none. */
  #innermostUnwritten(): ElementRule | undefined {
    for (let index = this.#open.length - 1; index >= this.#written; index--) {
      const element = this.#open[index];
      if (element !== undefined && element.start !== '') return element.rule;
    }
    return undefined;
  }

  // ------------------------------------------------------------------------------------------------------------ tables

  /** A parser throws content between cells out before the table: it gets a cell of its own. */
  #enterCell(): void {
    if (isBetweenCells(this.#open)) this.#openTablePart(CELL, '');
  }

  /** Everything between table and part is written, also what tag soup leaves out. */
  #openTablePart(rule: ElementRule, attributes: string): void {
    const table = lastTable(this.#open);
    if (table < 0) return;
    let height = table + 1;
    const inRows = rule.kind === 'row' || (rule.kind === 'cell' && rule.name !== 'caption');
    if (inRows) {
      if (this.#open[height]?.rule.kind === 'rows') height++;
      if (rule.kind === 'cell' && this.#open[height]?.rule.kind === 'row') height++;
    }
    this.#closeFrom(height);
    if (inRows && this.#open.length === table + 1) this.#push(TBODY, '');
    if (inRows && rule.kind === 'cell' && this.#open.at(-1)?.rule.kind !== 'row') this.#push(ROW, '');
    if (rule.kind === 'cell') this.#waiting = [];
    this.#push(rule, attributes);
  }

  #closeTablePart(rule: ElementRule): void {
    const table = lastTable(this.#open);
    if (table < 0) return;
    const index = this.#open.findLastIndex((element) => element.rule === rule);
    if (index >= table) this.#closeFrom(index);
  }
}
