import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Channel, ShownItem } from '../../../src/model/output.ts';
import { renderDocument } from '../../../src/render/documents.ts';
import { PAGE_POLICY, STYLE } from '../../../src/render/page-style.ts';
import { CHANNEL, FILE, NOON, safe, several, shown } from './sample.ts';

const page = (items: readonly ShownItem[], differing: Partial<Channel> = {}) =>
  [...renderDocument('html', { ...CHANNEL, ...differing }, items)].join('');
const DAY = 86_400_000;

describe('a page', () => {
  test('is free of parse errors, whatever is on it', () => {
    const items = [
      ...several(3, {
        summary: 'Rising',
        content: safe(`<h1>x</h1>${'<p>long</p>'.repeat(200)}`),
        enclosures: [FILE],
      }),
      shown({
        title: '</title><script>alert(1)</script>',
        url: null,
        image: 'https://paper.example/"onerror="x',
      }),
    ];
    const errors: string[] = [];
    parse(page(items, { title: '</title><script>' }), { onParseError: ({ code }) => errors.push(code) });
    expect(errors).toEqual([]);
  });

  test('holds no script, and allows none', () => {
    expect(page(several(3), { title: '<script>x</script>' })).not.toMatch(/<script/i);
    expect(PAGE_POLICY).toContain("default-src 'none'");
    expect(PAGE_POLICY).not.toContain('unsafe');
  });

  test('carries the style that its policy allows, to the letter', () => {
    expect(page([])).toContain(`<style>${STYLE}</style>`);
  });

  test.each([
    ['its language', '<html lang="en">'],
    ['its title', '<title>River &amp; Sea</title>'],
    ['one first heading', '<h1 dir="auto">River &amp; Sea</h1>'],
    ['a way past the masthead', '<a class="skip" href="#items">'],
    ['the place that it leads to', '<main id="items" tabindex="-1">'],
    [
      'a feed for readers to find',
      '<link rel="alternate" type="application/rss+xml" title="River &amp; Sea (RSS)" href="https://river.example/all.rss">',
    ],
    [
      'all feeds for people to choose',
      'href="https://river.example/all.json" type="application/feed+json">JSON Feed</a>',
    ],
    ['itself', '<link rel="canonical" href="https://river.example/all.html">'],
    [
      'days as headings',
      '<h2 id="d2026-06-09"><time datetime="2026-06-09"><span>Tuesday</span> 9 June 2026</time></h2>',
    ],
    ['items as headings below them', '<h3 dir="auto"><a href="https://paper.example/1">High water</a></h3>'],
    ['the source', '<b><a href="https://paper.example/">The Paper</a></b>'],
    ['the time for machines and people', '<time datetime="2026-06-09T12:00:00.000Z">12:00</time>'],
    ['a short content as it is', '<div class="content" dir="auto"><p>It rose.</p></div>'],
  ])('holds %s', (_, expected) => {
    expect(page([shown()])).toContain(expected);
  });

  test('folds a long content behind its start', () => {
    const text = page([shown({ content: safe('<p>It rose and rose.</p>'.repeat(100)) })]);
    expect(text).toContain('<p class="excerpt" dir="auto">It rose.</p>\n<details><summary>Read on');
  });

  test('leaves a very long content where it comes from, unless it comes from nowhere', () => {
    const content = safe('<p>It rose and rose.</p>'.repeat(5000));
    expect(page([shown({ content })])).not.toContain('<details>');
    expect(page([shown({ content, url: null })])).toContain('<details>');
  });

  test('leads to where an item is talked about, where anybody does', () => {
    const comments = 'https://paper.example/1#c';
    expect(page([shown({ comments, commentCount: 12 })])).toContain(
      '<a href="https://paper.example/1#c">12 comments<span class="unseen"> on High water</span></a>',
    );
    expect(page([shown({ comments, commentCount: 0 })])).not.toContain('comments<');
  });

  test('leads from a page of an archive to its neighbours, before and after the items', () => {
    const text = page([shown()], {
      archive: true,
      pages: {
        html: [
          { rel: 'current', href: 'https://river.example/all.html' },
          { rel: 'prev-archive', href: 'https://river.example/all/archive/1.html' },
        ],
      },
    });
    const older = '<a href="https://river.example/all/archive/1.html">Older</a>';
    expect(text.split(older)).toHaveLength(3);
    expect(text.indexOf(older)).toBeLessThan(text.indexOf('<main'));
    expect(text).toContain('<a href="https://river.example/all.html">Newest</a>');
  });

  test('says which of its words are English, where the rest is not', () => {
    expect(page([shown()])).not.toContain('<footer class="colophon" lang');
    const german = page([shown()], { language: 'de' });
    expect(german).toContain('<html lang="de">');
    expect(german).toContain('<nav lang="en" aria-label="Subscribe">');
    expect(german).toContain('<span>Dienstag</span> 9. Juni 2026');
  });

  test('lists no picture among the files', () => {
    const picture = { ...FILE, url: 'https://paper.example/ada', type: null, medium: 'image' };
    expect(page([shown({ media: [picture] })])).not.toContain('class="files"');
  });

  test('brings headings of a content below its own', () => {
    const text = page([shown({ content: safe('<h1>a</h1><h4 title="x">b</h4>') })]);
    expect(text).toContain('<h4>a</h4><h6 title="x">b</h6>');
  });

  test('lets pictures wait', () => {
    const text = page([shown({ content: safe('<img src="https://x.example/i.png" alt="">') })]);
    expect(text).toContain('<img loading="lazy" decoding="async" src="https://x.example/i.png" alt="">');
  });

  test('puts items under their days', () => {
    const items = [NOON, NOON - 1000, NOON - DAY].map((datedAt, index) =>
      shown({ id: `urn:x:${index}`, datedAt }),
    );
    expect(page(items).match(/<h2 id="d[^"]*"/g)).toEqual(['<h2 id="d2026-06-09"', '<h2 id="d2026-06-08"']);
  });

  test('has no days where items are in another order', () => {
    const items = [NOON - DAY, NOON].map((datedAt, index) => shown({ id: `urn:x:${index}`, datedAt }));
    expect(page(items)).toContain('<time datetime="2026-06-08T12:00:00.000Z">8 June 2026 at 12:00</time>');
    expect(page(items)).toContain('<h2 dir="auto">');
  });

  test('names every place that an item was met in', () => {
    const [first] = shown().attributions;
    if (first === undefined) throw new Error('no attribution');
    const also = { ...first, title: 'Notes & more', itemUrl: 'https://notes.example/1' };
    expect(page([shown({ attributions: [first, also] })])).toContain(
      'also in <a href="https://notes.example/1">Notes &amp; more</a>',
    );
  });

  test('tells the time of day, but not of a guess, nor where there is none', () => {
    const told = (item: Partial<ShownItem>) =>
      /class="from">.*(\d\d:\d\d)<\/time>/.exec(page([shown(item)]))?.[1] ?? null;
    const midnight = NOON - DAY / 2;
    expect(told({})).toBe('12:00');
    expect(told({ estimated: true })).toBeNull();
    expect(told({ datedAt: midnight + 60_000 })).toBe('00:01');
    expect(told({ datedAt: midnight })).toBeNull();
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'not an address'])('does not link to %s', (url) => {
    const text = page([shown({ url, image: url, enclosures: [{ ...FILE, url }] })]);
    expect(text).not.toContain(`="${url}"`);
  });

  test('plays sounds, and says how long they are', () => {
    const text = page([shown({ enclosures: [{ ...FILE, duration: 2460, length: 38_123_456 }] })]);
    expect(text).toContain(
      '<audio controls="" preload="none" src="https://cast.example/12.mp3" aria-label="12.mp3">',
    );
    expect(text).toContain('audio/mpeg · 41 min · 38.1 MB');
  });

  test('speaks the language of its output', () => {
    expect(page([shown()], { language: 'de' })).toContain('<span>Dienstag</span> 9. Juni 2026');
    expect(page([shown()], { language: 'not-a-language!' })).toContain('<span>Tuesday</span>');
  });

  test('says so when there is nothing', () => {
    expect(page([])).toContain('Nothing has come down the river yet.');
  });

  test('leads to every page of its archive, the newest first', () => {
    const html = page([], { archivePages: ['https://river.example/1.html', 'https://river.example/2.html'] });
    const links = [...html.matchAll(/<a href="([^"]+)"><span class="unseen">Archive <\/span>(\d+)<\/a>/g)];
    expect(links.map(([, href, number]) => [href, number])).toEqual([
      ['https://river.example/2.html', '2'],
      ['https://river.example/1.html', '1'],
    ]);
  });

  test('names sixty pages of a long archive, the newest ones and the first', () => {
    const archivePages = Array.from({ length: 500 }, (_, index) => `https://river.example/${index + 1}.html`);
    const numbers = [...page([], { archivePages }).matchAll(/Archive <\/span>(\d+)/g)].map(([, number]) =>
      Number(number),
    );
    expect([numbers.length, numbers[0], numbers.at(-2), numbers.at(-1)]).toEqual([60, 500, 442, 1]);
  });

  test('has no description where none was given', () => {
    const html = page([], { description: '' });
    expect(html).not.toContain('<meta name="description"');
    expect(html).toMatch(/<\/h1>\s*<nav/);
  });
});
