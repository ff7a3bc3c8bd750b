import { describe, expect, it } from 'vitest';
import { hashAddress, hashPath } from '../../../src/dedup/canonical.ts';

function hashesOf(address: string): { strict: string; loose: string } {
  const out = new Int32Array(4);
  hashAddress(out, 0, 2, address);
  return { strict: `${out[0]}.${out[1]}`, loose: `${out[2]}.${out[3]}` };
}

const NONE = '0.0';

describe('addresses of one page', () => {
  it.each([
    ['scheme', 'http://news.example/a/1', 'https://news.example/a/1'],
    ['case of the host', 'https://News.Example/a/1', 'https://news.example/a/1'],
    ['port', 'https://news.example:443/a/1', 'https://news.example/a/1'],
    ['user and password', 'https://me:secret@news.example/a/1', 'https://news.example/a/1'],
    ['a dot behind the host', 'https://news.example./a/1', 'https://news.example/a/1'],
    ['www', 'https://www.news.example/a/1', 'https://news.example/a/1'],
    ['numbered www', 'https://www2.news.example/a/1', 'https://news.example/a/1'],
    ['mobile host', 'https://m.news.example/a/1', 'https://news.example/a/1'],
    ['long mobile host', 'https://mobile.news.example/a/1', 'https://news.example/a/1'],
    ['AMP host', 'https://amp.news.example/a/1', 'https://news.example/a/1'],
    ['AMP ending', 'https://news.example/a/1/amp/', 'https://news.example/a/1'],
    ['AMP file', 'https://news.example/a/1.amp.html', 'https://news.example/a/1'],
    ['AMP switch', 'https://news.example/a/1?amp=1', 'https://news.example/a/1'],
    ['AMP folder', 'https://news.example/amp/a/1', 'https://news.example/a/1'],
    ['trailing slash', 'https://news.example/a/1/', 'https://news.example/a/1'],
    ['doubled slash', 'https://news.example/a//1', 'https://news.example/a/1'],
    ['index page', 'https://news.example/a/index.html', 'https://news.example/a/'],
    ['fragment', 'https://news.example/a/1#comments', 'https://news.example/a/1'],
    ['campaign', 'https://news.example/a/1?utm_source=feed&UTM_medium=rss', 'https://news.example/a/1'],
    ['click id', 'https://news.example/a/1?fbclid=x&id=3', 'https://news.example/a/1?id=3'],
    ['order of parameters', 'https://news.example/a?x=1&y=2', 'https://news.example/a?y=2&x=1'],
    ['session in the path', 'https://news.example/a/1;jsessionid=9F?id=3', 'https://news.example/a/1?id=3'],
    ['session parameter', 'https://news.example/a/1?PHPSESSID=abc', 'https://news.example/a/1'],
    ['percent encoding', 'https://news.example/caf%C3%A9', 'https://news.example/café'],
    ['empty query', 'https://news.example/a/1?', 'https://news.example/a/1'],
  ])('do not differ by %s', (_, one, other) => {
    expect(hashesOf(one).strict).toBe(hashesOf(other).strict);
    expect(hashesOf(one).strict).not.toBe(NONE);
  });

  it.each([
    ['ref', 'https://news.example/a/1?ref=front', 'https://news.example/a/1'],
    ['source', 'https://news.example/a/1?source=rss&id=2', 'https://news.example/a/1?id=2'],
    ['a short session', 'https://news.example/a/1?s=a81', 'https://news.example/a/1?s=b92'],
  ])('may differ by the doubtful parameter %s', (_, one, other) => {
    expect(hashesOf(one).strict).not.toBe(hashesOf(other).strict);
    expect(hashesOf(one).loose).toBe(hashesOf(other).loose);
  });
});

describe('addresses of two pages', () => {
  it.each([
    ['path', 'https://news.example/a/1', 'https://news.example/a/2'],
    ['case of the path', 'https://news.example/a/Ab', 'https://news.example/a/aB'],
    ['host', 'https://news.example/a/1', 'https://views.example/a/1'],
    ['a host of two labels that begins with m', 'https://m.example/a', 'https://example/a'],
    ['parameter', 'https://news.example/?p=1', 'https://news.example/?p=2'],
    ['value moved to another name', 'https://news.example/?p=1&q=2', 'https://news.example/?p=2&q=1'],
    ['page in the fragment', 'https://news.example/#!/post/1', 'https://news.example/#!/post/2'],
    ['a word that only ends like AMP', 'https://news.example/a/camp', 'https://news.example/a/c'],
  ])('differ by %s', (_, one, other) => {
    expect(hashesOf(one).loose).not.toBe(hashesOf(other).loose);
  });
});

it.each(['https://news.example/', 'https://www.news.example', 'mailto:me@news.example', 'news', ''])(
  'no page is named by %j',
  (address) => {
    expect(hashesOf(address)).toEqual({ strict: NONE, loose: NONE });
  },
);

it('a broken percent encoding is left as it is', () => {
  expect(hashesOf('https://news.example/%zz').strict).not.toBe(NONE);
});

describe('the path of a guid', () => {
  const pathOf = (guid: string, seed = 1): string => {
    const out = new Int32Array(2);
    hashPath(out, 0, guid, seed);
    return `${out[0]}.${out[1]}`;
  };
  it('stays when a feed moves to https and another host', () => {
    expect(pathOf('http://old.example/?p=12')).toBe(pathOf('https://new.example.org/?p=12'));
  });
  it('means nothing in another feed', () => {
    expect(pathOf('http://old.example/?p=12', 1)).not.toBe(pathOf('http://old.example/?p=12', 2));
  });
  it.each(['tag:old.example,2026:12', 'https://old.example/', '12'])('is not there in %s', (guid) => {
    expect(pathOf(guid)).toBe(NONE);
  });
});
