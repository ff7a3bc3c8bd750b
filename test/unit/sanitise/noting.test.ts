import { describe, expect, it } from 'vitest';
import type { Markup } from '../../../src/model/markup.ts';
import { noting } from '../../../src/sanitise/noting.ts';
import { countingSanitiser } from '../../support/counting-sanitiser.ts';

const OPTIONS = { stripTracking: true, embeds: [] };
const markup = (html: string, base: string | null = null): Markup => ({ html, base });

/** What a process notes that shows these. */
function notesOf(htmls: readonly string[], version = '1.0.0', options = OPTIONS): string {
  const first = noting(countingSanitiser(), options, version, undefined);
  for (const html of htmls) {
    first.html(markup(html));
    first.text(markup(html), 2);
  }
  return first.notes() ?? '';
}

describe('a sanitiser with notes of an earlier process', () => {
  it('makes only what is not in them', async () => {
    const inner = countingSanitiser();
    const sanitiser = noting(inner, OPTIONS, '1.0.0', notesOf(['abc', '']));
    for (const html of ['abc', '', 'new']) {
      await sanitiser.ahead(markup(html));
      sanitiser.text(markup(html), 2);
    }
    expect([sanitiser.html(markup('abc')), sanitiser.html(markup(''))]).toEqual(['null:abc', null]);
    expect(sanitiser.html(markup('new'))).toBe('null:new');
    expect(inner.asked).toEqual(['ahead new', 'text new', 'html new']);
  });

  it('takes nothing for the same that is relative to another address, or longer', () => {
    const inner = countingSanitiser();
    const sanitiser = noting(inner, OPTIONS, '1.0.0', notesOf(['abc']));
    expect(sanitiser.html(markup('abc', 'https://a.example/'))).toBe('https://a.example/:abc');
    expect([sanitiser.text(markup('abc'), 2), sanitiser.text(markup('abc'), 3)]).toEqual(['ab', 'abc']);
    expect(inner.asked).toEqual(['html abc', 'text abc']);
  });

  it.each([
    ['another version', notesOf(['abc'], '1.0.1')],
    ['other options', notesOf(['abc'], '1.0.0', { ...OPTIONS, stripTracking: false })],
    ['nothing', undefined],
    ['an empty row', ''],
  ])('makes all when they are of %s', (_, notes) => {
    const inner = countingSanitiser();
    noting(inner, OPTIONS, '1.0.0', notes).html(markup('abc'));
    expect(inner.asked).toEqual(['html abc']);
  });

  it('notes what was asked for now, and the same for the same', () => {
    const again = noting(countingSanitiser(), OPTIONS, '1.0.0', notesOf(['old', 'abc']));
    again.html(markup('abc'));
    again.text(markup('abc'), 2);
    expect(again.notes()).toBe(notesOf(['abc']));
    expect(again.notes()).not.toContain('old');
  });

  it('notes nothing when it is too much', () => {
    const sanitiser = noting(countingSanitiser(), OPTIONS, '1.0.0', undefined);
    for (const letter of 'abcde') sanitiser.html(markup(letter.repeat(1_000_000)));
    expect(sanitiser.notes()).toBeNull();
  });
});
