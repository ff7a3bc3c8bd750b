import { describe, expect, it } from 'vitest';
import { createDeduper, type DedupItem } from '../../../src/ledger/deduper.ts';
import { textOf } from '../../support/items.ts';

/** What becomes of `b` after `a`, each alone in a fresh memory. */
async function verdictOf(a: Partial<DedupItem>, b: Partial<DedupItem>) {
  const deduper = createDeduper();
  const base = { feed: 'https://one.example/feed', date: '2026-03-01T08:00:00Z' };
  const first = await deduper.add({ ...base, guid: '1', link: 'https://one.example/1', ...a });
  const second = await deduper.add({ ...base, guid: '2', link: 'https://one.example/2', ...b });
  expect(second.mergedWith === null).toBe(second.id !== first.id);
  return { ...second.verdict, same: second.id === first.id };
}

const other = { feed: 'https://two.example/feed', link: 'https://two.example/x' };

const story =
  'The town of Graz opened its seventh tram line on Sunday, after six years of building and two of waiting. ' +
  'Mayor Anna Weber cut the ribbon in front of 12,500 people and said that the line would carry 40,000 a day by the end of the year. ' +
  'The line runs from the main station to the new hospital in 23 minutes. Shopkeepers along the way had feared for their trade; ' +
  'now they hope that those who come to look will stay to buy. The next line, said Peter Moser of the transport office, is planned for 2031.';
const headline = 'Graz opens its seventh tram line';
const graz = { title: headline, text: story };

const unrelated = { title: 'A garden on the island', text: textOf(11, 90) };

/** What an outlet, an editor or a script does to a story. */
const typos = story.replace('Sunday', 'Sudnay').replace('planned', 'planed').replace('building', 'buliding');
const shortened = `${story.split(' ').slice(0, 45).join(' ')}…`;
/** Too little to be sure of it under two titles. */
const brief = story.split(' ').slice(0, 35).join(' ');

