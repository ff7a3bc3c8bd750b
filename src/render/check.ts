/**
 * The last look at a document before it takes a good one's place: is it well-formed, and consistent in itself? By other
 * means than those that wrote it.
 */
import { Failure } from '../model/failure.ts';
import type { OutputFormat } from '../model/output.ts';
import { NotWellFormed, readElements } from './well-formed.ts';

/**
 * Failure `render-refused`, saying what is wrong and where, unless the document may be placed. Linear: some 10 ms a
 * megabyte for XML and HTML, 5 ms for JSON.
 */
export function checkDocument(format: OutputFormat, text: string): void {
  try {
    switch (format) {
      case 'rss':
        checkFeed(text, { root: 'rss', entry: 'item', entryDepth: 3, id: 'guid' });
        break;
      case 'atom':
        checkFeed(text, { root: 'feed', entry: 'entry', entryDepth: 2, id: 'id' });
        break;
      case 'json':
        checkJson(text);
        break;
      case 'html':
        checkPage(text);
    }
  } catch (cause) {
    if (!(cause instanceof NotWellFormed) && !(cause instanceof SyntaxError)) throw cause;
    const offset = cause instanceof NotWellFormed ? cause.offset : null;
    throw refused(format, cause.message, offset === null ? {} : { offset }, cause);
  }
}

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

function checkFeed(text: string, { root, entry, entryDepth, id }: FeedShape): void {
  const ids: string[] = [];
  let entries = 0;
  const found = readElements(text, {
    ...XML,
    onEnd(name, depth, start, end) {
      if (name === entry && depth === entryDepth) entries++;
      // The feed's own id stands one level higher.
      else if (name === id && depth === entryDepth + 1) ids.push(text.slice(start, end));
    },
  });
  if (found !== root) throw new NotWellFormed(`the root element is <${found}>, not <${root}>`, 0);
  checkIds(ids, entries);
}

function checkJson(text: string): void {
  const document: unknown = JSON.parse(text);
  const { version, title, items } = Object(document);
  if (version !== 'https://jsonfeed.org/version/1.1') throw new NotWellFormed(`version is ${version}`, 0);
  if (typeof title !== 'string' || !Array.isArray(items)) throw new NotWellFormed('no title or no items', 0);
  checkIds(
    items.map((item) => Object(item).id),
    items.length,
  );
  const bare = items.find((item) => typeof (item.content_html ?? item.content_text) !== 'string');
  if (bare !== undefined) throw new NotWellFormed(`item ${bare.id} has no content`, 0);
}

/** As strict as for XML: our pages quote every value and close every element that is not void. */
function checkPage(text: string): void {
  const found = readElements(text, {
    ...HTML,
    onEnd(name, _depth, start) {
      if (name === 'script') throw new NotWellFormed('a script', start);
    },
  });
  if (found !== 'html') throw new NotWellFormed(`the root element is <${found}>`, 0);
}

function checkIds(ids: readonly unknown[], entries: number): void {
  if (ids.length !== entries) throw new NotWellFormed(`${entries} entries, but ${ids.length} ids`, 0);
  const seen = new Set<unknown>();
  for (const id of ids) {
    if (typeof id !== 'string' || id === '') throw new NotWellFormed('an entry without an id', 0);
    if (seen.has(id)) throw new NotWellFormed(`two entries with the id ${id}`, 0);
    seen.add(id);
  }
}

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
