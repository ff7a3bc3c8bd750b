import { describe, expect, test } from 'vitest';
import { shownAddress } from '../../../src/dress/address.ts';

describe('an address as it is shown', () => {
  test.each([
    ['plain: to the letter', 'https://x.example/a?b=1&c=%20#d', 'https://x.example/a?b=1&c=%20#d'],
    ['brackets in a query', 'https://x.example/?a[]=1', 'https://x.example/?a%5B%5D=1'],
    ['characters of the world', 'https://x.example/ü', 'https://x.example/%C3%BC'],
    ['a bare percent sign', 'https://x.example/100%', 'https://x.example/100%25'],
    ['what would end an attribute', 'https://x.example/"<>', 'https://x.example/%22%3C%3E'],
    ['half a character', 'https://x.example/\ud83c', 'https://x.example/%EF%BF%BD'],
    ['an IPv6 literal', 'http://[::1]/a', null],
    ['no web address', 'javascript:alert(1)', null],
    ['nothing', null, null],
  ])('%s', (_, address, expected) => {
    expect(shownAddress(address)).toBe(expected);
  });
});
