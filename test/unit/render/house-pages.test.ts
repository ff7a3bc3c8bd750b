import { describe, expect, it } from 'vitest';
import { type Bookmark, never } from '../../../src/model/bookmark.ts';
import { checkDocument } from '../../../src/render/check.ts';
import { frontPage } from '../../../src/render/front-page.ts';
import { postingsByDay, sparkline } from '../../../src/render/sparkline.ts';
import { type SourceState, statusPage } from '../../../src/render/status-page.ts';

const generator = { name: 'feedriver', version: '1.2.3', url: 'https://feedriver.example/' };
const day = 86_400_000;
const noon = Date.UTC(2026, 0, 5, 12);

const bookmark: Bookmark = {
  location: 'https://a.example/feed?token=secret',
  nextAt: noon + day,
  nextWhy: 'Cache-Control max-age=86400',
  binding: false,
  heldUntil: null,
  validators: null,
  bodyHash: null,
  lastFetchAt: noon,
  lastStatus: 200,
  lastSuccessAt: noon,
  failures: 0,
  lastFailure: null,
  hints: null,
  pace: null,
  moved: null,
  rhythm: [noon, noon - day, noon - day],
  title: 'A',
  link: 'https://a.example/',
  feedId: null,
  language: null,
  format: 'rss',
  itemsListed: 1,
  warnings: [],
};
const state = (parts: Partial<SourceState>): SourceState => ({
  title: 'A',
  health: 'well',
  trouble: false,
  advice: null,
  bookmark,
  ...parts,
});
const page = (...sources: SourceState[]) => statusPage({ title: 'River', generator, front: './', sources });

describe('the status page', () => {
  it('says when a source was asked, when it is next and why', () => {
    const html = page(state({}));
    checkDocument('html', html);
    expect(html).toContain(
      '<time datetime="2026-01-05T12:00:00.000Z">5 January 2026 at 12:00</time>; it lists 1 item.',
    );
    expect(html).toContain('6 January 2026 at 12:00</time> on: Cache-Control max-age=86400.');
    expect(html).toContain('aria-label="3 postings on 2 of 28 days"');
  });

  it('names hubs that do not listen, and only where there are some', () => {
    const hub = {
      url: 'https://hub.example/?<',
      message: 'hub.example refuses <it>',
      advice: null,
      untold: 2,
    };
    const html = statusPage({ title: 'River', generator, front: './', sources: [state({})], hubs: [hub] });
    checkDocument('html', html);
    expect(html).toContain('hub.example refuses &lt;it');
    expect(html).toContain('It was not told of 2 documents yet.');
    expect(page(state({}))).not.toContain('Hubs');
  });

  it('puts those in trouble first, with the failure in words and what to do', () => {
    const failing: Bookmark = {
      ...bookmark,
      failures: 3,
      lastFailure: { code: 'http-status', message: 'a.example answered 503 <b>.' } as Bookmark['lastFailure'],
      lastSuccessAt: null,
      nextAt: never,
      nextWhy: 'it said that it is gone',
    };
    const html = page(
      state({ title: 'Fine' }),
      state({ title: 'Lost', health: 'dead', trouble: true, advice: 'Remove it.', bookmark: failing }),
    );
    expect(html.indexOf('Lost')).toBeLessThan(html.indexOf('Fine'));
    expect(html).toContain('a.example answered 503 &lt;b&gt;.');
    expect(html).toContain('It failed 3 times in a row; it never worked.');
    expect(html).toContain('Not asked again: it said that it is gone.');
    expect(html).toContain('Remove it.');
  });

  it('shows hostile names as text, links to the web only, and never the address that is asked', () => {
    const hostile = { ...bookmark, link: 'javascript:alert(1)' };
    const html = page(state({ title: '"><script>x</script>', bookmark: hostile }), state({ bookmark: null }));
    checkDocument('html', html);
    expect(html).not.toMatch(/<script|javascript:|secret/);
    expect(html).toContain('Not asked yet.');
  });
});

describe('the front page', () => {
  it('lists what is published, with its subscribe links, and lets readers find them', () => {
    const html = frontPage({
      title: 'River & sea',
      generator,
      status: 'status',
      sources: 'sources.opml',
      outputs: [
        { title: 'All <i>', description: 'Everything', documents: { rss: './all.rss', html: './all.html' } },
        { title: 'Later', description: null, documents: {} },
      ],
    });
    checkDocument('html', html);
    expect(html).toContain(
      '<link rel="alternate" type="application/rss+xml" title="All &lt;i&gt; (RSS)" href="./all.rss">',
    );
    expect(html).toContain('<a href="./all.rss" type="application/rss+xml">RSS</a>');
    expect(html).toContain('<a href="./all.html">All &lt;i&gt;</a>');
    expect(html).toContain('Not published yet.');
    expect(html).toContain('href="status"');
    expect(html).toContain('href="sources.opml"');
  });
});

describe('the sparkline', () => {
  it('counts by day up to the last one', () => {
    const counts = postingsByDay(
      [noon, noon - 27 * day, noon - 28 * day, noon + day, noon - 12 * 3_600_000],
      noon,
    );
    expect([counts.length, counts[0], counts[27], counts.reduce((sum, count) => sum + count)]).toEqual([
      28, 1, 2, 3,
    ]);
  });

  it('stays in its box, whatever the numbers', () => {
    const bars = [...sparkline([0, 1, 1_000]).markup.matchAll(/y="(\d+)" width="5" height="(\d+)"/g)];
    expect(bars.map(([, y, height]) => Number(y) + Number(height))).toEqual([28, 28, 28]);
    expect(bars.map(([, , height]) => Number(height))).toEqual([2, 4, 28]);
  });
});