describe('one story', () => {
  it.each<[string, Partial<DedupItem>, string]>([
    ['another id', graz, 'content'],
    ['another id and address in another feed', { ...other, ...graz }, 'content'],
    ['misspelt words', { ...graz, text: typos }, 'near'],
    ['an addition', { ...graz, text: `${story}\n\nUpdate: ${textOf(12, 40)}` }, 'near'],
    ['an addition in front', { ...graz, text: `${textOf(13, 30)}\n\n${story}` }, 'near'],
    ['another headline, elsewhere', { ...other, text: story, title: 'Mayor Weber cuts a ribbon' }, 'content'],
    [
      'another headline, in the same feed',
      { text: story, title: 'Mayor Weber cut the ribbon in Graz' },
      'content',
    ],
    ['a misspelt headline', { text: typos, title: 'Graz opnes its sevneth tram line' }, 'near'],
    ['a copy cut short', { ...other, title: headline, text: shortened }, 'near'],
    [
      'an agency around it',
      { ...other, ...graz, text: `GRAZ (Wire) — ${story}\n\nAll rights reserved.` },
      'content',
    ],
    ['campaign parameters', { ...graz, link: 'https://one.example/1?utm_source=feed' }, 'url'],
    ['another address form', { ...graz, link: 'http://www.one.example/1/' }, 'url'],
    ['a rewritten text at the same id', { guid: '1', title: headline, text: textOf(14, 60) }, 'guid'],
    [
      'its numbers written otherwise',
      { ...graz, text: story.replace('12,500', '12 500').replace('40,000', '40.000') },
      'content',
    ],
    [
      'fifteen words of it, elsewhere',
      { ...other, title: headline, text: `${story.split(' ').slice(0, 15).join(' ')}…` },
      'near',
    ],
    [
      'other numbers, at one address',
      {
        guid: null,
        link: 'https://one.example/1?utm_source=feed',
        title: 'Graz opens its eighth tram line',
        text: story.replace('12,500', '13,000').replace('23', '24'),
      },
      'url',
    ],
    ['a moved domain', { guid: '1', title: headline, text: typos, link: 'https://new.example/1' }, 'guid'],
  ])('is recognised with %s', async (_, changed, stage) => {
    expect(await verdictOf(graz, changed)).toMatchObject({ same: true, stage });
  });

  it.each<[string, Partial<DedupItem>, Partial<DedupItem>]>([
    [
      'a status that was corrected',
      { title: null, text: 'Good mornign' },
      { title: null, text: 'Good morning', guid: '1' },
    ],
    ['an enclosure without words', { title: null, text: null }, { title: null, text: null, guid: '1' }],
    [
      'a status at the same address',
      { title: null, text: 'Back at nine.', guid: null, link: 'https://one.example/s/1' },
      { title: null, text: 'Back at nine.', guid: null, link: 'https://one.example/s/1#x' },
    ],
  ])('is recognised by its id and address alone: %s', async (_, before, after) => {
    expect(await verdictOf(before, after)).toMatchObject({ same: true });
  });

  it.each<[string, Partial<DedupItem>, Partial<DedupItem>]>([
    ['as it is, elsewhere', { title: null, text: brief }, { ...other, title: null, text: brief }],
    ['in one of the feeds', { title: headline, text: brief }, { ...other, title: null, text: brief }],
    ['with misspelt words', { title: null, text: story }, { title: null, text: typos }],
  ])('without a title is recognised %s', async (_, before, after) => {
    expect(await verdictOf(before, after)).toMatchObject({ same: true });
  });

  it('is recognised when a few words have the same short text and title elsewhere', async () => {
    const short = { title: 'Ferry runs late today', text: 'The ferry leaves the pier at half past nine.' };
    expect(await verdictOf(short, { ...other, ...short })).toMatchObject({ same: true, stage: 'content' });
  });

  it('is recognised when a short text has a misspelt word elsewhere', async () => {
    const text =
      'The ferry leaves the pier at half past nine instead of eight, and there is coffee for all who wait.';
    const verdict = await verdictOf(
      { title: 'Ferry runs late today', text },
      { ...other, title: 'Ferry runs late today', text: text.replace('coffee', 'cofee') },
    );
    expect(verdict).toMatchObject({ same: true, stage: 'near' });
  });

  it('is recognised when its full text follows a cut one', async () => {
    const verdict = await verdictOf({ ...graz, text: shortened }, { ...other, ...graz });
    expect(verdict).toMatchObject({ same: true, stage: 'near' });
  });

  it.each([
    [
      'Chinese',
      '市议会周二批准了一条新的电车线路',
      '从中央车站到新医院只需二十三分钟沿线商店的店主曾经担心生意现在他们希望来看热闹的人会留下来买东西市长在开幕式上说这条线路到年底每天将运送四万人',
    ],
    [
      'Japanese',
      '新しい路面電車が開通',
      '六年の工事を経て日曜日に新しい路面電車が開通し市長は一万二千人の前でテープを切り年末までに一日四万人が利用すると述べた沿線の商店主は売り上げを心配していたが今は期待している',
    ],
    [
      'Thai',
      'เปิดเส้นทางรถรางใหม่',
      'เมืองนี้เปิดเส้นทางรถรางสายใหม่เมื่อวันอาทิตย์หลังจากก่อสร้างมาหกปีนายกเทศมนตรีกล่าวว่าจะมีผู้โดยสารสี่หมื่นคนต่อวันภายในสิ้นปีนี้เจ้าของร้านค้าตามเส้นทางหวังว่าจะขายของได้มากขึ้น',
    ],
  ])('is recognised without spaces between words: %s', async (_, title, text) => {
    expect(await verdictOf({ title, text }, { ...other, title, text: `${text}続報` })).toMatchObject({
      same: true,
      stage: 'near',
    });
  });
});

const forecast = (town: string, high: number, low: number, rain: number) =>
  `Forecast for ${town} issued this morning. Cloudy at first, then sunny with light winds. Maximum temperature ${high} degrees, overnight minimum ${low} degrees. ` +
  `Chance of rain ${rain} percent. The next forecast will be issued in the evening. For warnings please see the page of the weather service.`;

