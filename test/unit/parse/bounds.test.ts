/** Documents that would grow, or keep everybody waiting, while they are read. */
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/parse/document.ts';
import { read } from '../../support/reading.ts';

const rss = (inside: string) => `<rss version="2.0"><channel><item>${inside}</item></channel></rss>`;

describe('what is read of one document is bounded', () => {
  test('where addresses inside of addresses would multiply it', async () => {
    const outer = Array.from({ length: 200 }, (_, level) => `<div xml:base="${level}/">`).join('');
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="xhtml">${outer}${'<a href="x">y</a>'.repeat(20_000)}</content></entry></feed>`;
    const { entries } = await readDocument(new TextEncoder().encode(text), {
      location: 'https://a.example/feed',
      contentType: null,
    });
    const length = entries[0]?.content?.value.length ?? 0;
    expect(length).toBeGreaterThan(1_000_000);
    expect(length).toBeLessThan(4_000_000);
  });

  test.each([
    ['a description', `<description>${'word '.repeat(600_000)}</description>`],
    ['a section', `<description><![CDATA[${'word '.repeat(600_000)}]]></description>`],
  ])('where %s is of three million characters', async (_, field) => {
    const { items } = await read(rss(`${field}<title>Behind it</title>`));
    expect(items).toMatchObject([{ title: 'Behind it' }]);
    expect(items[0]?.content?.length).toBeGreaterThan(1_900_000);
    expect(items[0]?.content?.length).toBeLessThan(2_200_000);
  });

  test('where a tag has more attributes than anybody means: they are left out, and it is read', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `a${index}="${index}"`).join(' ');
    const { items } = await read(rss(`<title type="text" ${many}>Title</title><guid>g</guid>`));
    expect(items).toMatchObject([{ title: 'Title', id: 'g' }]);
  });
});
