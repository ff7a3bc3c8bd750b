import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startSocketUpstream, startUpstream } from '../../support/upstream.ts';
import { askOnce } from '../../support/visitor.ts';

describe('size', () => {
  const bomb = (length: number) => Buffer.alloc(length, 'a');
  const zipped = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync };
  const limit = 100_000;

  test.for(['gzip', 'br', 'zstd'] as const)(
    'a %s bomb is stopped, also doubled; control: what fits is taken',
    async (coding) => {
      const compress = zipped[coding];
      await using upstream = await startUpstream();
      upstream.script('/bomb', { headers: { 'content-encoding': coding }, body: compress(bomb(50 * limit)) });
      upstream.script('/double', {
        headers: { 'content-encoding': `${coding}, gzip` },
        body: gzipSync(compress(bomb(50 * limit))),
      });
      upstream.script('/fits', { headers: { 'content-encoding': coding }, body: compress(bomb(limit)) });
      upstream.script('/fits-double', {
        headers: { 'content-encoding': `${coding}, gzip` },
        body: gzipSync(compress(bomb(limit))),
      });
      const settings = { maxBytes: limit };
      for (const path of ['/bomb', '/double']) {
        expect(await askOnce(upstream.url(path), settings)).toMatchObject({
          kind: 'failed',
          failure: { code: 'too-large' },
        });
      }
      for (const path of ['/fits', '/fits-double']) {
        const fetched = await askOnce(upstream.url(path), settings);
        expect(fetched.kind === 'documents' && fetched.documents[0]?.bytes.length).toBe(limit);
      }
    },
  );

  test('too many layers of compression', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', {
      headers: { 'content-encoding': 'gzip, gzip, gzip, gzip' },
      body: gzipSync('x'),
    });
    expect(await askOnce(upstream.url('/feed'))).toMatchObject({ failure: { code: 'encoding' } });
  });

  test('an endless body is stopped at the limit; an announced one is not read', async () => {
    await using upstream = await startUpstream();
    let sent = 0;
    upstream.script('/endless', (_seen, response) => {
      const write = () => {
        while (!response.destroyed && response.write(bomb(10_000))) sent += 10_000;
      };
      response.on('drain', write);
      write();
      return undefined;
    });
    upstream.script('/announced', (_seen, response) => {
      response.writeHead(200, { 'content-length': String(limit + 1) });
      response.write('x');
      return undefined;
    });
    for (const path of ['/endless', '/announced']) {
      expect(await askOnce(upstream.url(path), { maxBytes: limit })).toMatchObject({
        failure: { code: 'too-large' },
      });
    }
    expect(sent).toBeLessThan(100 * limit);
  });

  test('an endless head is stopped', async () => {
    await using upstream = await startSocketUpstream((socket) => {
      socket.on('data', () =>
        socket.write(`HTTP/1.1 200 OK\r\n${`x-pad: ${'y'.repeat(1000)}\r\n`.repeat(200)}`),
      );
    });
    expect(await askOnce(`${upstream.origin}/feed`)).toMatchObject({ failure: { code: 'too-large' } });
  });
});

describe('truncation and noise', () => {
  test.for([
    ['less than Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>', 'truncated'],
    [
      'chunks without an end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n',
      'truncated',
    ],
    [
      'a chunk that breaks off',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss>',
      'truncated',
    ],
    ['no answer at all', '', 'reset'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le', 'reset'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'not-http'],
  ] as const)('%s', async ([, bytes, code]) => {
    await using upstream = await startSocketUpstream((socket) => {
      socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')));
    });
    expect(await askOnce(`${upstream.origin}/feed`)).toMatchObject({ kind: 'failed', failure: { code } });
  });

  test('control: the same body, complete', async () => {
    for (const head of ['Content-Length: 5\r\n\r\n', 'Transfer-Encoding: chunked\r\n\r\n5\r\n', '\r\n']) {
      await using upstream = await startSocketUpstream((socket) => {
        const end = head.includes('chunked') ? '\r\n0\r\n\r\n' : '';
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${head}<rss>${end}`));
      });
      const fetched = await askOnce(`${upstream.origin}/feed`);
      expect(fetched.kind === 'documents' && Buffer.from(fetched.documents[0]?.bytes ?? []).toString()).toBe(
        '<rss>',
      );
    }
  });

  test.for([
    ['plain text that claims gzip is taken as it is', 'gzip', Buffer.from('<rss/>'), '<rss/>'],
    ['a gzip file that does not say so is unpacked', '', gzipSync('<rss/>'), '<rss/>'],
    ['identity', 'identity', Buffer.from('<rss/>'), '<rss/>'],
  ] as const)('%s', async ([, coding, body, text]) => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { headers: coding === '' ? {} : { 'content-encoding': coding }, body });
    const fetched = await askOnce(upstream.url('/feed'));
    expect(fetched.kind === 'documents' && Buffer.from(fetched.documents[0]?.bytes ?? []).toString()).toBe(
      text,
    );
  });

  test('304 to a request without conditions is no answer', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 304 });
    expect(await askOnce(upstream.url('/feed'))).toMatchObject({
      kind: 'failed',
      failure: { code: 'http-status' },
    });
  });

  test('a coding that nobody asked for is named', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { headers: { 'content-encoding': 'exi' }, body: 'x' });
    expect(await askOnce(upstream.url('/feed'))).toMatchObject({ failure: { code: 'encoding' } });
  });
});
