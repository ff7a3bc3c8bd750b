import { describe, expect, test } from 'vitest';
import { read } from '../../support/reading.ts';

function feed(items: unknown, more: object = {}): string {
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Feed', items, ...more });
}

describe('JSON Feed', () => {
  test('each field once', async () => {
    const view = await read(
      feed(
        [
          {
            id: '1',
            url: '/1',
            external_url: 'https://other.example/',
            title: 'One',
            summary: 'Short',
            content_html: '<p>Long</p>',
            date_published: '2025-01-02T03:04:05Z',
            date_modified: '2025-01-03T03:04:05Z',
            authors: [{ name: 'Jo', url: '/jo' }],
            tags: ['a', 'b'],
            image: '/i.png',
            language: 'en',
            attachments: [
              { url: '/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 12, duration_in_seconds: 65 },
            ],
          },
        ],
        {
          home_page_url: '/',
          feed_url: '/feed.json',
          icon: '/icon.png',
          language: 'en-GB',
          description: 'About',
        },
      ),
    );
    expect(view).toMatchObject({
      format: 'json',
      title: 'Feed',
      link: 'https://example.org/',
      id: '/feed.json',
      description: 'About',
      image: 'https://example.org/icon.png',
      language: 'en-GB',
    });
    expect(view.items).toMatchObject([
      {
        id: '1',
        url: 'https://example.org/1',
        title: 'One',
        summary: 'Short',
        content: '<p>Long</p>',
        published: '2025-01-02T03:04:05.000Z',
        updated: '2025-01-03T03:04:05.000Z',
        authors: [{ name: 'Jo', email: null, url: 'https://example.org/jo' }],
        categories: ['a', 'b'],
        image: 'https://example.org/i.png',
        enclosures: [{ url: 'https://example.org/a.mp3', type: 'audio/mpeg', length: 12 }],
        links: [{ rel: 'related', href: 'https://other.example/' }],
        language: 'en',
      },
    ]);
  });

  test.each([
    ['a number as id', { id: 7 }, { id: '7' }],
    ['the author of version 1.0', { id: '1', author: { name: 'Jo' } }, { authors: [{ name: 'Jo' }] }],
    ['text content', { id: '1', content_text: 'a < b\n\nc' }, { content: '<p>a &lt; b</p>\n<p>c</p>' }],
    ['no id', { url: 'https://example.org/1' }, { id: 'https://example.org/1' }],
    [
      'wrong types everywhere',
      { id: [], title: {}, tags: 'x', authors: 3, attachments: null },
      { id: null, title: null, categories: [] },
    ],
  ])('%s', async (_, item, expected) => {
    expect((await read(feed([item]))).items).toMatchObject([expected]);
  });

  test('what is no record is no item', async () => {
    expect((await read(feed([null, 1, 'x', [], { id: '1' }]))).items).toHaveLength(1);
  });

  test.each([
    ['in an item', 30],
    ['behind an item', 1],
  ])('cut %s: the whole items before are read, with a warning', async (_, missing) => {
    const items = Array.from({ length: 5 }, (_, index) => ({
      id: `${index}`,
      title: 'a "quoted" } ] title',
    }));
    const whole = feed(items);
    const view = await read(whole.slice(0, whole.length - missing));
    expect(view.items.length).toBeGreaterThanOrEqual(4);
    expect(view.warnings.map(({ code }) => code)).toEqual(['truncated']);
  });
});

test('what is dense with lists is refused, and not parsed', async () => {
  const dense = `{"items":[${'[],'.repeat(500_001)}0]}`;
  await expect(read(dense)).rejects.toMatchObject({ code: 'malformed' });
  await expect(read('['.repeat(600_000))).rejects.toMatchObject({ code: 'malformed' });
});

describe('a large feed, read object by object', () => {
  const items = Array.from({ length: 900 }, (_, n) => ({
    id: `${n}`,
    title: `Braces } ] { [ "quoted" and \\ of ${n}`,
    content_html: `<p>${'words \\" and more '.repeat(20)}${n}</p>`,
    authors: [{ name: `N ${n}` }],
    tags: ['a', `t${n}`],
  }));
  const large = feed(items, {
    authors: [{ name: 'Jo' }],
    hubs: [{ type: 'x', url: 'https://hub.example/' }],
  });

  test('is what it is', async () => {
    const { items: read_, authors, warnings } = await read(large);
    expect(large.length).toBeGreaterThan(262_144);
    expect(warnings).toEqual([]);
    expect(authors).toMatchObject([{ name: 'Jo' }]);
    expect(
      read_.map(({ id, title, content, authors: [by], categories }) => [
        id,
        title,
        content,
        by?.name,
        categories,
      ]),
    ).toEqual(
      items.map(({ id, title, content_html, authors: [by], tags }) => [
        id,
        title,
        content_html,
        by?.name,
        tags,
      ]),
    );
  });
  test('loses none but the item that is broken, and says so', async () => {
    const broken = large.replace('"id":"7"', '"id":7seven');
    const { items: read_, warnings } = await read(broken);
    expect(read_.map(({ id }) => id)).toEqual(items.map(({ id }) => id).filter((id) => id !== '7'));
    expect(warnings).toMatchObject([{ code: 'truncated' }]);
  });
  test('gives what stands before its end', async () => {
    const { items: read_, title } = await read(large.slice(0, -1000));
    expect(title).toBe('Feed');
    expect(read_.map(({ id }) => id)).toEqual(items.slice(0, read_.length).map(({ id }) => id));
    expect(read_.length).toBeGreaterThan(890);
  });
  test('leaves out an item that would keep others waiting', async () => {
    const keys = Array.from({ length: 60_000 }, (_, n) => [`k${n}`, n]);
    const { items: read_ } = await read(feed([...items, Object.fromEntries(keys)]));
    expect(read_).toHaveLength(items.length);
  });
});
