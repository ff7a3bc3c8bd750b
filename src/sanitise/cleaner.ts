/** The policy at work: tokens come in, what may pass goes to the fragment writer. */
import { type Addressing, webAddress } from './address.ts';
import { escapedValue } from './escape.ts';
import { FragmentWriter } from './fragment-writer.ts';
import { type ElementRule, ruleOf } from './policy.ts';
import { isTracker } from './tracker.ts';
import type { Attributes, TokenSink } from './visible-tokens.ts';

export interface Cleaning extends Addressing {
  /** Hosts whose frames may stay. */
  readonly embeds: ReadonlySet<string>;
}

const LINK = ruleOf('a');

/** Attributes that pages put the address of an image in until it scrolls into view. */
const LAZY: Readonly<Record<string, string>> = {
  'data-src': 'src',
  'data-lazy-src': 'src',
  'data-original': 'src',
  'data-orig-file': 'src',
  'data-srcset': 'srcset',
  'data-lazy-srcset': 'srcset',
};

export class Cleaner implements TokenSink {
  readonly full = false;
  readonly #cleaning: Cleaning;
  readonly #writer: FragmentWriter;
  #insideNoscript = false;
  /** The last image took its address from a lazy attribute: the plain image in the noscript beside it is the same. */
  #lazyImage = false;

  constructor(cleaning: Cleaning, length: number) {
    this.#cleaning = cleaning;
    this.#writer = new FragmentWriter(length);
  }

  /** The fragment, and whether anything in it can be seen. */
  end(): { readonly html: string; readonly shows: boolean } {
    return { html: this.#writer.end(), shows: this.#writer.shows };
  }

  open(rule: ElementRule, attributes: Attributes): void {
    switch (rule.name) {
      case 'img':
        this.#image(rule, attributes);
        break;
      case 'a': {
        const written = this.#attributes(rule, attributes);
        // A link to nowhere still ends the one before it.
        if (written.includes(' href=')) this.#writer.open(rule, written);
        else this.#writer.close(rule);
        break;
      }
      case 'source': {
        const written = this.#attributes(rule, attributes);
        if (/ src(?:set)?=/.test(written)) this.#writer.open(rule, written);
        break;
      }
      case 'audio':
      case 'video':
        this.#writer.open(rule, `${this.#attributes(rule, attributes)} controls="" preload="none"`);
        break;
      default:
        this.#writer.open(rule, attributes.length === 0 ? '' : this.#attributes(rule, attributes));
    }
  }

  close(rule: ElementRule): void {
    this.#writer.close(rule);
  }

  text(text: string): void {
    this.#writer.text(text);
  }

  noscript(inside: boolean): void {
    this.#insideNoscript = inside;
  }

  /** A frame of a host on the list stays, in a sandbox; of any other a link to what it showed. */
  embed(attributes: Attributes): void {
    const frame = new Map<string, string>();
    for (let index = 0; index < attributes.length; index += 2) {
      const name = attributes[index] ?? '';
      if (!frame.has(name)) frame.set(name, attributes[index + 1] ?? '');
    }
    const address = webAddress(frame.get('src') ?? frame.get('data-src') ?? '', this.#cleaning);
    if (address === null || (this.#cleaning.stripTracking && isTracker(attributes))) return;
    const { host, protocol } = new URL(address);
    const title = (frame.get('title') ?? '').trim().slice(0, 200) || host;
    if (protocol === 'https:' && this.#cleaning.embeds.has(host)) {
      this.#writer.whole(
        `<iframe src="${escapedValue(address)}" title="${readableValue(title)}" sandbox="allow-scripts allow-same-origin allow-popups allow-presentation" loading="lazy"></iframe>`,
      );
      return;
    }
    this.#writer.open(LINK, ` href="${escapedValue(address)}"`);
    this.#writer.text(title);
    this.#writer.close(LINK);
  }

  #image(rule: ElementRule, attributes: Attributes): void {
    if (this.#insideNoscript && this.#lazyImage) {
      this.#lazyImage = false;
      return;
    }
    if (this.#cleaning.stripTracking && isTracker(attributes)) return;
    let written = this.#attributes(rule, attributes);
    const plain = / src(?:set)?=/.test(written);
    if (!plain) written += this.#attributes(rule, lazyAttributes(attributes));
    this.#lazyImage = !plain && / src(?:set)?=/.test(written);
    if (!plain && !this.#lazyImage) return;
    this.#writer.open(rule, / alt=/.test(written) ? written : `${written} alt=""`);
  }

  /** Those of the attributes that may stay, ready to write; the first of a name counts. */
  #attributes(rule: ElementRule, attributes: Attributes): string {
    let written = '';
    for (let index = 0; index < attributes.length; index += 2) {
      const name = attributes[index] ?? '';
      const check = rule.attributes.get(name);
      if (check === undefined) continue;
      const value = check(attributes[index + 1] ?? '', this.#cleaning);
      if (value === null || written.includes(` ${name}="`)) continue;
      written += ` ${name}="${name === 'alt' || name === 'title' ? readableValue(value) : escapedValue(value)}"`;
    }
    return written;
  }
}

/** Feed checkers look for addresses by pattern and find them in texts too: `=` is written so that they do not. */
const readableValue = (text: string): string => escapedValue(text).replaceAll('=', '&#61;');

function lazyAttributes(attributes: Attributes): Attributes {
  const plain: string[] = [];
  for (let index = 0; index < attributes.length; index += 2) {
    const name = LAZY[attributes[index] ?? ''];
    if (name !== undefined) plain.push(name, attributes[index + 1] ?? '');
  }
  return plain;
}
