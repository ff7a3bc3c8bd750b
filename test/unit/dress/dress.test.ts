import { expect, test } from 'vitest';
import type { SourceName } from '../../../src/dress/attribution.ts';
import { dress } from '../../../src/dress/dress.ts';
import { file, markup, SANITISER, SEEN, stored } from './sample.ts';

const SOURCES: ReadonlyMap<string, SourceName> = new Map([
  [
    'paper',
    {
      title: 'The Paper',
      url: 'https://paper.example/feed',
      link: null,
      feedId: null,
      tags: ['news', 'sea'],
    },
  ],
  ['notes', { title: 'Notes', url: 'https://notes.example/feed', link: null, feedId: null, tags: ['sea'] }],
]);

test('an item with everything keeps everything that a reader could use', () => {
  const picture = file('https://paper.example/1.jpg', 'image/jpg');
  const sound = file('https://paper.example/1.mp3');
  const link = { rel: 'via', href: 'https://old.example/', type: null, title: null, hreflang: null };
  const shown = dress(
    stored(
      {
        guid: 'p1',
        url: 'https://paper.example/1',
        title: 'High water',
        summary: markup('Rising'),
        content: markup('<p>It rose.</p>'),
        published: '2026-06-09T10:00:00Z',
        enclosures: [sound],
        media: [picture, sound],
        links: [link, { ...link, rel: 'edit' }],
        rights: ' © Ada ',
        language: 'EN-gb',
        comments: 'https://paper.example/1#c',
      },
      {
        sightings: ['paper', 'notes'].map((source) => ({
          source,
          guid: null,
          url: null,
          origin: null,
          firstSeenAt: SEEN,
        })),
      },
    ),
    SOURCES,
    SANITISER,
  );
  expect(shown).toMatchObject({
    id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    guid: 'p1',
    title: 'High water',
    summary: 'Rising',
    content: '<p>It rose.</p>',
    enclosures: [{ url: sound.url, type: 'audio/mpeg' }],
    media: [{ url: picture.url, type: 'image/jpeg' }],
    image: picture.url,
    links: [link],
    rights: '© Ada',
    language: 'en-GB',
    comments: 'https://paper.example/1#c',
    tags: ['news', 'sea'],
    attributions: [{ title: 'The Paper' }, { title: 'Notes' }],
  });
});

test('an item with nothing can still be shown', () => {
  expect(dress(stored(), new Map(), SANITISER)).toMatchObject({
    title: 'Untitled',
    datedAt: SEEN,
    attributions: [{ title: 'paper' }],
  });
});
