import { beforeEach, describe, expect, it } from 'vitest';
import { allItems, readItems } from '../../../src/ledger/items.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import type { Item, StoredItem } from '../../../src/model/item.ts';
import type { Store } from '../../../src/model/ports.ts';
import { openMemoryStore } from '../../../src/store/store.ts';
import { itemWith, runTakes, takeWith, textOf } from '../../support/items.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 1, 12);

let store: Store;
let ledger: Ledger;
beforeEach(async () => {
  store = openMemoryStore();
  ledger = await openLedger({ store });
});

const run = (source: string, items: readonly Item[], at = NOON, complete = true) =>
  runTakes(store, ledger, [{ source, items, parts: { at, complete } }]);

/** A post of its own for each number. */
const post = (n: number, changes: Parameters<typeof itemWith>[0] = {}) =>
  itemWith({
    guid: `https://one.example/?p=${n}`,
    url: `https://one.example/post-${n}`,
    title: `Post about ${textOf(n, 3)}`,
    html: `<p>${textOf(n, 80)}</p>`,
    published: new Date(NOON - n * HOUR).toISOString(),
    ...changes,
  });

async function everything(): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  for await (const batch of allItems(store)) items.push(...batch);
  return items;
}

async function theOnly(): Promise<StoredItem> {
  const items = await everything();
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error('no item');
  return item;
}

describe('a first fetch', () => {
  it('brings new items, the newest of them last', async () => {
    const judged = await run('a', [post(1), post(2), post(3)]);
    expect(judged.counts).toEqual([{ source: 'a', read: 3, new: 3, revised: 0, known: 0 }]);
    expect(judged.changes.map(({ kind, previous }) => [kind, previous])).toEqual(
      Array(3).fill(['new', null]),
    );
    expect((await everything()).map(({ item }) => item.guid)).toEqual([1, 2, 3].map((n) => post(n).guid));
    expect(ledger.stored()).toBe(3);
  });
  it('stores an item with what was seen', async () => {
    await run('a', [post(1)]);
    const { guid, url } = post(1);
    expect(await theOnly()).toEqual({
      id: expect.stringMatching(
        /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      firstSeenAt: NOON,
      changedAt: NOON,
      revision: 0,
      item: post(1),
      sightings: [{ source: 'a', guid, url, origin: null, firstSeenAt: NOON }],
    });
  });
  it('counts an item that stands in it twice once', async () => {
    const judged = await run('a', [post(1), { ...post(1), title: `${post(1).title} ` }]);
    expect(judged.counts[0]).toMatchObject({ new: 1, known: 1 });
  });
  it('counts nothing for a source that brought nothing', async () => {
    const judged = await ledger.judge([{ ...takeWith('a', []), outcome: 'unchanged' }]);
    expect(judged.counts).toEqual([{ source: 'a', read: 0, new: 0, revised: 0, known: 0 }]);
    expect(judged.rows).toEqual([]);
  });
});

describe('a second fetch', () => {
  it('writes nothing when nothing changed', async () => {
    await run('a', [post(1), post(2)]);
    const judged = await run('a', [post(1), post(2)], NOON + HOUR);
    expect(judged.counts[0]).toEqual({ source: 'a', read: 2, new: 0, revised: 0, known: 2 });
    expect(judged.rows).toEqual([]);
    expect(judged.verdicts).toEqual([]);
  });
  it('is the same in another process', async () => {
    await run('a', [post(1), post(2)]);
    ledger = await openLedger({ store });
    const judged = await run('a', [post(3), post(1, { published: null }), post(2)], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ new: 1, known: 2 });
    expect(ledger.stored()).toBe(3);
  });

  it.each<[string, (n: number) => Item]>([
    ['https', (n) => post(n, { guid: `http://one.example/?p=${n}`, url: `http://one.example/post-${n}` })],
    [
      'another host',
      (n) => post(n, { guid: `https://new.example/?p=${n}`, url: `https://new.example/post-${n}` }),
    ],
    ['another slug', (n) => post(n, { url: `https://one.example/renamed-${n}` })],
    ['campaign parameters', (n) => post(n, { url: `${post(n).url}?utm_source=rss&utm_medium=feed` })],
    ['another title', (n) => post(n, { title: `Rewritten: ${textOf(n + 50, 4)}` })],
    ['another date', (n) => post(n, { published: new Date(NOON + n).toISOString() })],
    ['another guid scheme', (n) => post(n, { guid: `tag:one.example,2026:${n}` })],
    ['no guid', (n) => post(n, { guid: null })],
    [
      'guid and address of another kind',
      (n) => post(n, { guid: `${n}-x`, url: `https://one.example/a/${n}` }),
    ],
    ['a footer', (n) => post(n, { html: `${post(n).content?.html}<p>The post X appeared first on Y.</p>` })],
    ['a rewritten text', (n) => post(n, { html: `<p>${textOf(n + 70, 80)}</p>` })],
  ])('with %s mints no new id', async (_, changed) => {
    const numbers = Array.from({ length: 10 }, (_unused, n) => n);
    await run(
      'a',
      numbers.map((n) => post(n)),
    );
    for (const open of [ledger, await openLedger({ store })]) {
      ledger = open;
      const judged = await run('a', numbers.map(changed), NOON + HOUR);
      expect(judged.counts[0]).toMatchObject({ read: 10, new: 0 });
    }
    expect(ledger.stored()).toBe(10);
  });
});

