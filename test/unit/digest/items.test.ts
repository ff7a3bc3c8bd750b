import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DigestReading, readDigest } from '../../../src/parse/digest/text.ts';
import { differences, rewritings, storiesIn } from '../../support/digest-rewritings.ts';
import { furtherRewritings } from '../../support/digest-rewritings-further.ts';

const sample = readFileSync(resolve(import.meta.dirname, '../../../config/digest.txt'), 'utf8');
const stories = storiesIn(sample);
const before = await readDigest(sample);

const titles = (reading: DigestReading) => reading.items.map((item) => item.title);
const lines = (...parts: readonly string[]) => parts.join('\n');

describe('the sample that is shipped', () => {
  test('comes apart into its ten items', () => {
    expect(titles(before)).toEqual(stories.map((story) => story.title));
    expect(before.items.map((item) => item.source)).toEqual(stories.map(() => 'NATO'));
    expect(before.items.map((item) => item.paragraphs.length)).toEqual(
      stories.map((story) => story.blocks.length),
    );
    expect(before.warnings).toEqual([]);
  });

  test('dates the items that say when, and no other', () => {
    expect(before.items.map((item) => item.published)).toEqual([
      '2025-06-09',
      null,
      null,
      '2025-06-11',
      '2025-06-06',
      '2025-06-06',
      '2025-06-10',
      '2025-06-05',
      '2025-06-09',
      '2025-06-06',
    ]);
    expect(before.items.map((item) => item.estimated)).toEqual(
      before.items.map((item) => (item.published === null ? '2025-06-11' : null)),
    );
  });

  test.each(['2025-06-12', '2031-01-01'])('is read the same when it comes on %s', async (receivedAt) => {
    expect(await readDigest(sample, { receivedAt })).toEqual(before);
  });

  test.each([...rewritings, ...furtherRewritings])(
    'keeps items, words, dates and ids when rewritten: $name',
    async (rewriting) => {
      const after = await readDigest(rewriting.rewrite(stories));
      expect(differences(before, after, rewriting)).toEqual([]);
    },
  );
});

describe('ids', () => {
  const id = async (text: string) => (await readDigest(text)).items.map((item) => item.id);

  test('are those that items state', async () => {
    const text = lines('One', 'ID: a-1', '', 'First.', '', 'Two', 'GUID: b-2', '', 'Second.');
    expect(await id(text)).toEqual(['a-1', 'b-2']);
  });

  test('tell items of one title apart by their openings, in any order', async () => {
    const [one, two] = ['Brief', 'Brief'].map((title, index) =>
      lines(title, 'Source: X', '', `Text ${index} is here.`),
    );
    const [first, second] = await id(`${one}\n\n${two}`);
    expect(first).not.toBe(second);
    expect(await id(`${two}\n\n${one}`)).toEqual([second, first]);
  });

  test('are the same for the same item told twice', async () => {
    const story = lines('Brief', 'Source: X', '', 'The same text.');
    const [first, second] = await id(`${story}\n\n${story}`);
    expect(first).toBe(second);
  });

  test('differ where titles do', () => {
    expect(new Set(before.items.map((item) => item.id)).size).toBe(10);
  });
});

describe('items', () => {
  test('are not made of a source named in the text', async () => {
    const text = lines(
      'Prices rise',
      '',
      'Source: Gazette',
      '',
      'They rose again.',
      '',
      'Source: Eurostat, own calculations of 2024.',
      '',
      'And they will go on.',
    );
    const { items } = await readDigest(text);
    expect(items).toHaveLength(1);
    expect(items[0]?.paragraphs).toHaveLength(3);
  });

  test('get a title from their first sentence, with a warning, where theirs is missing', async () => {
    const text = lines(
      ...[
        'One',
        '',
        'Source: Wire',
        '',
        'First text.',
        '',
        'Two',
        '',
        'Source: Wire',
        '',
        'Second text.',
        '',
      ],
      ...['Source: Wire', '', 'The third has no title. It goes on.'],
    );
    const { items, warnings } = await readDigest(text);
    expect(items.map((item) => item.title)).toEqual(['One', 'Two', 'The third has no title']);
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([['digest-title-missing', 13]]);
  });

  test('without header lines, headings or rules are found by their titles', async () => {
    const text = lines(
      'One',
      '',
      'First text, a whole sentence.',
      '',
      'Two',
      '',
      'Second text.',
      '',
      'Third text.',
    );
    expect(titles(await readDigest(text))).toEqual(['One', 'Two']);
  });

  test('take authors, tags and language from their header lines', async () => {
    const text = lines(
      'One',
      'Source: X',
      'Author: Ada Lane and Bo Chen',
      'Tags: #mills, water',
      '',
      'Text.',
    );
    const [item] = (await readDigest(text)).items;
    expect(item).toMatchObject({ authors: ['Ada Lane', 'Bo Chen'], tags: ['mills', 'water'], source: 'X' });
  });

  test.each([
    ['Link: https://a.example/x', 'https://a.example/x'],
    ['Link: <https://a.example/x>', 'https://a.example/x'],
    ['URL: [the story](https://a.example/x)', 'https://a.example/x'],
    ['Source: A (https://a.example/x)', 'https://a.example/x'],
    ['Source: A (https://a.example/)', null],
    ['Source: A (https://a.example/x)\nLink: https://b.example/y', 'https://b.example/y'],
  ])('lead to the address of %j', async (header, link) => {
    const [item] = (await readDigest(lines('One', header, '', 'Text.'))).items;
    expect(item?.link).toBe(link);
  });

  test('lead to an address that closes them', async () => {
    const text = lines('One', 'Source: X', '', 'Text.', '', 'Read more: https://a.example/x');
    expect((await readDigest(text)).items[0]?.link).toBe('https://a.example/x');
  });

  test('say in which lines they stand, and what stands outside is reported', async () => {
    const text = lines(
      'Digest of May',
      '',
      'Hello and welcome.',
      '',
      'One',
      'Source: X',
      '',
      'Text.',
      '',
      '---',
      '',
      'Two',
      'Source: X',
      '',
      'Text.',
      '',
      '---',
      '',
      'Goodbye.',
    );
    const { items, warnings } = await readDigest(text);
    expect(items.map((item) => item.lines)).toEqual([
      [5, 8],
      [12, 15],
    ]);
    expect(warnings.map((warning) => warning.message)).toEqual([
      'Line 3 belongs to no item: “Hello and welcome.”.',
      'Line 19 belongs to no item: “Goodbye.”.',
    ]);
  });
});
