import { parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { renderOpml } from '../../../src/render/opml.ts';
import { NOON } from './sample.ts';

test('sources with an address, in their order, as another reader reads them', () => {
  const paper = {
    title: 'Paper & "Co" <b>',
    url: 'https://paper.example/feed?a=1&b=2',
    link: 'https://paper.example/',
  };
  const opml = renderOpml('Sources & more', NOON, [
    { ...paper, tags: ['news', 'a,b'], language: 'en' },
    { title: 'Digest', url: null, link: null, tags: [], language: null },
    { title: 'Notes', url: 'https://notes.example/', link: null, tags: [], language: null },
  ]);
  expect(parseOpml(opml)).toMatchObject({
    head: { title: 'Sources & more' },
    body: {
      outlines: [
        {
          type: 'rss',
          text: paper.title,
          title: paper.title,
          xmlUrl: paper.url,
          htmlUrl: paper.link,
          category: 'news,a b',
        },
        { type: 'rss', text: 'Notes', xmlUrl: 'https://notes.example/' },
      ],
    },
  });
});
