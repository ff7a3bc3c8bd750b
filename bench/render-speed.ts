/**
 * How fast does a long output render, and how much memory does it take? `npm run bench:render`: 50,000 items of 2.5 KB,
 * each made when its turn comes (as `dress` can), streamed to nowhere; each format in a process of its own, so that its
 * peak is its own. "held" has all items in memory at once, for comparison.
 */
import { spawnSync } from 'node:child_process';
import type { Channel, ShownItem } from '../src/model/output.ts';
import { checkDocument } from '../src/render/check.ts';
import { openDocument, renderDocument } from '../src/render/documents.ts';
import { createSanitiser } from '../src/sanitise/sanitise.ts';

const COUNT = Number(process.env.COUNT ?? 50_000);
const FORMATS = ['rss', 'atom', 'json', 'html'] as const;
/** Different items; what follows repeats them under other ids. */
const VARIETY = 1000;

const CHANNEL: Channel = {
  id: 'urn:uuid:5b3f6f2e-31d4-4c55-9e0c-0d6f8f3f0c11',
  title: 'All',
  description: 'Everything',
  home: 'https://river.example/all.html',
  self: { rss: 'https://river.example/all.rss', html: 'https://river.example/all.html' },
  language: 'en',
  updated: Date.UTC(2026, 5, 9),
  generator: { name: 'feedriver', version: '0', url: 'https://feedriver.example/' },
  hubs: [],
  ttl: 60,
};

function itemsOf(count: number): ShownItem[] {
  const sanitiser = createSanitiser({ stripTracking: true, embeds: [] });
  const start = Date.UTC(2026, 5, 9);
  return Array.from({ length: count }, (_, index) => {
    const url = `https://paper${index % 200}.example/2026/${index}?a=1&b=2`;
    const paragraph = `<p>Item ${index} – the <strong>harbour</strong> board met &amp; decided, as <a href="${url}">minutes</a> show, to dredge the “old” basin before winter comes round again.</p>`;
    const content = sanitiser.html({ html: paragraph.repeat(12), base: null });
    const time = start - index * 60_000;
    return {
      id: `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      guid: url,
      url,
      title: `The board & the basin, part ${index}`,
      summary: 'The harbour board met and decided to dredge the old basin before winter.',
      content,
      excerpt: 'The harbour board met and decided to dredge the old basin before winter.',
      published: time,
      datedAt: time,
      estimated: false,
      updated: time,
      authors: [{ name: 'Ada Example', email: null, url: null }],
      categories: [{ term: 'harbour', label: 'Harbour', scheme: 'https://paper.example/tags' }],
      enclosures: [],
      media: [],
      image: `https://paper.example/${index}.jpg`,
      links: [],
      comments: null,
      rights: null,
      language: 'en',
      podcast: null,
      tags: [],
      attributions: [
        {
          id: `https://paper${index % 200}.example/feed`,
          title: `Paper ${index % 200}`,
          url: `https://paper${index % 200}.example/feed`,
          link: `https://paper${index % 200}.example/`,
          itemUrl: url,
          source: `paper-${index % 200}`,
        },
      ],
    };
  });
}

function* lazily(different: readonly ShownItem[], count: number): Iterable<ShownItem> {
  for (let index = 0; index < count; index++) {
    const item = different[index % different.length];
    if (item !== undefined)
      yield { ...item, id: `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}` };
  }
}

function measure(format: (typeof FORMATS)[number]): void {
  const different = itemsOf(VARIETY);
  // Warm: a server renders more than once.
  for (const piece of renderDocument(format, CHANNEL, different))
    if (piece === '') throw new Error('an empty piece');
  const before = process.cpuUsage();
  const document = openDocument(format, CHANNEL, { newestFirst: true });
  let bytes = Buffer.byteLength(document.head);
  for (const item of lazily(different, COUNT)) bytes += Buffer.byteLength(document.item(item));
  bytes += Buffer.byteLength(document.tail());
  const { user, system } = process.cpuUsage(before);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  const text = [...renderDocument(format, CHANNEL, different)].join('');
  const start = performance.now();
  checkDocument(format, text);
  const check = (performance.now() - start) / (text.length / 1e6);
  const perSecond = Math.round(COUNT / ((user + system) / 1e6));
  console.log(
    `${format.padEnd(5)} ${perSecond} items/s of CPU, peak ${peak} MB for ${(bytes / 1e6).toFixed(0)} MB; check ${check.toFixed(0)} ms a million characters`,
  );
}

const [, script = '', only] = process.argv;
const format = FORMATS.find((known) => known === only);
if (format !== undefined) measure(format);
else if (only === 'held') {
  const held = itemsOf(COUNT);
  console.log(`${held.length} items held: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} else {
  console.log(`${COUNT} items`);
  for (const each of [...FORMATS, 'held']) spawnSync(process.execPath, [script, each], { stdio: 'inherit' });
}