const visit = (land: string, person: string, town: string) =>
  `On Tuesday the envoy of the Northern Union, Maria Lindqvist, came to ${land} to see the minister of trade, ${person}, before the conference at the end of the month. ` +
  `In ${town}, Ms Lindqvist spoke about open markets and about the new railway. She thanked ${land} for its steady help and said that the Union would stay at its side. ` +
  'She also met students of the technical school and toured a shipyard.';

const standing =
  'Every week we talk about games, films and books, with guests from all over the world and questions from those who listen. Send yours to the address on our page, and tell your friends about it.';

const footer = `\n\n${textOf(15, 70)}`;

describe('two stories', () => {
  it.each<[string, Partial<DedupItem>, Partial<DedupItem>]>([
    [
      'with a shared title',
      { title: 'Weekly links', text: textOf(16, 80) },
      { title: 'Weekly links', text: textOf(17, 80) },
    ],
    [
      'with a shared title elsewhere',
      { title: 'Editorial', text: textOf(16, 80) },
      { ...other, title: 'Editorial', text: textOf(17, 80) },
    ],
    ['at one guid', graz, { ...unrelated, guid: '1' }],
    [
      'at one guid, both short',
      { title: 'Build failed', text: 'See the log.' },
      { title: 'New chairs', text: 'They are blue.', guid: '1' },
    ],
    [
      'at one address',
      { ...graz, guid: null, link: 'https://one.example/vote' },
      { ...unrelated, guid: null, link: 'https://one.example/vote' },
    ],
    [
      'with one standing text',
      { title: 'Episode 12: Winter', text: standing },
      { title: 'Episode 13: Summer', text: standing },
    ],
    [
      'with one standing text and plain titles',
      { title: 'Castles', text: standing },
      { title: 'Rivers', text: standing },
    ],
    [
      'with one footer',
      { title: 'Leaves', text: `${textOf(18, 30)}${footer}` },
      { title: 'Rain', text: `${textOf(19, 30)}${footer}` },
    ],
    [
      'of one form: forecasts',
      { title: 'Forecast for Graz', text: forecast('Graz', 21, 9, 20) },
      { title: 'Forecast for Linz', text: forecast('Linz', 14, 3, 85) },
    ],
    [
      'of one form: the next day',
      { title: 'Forecast', text: forecast('Graz', 21, 9, 20) },
      { title: 'Forecast', text: forecast('Graz', 14, 3, 85) },
    ],
    [
      'of one form: visits',
      { title: 'Envoy visits Norway', text: visit('Norway', 'Jonas Haug', 'Bergen') },
      { title: 'Envoy visits Italy', text: visit('Italy', 'Carla Ferri', 'Turin') },
    ],
    [
      'of one form, under one title',
      { title: 'Envoy travels', text: visit('Norway', 'Jonas Haug', 'Bergen') },
      { ...other, title: 'Envoy travels', text: visit('Italy', 'Carla Ferri', 'Turin') },
    ],
    [
      'with one footer that is longer than they are',
      { title: 'Leaves', text: `${textOf(18, 20)}\n\n${textOf(20, 170)}` },
      { title: 'Rain', text: `${textOf(19, 20)}\n\n${textOf(20, 170)}` },
    ],
    [
      'of one short form under one title in one feed',
      {
        title: 'What the canteen cooks today',
        text: 'Soup of the day: tomato. Then trout with rice, and cake for those who wait. Enjoy your meal!',
      },
      {
        title: 'What the canteen cooks today',
        text: 'Soup of the day: lentil. Then trout with rice, and cake for those who wait. Enjoy your meal!',
      },
    ],
    [
      'of which one is a roundup that holds the other whole',
      graz,
      {
        ...other,
        title: 'What we read this week',
        text: [textOf(28, 30), headline, story, textOf(29, 120)].join('\n\n'),
      },
    ],
    [
      'of one form about two people, at one address, under titles that are much alike',
      {
        guid: null,
        link: 'https://one.example/envoy',
        title: 'Envoy of the Union visits Norway today',
        text: visit('Norway', 'Jonas Haug', 'Bergen'),
      },
      {
        guid: null,
        link: 'https://one.example/envoy',
        title: 'Envoy of the Union visits Italy today',
        text: visit('Italy', 'Carla Ferri', 'Turin'),
      },
    ],
    [
      'of which one answers the other',
      { title: 'Re: Which boat?', text: textOf(21, 40) },
      { title: 'Re: Which boat?', text: `${textOf(21, 40)}\n\n${textOf(22, 50)}` },
    ],
    [
      'of which both answer a third',
      { title: 'Re: Which boat for a family?', text: `${textOf(23, 25)}\n\n${textOf(24, 40)}` },
      { title: 'Re: Which boat for a family?', text: `${textOf(23, 25)}\n\n${textOf(25, 40)}` },
    ],
    [
      'of one form, shown at one address',
      {
        guid: null,
        link: 'https://one.example/envoy',
        title: 'Lindqvist sees Haug in Norway',
        text: visit('Norway', 'Jonas Haug', 'Bergen'),
      },
      {
        guid: null,
        link: 'https://one.example/envoy',
        title: 'Ferri and the shipyard of Italy',
        text: visit('Italy', 'Carla Ferri', 'Turin'),
      },
    ],
    [
      'with a short standing text under one title in one feed',
      { title: 'Puzzle of the day is here', text: textOf(26, 15) },
      { title: 'Puzzle of the day is here', text: `${textOf(26, 15)} ${textOf(27, 20)}` },
    ],
    [
      'that are short',
      { title: 'Good morning', text: 'Have a nice day.' },
      { title: 'Good evening', text: 'Sleep well.' },
    ],
    [
      'that share a text a month apart',
      { title: 'Market day', text: story },
      { title: 'Market day', text: story, date: '2026-04-20T08:00:00Z' },
    ],
  ])('stay two %s', async (_, a, b) => {
    expect(await verdictOf(a, b)).toMatchObject({ same: false });
  });

  it('say which guard kept them apart, and from what', async () => {
    const verdict = await verdictOf(
      { title: 'Envoy travels', text: visit('Norway', 'Jonas Haug', 'Bergen') },
      { ...other, title: 'Envoy travels', text: visit('Italy', 'Carla Ferri', 'Turin') },
    );
    expect(verdict.guard).not.toBeNull();
    expect(verdict.other).not.toBeNull();
    expect(verdict.figures?.title).toBe(1);
  });
});

