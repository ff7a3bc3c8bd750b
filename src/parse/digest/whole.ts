import { createHash } from 'node:crypto';
import type { RawEntry } from '../../model/entry.ts';
import type { DigestItem, Issue } from './edition.ts';
import { foldName } from './fold.ts';
import { escapeHtml } from './markup.ts';

/**
 * An edition as one entry: what it lists, then its items under their titles, in the order of the document and with all
 * that stands between them. Nothing of the text becomes a tag, as in its blocks.
 * @param file Name of the file; an edition of another one is another edition.
 */
export function wholeOf(issue: Issue, file: string, base: string | undefined): RawEntry {
  const { head, dated, items, outside } = issue;
  const sections = [
    ...items.map((item) => ({ at: item.lines[0], html: sectionOf(item) })),
    ...outside.map(({ lines, blocks }) => ({ at: lines[0], html: blocks.map((block) => block.html) })),
  ].sort((a, b) => a.at - b.at);
  const html = [...contentsOf(items), ...sections.flatMap((section) => section.html)].join('\n');
  const lines = [...items, ...outside].map((part) => part.lines);
  return {
    id: keyOf(issue, file),
    url: head.link,
    title: { value: titleOf(issue, file), kind: 'text' },
    content: { value: html, kind: 'html', base },
    published: dated.published ?? undefined,
    authors: head.authors?.map((name) => ({ name })),
    categories: head.tags?.map((term) => ({ term })),
    language: head.language,
    source: head.source === undefined ? undefined : { title: head.source },
    digest: {
      lines: [
        extreme(
          lines.map(([from]) => from),
          Math.min,
        ),
        extreme(
          lines.map(([, to]) => to),
          Math.max,
        ),
      ],
      estimated: dated.estimated ?? undefined,
      dateReason: dated.reason(),
      confidence: extreme(
        items.map((item) => item.confidence),
        Math.min,
      ),
      edition: issue.name ?? file,
      whole: true,
    },
  };
}

/**
 * Stays while the edition is corrected and grows: the id that it states, else its file, name, and the day that it gives
 * itself. The next edition in the same file has another day or number.
 */
function keyOf({ head, name, dated }: Issue, file: string): string {
  const parts = [file, foldName(name ?? ''), dated.published?.slice(0, 10) ?? ''];
  return (
    head.id ?? `edition:${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22)}`
  );
}

/** With the day where it would be the same for every edition. */
function titleOf({ name, dated }: Issue, file: string): string {
  const title = name ?? file;
  const day = dated.published?.slice(0, 10);
  return day === undefined || /\d/.test(title) ? title : `${title}, ${day}`;
}

/** Ids do not outlive a feed reader, so nothing leads from here to the items. */
function contentsOf(items: readonly DigestItem[]): readonly string[] {
  if (items.length < 2) return [];
  const rows = items.map(({ title, headers: { source } }) =>
    escapeHtml(source === undefined ? title : `${title} (${source})`),
  );
  return ['<ol>', ...rows.map((row) => `<li>${row}</li>`), '</ol>'];
}

function sectionOf({ title, headers, dated, blocks }: DigestItem): readonly string[] {
  const words = escapeHtml(title);
  const heading = headers.link === undefined ? words : `<a href="${escapeHtml(headers.link)}">${words}</a>`;
  const origin = [headers.source, headers.authors?.join(', '), dated.published?.slice(0, 10)];
  const line = origin.filter((part) => part !== undefined).join(' · ');
  return [
    `<h2>${heading}</h2>`,
    ...(line === '' ? [] : [`<p><em>${escapeHtml(line)}</em></p>`]),
    ...blocks.map((block) => block.html),
  ];
}

/** `Math.min` takes no list of a hundred thousand. */
function extreme(values: readonly number[], of: (a: number, b: number) => number): number {
  return values.reduce((found, value) => of(found, value), values[0] ?? 1);
}
