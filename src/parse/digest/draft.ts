import type { Warning } from '../../model/failure.ts';

/** One block of a body: what stands between two blank lines, or one block element of HTML. */
export interface Block {
  readonly kind: 'paragraph' | 'list' | 'quote' | 'code' | 'heading' | 'table';
  /** Plain text; line breaks that the author meant are kept, list items start with a bullet or their number. */
  readonly text: string;
  /** The same as markup: made by escaping, so it holds no tag, attribute or address that we did not put there. */
  readonly html: string;
}

/** What an item, or a digest as a whole, states about itself in header lines. As written. */
export interface Headers {
  readonly title?: string;
  readonly source?: string;
  readonly link?: string;
  readonly date?: string;
  readonly id?: string;
  readonly language?: string;
  readonly authors?: readonly string[];
  readonly tags?: readonly string[];
}

/** One item as it was cut out of a document; its date is still to be found. */
export interface Draft {
  readonly title: string;
  readonly headers: Headers;
  readonly blocks: readonly Block[];
  /** First and last line in the document, from 1. */
  readonly lines: readonly [number, number];
  /** How sure the cut is, 0 to 1. */
  readonly confidence: number;
}

/** Lines that no item claims. */
export interface Outside {
  readonly lines: readonly [number, number];
  /** How they start. */
  readonly opening: string;
  readonly blocks: readonly Block[];
}

/** A document taken apart. Every line that is neither blank nor a rule belongs to a draft or the masthead, or stands outside. */
export interface Split {
  /** What its relative addresses are relative to, where it says so itself. */
  readonly base?: string | null;
  /** What the document states about itself. */
  readonly head: Headers;
  /** The lines of the masthead that give the day or number of the edition. */
  readonly dateline?: string | null;
  /** All text above the first item; it may hold the date of the edition. */
  readonly masthead: string;
  /** The lines that are its title, day, number or table of contents, not counted as lost. */
  readonly mastheadLines?: readonly (readonly [number, number])[];
  readonly drafts: readonly Draft[];
  readonly outside: readonly Outside[];
  readonly warnings: readonly Warning[];
}
