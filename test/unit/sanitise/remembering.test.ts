import { describe, expect, it } from 'vitest';
import type { Markup } from '../../../src/model/markup.ts';
import { remembering } from '../../../src/sanitise/remembering.ts';
import { countingSanitiser } from '../../support/counting-sanitiser.ts';

const markup = (html: string, base: string | null = null): Markup => ({ html, base });

describe('a sanitiser that remembers', () => {
  it('does the same content once, also one of which nothing is left', () => {
    const inner = countingSanitiser();
    const sanitiser = remembering(inner, 1000);
    for (let times = 0; times < 3; times++) {
      expect(sanitiser.html(markup('abc'))).toBe('null:abc');
      expect(sanitiser.text(markup('abc'), 2)).toBe('ab');
      expect(sanitiser.html(markup(''))).toBe(null);
    }
    expect(inner.asked).toEqual(['html abc', 'text abc', 'html ']);
  });

  it('takes nothing for the same that is relative to another address, or longer', () => {
    const sanitiser = remembering(countingSanitiser(), 1000);
    expect(sanitiser.html(markup('abc', 'https://a.example/'))).toBe('https://a.example/:abc');
    expect(sanitiser.html(markup('abc', 'https://b.example/'))).toBe('https://b.example/:abc');
    expect([sanitiser.text(markup('abc'), 1), sanitiser.text(markup('abc'), 3)]).toEqual(['a', 'abc']);
  });

  it('gives up what was asked for longest ago', () => {
    const inner = countingSanitiser();
    const sanitiser = remembering(inner, 9);
    for (const html of ['aaa', 'bbb', 'aaa', 'ccc', 'aaa', 'bbb']) sanitiser.html(markup(html));
    expect(inner.asked).toEqual(['html aaa', 'html bbb', 'html ccc', 'html bbb']);
  });
});
