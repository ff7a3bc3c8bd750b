import type { Terminal } from './terminal.ts';

/** Rows under a head, with lines around for a person and plain columns for a pipe. */
export async function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  { interactive }: Terminal,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = interactive
    ? new Table({ head: [...head], style: { head: ['bold'], border: ['gray'] } })
    : new Table({ head: [...head], style: { head: [], border: [], 'padding-left': 0 }, chars: PLAIN });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
