import type { ShownItem } from '../model/output.ts';

/**
 * Who an item is by. An item without an author is by its source (as in Atom, RFC 4287, 4.1.2): most readers show an author
 * beside each item of a merged feed, and few its source.
 */
export const bylineOf = ({ authors, attributions }: ShownItem): ShownItem['authors'] =>
  authors.length > 0
    ? authors
    : attributions.slice(0, 1).map(({ title, link }) => ({ name: title, email: null, url: link }));
