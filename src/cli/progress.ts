import type { Progress } from '../cycle/cycle.ts';
import type { Report } from '../model/report.ts';
import { count, sayItems, sayOutput, saySource, saySummary } from './report.ts';
import { tableOf } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Shows how a run goes: `step` at each row, `end` when it is over. */
export interface Display {
  step(event: Progress): void;
  end(report: Report): void | Promise<void>;
}

/** A line for everything that is worth one, and a summary. */
export function lines(terminal: Terminal, { quiet }: { readonly quiet: boolean }): Display {
  const say = (words: string | null) => terminal.print(line(words));
  return {
    step(event) {
      if (event.kind === 'due') return;
      if (quiet && event.row.failure === null) return;
      say(event.kind === 'source' ? saySource(event.row) : sayOutput(event.row));
    },
    end: (report) => say(quiet ? null : saySummary(report)),
  };
}

/** For `--json`: nothing on the way, the report as one line at the end. */
export function jsonLine(terminal: Terminal): Display {
  return { step: () => {}, end: (report) => terminal.print(`${JSON.stringify(report)}\n`) };
}

/** A bar while it runs, then a table. */
export async function barThenTable(terminal: Terminal): Promise<Display> {
  const { progress } = await import('@clack/prompts');
  let bar: ReturnType<typeof progress> | null = null;
  return {
    step(event) {
      if (event.kind === 'due') {
        bar = progress({ max: Math.max(1, event.sources) });
        bar.start(`asking ${count(event.sources, 'source')}`);
      } else if (event.kind === 'source') {
        bar?.advance(1, event.row.id);
      } else {
        bar?.message(`publishing ${event.row.id}`);
      }
    },
    async end(report) {
      bar?.stop(saySummary(report));
      const { sources, outputs } = report.rows;
      const rows = sources
        .filter((row) => sayItems(row) !== null)
        .map((row) => [row.id, row.read, row.new, row.revised, row.known, row.failure?.message ?? '']);
      if (rows.length > 0) {
        terminal.print(await tableOf(['source', 'read', 'new', 'changed', 'known', ''], rows, terminal));
      }
      for (const row of outputs) terminal.print(line(sayOutput(row)));
    },
  };
}

const line = (words: string | null): string => (words === null ? '' : `${words}\n`);
