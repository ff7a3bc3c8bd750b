import { describe, expect, test } from 'vitest';
import { authorsOf, categoriesOf, languageOf, linksOf } from '../../../src/dress/labels.ts';

describe('authors', () => {
  test.each([
    [
      'by name',
      { name: ' Ada ', email: 'ada@x.example', url: null },
      { name: 'Ada', email: 'ada@x.example', url: null },
    ],
    [
      'by address',
      { name: null, email: 'ada@x.example', url: null },
      { name: 'ada', email: 'ada@x.example', url: null },
    ],
    [
      'by page',
      { name: '', email: null, url: 'https://ada.example/me' },
      { name: 'ada.example', url: 'https://ada.example/me' },
    ],
    [
      'with the address in brackets',
      { name: 'Ada <ada@x.example>', email: null, url: null },
      { name: 'Ada', email: 'ada@x.example' },
    ],
    [
      'without an address that is none',
      { name: 'Ada', email: 'ada at x', url: null },
      { name: 'Ada', email: null },
    ],
  ])('%s', (_, person, expected) => {
    expect(authorsOf([person, person])).toMatchObject([expected]);
  });

  test('nobody is nobody', () => {
    expect(authorsOf([{ name: ' ', email: 'x', url: null }])).toEqual([]);
  });
});

test('categories: each term of a scheme once; a scheme that is no address is left out', () => {
  expect(
    categoriesOf([
      { term: ' sea ', label: ' ', scheme: null },
      { term: 'sea', label: 'Sea', scheme: 'tags' },
      { term: 'sea', label: 'Sea', scheme: 'https://x.example/t' },
      { term: '', label: 'Sea', scheme: null },
    ]),
  ).toEqual([
    { term: 'sea', label: null, scheme: null },
    { term: 'sea', label: 'Sea', scheme: 'https://x.example/t' },
  ]);
});

describe('languages', () => {
  test.each([
    ['en', 'en'],
    ['EN-us', 'en-US'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['english', null],
    ['xx', null],
    ['en_US', null],
    ['en-', null],
    ['', null],
    [null, null],
  ])('%s is %s', (tag, expected) => {
    expect(languageOf(tag)).toBe(expected);
  });
});

test('links: those that a reader can follow, with labels that are some', () => {
  const link = { rel: 'via', href: 'https://x.example/', type: 'text/html', title: ' ', hreflang: 'xx' };
  expect(linksOf([link, { ...link, rel: 'edit' }, { ...link, href: 'ftp://x.example/' }])).toEqual([
    { ...link, title: null, hreflang: null },
  ]);
});
