import type { Block } from './draft.ts';

/** Text to markup. Nothing of the text becomes a tag; only bare http(s) addresses become links. */

const ADDRESS = /<?\b(https?:\/\/[^\s<>"“”«»]+)>?/gi;

export function escapeHtml(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
    : text;
}

/** Escaped text with its bare addresses linked and its line breaks kept. */
export function inlineHtml(text: string): string {
  const html = text.includes('://') ? linked(text) : escapeHtml(text);
  return html.includes('\n') ? html.replaceAll('\n', '<br>\n') : html;
}

function linked(text: string): string {
  let html = '';
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [whole, found = ''] = match;
    const address = withoutTail(found);
    const bracketed = whole.startsWith('<') && whole.endsWith('>');
    const end = bracketed ? match.index + whole.length : match.index + whole.indexOf(found) + address.length;
    const start = whole.startsWith('<') && !bracketed ? match.index + 1 : match.index;
    const escaped = escapeHtml(bracketed ? found : address);
    html += `${escapeHtml(text.slice(done, start))}<a href="${escaped}">${escaped}</a>`;
    done = end;
  }
  return html + escapeHtml(text.slice(done));
}

/**
 * An address without the punctuation of the sentence that it stands in; a closing bracket is its own if it has an opening
 * one. Linear.
 */
export function withoutTail(address: string): string {
  const hasBracket = address.includes('(');
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    if (!".,;:!?'’)]}*_".includes(last) || (last === ')' && hasBracket)) break;
    end--;
  }
  return address.slice(0, end);
}

/** Blocks one under the other. Added up and not joined: so nothing is copied before somebody reads it. */
export function htmlOf(blocks: readonly Block[]): string {
  let all = '';
  for (const { html } of blocks) all = all === '' ? html : `${all}\n${html}`;
  return all;
}
