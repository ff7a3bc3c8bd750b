import type { Markup, SafeHtml, Sanitiser } from '../model/markup.ts';
import { createSanitiser, type SanitiserOptions, sanitiseInTurns } from './sanitise.ts';

/** A sanitiser that does long markup ahead, in portions with other work in between. */
export interface PatientSanitiser extends Sanitiser {
  /** After it, `html` of the same markup costs nothing, until some others have been done ahead. */
  ahead(markup: Markup | null): Promise<void>;
}

/** UTF-16 units; what is shorter is done when it is asked for, in a few milliseconds at worst. */
const LONG = 32_768;
/** Kept at hand: an item has two. */
const MOST_DONE = 2;

/** `breathe` lets others have their turn. */
export function createPatientSanitiser(
  options: SanitiserOptions,
  breathe: () => Promise<void>,
): PatientSanitiser {
  const sanitiser = createSanitiser(options);
  const done: { readonly markup: Markup; readonly html: SafeHtml | null }[] = [];
  const find = ({ html, base }: Markup) =>
    done.find(({ markup }) => markup.html === html && markup.base === base);
  return {
    async ahead(markup) {
      if (markup === null || markup.html.length <= LONG || find(markup) !== undefined) return;
      const html = await sanitiseInTurns(markup, options, breathe);
      done.push({ markup, html });
      if (done.length > MOST_DONE) done.shift();
    },
    html(markup) {
      const known = markup.html.length <= LONG ? undefined : find(markup);
      return known === undefined ? sanitiser.html(markup) : known.html;
    },
    text: sanitiser.text,
  };
}
