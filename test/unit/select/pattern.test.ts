import { describe, expect, it } from 'vitest';
import { finds, patternTrouble, textOf } from '../../../src/select/pattern.ts';

describe('a pattern', () => {
  it.each([
    ['words', 'Köln wins', 'koln', true],
    ['part of a word', 'Kölner Dom', 'koln', false],
    ['an expression, with case', 'Live: the vote', '/^live/', false],
    ['an expression without case', 'Live: the vote', '/^live/i', true],
    ['an expression line by line', 'one\ntwo', '/^two$/m', true],
    ['an expression over line ends', 'one\ntwo', '/one.two/s', true],
    ['a path, which is no expression', 'https://a.example/news/1', '/news', true],
    ['letters of any script', 'Новости дня', '/\\p{Cyrillic}+ дня/', true],
  ])('finds %s in "%s" by %s: %s', (_, text, pattern, found) => {
    expect(patternTrouble(pattern)).toBeNull();
    expect(finds(pattern, textOf(text))).toBe(found);
  });

  it.each([
    ['a group that does not end', '/(a/', /missing closing \)/],
    ['look-ahead', '/a(?=b)/', /safely: .*\(\?=/],
    ['a reference back', '/(a)\\1/', /safely/],
    ['a flag that there is not', '/a/g', /flag "g" is unknown; there are i, m and s/],
    ['too many repetitions', '/(?:[a-z]{90}\\d{90}){90}/', /too large|safely/],
    ['too long an expression', `/${'a'.repeat(1_000)}/`, /at most 1000/],
    ['no word at all', ' – ', /a word, or an expression/],
  ])('can not be %s', (_, pattern, reason) => expect(patternTrouble(pattern)).toMatch(reason));

  it('costs no more than its length allows, whatever is written', () => {
    // exponential for an engine that tries and goes back
    const text = textOf(`${'a'.repeat(5_000)}!`);
    for (const pattern of ['/(a+)+$/', '/(a|a)*b/', '/(.*)*x/', '/(?:a?){60}a{60}c/'])
      expect(finds(pattern, text)).toBe(false);
  });
});