describe('items of few words', () => {
  /** A link with a title: all that some feeds have. */
  const link = (n: number, changes: Parameters<typeof itemWith>[0] = {}) =>
    post(n, { guid: null, html: 'Comments', title: `Link to ${textOf(n, 5)}`, ...changes });
  const video = (n: number, title: string) => post(n, { html: '', title });
  const numbers = [1, 2, 3, 4, 5];

  it.each<[string, (n: number) => Item]>([
    ['another host', (n) => link(n, { url: `https://new.example/post-${n}` })],
    ['a guid', (n) => link(n, { guid: `https://one.example/post-${n}` })],
    ['another date', (n) => link(n, { published: new Date(NOON + n).toISOString() })],
  ])('keep their ids with %s', async (_, changed) => {
    const made = numbers.map((n) => link(n));
    await run('a', made);
    const judged = await run('a', numbers.map(changed), NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ read: 5, new: 0 });
  });
  it('keep their ids when guid and address stay and the title is another one', async () => {
    await run('a', [video(1, 'Meet our new boat'), video(2, 'A day on the pier')]);
    const retitled = video(2, 'How nets are mended');
    const judged = await run('a', [video(1, 'Meet our new boat'), retitled], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ new: 0, revised: 1 });
  });
  it('get an id each where all have one guid and one address', async () => {
    const notice = (title: string) => post(1, { html: '', title });
    await run('a', [notice('Water is off'), notice('Lift repaired')]);
    expect(ledger.stored()).toBe(2);
    const three = [notice('Door code changed'), notice('Water is off'), notice('Lift repaired')];
    const judged = await run('a', three, NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ new: 1, known: 2 });
  });
  it('without guid and address are the same with the same title and text', async () => {
    const bare = (published: string) => link(1, { url: 'https://one.example/', published });
    await run('a', [bare('2026-03-01T10:00:00Z')]);
    const judged = await run('a', [bare('2026-03-01T11:00:00Z')], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ new: 0 });
  });
  it('at one address, on two hosts, under two titles are two', async () => {
    await run('a', [link(1)]);
    await run('a', [link(2, { url: 'https://new.example/post-1' })], NOON + HOUR);
    expect(ledger.stored()).toBe(2);
  });
});

