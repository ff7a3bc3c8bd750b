import type { Enclosure } from '../../../src/model/item.ts';
import type { SafeHtml } from '../../../src/model/markup.ts';
import type { Channel, ShownItem } from '../../../src/model/output.ts';

/** Stands in for the sanitiser: the test vouches for the fragment. */
export const safe = (html: string): SafeHtml => html as SafeHtml;

export const NOON = Date.UTC(2026, 5, 9, 12);

export const CHANNEL: Channel = {
  id: 'urn:uuid:5b3f6f2e-31d4-4c55-9e0c-0d6f8f3f0c11',
  title: 'River & Sea',
  description: 'What the tide brought in',
  home: 'https://river.example/all.html',
  self: {
    rss: 'https://river.example/all.rss',
    atom: 'https://river.example/all.atom',
    json: 'https://river.example/all.json',
    html: 'https://river.example/all.html',
  },
  language: 'en',
  updated: NOON,
  generator: { name: 'feedriver', version: '1.2.3', url: 'https://feedriver.example/' },
  hubs: [],
  ttl: 60,
};

export const FILE: Enclosure = {
  url: 'https://cast.example/12.mp3',
  type: 'audio/mpeg',
  length: 1234,
  title: null,
  medium: null,
  duration: null,
  width: null,
  height: null,
};

/** A plain item; what matters to a test is given by it. */
export function shown(differing: Partial<ShownItem> = {}): ShownItem {
  return {
    id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    guid: 'post-1',
    url: 'https://paper.example/1',
    title: 'High water',
    summary: null,
    content: safe('<p>It rose.</p>'),
    excerpt: 'It rose.',
    published: NOON,
    datedAt: NOON,
    estimated: false,
    updated: NOON,
    authors: [],
    categories: [],
    enclosures: [],
    media: [],
    image: null,
    links: [],
    comments: null,
    rights: null,
    language: null,
    podcast: null,
    tags: [],
    attributions: [
      {
        id: 'https://paper.example/feed',
        title: 'The Paper',
        url: 'https://paper.example/feed',
        link: 'https://paper.example/',
        itemUrl: 'https://paper.example/1',
        source: 'paper',
      },
    ],
    ...differing,
  };
}

/** `count` items with ids of their own. */
export const several = (count: number, differing: Partial<ShownItem> = {}): ShownItem[] =>
  Array.from({ length: count }, (_, index) =>
    shown({ id: `urn:uuid:00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`, ...differing }),
  );
