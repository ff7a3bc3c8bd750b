/**
 * Is anything of real feeds lost on the way through? `npm run score:fields`: the corpus's feeds are read, dressed, and
 * rendered; feedsmith reads RSS and Atom back, and each field of each item is looked for. Text is safe HTML by then, so
 * it is only asked whether there is some; a content of nothing but trackers counts as nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { cleanDocument } from '../src/clean/reading.ts';
import { dress } from '../src/dress/dress.ts';
import type { Item } from '../src/model/item.ts';
import type { Channel } from '../src/model/output.ts';
import { readDocument } from '../src/parse/document.ts';
import { renderDocument } from '../src/render/documents.ts';
import { createSanitiser } from '../src/sanitise/sanitise.ts';
import { corpusFile } from './support/corpus.ts';

const SEEN = Date.UTC(2026, 5, 9);
const sanitiser = createSanitiser({ stripTracking: true, embeds: [] });
const CHANNEL: Channel = {
  id: 'urn:uuid:5b3f6f2e-31d4-4c55-9e0c-0d6f8f3f0c11',
  title: 'All',
  description: '',
  home: 'https://river.example/',
  self: {},
  language: null,
  updated: SEEN,
  generator: { name: 'feedriver', version: '0', url: 'https://feedriver.example/' },
  hubs: [],
  ttl: null,
};

const folder = corpusFile('feeds');
if (folder !== null) {
  const names = readdirSync(folder).filter((name) => /\.(?:xml|rss|atom|json)$/.test(name));
  let fields = 0;
  let items = 0;
  const lost: string[] = [];
  for (const name of names) {
    const location = `https://source.example/${name}`;
    const raw = await readDocument(readFileSync(join(folder, name)), { location, contentType: null });
    const reading = await cleanDocument(raw, { location });
    const read = throughOutputs(reading.items, location);
    reading.items.forEach((item, index) => {
      items++;
      for (const [field, kept] of fieldsOf(item, read(index))) {
        fields++;
        if (!kept) lost.push(`${name}, item ${index + 1}: ${field}`);
      }
    });
  }
  console.log(`${names.length} feeds, ${items} items, ${fields} fields: ${lost.length} lost`);
  for (const line of lost.slice(0, 30)) console.log(`  ${line}`);
  if (lost.length > 0) process.exitCode = 1;
}

/** The same item as RSS, Atom and JSON Feed hold it. */
function throughOutputs(items: readonly Item[], location: string) {
  const source = { title: 'Source', url: location, link: null, feedId: null, tags: [] };
  const shown = items.map((item, index) =>
    dress(
      {
        id: `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        firstSeenAt: SEEN,
        changedAt: SEEN,
        revision: 0,
        item,
        sightings: [
          { source: 'source', guid: item.guid, url: item.url, origin: item.source, firstSeenAt: SEEN },
        ],
      },
      new Map([['source', source]]),
      sanitiser,
    ),
  );
  const documentOf = (format: 'rss' | 'atom' | 'json') =>
    [...renderDocument(format, CHANNEL, shown)].join('');
  const rss = parseRssFeed(documentOf('rss'));
  const atom = parseAtomFeed(documentOf('atom'));
  const json = JSON.parse(documentOf('json'));
  return (index: number) => ({
    rss: rss.items?.[index],
    atom: atom.entries?.[index],
    json: json.items[index],
  });
}

type Read = ReturnType<ReturnType<typeof throughOutputs>>;

function* fieldsOf(item: Item, { rss, atom, json }: Read): Iterable<readonly [string, boolean]> {
  const enclosure = rss?.enclosures?.[0];
  const [first] = item.enclosures;
  const files = {
    rss: [enclosure?.url, ...(rss?.media?.contents ?? []).map(({ url }) => url)],
    atom: [
      ...(atom?.links ?? []).map(({ href }) => href),
      ...(atom?.media?.contents ?? []).map(({ url }) => url),
    ],
    json: (json.attachments ?? []).map(({ url }: { url: string }) => url),
  };
  for (const { url } of [...item.enclosures, ...item.media]) {
    for (const [format, urls] of Object.entries(files)) yield [`${format} file ${url}`, urls.includes(url)];
  }
  if (first !== undefined) {
    yield ['enclosure is the first', enclosure?.url === first.url];
    yield ['length', !first.length || enclosure?.length === first.length];
  }
  const duration = first?.duration ?? item.podcast?.duration ?? 0;
  if (first !== undefined && duration > 0) {
    yield [
      'duration',
      rss?.media?.contents?.[0]?.duration === Math.round(duration) &&
        json.attachments[0].duration_in_seconds === duration,
    ];
  }
  yield ['url', item.url === null || (rss?.link === item.url && json.url === item.url)];
  yield ['title', item.title === null || json.title === item.title.trim()];
  const published = item.published === null ? Number.NaN : Date.parse(item.published);
  if (published > Date.UTC(1990)) {
    yield ['published', rss?.pubDate !== undefined && Math.abs(Date.parse(rss.pubDate) - published) < 1000];
    yield ['published in Atom', atom?.published !== undefined && Date.parse(atom.published) === published];
  }
  const people = new Set(item.authors.map(({ name, email }) => name ?? email)).size;
  yield ['authors', (rss?.dc?.creators?.length ?? 0) >= people && (atom?.authors?.length ?? 0) >= people];
  const terms = new Set(item.categories.map(({ term }) => term)).size;
  yield ['categories', (rss?.categories?.length ?? 0) >= terms && (atom?.categories?.length ?? 0) >= terms];
  yield ['rights', item.rights === null || (rss?.dc?.rights?.length ?? 0) > 0];
  yield ['comments', item.comments === null || rss?.comments === item.comments];
  yield [
    'comment count',
    item.commentCount === undefined ||
      (rss?.slash?.comments === item.commentCount &&
        atom?.thr?.total === item.commentCount &&
        json._feedriver.comment_count === item.commentCount),
  ];
  const [latitude, longitude] = item.location?.shape === 'point' ? (item.location.points[0] ?? []) : [];
  yield [
    'location',
    latitude === undefined ||
      (rss?.georss?.point?.lat === latitude && atom?.georss?.point?.lng === longitude),
  ];
  yield ['image', item.image === null || json.image === item.image];
  const shows = item.content !== null && sanitiser.html(item.content) !== null;
  yield ['content', !shows || Boolean(rss?.content?.encoded ?? rss?.description)];
  yield ['content in JSON', !shows || typeof json.content_html === 'string'];
}
