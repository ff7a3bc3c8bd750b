import { describe, expect, test } from 'vitest';
import { readDigest } from '../../../src/parse/digest/text.ts';

const read = async (text: string) => (await readDigest(text)).items;

describe('a source is named', () => {
  test.each([
    ['by From', 'From: NATO'],
    ['by an equals sign', 'Source = NATO'],
    ['on the next line', 'Source:\nNATO'],
    ['on the next line, emphasised', '**Source:**\nNATO'],
  ])('%s', async (_name, header) => {
    const items = await read(`One\n\n${header}\n\nText one.\n\nTwo\n\n${header}\n\nText two.`);
    expect(items.map(({ title, source }) => [title, source])).toEqual([
      ['One', 'NATO'],
      ['Two', 'NATO'],
    ]);
    expect(items.map(({ paragraphs }) => paragraphs)).toEqual([['Text one.'], ['Text two.']]);
  });

  test('but a letter and a formula are text', async () => {
    const letter = 'From: Ada Lane <ada@example.org>';
    const [item] = await read(
      `One\n\nSource: X\n\n${letter}\n\nDate = 5 + x is the rule.\n\nSource:\nit is not known, and nobody will tell.`,
    );
    expect(item?.source).toBe('X');
    expect(item?.paragraphs[0]).toBe(letter);
    expect(item?.paragraphs).toHaveLength(3);
  });
});

describe('a source that every title names', () => {
  const titled = (title: (name: string, source: string) => string) =>
    read(
      ['One', 'Two', 'Three', 'Four']
        .map((name, at) => `${title(name, at % 2 ? 'NATO' : 'Valley Post')}\n\nText of ${name} is here.`)
        .join('\n\n---\n\n'),
    );

  test.each([
    ['in brackets', (name: string, source: string) => `${name} (${source})`],
    ['behind a dash', (name: string, source: string) => `${name} – ${source}`],
    ['behind a bar', (name: string, source: string) => `${name} | ${source}`],
    ['in front, in brackets', (name: string, source: string) => `[${source}] ${name}`],
  ])('%s is no part of them', async (_name, title) => {
    expect((await titled(title)).map((item) => [item.title, item.source])).toEqual([
      ['One', 'Valley Post'],
      ['Two', 'NATO'],
      ['Three', 'Valley Post'],
      ['Four', 'NATO'],
    ]);
  });

  test('but what is another one each time belongs to the title', async () => {
    const items = await titled((name) => `Statement (${name})`);
    expect(items.map(({ title, source }) => [title, source])).toEqual([
      ['Statement (One)', null],
      ['Statement (Two)', null],
      ['Statement (Three)', null],
      ['Statement (Four)', null],
    ]);
  });
});

test.each([
  [
    'English',
    '---------- Forwarded message ---------\nFrom: Ada <ada@example.org>\nDate: Thu, 12 Jun 2025\nSubject: Fwd: The digest\nTo: Bo',
  ],
  ['German', 'Von: Ada\nGesendet: 12. Juni 2025\nAn: Bo\nBetreff: WG: The digest'],
])('the head of a forwarded mail is no item, but dates the digest: %s', async (_name, head) => {
  const { items, warnings } = await readDigest(
    `For you!\n\n${head}\n\nOne\n\nSource: X\n\nOn 3 June it rained.\n\nTwo\n\nSource: X\n\nText two.`,
  );
  expect(items.map(({ title, published, estimated }) => [title, published, estimated])).toEqual([
    ['One', '2025-06-03', null],
    ['Two', null, '2025-06-12'],
  ]);
  expect(warnings).toEqual([]);
});

describe('a Date: line above each title is that of the title', () => {
  test.each([
    ['alone', ''],
    ['with a source below the title', '\nSource: X\n'],
  ])('%s', async (_name, header) => {
    const items = await read(
      `Date: 3 March 2026\nOne\n${header}\nText one.\n\nDate: 4 March 2026\nTwo\n${header}\nText two.`,
    );
    expect(items.map(({ title, published, lines }) => [title, published, lines[0]])).toEqual([
      ['One', '2026-03-03', 1],
      ['Two', '2026-03-04', header === '' ? 6 : 8],
    ]);
  });

  test('one that closes each item stays with it', async () => {
    const items = await read(
      'One\nSource: X\n\nText one.\n\nDate: 3 March 2026\n\nTwo\nSource: X\n\nText two.\n\nDate: 4 March 2026\n',
    );
    expect(items.map(({ published }) => published)).toEqual(['2026-03-03', '2026-03-04']);
  });
});

describe('lists of HTML', () => {
  const entry = (title: string) =>
    `<li><a href="https://a.example/${title}">${title} opens</a><p>All that is to say of ${title}.</p></li>`;

  test('whose items are links with text under them hold an item each', async () => {
    const items = await read(`<h1>News</h1><ul>${['One', 'Two', 'Three'].map(entry).join('')}</ul>`);
    expect(items.map(({ title, link, paragraphs }) => [title, link, paragraphs])).toEqual(
      ['One', 'Two', 'Three'].map((name) => [
        `${name} opens`,
        `https://a.example/${name}`,
        [`All that is to say of ${name}.`],
      ]),
    );
  });

  test('of bare links, or with paragraphs only, are lists', async () => {
    const list = '<ul><li><a href="https://a.example/">a</a></li><li><p>b</p></li></ul>';
    const items = await read(`<h2>One</h2><p>x.</p>${list}<h2>Two</h2><p>y.</p>`);
    expect(items.map(({ title }) => title)).toEqual(['One', 'Two']);
    expect(items[0]?.paragraphs).toEqual(['x.', '• a\n• b']);
  });
});

describe('text that was encoded twice is read once', () => {
  test.each([
    ['references of references', 'Tom &amp;amp; Ada&amp;#39;s mill', "Tom & Ada's mill"],
    ['UTF-8 as windows-1252', 'The minerâ€™s cafÃ© â€“ Â«openÂ»', 'The miner’s café – «open»'],
    ['what only looks like it', 'CAFÉ» and Ãrvore, 20 Â', 'CAFÉ» and Ãrvore, 20 Â'],
  ])('%s', async (_name, written, title) => {
    expect((await read(`${written}\n\nSource: X\n\nText.`))[0]?.title).toBe(title);
  });
});
