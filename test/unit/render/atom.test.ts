import { describe, expect, test } from 'vitest';
import type { ShownItem } from '../../../src/model/output.ts';
import { atomEntry } from '../../../src/render/atom.ts';
import { rfc3339 } from '../../../src/render/instant.ts';
import { FILE, shown } from './sample.ts';

const entry = (differing: Parameters<typeof shown>[0]) => atomEntry(shown(differing), rfc3339);

describe('an Atom entry', () => {
  test.each<[string, Partial<ShownItem>, string]>([
    ['our id', {}, '<id>urn:uuid:00000000-0000-4000-8000-000000000001</id>'],
    [
      'published apart from updated',
      {},
      '<updated>2026-06-09T12:00:00.000Z</updated><published>2026-06-09T12:00:00.000Z</published>',
    ],
    ['a plain title as it is', {}, '<title>High water</title>'],
    [
      'a title with markup in it so that it is shown',
      { title: 'a <b> & c' },
      '<title type="html"><![CDATA[a &lt;b&gt; &amp; c]]></title>',
    ],
    ['the content', {}, '<content type="html"><![CDATA[<p>It rose.</p>]]></content>'],
    ['the summary beside it', { summary: 'Rising' }, '<summary>Rising</summary><content'],
    ['the permalink', {}, '<link rel="alternate" href="https://paper.example/1"/>'],
    [
      'every enclosure',
      {
        enclosures: [
          FILE,
          { ...FILE, url: 'https://cast.example/12.pdf', type: null, length: null, title: 'Notes' },
        ],
      },
      '<link rel="enclosure" href="https://cast.example/12.mp3" type="audio/mpeg" length="1234"/><link rel="enclosure" href="https://cast.example/12.pdf" title="Notes"/>',
    ],
    [
      'people in full',
      { authors: [{ name: 'Ada', email: 'ada@x.example', url: 'https://ada.example/' }] },
      '<author><name>Ada</name><email>ada@x.example</email><uri>https://ada.example/</uri></author>',
    ],
    [
      'categories in full',
      { categories: [{ term: 'sea', label: 'Sea', scheme: 'https://x.example/t' }] },
      '<category term="sea" label="Sea" scheme="https://x.example/t"/>',
    ],
    ['its language', { language: 'fr' }, '<entry xml:lang="fr">'],
    [
      'its source, whose name stands for an author',
      {},
      '<source><id>https://paper.example/feed</id><title>The Paper</title><updated>2026-06-09T12:00:00.000Z</updated><author><name>The Paper</name><uri>https://paper.example/</uri></author><link rel="self" href="https://paper.example/feed"/><link rel="alternate" href="https://paper.example/"/></source>',
    ],
    [
      'replies',
      { comments: 'https://paper.example/1#c' },
      '<link rel="replies" href="https://paper.example/1#c" type="text/html"/>',
    ],
    ['how many replies', { commentCount: 12 }, '<thr:total>12</thr:total>'],
    [
      'where it is about',
      {
        location: {
          shape: 'box',
          points: [
            [42.9, -71],
            [43, -69.8],
          ],
          name: null,
        },
      },
      '<georss:polygon>42.9 -71 42.9 -69.8 43 -69.8 43 -71 42.9 -71</georss:polygon>',
    ],
    [
      'content when it leads nowhere',
      { url: null, content: null, summary: 'a < b' },
      '<content type="html"><![CDATA[a &lt; b]]></content>',
    ],
    [
      'its title as content when there is nothing else',
      { url: null, content: null },
      '<content type="html"><![CDATA[High water]]></content>',
    ],
  ])('holds %s', (_, differing, expected) => {
    expect(entry(differing)).toContain(expected);
  });

  test('has no published date when nobody knows one', () => {
    expect(entry({ published: null })).not.toContain('<published>');
  });
});
