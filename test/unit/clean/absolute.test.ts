import { describe, expect, test } from 'vitest';
import { absoluteAddresses } from '../../../src/clean/absolute.ts';

const base = 'https://example.org/news/today';

describe('absoluteAddresses', () => {
  test.each([
    ['a link', '<a href="/x">x</a>', '<a href="https://example.org/x">x</a>'],
    ['single quotes, capitals', `<A HREF='x'>x</A>`, '<A HREF="https://example.org/news/x">x</A>'],
    ['no quotes', '<img src=a.png alt=b>', '<img src="https://example.org/news/a.png" alt=b>'],
    [
      'references in it',
      '<a href="?a=1&amp;b=2">x</a>',
      '<a href="https://example.org/news/today?a=1&amp;b=2">x</a>',
    ],
    [
      'several sizes',
      '<img srcset="a.png 1x, b.png 2x">',
      '<img srcset="https://example.org/news/a.png 1x, https://example.org/news/b.png 2x">',
    ],
    ['white space around the sign', '<a href = "x">x</a>', '<a href = "https://example.org/news/x">x</a>'],
  ])('%s', (_, html, expected) => {
    expect(absoluteAddresses({ html, base })).toBe(expected);
  });

  test.each([
    ['an absolute address', '<a href="http://other.example/">x</a>'],
    ['another scheme', '<a href="mailto:a@example.org">x</a>'],
    ['text that looks like an attribute', '<p>href="x"</p>'],
    ['an attribute inside of another', `<a title='href="x"'>y</a>`],
    ['an attribute that is no address', '<p class="/x" data-src="y">z</p>'],
  ])('leaves %s to the letter', (_, html) => {
    expect(absoluteAddresses({ html, base })).toBe(html);
  });

  test('leaves all where no base is known', () => {
    expect(absoluteAddresses({ html: '<a href="x">', base: null })).toBe('<a href="x">');
  });
});
