import { describe, expect, it } from 'vitest';
import { wordHash } from '../../../src/dedup/hash.ts';
import {
  hashes,
  marks,
  NAME,
  NUMBER,
  paragraphs,
  scanMarkup,
  scanned,
  scanText,
} from '../../../src/dedup/scan.ts';

const wordsOf = (html: string): number[] => {
  scanMarkup(html);
  return [...hashes.subarray(0, scanned.words)];
};
const words = (text: string): number[] => text.split(' ').map(wordHash);

describe('words of markup', () => {
  it.each([
    ['case', 'Some WORDS here', 'some words here'],
    ['accents', 'Café über Łódź naïve', 'cafe uber łodz naive'],
    ['inline tags within a word', '<b>W</b>ord <i>and</i> <a href="x">link</a>', 'word and link'],
    ['blocks between words', '<p>one</p><p>two</p><li>three', 'one two three'],
    ['a line break', 'one<br/>two', 'one two'],
    ['named references', 'caf&eacute; &amp; bar&nbsp;now', 'cafe bar now'],
    ['numbered references', 'caf&#233; bar&#xe9;', 'cafe bare'],
    ['an unknown reference', 'a &bogus; b', 'a bogus b'],
    ['a soft hyphen', 'Donau&shy;dampf­schiff', 'donaudampfschiff'],
    ['script and style', 'a<script>var b = "<p>"</script> c<STYLE>d</STYLE>e', 'a c e'],
    ['a comment', 'a<!-- b <p>c --> d', 'a d'],
    ['CDATA marks', 'a <![CDATA[b]]> c', 'a b c'],
    ['a tag that is none', 'a < b <3', 'a b 3'],
    ['an attribute with >', '<img alt="a > b"><a title=\'>\'>c', 'c'],
    ['an apostrophe in a tag', "<p don't>text and more</p>", 'text and more'],
    ['letters of other scripts', 'Новости дня', 'новости дня'],
  ])('are the same whatever %s', (_, html, expected) => {
    expect(wordsOf(html)).toEqual(words(expected));
  });

  it('keeps numbers with their separators whole', () => {
    expect(wordsOf('1,000 10:30 2026-01-02 v2.5')).toHaveLength(5);
    scanMarkup('it cost 1,000 and v2');
    expect([...marks.subarray(0, scanned.words)].map((mark) => mark & NUMBER)).toEqual([0, 0, 1, 0, 1]);
  });

  it.each([
    ['1,250', '1250'],
    ['1.250', '1250'],
    ['1 250', '1250'],
    ['1&nbsp;250', '1250'],
    ['1&#8239;250', '1250'],
    ['1’250', '1250'],
    ['12,345,678.90', '12345678.90'],
    ['１,２５０', '1250'],
  ])('reads %s as %s', (written, plain) => {
    expect(wordsOf(`it cost ${written} in all`)).toEqual(wordsOf(`it cost ${plain} in all`));
  });

  it.each([
    ['1,25', '125'],
    ['1,2500', '12500'],
    ['10:300', '10300'],
    ['1-250', '1250'],
    ['in 2026 250 came', 'in 2026250 came'],
    ['10:30 250 came', '10:30250 came'],
  ])('does not read %s as %s', (written, other) => {
    expect(wordsOf(written)).not.toEqual(wordsOf(other));
  });

  it.each([
    ['Korean', '서울시는 새 노선을 발표했다'],
    ['Japanese', 'バスが走り始めた'],
    ['Arabic', 'أعلنت البلدية آخر الأنباء'],
    ['French', 'déjà vu à Nîmes'],
  ])('are the same whether letters come whole or in parts: %s', (_, text) => {
    expect(wordsOf(text.normalize('NFD'))).toEqual(wordsOf(text.normalize('NFC')));
  });

  it('goes on behind a part of a letter that fits nothing', () => {
    expect(wordsOf('\u1100\u3099 word')).toEqual(words('word'));
  });

  it('tells names by their capital within a sentence', () => {
    scanMarkup('The mayor Anna met Bo. Later the Council spoke: “Never” it said');
    const named = [...marks.subarray(0, scanned.words)].map((mark) => (mark & NAME) !== 0);
    expect(named).toEqual([false, false, true, false, false, false, false, true, false, false, false, false]);
  });

  it('notes where paragraphs begin', () => {
    scanMarkup('<p>one two</p><p></p><p>three</p>');
    expect([...paragraphs.subarray(0, scanned.paragraphs)]).toEqual([0, 2, 3]);
  });

  it('leaves angle brackets of plain text alone', () => {
    scanText('a <b> c &amp; d');
    expect(scanned.words).toBe(5);
  });
});

describe('texts without spaces', () => {
  it.each([
    ['Chinese', '市议会批准新的电车线路'],
    ['Japanese', '東京タワーの展望台が開いた'],
    ['Thai', 'กรุงเทพมหานครเปิดเส้นทางใหม่'],
  ])('are pairs of signs: %s', (_, text) => {
    expect(wordsOf(text).length).toBeGreaterThan(text.length / 2);
    expect(scanned.pairs).toBe(scanned.words);
  });
  it('differ by one sign in at most two pairs', () => {
    const one = wordsOf('市议会批准新的电车线路');
    const other = wordsOf('市议会批准旧的电车线路');
    expect(one.filter((pair) => !other.includes(pair))).toHaveLength(2);
  });
  it('takes rare letters outside of the basic plane, and no emoji', () => {
    expect(wordsOf('😀 word 🎉')).toEqual(words('word'));
    expect(wordsOf('𠀀𠀁')).toHaveLength(2);
  });
});

describe('hostile markup', () => {
  const MEGABYTE = 1_000_000;
  it.each([
    '<script>',
    '<script',
    '&',
    '&#',
    '<',
    '<!--',
    '<![CDATA[',
    '</',
    '<a href="',
    "<a b='",
    '<a =',
    '<p>',
    '<style></styl',
    'x<br>',
    '1,',
    '\u0301',
    '\ud800',
  ])('%j again and again is read in linear time', (piece) => {
    scanMarkup(piece.repeat(MEGABYTE / piece.length));
    expect(scanned.words).toBeLessThanOrEqual(16_384);
  });
});