describe('an edit', () => {
  const edited = post(1, {
    html: `<p>${textOf(1, 80)} And more.</p>`,
    published: new Date(NOON + 5).toISOString(),
  });

  it('is made in place: same id, same date, changed now', async () => {
    await run('a', [post(1)]);
    const before = await theOnly();
    const judged = await run('a', [edited], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ revised: 1 });
    expect(judged.changes).toEqual([{ kind: 'revised', item: await theOnly(), previous: before }]);
    expect(await theOnly()).toMatchObject({
      id: before.id,
      firstSeenAt: NOON,
      changedAt: NOON + HOUR,
      revision: 1,
      item: { content: edited.content, published: before.item.published },
    });
  });
  it('of the markup alone is none', async () => {
    await run('a', [post(1)]);
    const before = await theOnly();
    const judged = await run('a', [post(1, { html: `<div><p>${textOf(1, 80)}</p></div>` })], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ known: 1 });
    expect(judged.changes).toEqual([]);
    expect(await theOnly()).toEqual(before);
  });
  it('of the date alone is ignored', async () => {
    await run('a', [post(1)]);
    const judged = await run('a', [post(1, { published: new Date(NOON).toISOString() })], NOON + HOUR);
    expect(judged.changes).toEqual([]);
    expect((await theOnly()).item.published).toBe(post(1).published);
  });
  it('of the address alone is shown, but no revision', async () => {
    await run('a', [post(1)]);
    const judged = await run('a', [post(1, { url: 'https://one.example/moved' })], NOON + HOUR);
    expect(judged.changes.map(({ kind }) => kind)).toEqual(['merged']);
    expect(await theOnly()).toMatchObject({
      revision: 0,
      changedAt: NOON,
      item: { url: 'https://one.example/moved' },
    });
  });
  it('at every fetch is followed 24 times', async () => {
    for (let hour = 0; hour < 40; hour++)
      await run('a', [post(1, { html: `<p>${textOf(1, 80)} ${hour} visitors.</p>` })], NOON + hour * HOUR);
    expect(await theOnly()).toMatchObject({ revision: 24 });
  });
  it('with a new guid and address, in the place of the old one, is an edit', async () => {
    const items = [post(1), post(2), post(3)];
    await run('a', items);
    const rewritten = post(2, {
      guid: 'x',
      url: 'https://one.example/x',
      title: 'Nothing alike',
      html: `<p>${textOf(2, 80).split(' ').slice(0, 50).join(' ')} ${textOf(90, 25)}</p>`,
    });
    const judged = await run('a', [post(1), rewritten, post(3)], NOON + HOUR);
    expect(judged.counts[0]).toMatchObject({ new: 0, revised: 1, known: 2 });
    expect(judged.verdicts[0]).toMatchObject({ stage: 'edit' });
  });
});

describe('two items in one fetch', () => {
  const near = post(2, { guid: 'other', url: 'https://one.example/other', title: `${post(2).title} again` });
  it('are two, however near they are', async () => {
    const judged = await run('a', [near, post(2)]);
    expect(judged.counts[0]).toMatchObject({ new: 2 });
    expect(judged.verdicts[1]).toMatchObject({ guard: 'together' });
  });
  it('are two also when the one is known', async () => {
    await run('a', [post(2)]);
    expect((await run('a', [near, post(2)], NOON + HOUR)).counts[0]).toMatchObject({ new: 1, known: 1 });
  });
  it('are one when text and title match', async () => {
    const copy = post(2, { guid: 'other', url: 'https://one.example/other' });
    expect((await run('a', [copy, post(2)])).counts[0]).toMatchObject({ new: 1, known: 1 });
  });
  it('are two at one address with other ids', async () => {
    const comments = [1, 2].map((n) =>
      itemWith({ guid: `c${n}`, url: 'https://one.example/post', title: 'Comment', html: textOf(n, 30) }),
    );
    expect((await run('a', comments)).counts[0]).toMatchObject({ new: 2 });
  });
});

describe('a guid that is used again', () => {
  const pictures = [1, 2, 3].map((n) => post(n, { guid: 'picture-of-the-day' }));
  it('names another item, each time', async () => {
    for (const [day, picture] of pictures.entries()) {
      const judged = await run('a', [picture], NOON + day * 24 * HOUR);
      expect(judged.counts[0]).toMatchObject({ new: 1 });
    }
    expect(new Set((await everything()).map(({ id }) => id)).size).toBe(3);
  });
  it('also across processes', async () => {
    for (const [day, picture] of pictures.entries()) {
      ledger = await openLedger({ store });
      await run('a', [picture], NOON + day * 24 * HOUR);
    }
    expect(await everything()).toHaveLength(3);
  });
});