describe('a memory that is shared', () => {
  it('gives a story of five feeds one id', async () => {
    const deduper = createDeduper();
    const ids = new Set<string>();
    for (let feed = 0; feed < 5; feed++) {
      const host = `https://feed-${feed}.example`;
      const { id } = await deduper.add({ feed: host, guid: `${feed}`, link: `${host}/a`, ...graz });
      ids.add(id);
    }
    expect(ids.size).toBe(1);
  });
  it('keeps 52 weeks of "Weekly links" apart', async () => {
    const deduper = createDeduper();
    const ids = new Set<string>();
    for (let week = 0; week < 52; week++) {
      const date = new Date(Date.UTC(2026, 0, 1 + 7 * week)).toISOString();
      const { id } = await deduper.add({
        feed: 'f',
        guid: `week-${week}`,
        link: `https://one.example/week-${week}`,
        title: 'Weekly links',
        date,
        text: textOf(100 + week, 60),
      });
      ids.add(id);
    }
    expect(ids.size).toBe(52);
  });
  it('serves overlapping calls one after the other', async () => {
    const deduper = createDeduper();
    const item = { feed: 'f', guid: '1', link: 'https://one.example/1', ...graz };
    const results = await Promise.all([deduper.add(item), deduper.add(item), deduper.add(item)]);
    expect(results.map(({ mergedWith }) => mergedWith === null)).toEqual([true, false, false]);
  });
  it('gives the same ids to the same items in another memory', async () => {
    const item = { feed: 'f', guid: '1', link: 'https://one.example/1', ...graz };
    expect((await createDeduper().add(item)).id).toBe((await createDeduper().add(item)).id);
  });
  it('takes items without anything', async () => {
    const deduper = createDeduper();
    expect((await deduper.add({ feed: 'f' })).mergedWith).toBeNull();
    expect(
      (await deduper.add({ feed: 'f', guid: null, link: '', title: null, text: '', date: 'soon' })).id,
    ).toMatch(/^urn:uuid:/);
  });
});
