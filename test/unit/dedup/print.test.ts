import { describe, expect, it } from 'vitest';
import { fingerprint, GUID, TEXT, TITLE } from '../../../src/dedup/fingerprint.ts';
import { sharedLetters } from '../../../src/dedup/letters.ts';
import { rawHashOf } from '../../../src/dedup/raw-hash.ts';
import type { RawEntry } from '../../../src/model/entry.ts';
import { itemWith, textOf } from '../../support/items.ts';

const printOf = (html: string, title = '') => fingerprint(itemWith({ html, title }), { id: 'a' });
const textHash = (html: string) => [...printOf(html).hashes.subarray(TEXT, TEXT + 2)].join();
const titleHash = (title: string) => [...printOf('', title).hashes.subarray(TITLE, TITLE + 2)].join();

const body = textOf(1, 60);

describe('the text proper', () => {
  it.each([
    ['a dateline', `WELLINGTON (Wire) — ${body}`],
    ['an agency in brackets', `(The Agency) - ${body}`],
    ['a staff line', `<p>By Jane Roe Staff</p><p>${body}</p>`],
    ['where it first appeared', `${body}<p>The post A b c appeared first on Some Blog.</p>`],
    ['a newsletter', `${body}<p>Subscribe to our newsletter for more.</p>`],
    ['an invitation to follow', `${body}<p>Follow us on Some Site and Another.</p>`],
    ['a reading link', `${body} Continue reading`],
    ['rights', `${body} All rights reserved. Some Company, 2026`],
  ])('goes without %s', (_, wrapped) => {
    expect(textHash(wrapped)).toBe(textHash(body));
  });
  it('keeps an ending that is most of a short text', () => {
    const short = `A few words only here. Read the full post. ${textOf(2, 40)}`;
    expect(printOf(short).words).toBeGreaterThan(40);
  });
  it('is the summary where there is no content', () => {
    const summary = { html: body, base: null };
    expect(fingerprint(itemWith({ summary }), { id: 'a' }).words).toBe(60);
  });
});

describe('a title', () => {
  it.each([
    ['Update: The bridge is open', 'The bridge is open'],
    ['LIVE | The bridge is open', 'The bridge is open'],
    ['The bridge is open | The Daily', 'The bridge is open'],
    ['The bridge is open - Daily News', 'The bridge is open'],
    ['The bridge is open (corrected)', 'The bridge is open'],
    ['The bridge is open – live updates', 'The bridge is open'],
    ['THE BRIDGE IS OPEN!', 'The bridge is open'],
  ])('%s is the same as without its label', (title, plain) => {
    expect(titleHash(title)).toBe(titleHash(plain));
  });
  it.each(['Re: The bridge is open', 'AW: The bridge is open', 'Fwd: The bridge'])(
    '%s is no title of its own',
    (title) => {
      expect(printOf(body, title).titleOwn).toBe(0);
      expect(titleHash(title)).toBe('0,0');
    },
  );
  it('keeps a part behind a dash that is no outlet', () => {
    const long = 'Winter - why the harbour, the ferry and the market will all be closed';
    expect(titleHash(long)).not.toBe(titleHash('Winter'));
  });
  it.each([
    ['Floating Pain', 'Floatings Pain', 0.7, 1],
    ['Remembrance of winter', 'Remembranec of wintre', 0.4, 0.9],
    ['Remembrance of winter', 'A garden on the island', 0, 0.2],
    ['The bridge', 'The bridge', 1, 1],
    ['', '', 0, 0],
  ])('letters of %j and %j', (one, other, least, most) => {
    const shared = sharedLetters(printOf('', one).letters, printOf('', other).letters);
    expect(shared).toBeGreaterThanOrEqual(least);
    expect(shared).toBeLessThanOrEqual(most);
  });
});

describe('candidate keys', () => {
  const shared = (one: string, other: string): number => {
    const keys = new Set(printOf(one).keys);
    return printOf(other).keys.filter((key) => keys.has(key)).length;
  };
  it('lead from a cut copy to its full text, however long that is', () => {
    const full = textOf(3, 3000);
    const cut = full.split(' ').slice(0, 30).join(' ');
    expect(shared(full, cut)).toBeGreaterThan(0);
  });
  it('lead from a copy with another opening to its original', () => {
    const original = textOf(4, 120);
    expect(shared(original, `${textOf(5, 30)} ${original}`)).toBeGreaterThan(0);
  });
  it('do not lead from one text to another', () => {
    expect(shared(textOf(6, 300), textOf(7, 300))).toBe(0);
  });
  it('are none for a short text', () => {
    expect(printOf(textOf(8, 15)).keys).toHaveLength(0);
  });
  it('are few for any text', () => {
    expect(printOf(textOf(9, 5000)).keys.length).toBeLessThanOrEqual(68);
  });
});

it('survives a structured clone', () => {
  const print = fingerprint(itemWith({ guid: 'x', html: body, title: 'T' }), { id: 'a' });
  expect(structuredClone(print)).toEqual(print);
});

it('hashes a guid with its source', () => {
  const hashed = (source: string) =>
    fingerprint(itemWith({ guid: 'post' }), { id: source }).hashes.slice(GUID, GUID + 2);
  expect(hashed('a')).toEqual(hashed('a'));
  expect(hashed('a')).not.toEqual(hashed('b'));
});

describe('the raw hash', () => {
  const entry: RawEntry = {
    id: 'x',
    url: 'https://a.example/1',
    title: { value: 'Title', kind: 'text' },
    summary: { value: 'Sum', kind: 'text' },
    content: { value: '<p>Text</p>', kind: 'html' },
    published: '2026-01-01',
    updated: '2026-01-02',
    authors: [{ name: 'Ann' }],
    categories: [{ term: 'news' }],
    enclosures: [{ url: 'https://a.example/1.mp3', length: '5' }],
    image: 'https://a.example/1.png',
    comments: 'https://a.example/1#c',
    podcast: { duration: '10' },
    source: { title: 'Wire' },
  };
  it('is 14 signs of base64url, the same for the same entry', () => {
    expect(rawHashOf(entry)).toMatch(/^[\w-]{14}$/);
    expect(rawHashOf(structuredClone(entry))).toBe(rawHashOf(entry));
  });
  it.each(Object.keys(entry) as (keyof RawEntry)[])('changes without %s', (name) => {
    const { [name]: _, ...rest } = entry;
    expect(rawHashOf(rest)).not.toBe(rawHashOf(entry));
  });
  it('changes when a text moves to another field', () => {
    const moved: RawEntry = { url: 'ab', title: { value: 'c', kind: 'text' } };
    const other: RawEntry = { url: 'a', title: { value: 'bc', kind: 'text' } };
    expect(rawHashOf(moved)).not.toBe(rawHashOf(other));
  });
});
