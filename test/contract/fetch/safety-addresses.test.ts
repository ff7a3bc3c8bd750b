import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { FetchSettings } from '../../../src/model/source.ts';
import { type Seen, startUpstream } from '../../support/upstream.ts';
import { askOnce } from '../../support/visitor.ts';

const nowhere: Partial<FetchSettings> = { allowNetworks: [] };
const refused = { kind: 'failed', failure: { code: 'address-refused' } };
const taken = { kind: 'documents' };

/** Answers each lookup of a name with the next of the given sets of addresses, then with the last again. */
function lookupOf(
  ...answers: readonly (readonly string[])[]
): LookupFunction & { readonly asked: () => number } {
  let asked = 0;
  const lookup: LookupFunction = (_name, options, callback) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
    const found: LookupAddress[] = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
  return Object.assign(lookup, { asked: () => asked });
}

describe('addresses that are not public', () => {
  test.for([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '①②⑦.⓪.⓪.①',
    '%31%32%37.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[::127.0.0.1]',
    '[2002:7f00:1::]',
    '0.0.0.0',
    '0',
    '[::]',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[64:ff9b::a9fe:a9fe]',
  ])('http://%s/ is refused', async (host) => {
    let sent = 0;
    const transport = async () => {
      sent++;
      return { status: 200, headers: {}, body: new Uint8Array() };
    };
    expect(await askOnce(`http://${host}/feed`, nowhere, { transport })).toMatchObject(refused);
    expect(sent).toBe(0);
  });

  test.for([
    '93.184.215.14',
    '8.8.8.8',
    '[2606:4700::1111]',
    '[64:ff9b::808:808]',
    '172.32.0.1',
    '100.128.0.1',
  ])('control: http://%s/ is asked', async (host) => {
    const transport = async () => ({ status: 200, headers: {}, body: new Uint8Array() });
    expect(await askOnce(`http://${host}/feed`, nowhere, { transport })).toMatchObject(taken);
  });

  test('a listed network is asked; control: the next one is not', async () => {
    await using upstream = await startUpstream({ address: '127.0.0.3' });
    upstream.script('/feed', { body: 'x' });
    expect(await askOnce(upstream.url('/feed'), { allowNetworks: ['127.0.0.3'] })).toMatchObject(taken);
    expect(await askOnce(upstream.url('/feed'), { allowNetworks: ['127.0.0.2/32'] })).toMatchObject(refused);
  });
});

describe('names', () => {
  test.for([
    ['a name for loopback', ['127.0.0.1']],
    ['a name for a metadata service', ['169.254.169.254']],
    ['a name for IPv4 inside of IPv6', ['::ffff:127.0.0.1']],
    ['a public and a private address together', ['93.184.215.14', '10.0.0.1']],
  ] as const)('%s is refused', async ([, addresses]) => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    const port = new URL(upstream.origin).port;
    const lookup = lookupOf(addresses);
    expect(await askOnce(`http://inside.example:${port}/feed`, nowhere, { lookup })).toMatchObject(refused);
    expect(upstream.requests).toHaveLength(0);
  });

  test('control: the same name is asked where its network is listed', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: 'x' });
    const port = new URL(upstream.origin).port;
    const lookup = lookupOf(['127.0.0.1']);
    expect(await askOnce(`http://inside.example:${port}/feed`, {}, { lookup })).toMatchObject(taken);
    expect(upstream.requests[0]?.headers.host).toBe(`inside.example:${port}`);
  });

  test('localhost by the resolver of the system is refused', async () => {
    await using upstream = await startUpstream();
    const port = new URL(upstream.origin).port;
    expect(await askOnce(`http://localhost:${port}/feed`, nowhere)).toMatchObject(refused);
  });

  test('rebinding: what was checked is what is connected to; the name is looked up once', async () => {
    await using allowed = await startUpstream({ address: '127.0.0.3' });
    allowed.script('/feed', { body: 'x' });
    const port = new URL(allowed.origin).port;
    const lookup = lookupOf(['127.0.0.3'], ['127.0.0.4']);
    const settings = { allowNetworks: ['127.0.0.3'] };
    expect(await askOnce(`http://turns.example:${port}/feed`, settings, { lookup })).toMatchObject(taken);
    expect(lookup.asked()).toBe(1);
    const turned = lookupOf(['127.0.0.4']);
    expect(await askOnce(`http://turns.example:${port}/feed`, settings, { lookup: turned })).toMatchObject(
      refused,
    );
  });
});

describe('redirects', () => {
  test('to a private address is refused; control: to a listed one is followed', async () => {
    await using inner = await startUpstream({ address: '127.0.0.9' });
    await using outer = await startUpstream();
    inner.script('/feed', { body: 'secret' });
    outer.script('/feed', { status: 302, headers: { location: inner.url('/feed') } });
    expect(await askOnce(outer.url('/feed'), { allowNetworks: ['127.0.0.1'] })).toMatchObject(refused);
    expect(inner.requests).toHaveLength(0);
    expect(await askOnce(outer.url('/feed'), { allowNetworks: ['127.0.0.1', '127.0.0.9'] })).toMatchObject(
      taken,
    );
  });

  test.for([
    ['file:///etc/passwd', 'redirect-refused'],
    ['ftp://example.org/feed', 'redirect-refused'],
    ['gopher://127.0.0.1:70/', 'redirect-refused'],
    ['data:text/xml,<rss/>', 'redirect-refused'],
    ['http://', 'redirect-refused'],
    ['/feed', 'redirect-loop'],
    ['/b', 'redirect-loop'],
    ['/1', 'redirect-limit'],
  ] as const)('to %s is a %s', async ([location, code]) => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 302, headers: { location } });
    upstream.script('/b', { status: 302, headers: { location: '/feed' } });
    for (let hop = 1; hop < 30; hop++)
      upstream.script(`/${hop}`, { status: 302, headers: { location: `/${hop + 1}` } });
    expect(await askOnce(upstream.url('/feed'))).toMatchObject({ kind: 'failed', failure: { code } });
    expect(upstream.requests.length).toBeLessThanOrEqual(9);
  });

  test('control: eight redirects are followed: relative, unescaped, to the same path with a query', async () => {
    await using upstream = await startUpstream();
    const hops = [
      ['/feed', '/a/b'],
      ['/a/b', 'c'],
      ['/a/c', '../d'],
      ['/d', `//${upstream.host}/e`],
      ['/e', '?q=1'],
      ['/e?q=1', '/%C3%BC'],
      ['/%C3%BC', Buffer.from('/übung').toString('latin1')],
      ['/%C3%BCbung', '/end#part'],
    ] as const;
    const targets = new Map<string, string>(hops);
    for (const from of targets.keys()) {
      const follow = ({ path }: Seen) => ({ status: 302, headers: { location: targets.get(path) ?? '' } });
      upstream.script(from.split('?')[0] ?? from, follow);
    }
    upstream.script('/end', { body: 'x' });
    const fetched = await askOnce(upstream.url('/feed'));
    expect(upstream.requests.map(({ path }) => path)).toEqual([...targets.keys(), '/end']);
    expect(fetched).toMatchObject({ kind: 'documents', documents: [{ location: upstream.url('/end') }] });
  });

  test('only http and https are asked at all', async () => {
    for (const location of [
      'ftp://example.org/feed',
      'javascript:alert(1)',
      'http://',
      'https://exa mple.org/',
    ]) {
      expect(await askOnce(location)).toMatchObject({ kind: 'failed', failure: { code: 'address-invalid' } });
    }
  });
});
