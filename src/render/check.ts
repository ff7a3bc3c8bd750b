/**
 * The last look at a document before it takes a good one's place: is it well-formed, and consistent in itself? By other
 * means than those that wrote it, and piece by piece as it is written.
 */
import { Failure } from '../model/failure.ts';
import type { OutputFormat } from '../model/output.ts';
import { jsonFeedReader } from './json-items.ts';
import { elementReader, NotWellFormed, type ReadingRules } from './well-formed.ts';

/** Both throw Failure `render-refused`, saying what is wrong and where. */
export interface DocumentCheck {
  /** The next piece of the document; no character may be divided between two. */
  push(piece: string): void;
  /** After the last piece: the document may be placed. */
  end(): void;
}

/** Linear: some 10 ms a megabyte for XML and HTML, 8 ms for JSON. Holds the ids, and no more than an item. */
export function checkOf(format: OutputFormat): DocumentCheck {
  const check = CHECKS[format]();
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      if (!(cause instanceof NotWellFormed) && !(cause instanceof SyntaxError)) throw cause;
      const offset = cause instanceof NotWellFormed ? cause.offset : null;
      throw refused(format, cause.message, offset === null ? {} : { offset }, cause);
    }
  };
  return { push: (piece) => guarded(() => check.push(piece)), end: () => guarded(() => check.end()) };
}

/** A document that is at hand as a whole. */
export function checkDocument(format: OutputFormat, text: string): void {
  const check = checkOf(format);
  check.push(text);
  check.end();
}

const CHECKS: Readonly<Record<OutputFormat, () => DocumentCheck>> = {
  rss: () => feedCheck({ root: 'rss', entry: 'item', entryDepth: 3, id: 'guid' }),
  atom: () => feedCheck({ root: 'feed', entry: 'entry', entryDepth: 2, id: 'id' }),
  json: jsonCheck,
  html: pageCheck,
};

const XML = { prolog: '<?xml version="1.0" encoding="utf-8"?>\n', voids: new Set<string>() };
const HTML = {
  prolog: '<!doctype html>\n',
  voids: new Set('br hr img input link meta source wbr'.split(' ')),
};

interface FeedShape {
  readonly root: 'rss' | 'feed';
  readonly entry: string;
  readonly entryDepth: number;
  readonly id: string;
}

function feedCheck({ root, entry, entryDepth, id }: FeedShape): DocumentCheck {
  const ids = idCheck();
  return treeCheck(
    {
      ...XML,
      onEnd(name, depth, text) {
        if (name === entry && depth === entryDepth) ids.entryEnds();
        // The feed's own id stands one level higher.
        else if (name === id && depth === entryDepth + 1) ids.found(text);
      },
    },
    root,
  );
}

/** As strict as for XML: our pages quote every value and close every element that is not void. */
function pageCheck(): DocumentCheck {
  return treeCheck(
    {
      ...HTML,
      onEnd(name) {
        if (name === 'script') throw new NotWellFormed('a script', 0);
      },
    },
    'html',
  );
}

function treeCheck(rules: ReadingRules, root: string): DocumentCheck {
  const reader = elementReader(rules);
  return {
    push: reader.push,
    end() {
      const found = reader.end();
      if (found !== root) throw new NotWellFormed(`the root element is <${found}>, not <${root}>`, 0);
    },
  };
}

function jsonCheck(): DocumentCheck {
  const ids = idCheck();
  const reader = jsonFeedReader((item) => {
    const { id, content_html, content_text } = Object(item);
    if (id !== undefined) ids.found(id);
    ids.entryEnds();
    if (typeof (content_html ?? content_text) !== 'string')
      throw new NotWellFormed(`item ${id} has no content`, 0);
  });
  return {
    push: reader.push,
    end() {
      const { version, title, items } = Object(reader.end());
      if (version !== 'https://jsonfeed.org/version/1.1') throw new NotWellFormed(`version is ${version}`, 0);
      if (typeof title !== 'string' || !Array.isArray(items))
        throw new NotWellFormed('no title or no items', 0);
    },
  };
}

/** Each entry has one id, which no other has. */
function idCheck() {
  const seen = new Set<unknown>();
  let entries = 0;
  return {
    found(id: unknown): void {
      if (typeof id !== 'string' || id === '') throw new NotWellFormed('an entry without an id', 0);
      if (seen.has(id)) throw new NotWellFormed(`two entries with the id ${id}`, 0);
      seen.add(onItsOwn(id));
    },
    entryEnds(): void {
      entries++;
      if (seen.size !== entries) throw new NotWellFormed(`${entries} entries, but ${seen.size} ids`, 0);
    },
  };
}

/** A part of a string keeps the whole one in memory (V8): an id would keep its entry. */
const onItsOwn = (part: string): string => ` ${part}`.slice(1);

function refused(
  format: OutputFormat,
  what: string,
  facts: Readonly<Record<string, number>>,
  cause: unknown,
): Failure {
  return new Failure('render-refused', `The ${format} document is not fit to be published: ${what}`, {
    advice:
      'The last good document stays. This is an error in feedriver: please report it with the item that it happened on.',
    facts,
    cause,
  });
}
