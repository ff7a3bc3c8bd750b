import { describe, expect, test } from 'vitest';
import type { DigestOptions } from '../../../src/model/source.ts';
import { readStated } from '../../../src/parse/digest/date/stated.ts';
import { readDigestDocument } from '../../../src/parse/digest/document.ts';
import { readDigest } from '../../../src/parse/digest/text.ts';
import { leads } from '../../support/digest-leads.ts';
import { furtherLeads } from '../../support/digest-leads-further.ts';
import { readLead } from '../../support/digest-leads-reading.ts';

describe('the day of an item', () => {
  test.each([...leads, ...furtherLeads])('$lead → $published', async (lead) => {
    expect(await readLead(lead)).toBe(lead.published);
  });
});

const item = (title: string, ...rest: readonly string[]) => [title, 'Source: X', ...rest].join('\n');
const published = async (text: string, options = {}) =>
  (await readDigest(text, options)).items.map((each) => each.published);

describe('a year that is not written', () => {
  const digest = [
    item('One', '', 'On 10 June 2025 it began.'),
    item('Two', '', 'On 6 June it was decided.'),
  ].join('\n\n');

  test('comes from the newest full date of the digest', async () => {
    expect(await published(digest)).toEqual(['2025-06-10', '2025-06-06']);
  });

  test.each(['2025-06-12', '2028-03-01'])(
    'does not depend on when the digest is read (%s)',
    async (receivedAt) => {
      expect(await published(digest, { receivedAt })).toEqual(['2025-06-10', '2025-06-06']);
    },
  );

  test('comes from the day of receipt where the digest names no year at all', async () => {
    const text = item('One', '', 'On 30 December it was decided.');
    expect(await published(text, { receivedAt: '2025-01-03' })).toEqual(['2024-12-30']);
    expect(await published(text)).toEqual([null]);
  });

  test('comes from the masthead', async () => {
    const text = `The Digest, 3 January 2025\n\nWelcome.\n\n${item('One', '', 'On 30 December it was decided.')}`;
    expect(await published(text)).toEqual(['2024-12-30']);
  });

  test('is that in which the weekday fits', async () => {
    const text = item('One', '', 'On Monday 9 June it was decided.');
    expect(await published(text, { receivedAt: '2027-02-01' })).toEqual(['2025-06-09']);
  });
});

describe('a digest', () => {
  test('is not carried away by one date far from all others', async () => {
    const days = ['2 June 2025', '3 June 2025', '4 June 2025', '4 June 2035'];
    const text = days
      .map((day, index) => item(`Title ${index}`, '', `On ${day} it was decided.`))
      .join('\n\n');
    const last = item('Last', '', 'On 1 June it was decided.');
    expect((await published(`${text}\n\n${last}`)).at(-1)).toBe('2025-06-01');
  });

  test('that looks back on a year may have old items', async () => {
    const days = ['10 January', '12 March', '20 May', '8 August', '1 December'];
    const text = days
      .map((day, index) => item(`Title ${index}`, '', `On ${day} 2025, it was decided.`))
      .join('\n\n');
    expect(await published(text)).toEqual([
      '2025-01-10',
      '2025-03-12',
      '2025-05-20',
      '2025-08-08',
      '2025-12-01',
    ]);
  });

  test('shows the order of its numbers where a day is above 12', async () => {
    const text = [
      item('One', '', 'On 3/25/2025 it began.'),
      item('Two', '', 'On 3/4/2025 it was decided.'),
    ].join('\n\n');
    expect(await published(text)).toEqual(['2025-03-25', '2025-03-04']);
  });
});

describe('settings', () => {
  const read = async (text: string, options: Partial<DigestOptions>) => {
    const { entries } = await readDigestDocument(new TextEncoder().encode(text), {
      location: '/inbox/x.txt',
      contentType: null,
      modifiedAt: null,
      receivedAt: Date.UTC(2025, 5, 12),
      options: {
        format: null,
        split: null,
        titlePattern: null,
        dateOrder: null,
        timezone: null,
        dates: true,
        ...options,
      },
    });
    return entries;
  };
  const text = `${item('One', '', 'On 10 June 2025 it began.')}\n\n${item('Two', 'Date: 5 June 2025 14:30', '', 'Text.')}`;

  test('dates off: only stated ones count', async () => {
    const entries = await read(text, { dates: false });
    expect(entries.map((entry) => entry.published)).toEqual([undefined, '2025-06-05T14:30:00Z']);
    expect(entries[0]?.digest?.estimated).toBe('2025-06-05');
  });

  test('timezone: times without a zone are meant in it', async () => {
    const entries = await read(text, { timezone: 'America/New_York' });
    expect(entries[1]?.published).toBe('2025-06-05T14:30:00-04:00');
  });

  test.each([
    ['dmy', '2025-07-04'],
    ['mdy', '2025-04-07'],
  ] as const)('dateOrder %s', async (dateOrder, day) => {
    const entries = await read(item('One', 'Date: 4/7/2025', '', 'Text.'), { dateOrder });
    expect(entries[0]?.published).toBe(day);
  });

  test('the reason is told', async () => {
    const [entry] = await read(text, {});
    expect(entry?.digest?.dateReason).toBe(
      '“10 June 2025” is 2025-06-10: first sentence +30, said to be the day +8, year +10; 48 points of 25.',
    );
  });
});

describe('a stated date', () => {
  const near = Date.UTC(2025, 5, 12) / 86_400_000;
  test.each([
    ['2025-06-05', '2025-06-05'],
    ['2025-06-05T10:00:00Z', '2025-06-05T10:00:00Z'],
    ['2025-06-05T10:00:00.123+02:00', '2025-06-05T10:00:00+02:00'],
    ['Thu, 05 Jun 2025 23:30:00 -0500', '2025-06-05T23:30:00-05:00'],
    ['Thu, 5 Jun 2025 10:00:00 GMT', '2025-06-05T10:00:00Z'],
    ['June 5, 2025 3:15 PM EST', '2025-06-05T15:15:00-05:00'],
    ['5 juin 2025 à 9h30', '2025-06-05T09:30:00Z'],
    ['5. Juni', '2025-06-05'],
    ['25 December', '2024-12-25'],
    ['12 a.m. on 5 June 2025', '2025-06-05T00:00:00Z'],
    ['5/13/2025', '2025-05-13'],
    ['last week', null],
    ['31 June 2025', null],
  ])('%s → %s', (value, expected) => {
    expect(readStated(value, { order: null, timezone: null, near })).toBe(expected);
  });
});
