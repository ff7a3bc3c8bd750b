import type { OutputRow, Report, SourceRow } from '../model/report.ts';

/** `3 items`, `1 item` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** What happened at one source, in words; null where it is not worth a line. */
export function sayItems(row: SourceRow): string | null {
  if (row.failure !== null) return `failed: ${row.failure.message}`;
  const parts = [
    row.new > 0 && `${row.new} new${row.held > 0 ? ` (${row.held} held back, see status)` : ''}`,
    row.revised > 0 && `${row.revised} changed`,
    row.warnings > 0 && `${count(row.warnings, 'repair')} (see status)`,
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}

export function saySource(row: SourceRow): string | null {
  const words = sayItems(row);
  return words === null ? null : `${row.id}: ${words}`;
}

export function sayOutput(row: OutputRow): string | null {
  if (row.failure !== null) return `output ${row.id}: failed: ${row.failure.message}`;
  if (row.written.length === 0) return null;
  const written = `output ${row.id}: ${count(row.items, 'item')}, ${count(row.written.length, 'document')} written`;
  return [written, ...row.warnings].join('; ');
}

/** The whole run in one line. */
export function saySummary({ sources, items, outputs }: Report): string {
  const failed = sources.failed > 0 ? `, ${sources.failed} failed` : '';
  return (
    `${count(sources.due, 'source')} due: ${sources.fetched} fetched, ${sources.unchanged} unchanged${failed}. ` +
    `${count(items.read, 'item')} read: ${items.new} new, ${items.revised} changed, ${items.known} known. ` +
    `${count(outputs.written, 'document')} written, ${outputs.kept} unchanged.`
  );
}
