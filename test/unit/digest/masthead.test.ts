import { describe, expect, test } from 'vitest';
import { readDigestDocument } from '../../../src/parse/digest/document.ts';

const ITEMS = `Library opens on Sundays

Source: Parish council

From ten to four it is open.

Well water is fine again

Source: District laboratory

On 14 March the laboratory took twelve samples.
`;

const read = (masthead: string, location = '/inbox/bulletin.txt') =>
  readDigestDocument(new TextEncoder().encode(`${masthead}\n\n${ITEMS}`), {
    location,
    contentType: null,
    modifiedAt: null,
    receivedAt: Date.UTC(2031, 0, 1),
    options: null,
  });

describe('a masthead is claimed, whatever it is made of', () => {
  test.each([
    ['a title', 'Village bulletin, March 2026', 'Village bulletin, March 2026'],
    ['a title and its day', 'Village bulletin\n12 March 2026', 'Village bulletin'],
    ['a day under a blank line', 'Village bulletin\n\nThursday, 12 March 2026', 'Village bulletin'],
    ['an issue number', 'VILLAGE BULLETIN\nVol. 3, No. 12 | March 2026', 'VILLAGE BULLETIN'],
    ['a German one', 'Dorfbote\n\nAusgabe 12, 3. Jahrgang, März 2026', 'Dorfbote'],
    ['a rule under it', 'Village bulletin\n================', 'Village bulletin'],
    [
      'a table of contents',
      'Village bulletin\n\nIn this issue:\n\n- Library opens on Sundays\n- Well water is fine again',
      'Village bulletin',
    ],
    [
      'a wrapped and numbered one with pages',
      'Village bulletin\n\n1. Library opens\n   on Sundays .... 2\n2. Well water is fine again .... 3',
      'Village bulletin',
    ],
    [
      'shortened entries under a label',
      'Village bulletin\n\nContents\n\n* Library\n* Well',
      'Village bulletin',
    ],
  ])('%s', async (_name, masthead, title) => {
    const { head, entries, warnings } = await read(masthead);
    expect(warnings).toEqual([]);
    expect(head.title?.value).toBe(title);
    expect(entries).toHaveLength(2);
  });

  test('but a preface is no part of it', async () => {
    const { head, warnings } = await read(
      'Village bulletin\n\nWelcome back, and mind the ice on the bridge.',
    );
    expect(head.title?.value).toBe('Village bulletin');
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([['digest-lines-outside', 3]]);
  });
});

describe('its day is that of the edition', () => {
  test.each([
    ['in the title', 'Village bulletin, 20 March 2026', '2026-03-20'],
    ['in a line of its own', 'Village bulletin\n\nNo. 12 – Friday, 20 March 2026', '2026-03-20'],
    ['before the name of the file', 'Village bulletin, 20 March 2026', '2026-03-20', '/i/2026-03-22.txt'],
    ['else in the name of the file', 'Village bulletin', '2026-03-22', '/inbox/2026-03-22.txt'],
  ])('%s', async (_name, masthead, day, location = '/inbox/bulletin.txt') => {
    const { head, entries } = await read(masthead, location);
    expect(head.published).toBe(day);
    expect(entries.map(({ published, digest }) => published ?? digest?.estimated)).toEqual([
      day,
      '2026-03-14',
    ]);
  });

  test.each([
    ['the title', 'Village bulletin, March 2026', '/inbox/bulletin.txt'],
    ['the name of the file', 'Village bulletin', '/inbox/2026-03.txt'],
  ])('a month in %s gives the year', async (_name, masthead, location) => {
    const { head, entries } = await read(masthead, location);
    expect(head.published).toBeUndefined();
    expect(entries[1]?.published).toBe('2026-03-14');
  });
});
