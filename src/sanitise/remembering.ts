import type { Markup, SafeHtml, Sanitiser } from '../model/markup.ts';

/**
 * The same sanitiser, which does no content twice as long as it remembers it: outputs show the same items, and the next pass of
 * a server shows most of them again. What the next process is handed, `noting.ts` notes.
 * `most`: characters of HTML that are remembered; what was asked for longest ago is given up.
 */
export function remembering(sanitiser: Sanitiser, most: number): Sanitiser {
  const known = new Map<string, Remembered>();
  let held = 0;

  function of(markup: Markup): Remembered {
    const key = `${markup.base ?? ''}\n${markup.html}`;
    const before = known.get(key);
    if (before !== undefined) {
      known.delete(key);
      known.set(key, before);
      return before;
    }
    const fresh: Remembered = { html: undefined, texts: new Map() };
    known.set(key, fresh);
    held += key.length;
    for (const [oldest] of known) {
      if (held <= most || oldest === key) break;
      known.delete(oldest);
      held -= oldest.length;
    }
    return fresh;
  }

  return {
    html(markup) {
      const remembered = of(markup);
      if (remembered.html === undefined) remembered.html = sanitiser.html(markup);
      return remembered.html;
    },
    text(markup, limit) {
      const { texts } = of(markup);
      const text = texts.get(limit) ?? sanitiser.text(markup, limit);
      texts.set(limit, text);
      return text;
    },
  };
}

interface Remembered {
  html: SafeHtml | null | undefined;
  readonly texts: Map<number, string>;
}
