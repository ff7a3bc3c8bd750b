/** Upstream's markup as safe HTML and as plain text. */
import type { Markup, SafeHtml, Sanitiser } from '../model/markup.ts';
import { Cleaner } from './cleaner.ts';
import { PlainText, shortened } from './plain-text.ts';
import { createTokenReader } from './visible-tokens.ts';

/** Raised with each change that shows in the result: what was remembered under another version is made again. */
export const POLICY_VERSION = 1;

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
      const cleaning = { base: markup.base, stripTracking: options.stripTracking, embeds };
      const cleaner = new Cleaner(cleaning, markup.html.length);
      read(markup.html, cleaner);
      const { html, shows } = cleaner.end();
      // The only place that vouches for a string.
      return shows ? (html.trim() as SafeHtml) : null;
    },
    text(markup: Markup, limit: number): string {
      const plain = new PlainText(limit);
      read(markup.html, plain);
      return shortened(plain.value.replace(/\s+/g, ' ').trim(), limit);
    },
  };
}
