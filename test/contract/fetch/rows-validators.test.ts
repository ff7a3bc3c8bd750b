import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import { type Reply, startUpstream } from '../../support/upstream.ts';
import { createVisitor, feedSource } from '../../support/visitor.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Visits twice, an hour and more apart; returns the second request. */
async function secondRequest(first: Reply, second: Reply = { status: 304 }) {
  await using upstream = await startUpstream();
  upstream.script('/feed', (seen) => (seen.count === 1 ? first : second));
  await using visitor = createVisitor(feedSource(upstream.url('/feed')));
  await visitor.visit();
  const wait = visitor.wait();
  await visitor.clock.advance(wait);
  const fetched = await visitor.visitIfDue();
  const request = upstream.requests[1];
  if (request === undefined || fetched === null) throw new Error('there was no second request');
  const raw = new Map<string, string>();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    raw.set(String(request.rawHeaders[index]).toLowerCase(), String(request.rawHeaders[index + 1]));
  }
  return { wait, raw, fetched, bookmark: visitor.bookmark(), visitor, upstream };
}

const body = '<rss><channel/></rss>';

test.for([
  ['row 01: a strong ETag comes back byte-exact', { etag: '"a"' }, { 'if-none-match': '"a"' }],
  ['row 02: a weak ETag keeps W/ and quotes', { etag: 'W/"a"' }, { 'if-none-match': 'W/"a"' }],
  ['row 03: an unquoted ETag is echoed as is', { etag: 'abc-123' }, { 'if-none-match': 'abc-123' }],
  ['row 03: bytes beyond ASCII in an ETag survive', { etag: '"é\u00ff"' }, { 'if-none-match': '"é\u00ff"' }],
  [
    'row 04: a Last-Modified in no format at all comes back as the same bytes',
    { 'last-modified': '2025-06-01 10:00:00 +0200' },
    { 'if-modified-since': '2025-06-01 10:00:00 +0200' },
  ],
  [
    'row 05: both validators are sent',
    { etag: '"a"', 'last-modified': 'Sun, 01 Jun 2025 10:00:00 GMT' },
    { 'if-none-match': '"a"', 'if-modified-since': 'Sun, 01 Jun 2025 10:00:00 GMT' },
  ],
  [
    'row 06: an ETag alone invents no If-Modified-Since',
    { etag: '"a"', date: 'Sun, 01 Jun 2025 10:00:00 GMT' },
    { 'if-none-match': '"a"' },
  ],
] as const)('%s', async ([, headers, expected]) => {
  const { raw, wait } = await secondRequest({ headers, body });
  const conditions = Object.fromEntries([...raw].filter(([name]) => name.startsWith('if-')));
  expect(conditions).toEqual(expected);
  expect(wait).toBeGreaterThanOrEqual(hour);
});

test('row 07: neither validator: unconditional, once a day, and the body hash spares the parse', async () => {
  const { raw, wait, fetched } = await secondRequest({ body }, { body });
  expect([...raw.keys()].filter((name) => name.startsWith('if-'))).toEqual([]);
  expect(wait).toBeGreaterThanOrEqual(day);
  expect(fetched.kind).toBe('unchanged');
});

test('row 08: the same Last-Modified with a new ETag: the new ETag is used', async () => {
  const lastModified = 'Sun, 01 Jun 2025 10:00:00 GMT';
  const { bookmark } = await secondRequest(
    { headers: { etag: '"a"', 'last-modified': lastModified }, body },
    { headers: { etag: '"b"', 'last-modified': lastModified }, body: `${body}<!-- -->` },
  );
  expect(bookmark.validators).toMatchObject({ etag: '"b"', lastModified });
});

test('row 09: the same body under new validators: no new items, new validators', async () => {
  const { bookmark, fetched } = await secondRequest(
    { headers: { etag: '"a"' }, body },
    { headers: { etag: '"b"' }, body },
  );
  expect(fetched.kind).toBe('unchanged');
  expect(bookmark.validators?.etag).toBe('"b"');
});

test('row 10: a new 200 without ETag: the old one is forgotten', async () => {
  const { bookmark } = await secondRequest(
    { headers: { etag: '"a"' }, body },
    { headers: { 'last-modified': 'Sun, 01 Jun 2025 10:00:00 GMT' }, body: `${body} ` },
  );
  expect(bookmark.validators).toMatchObject({ etag: null, lastModified: 'Sun, 01 Jun 2025 10:00:00 GMT' });
});

test('row 11: a 304 with a new ETag: the new one is used, the old Last-Modified stays', async () => {
  const { bookmark } = await secondRequest(
    { headers: { etag: '"a"', 'last-modified': 'yesterday' }, body },
    { status: 304, headers: { etag: '"b"' } },
  );
  expect(bookmark.validators).toMatchObject({ etag: '"b"', lastModified: 'yesterday' });
});

test('row 12: a 304 without validators: the old ones stay', async () => {
  const { bookmark, fetched } = await secondRequest({ headers: { etag: '"a"', 'last-modified': 'x' }, body });
  expect(fetched.kind).toBe('unchanged');
  expect(bookmark.validators).toMatchObject({ etag: '"a"', lastModified: 'x' });
});

test.for([
  [
    'row 13: unreadable documents do not advance the validators',
    { headers: { etag: '"b"' }, body: '<html>' },
    new Failure('html-page', 'a page'),
  ],
  [
    'row 14: an answer over the limit does not advance the validators',
    { headers: { etag: '"b"' }, body: 'x'.repeat(2000) },
    undefined,
  ],
  [
    'row 14: a truncated answer does not advance the validators',
    { headers: { etag: '"b"', 'content-encoding': 'gzip' }, body: gzipSync('y'.repeat(900)).subarray(0, -6) },
    undefined,
  ],
] as const)('%s', async ([, second, failure]) => {
  await using upstream = await startUpstream();
  upstream.script('/feed', (seen) => (seen.count === 2 ? second : { headers: { etag: '"a"' }, body }));
  await using visitor = createVisitor(feedSource(upstream.url('/feed')), { settings: { maxBytes: 1000 } });
  await visitor.visit();
  const hash = visitor.bookmark().bodyHash;
  for (const failures of [1, 2]) {
    await visitor.clock.advance(visitor.wait());
    upstream.script('/feed', second);
    await visitor.visit(failure === undefined ? {} : { failure });
    expect(visitor.bookmark()).toMatchObject({ failures, bodyHash: hash, validators: { etag: '"a"' } });
    expect(visitor.wait()).toBeGreaterThanOrEqual(failures * hour);
  }
  expect(upstream.requests[2]?.headers['if-none-match']).toBe('"a"');
});

test('control of rows 13 and 14: a readable answer does advance them', async () => {
  const { bookmark } = await secondRequest(
    { headers: { etag: '"a"' }, body },
    { headers: { etag: '"b"' }, body: `${body}<!---->` },
  );
  expect(bookmark).toMatchObject({ failures: 0, validators: { etag: '"b"' } });
});
