/** Made-up items for measuring: any number, the same ones for the same seed, with markup around words of a long list. */
import type { RawEntry } from '../../src/model/entry.ts';
import type { Item } from '../../src/model/item.ts';

export type Random = () => number;

/** A small generator (mulberry32): the same numbers for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = 'ba ne ri to lu ka mes ter vin dor sal pen gra shi ul om tre fos lin qua'.split(' ');

function vocabulary(random: Random, size: number): readonly string[] {
  const pick = () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? '';
  return Array.from({ length: size }, () => pick() + pick() + (random() < 0.5 ? pick() : ''));
}

const words = vocabulary(seeded(1), 6_000);

/** Zipf-like: common words are common. */
function word(random: Random): string {
  return words[Math.floor(words.length * random() ** 3)] ?? '';
}

function phrase(random: Random, length: number): string {
  return Array.from({ length }, () => word(random)).join(' ');
}

function paragraph(random: Random): string {
  const sentences = Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
    const text = phrase(random, 8 + Math.floor(random() * 14));
    const name = word(random);
    return `${text[0]?.toUpperCase()}${text.slice(1)} ${name[0]?.toUpperCase()}${name.slice(1)} ${Math.floor(random() * 5000)}.`;
  });
  return `<p class="text">${sentences.join(' <a href="https://example.org/page?a=1&amp;b=2">more</a> &#8212; ')}</p>\n`;
}

export interface Made {
  readonly raw: RawEntry;
  readonly item: Item;
}

/** Item number `n` of a source: about 2.6 KB of HTML. */
export function madeItem(source: string, n: number, published: number): Made {
  const random = seeded(hash(`${source}/${n}`));
  const title = phrase(random, 5 + Math.floor(random() * 6));
  let html = '';
  const length = 600 * 10 ** random();
  while (html.length < length) html += paragraph(random);
  html = Buffer.from(html).toString(); // one piece of memory, as out of a parser
  const url = `https://${source}.example/${new Date(published).getUTCFullYear()}/${n}-${title.replaceAll(' ', '-')}`;
  const date = new Date(published).toISOString();
  const author = phrase(random, 2);
  return {
    raw: {
      id: url,
      url,
      title: { value: title, kind: 'text' },
      content: { value: html, kind: 'html' },
      published: date,
      authors: [{ name: author }],
    },
    item: {
      guid: url,
      url,
      title,
      summary: null,
      content: { html, base: url },
      published: date,
      updated: null,
      estimated: null,
      authors: [{ name: author, email: null, url: null }],
      categories: [],
      enclosures: [],
      media: [],
      image: null,
      links: [],
      comments: null,
      rights: null,
      language: 'en',
      source: null,
      podcast: null,
      digest: null,
    },
  };
}

function hash(text: string): number {
  let value = 7;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