describe('a story of two sources', () => {
  const copy = (n: number, changes: Parameters<typeof itemWith>[0] = {}) =>
    post(n, { guid: `copy-${n}`, url: `https://two.example/${n}`, ...changes });

  it('is one item that names both, and joins silently', async () => {
    await run('a', [post(1)]);
    const before = await theOnly();
    const judged = await run('b', [copy(1)], NOON + HOUR);
    expect(judged.counts[0]).toEqual({ source: 'b', read: 1, new: 0, revised: 0, known: 1 });
    expect(judged.changes).toMatchObject([{ kind: 'merged', previous: before }]);
    expect(await theOnly()).toMatchObject({
      id: before.id,
      revision: 0,
      changedAt: NOON,
      sightings: [
        { source: 'a' },
        { source: 'b', guid: 'copy-1', url: 'https://two.example/1', firstSeenAt: NOON + HOUR },
      ],
    });
  });
  it('is one item also within one batch', async () => {
    const judged = await runTakes(store, ledger, [
      { source: 'a', items: [post(1)] },
      { source: 'b', items: [copy(1)] },
    ]);
    expect(judged.counts.map((counts) => [counts.new, counts.known])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(judged.changes).toMatchObject([{ kind: 'new', item: { sightings: [{}, {}] } }]);
  });
  it('is dated by the earliest credible date', async () => {
    const early = new Date(NOON - 50 * HOUR).toISOString();
    await run('a', [post(1)]);
    await run('b', [copy(1, { published: early })], NOON + HOUR);
    expect((await theOnly()).item.published).toBe(early);
  });
  it.each([
    ['the future', new Date(NOON + 900 * HOUR).toISOString()],
    ['before there were feeds', '1970-01-01T00:00:00.000Z'],
  ])('is not dated in %s', async (_, published) => {
    await run('a', [post(1)]);
    await run('b', [copy(1, { url: post(1).url, published })], NOON + HOUR);
    expect((await theOnly()).item.published).toBe(post(1).published);
  });
  it('is dated by an explicit date rather than an estimate', async () => {
    await run('a', [post(1, { published: null, estimated: '2026-02-28' })]);
    await run('b', [copy(1)], NOON + HOUR);
    expect((await theOnly()).item).toMatchObject({ published: post(1).published, estimated: '2026-02-28' });
  });
  it('shows the longest text', async () => {
    const short = `${textOf(1, 80).split(' ').slice(0, 40).join(' ')}…`;
    await run('a', [post(1, { html: short })]);
    await run('b', [copy(1)], NOON + HOUR);
    await run('c', [post(1, { html: short, guid: 'c' })], NOON + 2 * HOUR);
    expect(await theOnly()).toMatchObject({ revision: 0, item: { content: post(1).content } });
  });
  it('is revised by the source whose text is shown, not by the other', async () => {
    await run('a', [post(1)]);
    await run('b', [copy(1)], NOON + HOUR);
    const changed = `<p>${textOf(1, 80)} Changed.</p>`;
    expect((await run('b', [copy(1, { html: changed })], NOON + 2 * HOUR)).counts[0]).toMatchObject({
      known: 1,
    });
    expect(await theOnly()).toMatchObject({ revision: 0 });
    expect((await run('a', [post(1, { html: changed })], NOON + 3 * HOUR)).counts[0]).toMatchObject({
      revised: 1,
    });
  });
  it('stays one when each source lists it again under its own names, in another process', async () => {
    await run('a', [post(1)]);
    await run('b', [copy(1)], NOON + HOUR);
    ledger = await openLedger({ store });
    const late = { published: null };
    expect((await run('b', [copy(1, late)], NOON + 2 * HOUR)).counts[0]).toMatchObject({ known: 1 });
    expect((await run('a', [post(1, late)], NOON + 2 * HOUR)).counts[0]).toMatchObject({ known: 1 });
  });
});

describe('items with nothing but a short title', () => {
  const DAY = 24 * HOUR;
  const weather = (at: number) => itemWith({ title: 'Weather', published: new Date(at).toISOString() });

  it('are one each day, whichever process meets them', async () => {
    const days = [0, 1, 2, 3, 4].map((day) => NOON + day * DAY);
    for (const at of days) {
      const reopened = await openLedger({ store });
      await runTakes(store, reopened, [{ source: 'a', items: [weather(at)], parts: { at } }]);
    }
    expect((await everything()).map(({ firstSeenAt }) => firstSeenAt)).toEqual(days.toReversed());
    expect((await openLedger({ store })).stored()).toBe(5);
  });
  it('get an id each, however many come at once', async () => {
    const items = Array.from({ length: 40 }, (_, n) => weather(NOON + n));
    const { verdicts } = await run('a', items);
    expect(new Set(verdicts.map(({ id }) => id)).size).toBe(40);
  });
});

describe('a commit that failed', () => {
  it('leaves no trace: the next judgement is the same', async () => {
    await run('a', [post(1)]);
    const takes = [takeWith('a', [post(2), post(3)], { at: NOON + HOUR })];
    const lost = await ledger.judge(takes);
    expect(ledger.stored()).toBe(1);
    const again = await ledger.judge(takes);
    expect(again.verdicts).toEqual(lost.verdicts);
    expect(again.rows).toEqual(lost.rows);
  });
  it('after a crash, another process mints the same ids', async () => {
    const takes = [takeWith('a', [post(1), post(2)])];
    const lost = await ledger.judge(takes);
    const reopened = await openLedger({ store });
    expect((await reopened.judge(takes)).rows).toEqual(lost.rows);
  });
});

describe('a source that sends only what is new', () => {
  it('still knows what it sent before', async () => {
    await run('a', [post(1)], NOON, false);
    await run('a', [post(2)], NOON + HOUR, false);
    expect((await ledger.listing('a')).size).toBe(2);
    expect((await run('a', [post(1)], NOON + 2 * HOUR, false)).rows).toEqual([]);
  });
});

it('an item that left the listing and comes back is known', async () => {
  await run('a', [post(1), post(2)]);
  await run('a', [post(2)], NOON + HOUR);
  ledger = await openLedger({ store });
  expect((await run('a', [post(1), post(2)], NOON + 2 * HOUR)).counts[0]).toMatchObject({ new: 0, known: 2 });
});

it('items are read by id, in the order asked for; unknown ids are left out', async () => {
  await run('a', [post(1), post(2)]);
  const [first, second] = await everything();
  const ids = [second?.id ?? '', 'urn:uuid:00000000-0000-8000-8000-000000000000', first?.id ?? ''];
  expect((await readItems(store, ids)).map(({ id }) => id)).toEqual([second?.id, first?.id]);
});

it('content is kept to the letter', async () => {
  const html = '<p>Line\none\n\n\u0000 "quoted" \\ \u2028 \ud83d\ude00</p>\n{"not":"json"}';
  await run('a', [itemWith({ guid: '1', title: 'x', html })]);
  expect((await theOnly()).item.content?.html).toBe(html);
});

it('many small commits are remembered as well as a large one', async () => {
  const count = 120;
  for (let n = 0; n < count; n++) await run(`s${n % 7}`, [post(n)], NOON + n, false);
  ledger = await openLedger({ store });
  for (let n = 0; n < count; n++) {
    const judged = await run(
      'other',
      [post(n, { guid: `o${n}`, url: `https://two.example/${n}` })],
      NOON + HOUR,
      false,
    );
    expect(judged.counts[0]).toMatchObject({ new: 0, known: 1 });
  }
  expect(await everything()).toHaveLength(count);
});

describe('what is no longer at hand', () => {
  const history = [
    { source: 'a', items: [post(3), post(2), post(1)] },
    { source: 'b', items: [post(5), post(4), post(2, { guid: 'b-2', url: 'https://two.example/2' })] },
    { source: 'a', items: [post(6), post(3, { html: `<p>${textOf(3, 79)} corrected</p>` }), post(2)] },
    { source: 'c', items: [post(1, { guid: 'c-1', url: 'https://three.example/1' }), post(4)] },
    { source: 'b', items: [post(7), post(5, { guid: 'other guid' }), post(4)] },
  ];
  const rowsOf = async (attention?: Parameters<typeof openLedger>[0]['attention']) => {
    const own = openMemoryStore();
    const opened = await openLedger({ store: own, ...(attention && { attention }) });
    const rows = [];
    for (const [hour, take] of history.entries()) {
      const { source, items } = take;
      const parts = { at: NOON + hour * HOUR, complete: true };
      rows.push((await runTakes(own, opened, [{ source, items, parts }])).rows);
    }
    return rows;
  };
  it.each([
    ['known by its keys', { awake: 0, known: 100 }],
    ['partly at hand', { awake: 2, known: 100 }],
    ['forgotten', { awake: 0, known: 0 }],
  ])('is recognised as if it were: %s', async (_, attention) => {
    const atHand = await rowsOf();
    expect(atHand.flat().filter(({ key }) => key.startsWith('i:')).length).toBeGreaterThan(9);
    expect(await rowsOf(attention)).toEqual(atHand);
  });
});
