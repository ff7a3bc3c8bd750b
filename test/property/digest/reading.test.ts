import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import { readPlain } from '../../../src/parse/digest/plain.ts';
import { type DigestReading, readDigest } from '../../../src/parse/digest/text.ts';

const word = fc.constantFrom(
  'mill',
  'river',
  'Ada',
  'and',
  'bridge',
  'open',
  'June',
  '5',
  '2025',
  'U.S.',
  'Über',
  'a',
  '“quoted”',
);
const phrase = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const sentence = phrase.map((text) => `${text}.`);
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: sentence },
  { weight: 3, arbitrary: phrase },
  fc.constantFrom(
    'Source: Wire',
    'Source: Gazette',
    'Link: https://a.example/x',
    'Date: 5 June 2025',
    '---',
    '=====',
    '***',
  ),
  phrase.map((text) => `- ${text}`),
  phrase.map((text) => `## ${text}`),
  phrase.map((text) => `> ${text}`),
  phrase.map((text) => `1. ${text}`),
  phrase.map((text) => `  • ${text}`),
);
const document = fc.array(line, { minLength: 1, maxLength: 40 }).map((lines) => lines.join('\n'));

const isRule = (text: string) => /^\s*(?:([-*_=~])\s*)(?:\1\s*){2,}$/.test(text);
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

async function readable(source: string | Uint8Array, format?: 'text'): Promise<DigestReading | null> {
  try {
    return await readDigest(source, format === undefined ? {} : { format });
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

const warningsOf = (reading: DigestReading | null) =>
  (reading?.warnings ?? []).map((warning) => warning.message);

/** Lines that a warning reports as nobody's. */
function reported({ warnings }: DigestReading): readonly (readonly [number, number])[] {
  return warnings.flatMap((warning) => {
    const [, from, to = from] = /^Lines? (\d+)(?:–(\d+))? /.exec(warning.message) ?? [];
    return from === undefined ? [] : [[Number(from), Number(to)] as const];
  });
}

test('every line of a plain text is claimed by one item or the masthead, or reported', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const reading = await readable(text, 'text');
      if (reading === null) return;
      const { mastheadLines = [] } = readPlain(text, { split: null, titlePattern: null });
      const spans = [...reading.items.map((item) => item.lines), ...mastheadLines, ...reported(reading)];
      for (const [index, content] of text.split('\n').entries()) {
        if (content.trim() === '' || isRule(content)) continue;
        const owners = spans.filter(([from, to]) => from <= index + 1 && index + 1 <= to);
        // Header lines above the first item speak of the document.
        const isHead =
          index + 1 < (reading.items[0]?.lines[0] ?? 0) && /^(?:Source|Link|Date):/.test(content);
        expect(owners.length, `line ${index + 1} of ${JSON.stringify(text)}`).toBe(
          isHead ? owners.length : 1,
        );
      }
    }),
    { numRuns: 400 },
  );
});

test('no word of an item is lost or made up', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const reading = await readable(text, 'text');
      for (const item of reading?.items ?? []) {
        const [from, to] = item.lines;
        const source = text
          .split('\n')
          .slice(from - 1, to)
          .join('\n');
        const shown = [
          item.title,
          ...item.paragraphs,
          item.source,
          item.link,
          ...warningsOf(reading),
          'Source Link Date 5 June 2025 1',
        ].join(' ');
        const known = new Set(wordsOf(shown));
        const missing = wordsOf(source).filter((each) => !known.has(each));
        expect(missing, JSON.stringify(text)).toEqual([]);
        const given = new Set([...wordsOf(text), 'https', 'a', 'example', 'x']);
        expect(item.paragraphs.flatMap(wordsOf).filter((each) => !given.has(each))).toEqual([]);
      }
    }),
    { numRuns: 400 },
  );
});

const stories = fc.uniqueArray(fc.tuple(phrase, sentence), {
  minLength: 2,
  maxLength: 8,
  selector: ([title]) => title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''),
});
const digestOf = (items: readonly (readonly [string, string])[]) =>
  items
    .map(([title, text], index) => `Title ${title}\n\nSource: Wire\n\nText ${index > -1 ? text : ''}`)
    .join('\n\n');

test('the order of items changes no id', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (items) => {
      const forwards = (await readDigest(digestOf(items))).items.map((item) => item.id);
      const backwards = (await readDigest(digestOf(items.toReversed()))).items.map((item) => item.id);
      expect(backwards.toReversed()).toEqual(forwards);
    }),
  );
});

test('growing changes no id', async () => {
  await fc.assert(
    fc.asyncProperty(stories, fc.nat(), async (items, seed) => {
      const fewer = items.filter((_, index) => index !== seed % items.length);
      const all = new Set((await readDigest(digestOf(items))).items.map((item) => item.id));
      for (const { id } of (await readDigest(digestOf(fewer))).items) expect(all.has(id)).toBe(true);
    }),
  );
});

test('whatever the bytes are, they are read, or a Failure says why not', async () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '<h2>',
    '[a](',
    '{"',
    '"}',
    'From a@b Mon Jun 2 2025\n',
    'Subject: x\n',
    '\n\n',
    '&#x',
    '```',
    '\u0000',
    '|',
    '<!--',
  );
  const soup = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 }), line), { maxLength: 30 })
    .map((parts) => parts.join(''));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    soup.map((text) => new TextEncoder().encode(text)),
  );
  const formats = fc.constantFrom('text', 'markdown', 'html', 'mail', 'mbox', 'json', null);
  await fc.assert(
    fc.asyncProperty(bytes, formats, async (source, format) => {
      try {
        const first = await readDigest(source, { format });
        for (const { content } of first.items) {
          const tags = content.match(/<[a-z][a-z0-9]*/gi) ?? [];
          for (const tag of tags)
            expect(tag).toMatch(
              /^<(?:p|br|ul|ol|li|blockquote|pre|code|a|strong|em|s|sup|sub|img|h[1-6]|table|thead|tbody|tr|th|td|hr)$/,
            );
        }
        expect(await readDigest(source, { format })).toEqual(first);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 600 },
  );
});
