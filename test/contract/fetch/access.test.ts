import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { headerTrouble } from '../../../src/fetch/request-headers.ts';
import { failureRow } from '../../../src/model/failure.ts';
import { startUpstream } from '../../support/upstream.ts';
import { askOnce, feedSource } from '../../support/visitor.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const pair = (name: string) => ({
  key: readFileSync(fixture(`${name}.key`), 'utf8'),
  cert: readFileSync(fixture(`${name}.pem`), 'utf8'),
});
const caFile = fixture('authority.pem');
const taken = { kind: 'documents' };

async function startSecure(name: string, http2 = false) {
  const upstream = await startUpstream({ tls: pair(name), http2 });
  upstream.script('/feed', { headers: { etag: '"a"' }, body: '<rss/>' });
  return upstream;
}

describe('TLS', () => {
  test.for([
    ['an unknown authority', 'good', null, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['the wrong name', 'wrong-name', caFile, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['an expired certificate', 'expired', caFile, 'CERT_HAS_EXPIRED'],
  ] as const)('%s is a failure with a name, and nothing is sent', async ([, name, authority, reason]) => {
    await using upstream = await startSecure(name);
    const fetched = await askOnce(upstream.url('/feed'), { caFile: authority });
    expect(fetched).toMatchObject({ kind: 'failed', failure: { code: 'tls', facts: { reason } } });
    expect(upstream.requests).toHaveLength(0);
  });

  test('control: an authority of one’s own is trusted', async () => {
    await using upstream = await startSecure('good');
    expect(await askOnce(upstream.url('/feed'), { caFile })).toMatchObject(taken);
  });

  test('http where https is spoken, and the other way round', async () => {
    await using secure = await startSecure('good');
    await using plain = await startUpstream();
    expect(await askOnce(`http://${secure.host}/feed`)).toMatchObject({ kind: 'failed' });
    expect(await askOnce(`https://${plain.host}/feed`)).toMatchObject({
      kind: 'failed',
      failure: { code: 'tls' },
    });
  });

  test('insecure is for one source, at its own origin, and warns', async () => {
    await using expired = await startSecure('expired');
    await using wrong = await startSecure('wrong-name');
    const insecure = feedSource(expired.url('/feed'), { insecure: true });
    expect(await askOnce(insecure)).toMatchObject({ ...taken, warnings: [{ code: 'insecure' }] });
    expect(await askOnce(expired.url('/feed'))).toMatchObject({ failure: { code: 'tls' } });
    expired.script('/feed', { status: 302, headers: { location: wrong.url('/feed') } });
    expect(await askOnce(insecure)).toMatchObject({ failure: { code: 'tls' } });
  });

  test('an unreadable caFile is said so', async () => {
    await using upstream = await startSecure('good');
    const fetched = await askOnce(upstream.url('/feed'), { caFile: '/nowhere/authority.pem' });
    expect(fetched).toMatchObject({
      failure: { code: 'config-invalid', place: { file: '/nowhere/authority.pem' } },
    });
  });
});

test.for([
  ['HTTP/2 where it is offered', true, '2.0'],
  ['HTTP/1.1 where it is not', false, '1.1'],
] as const)('%s', async ([, http2, version]) => {
  await using upstream = await startSecure('good', http2);
  upstream.script('/old', { status: 302, headers: { location: '/feed' } });
  upstream.script('/gone', { status: 410, body: 'x'.repeat(100_000) });
  upstream.script('/same', { status: 304 });
  expect(await askOnce(upstream.url('/old'), { caFile })).toMatchObject({
    ...taken,
    answer: { etag: '"a"' },
  });
  expect(await askOnce(upstream.url('/gone'), { caFile })).toMatchObject({ failure: { code: 'gone' } });
  expect(upstream.requests.map(({ httpVersion }) => httpVersion)).toEqual([version, version, version]);
});

describe('credentials', () => {
  test.for([
    [
      'basic',
      { auth: { kind: 'basic', user: 'änn', password: 's3cr:t' } } as const,
      `Basic ${Buffer.from('änn:s3cr:t').toString('base64')}`,
    ],
    ['bearer', { auth: { kind: 'bearer', token: 's3crt' } } as const, 'Bearer s3crt'],
    ['a header', { headers: { Authorization: 'Token s3crt' } }, 'Token s3crt'],
  ] as const)('%s', async ([, more, authorization]) => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    await askOnce(feedSource(upstream.url('/feed'), more));
    expect(upstream.requests[0]?.headers.authorization).toBe(authorization);
  });

  test.for([
    ['a token with a line break', { auth: { kind: 'bearer', token: 's3crt\n' } } as const],
    ['a header with one', { headers: { 'x-key': 's3crt\r\nx-other: 1' } }],
    ['a header that is ours', { headers: { Host: 'other.example' } }],
  ] as const)('%s is a failure, and nothing is sent', async ([, more]) => {
    await using upstream = await startUpstream();
    const fetched = await askOnce(feedSource(upstream.url('/feed'), more));
    expect(fetched).toMatchObject({ kind: 'failed', failure: { code: 'config-invalid' } });
    expect(JSON.stringify(fetched)).not.toContain('s3crt');
    expect(upstream.requests).toHaveLength(0);
  });

  test('user and password in the address go into the header, not into the address of the document', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    const fetched = await askOnce(`http://ann:p%40ss@${upstream.host}/feed`);
    expect(upstream.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ann:p@ss')}`);
    expect(fetched).toMatchObject({ documents: [{ location: upstream.url('/feed') }] });
  });

  test.for([404, 401, 429, 302, 'hang', 'refused'] as const)(
    'no secret in a failure (%s)',
    async (trouble) => {
      const secret = 'hunter2';
      await using upstream = await startUpstream();
      const headers = { location: `/feed?key=${secret}` };
      if (trouble === 'hang') upstream.script('/feed', 'hang');
      else if (trouble !== 'refused') upstream.script('/feed', { status: trouble, headers });
      const host = trouble === 'refused' ? '127.0.0.1:1' : upstream.host;
      const source = feedSource(`http://ann:${secret}@${host}/feed?key=${secret}`, {
        headers: { 'x-key': secret },
        auth: { kind: 'bearer', token: secret },
      });
      const fetched = await askOnce(source, { timeout: trouble === 'hang' ? 50 : 5000 });
      expect(fetched.kind).toBe('failed');
      if (fetched.kind !== 'failed') return;
      expect(JSON.stringify([failureRow(fetched.failure), fetched.failure.facts])).not.toContain(secret);
      expect(inspect(fetched.failure)).not.toContain(secret);
    },
  );
});

test.for([
  ['X-Key', 'value', null],
  ['X Key', 'value', 'no name of a header'],
  ['', 'value', 'no name of a header'],
  ['Host', 'evil.example', 'set by the program'],
  ['If-None-Match', '"x"', 'set by the program'],
  ['X-Key', 'a\r\nX-Other: b', 'can not be sent'],
  ['X-Key', '日本', 'can not be sent'],
] as const)('the header %s: %s', ([name, value, trouble]) => {
  if (trouble === null) expect(headerTrouble(name, value)).toBeNull();
  else expect(headerTrouble(name, value)).toContain(trouble);
});

describe('proxies', () => {
  /** A proxy for plain requests and for tunnels. */
  async function startProxy(status = 200) {
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.statusCode = status;
      response.end(`by proxy ${request.headers['proxy-authorization'] ?? ''}`);
    });
    server.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const [host, port] = (request.url ?? '').split(':');
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on('error', () => end.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      asked,
      url: `http://ann:pw@127.0.0.1:${port}`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('HTTP_PROXY is used, with its credentials', async () => {
    await using proxy = await startProxy();
    const fetched = await askOnce('http://feeds.example/feed', {}, { env: { HTTP_PROXY: proxy.url } });
    expect(proxy.asked).toEqual(['GET http://feeds.example/feed']);
    expect(fetched.kind === 'documents' && String(fetched.documents[0]?.bytes)).toContain(btoa('ann:pw'));
  });

  test('HTTPS_PROXY is a tunnel; the certificate is checked through it', async () => {
    await using proxy = await startProxy();
    await using upstream = await startSecure('good');
    await using wrong = await startSecure('wrong-name');
    const deps = { env: { https_proxy: proxy.url } };
    expect(await askOnce(upstream.url('/feed'), { caFile }, deps)).toMatchObject(taken);
    expect(await askOnce(wrong.url('/feed'), { caFile }, deps)).toMatchObject({ failure: { code: 'tls' } });
    expect(proxy.asked).toEqual([`CONNECT ${upstream.host}`, `CONNECT ${wrong.host}`]);
  });

  test('NO_PROXY goes straight, and there the guard looks at names', async () => {
    await using proxy = await startProxy();
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1,localhost' };
    expect(await askOnce(upstream.url('/feed'), {}, { env })).toMatchObject(taken);
    const port = new URL(upstream.origin).port;
    const inside = await askOnce(`http://localhost:${port}/feed`, { allowNetworks: [] }, { env });
    expect(inside).toMatchObject({ failure: { code: 'address-refused' } });
    expect(proxy.asked).toEqual([]);
  });

  test('private literals are refused before any proxy is asked', async () => {
    await using proxy = await startProxy();
    const fetched = await askOnce('http://169.254.169.254/feed', {}, { env: { HTTP_PROXY: proxy.url } });
    expect(fetched).toMatchObject({ failure: { code: 'address-refused' } });
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy that refuses is named as the trouble', async () => {
    await using proxy = await startProxy(407);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    for (const location of ['http://feeds.example/feed', 'https://feeds.example/feed']) {
      expect(await askOnce(location, {}, { env })).toMatchObject({ failure: { code: 'proxy' } });
    }
  });

  test('without variables the environment of the process changes nothing', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    const saved = process.env.http_proxy;
    process.env.http_proxy = 'http://127.0.0.1:1';
    try {
      expect(await askOnce(upstream.url('/feed'))).toMatchObject(taken);
      const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
      expect(await askOnce(upstream.url('/feed'), {}, { env })).toMatchObject(taken);
    } finally {
      if (saved === undefined) delete process.env.http_proxy;
      else process.env.http_proxy = saved;
    }
  });
});
