/** Upstream's markup as safe HTML and as plain text. */
import type { Markup, SafeHtml, Sanitiser } from '../model/markup.ts';
import { Cleaner } from './cleaner.ts';
import { withNamedLinks } from './link-names.ts';
import { PlainText, shortened } from './plain-text.ts';
import { createTokenReader, type ReadTokens } from './visible-tokens.ts';

/** Raised with each change that shows in the result: what was remembered under another version is made again. */
export const POLICY_VERSION = 2;

export interface SanitiserOptions {
  /** Leave out tracking pixels, and tracking parameters of addresses. */
  readonly stripTracking: boolean;
  /** Hosts whose https frames may stay: `www.youtube-nocookie.com`. */
  readonly embeds: readonly string[];
}

/**
 * A sanitiser by allow-list. What it makes holds only the elements and attributes of the policy, absolute http(s) and
 * mailto addresses, and reads the same in every HTML parser (see fragment-writer.ts). Markup beyond two million
 * characters is not looked at. Time is linear in the length; nothing throws.
 */
export function createSanitiser(options: SanitiserOptions): Sanitiser {
  const read = createTokenReader();
  const embeds: ReadonlySet<string> = new Set(options.embeds);
  return {
    html(markup: Markup): SafeHtml | null {
      const work = clean(read, markup, options, embeds);
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
      }
    },
    text(markup: Markup, limit: number): string {
      const plain = new PlainText(limit);
      for (const _ of read(markup.html, plain));
      return shortened(plain.value.replace(/\s+/g, ' ').trim(), limit);
    },
  };
}

/** `html` of a sanitiser with these options, with `breathe` between two portions of some milliseconds. */
export async function sanitiseInTurns(
  markup: Markup,
  options: SanitiserOptions,
  breathe: () => Promise<void>,
): Promise<SafeHtml | null> {
  const work = clean(createTokenReader(), markup, options, new Set(options.embeds));
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breathe();
  }
}

function* clean(
  read: ReadTokens,
  markup: Markup,
  { stripTracking }: SanitiserOptions,
  embeds: ReadonlySet<string>,
): Generator<undefined, SafeHtml | null> {
  const cleaner = new Cleaner({ base: markup.base, stripTracking, embeds }, markup.html.length);
  yield* read(markup.html, cleaner);
  const { html, shows } = cleaner.end();
  // The only place that vouches for a string; noting.ts reads back what was made here.
  return shows ? (withNamedLinks(html.trim()) as SafeHtml) : null;
}
