import { describe, expect, test } from 'vitest';
import { jsonItem } from '../../../src/render/json.ts';
import { FILE, shown } from './sample.ts';

const object = (differing: Parameters<typeof shown>[0]) => JSON.parse(jsonItem(shown(differing)));

describe('a JSON Feed item', () => {
  test('holds what there is and nothing else', () => {
    expect(object({})).toEqual({
      id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      url: 'https://paper.example/1',
      title: 'High water',
      content_html: '<p>It rose.</p>',
      date_published: '2026-06-09T12:00:00.000Z',
      date_modified: '2026-06-09T12:00:00.000Z',
      authors: [{ name: 'The Paper', url: 'https://paper.example/' }],
      _feedriver: {
        guid: 'post-1',
        sources: [
          {
            source: 'paper',
            id: 'https://paper.example/feed',
            title: 'The Paper',
            feed_url: 'https://paper.example/feed',
            home_page_url: 'https://paper.example/',
            item_url: 'https://paper.example/1',
          },
        ],
      },
    });
  });

  test.each([
    ['a title that looks like markup, to the letter', { title: '<b>x</b>' }, { title: '<b>x</b>' }],
    ['its title for want of content', { content: null }, { content_text: 'High water' }],
    ['its summary for want of content', { content: null, summary: 'Rising' }, { content_text: 'Rising' }],
    [
      'a summary beside its content',
      { summary: 'Rising' },
      { summary: 'Rising', content_html: '<p>It rose.</p>' },
    ],
    ['its picture', { image: 'https://paper.example/1.jpg' }, { image: 'https://paper.example/1.jpg' }],
    ['its language', { language: 'fr' }, { language: 'fr' }],
    [
      'people, by page or address',
      {
        authors: [
          { name: 'Ada', email: 'ada@x.example', url: 'https://ada.example/' },
          { name: 'Bo', email: 'bo@x.example', url: null },
        ],
      },
      {
        authors: [
          { name: 'Ada', url: 'https://ada.example/' },
          { name: 'Bo', url: 'mailto:bo@x.example' },
        ],
      },
    ],
    [
      'each tag once',
      {
        categories: [
          { term: 'sea', label: null, scheme: null },
          { term: 'sea', label: null, scheme: 'https://x.example/t' },
        ],
      },
      { tags: ['sea'] },
    ],
    [
      'every file',
      {
        enclosures: [{ ...FILE, duration: 61 }],
        media: [{ ...FILE, url: 'https://cast.example/x', type: null, length: null }],
      },
      {
        attachments: [
          {
            url: 'https://cast.example/12.mp3',
            mime_type: 'audio/mpeg',
            size_in_bytes: 1234,
            duration_in_seconds: 61,
          },
          { url: 'https://cast.example/x', mime_type: 'application/octet-stream' },
        ],
      },
    ],
  ])('holds %s', (_, differing, expected) => {
    expect(object(differing)).toMatchObject(expected);
  });

  test('tells a date that is a guess from one that is known', () => {
    const item = object({ published: null, estimated: true });
    expect(item.date_published).toBeUndefined();
    expect(item._feedriver).toMatchObject({ dated: '2026-06-09T12:00:00.000Z', estimated: true });
  });

  test('has no characters that XML could not hold', () => {
    expect(object({ title: 'a\0b\ud800c\ufffe' }).title).toBe('abc');
  });
});
