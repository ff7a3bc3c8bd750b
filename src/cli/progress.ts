import type { Progress } from '../cycle/cycle.ts';
import type { Report } from '../model/report.ts';
import { sayItems, sayOutput, saySource, saySummary } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Shows how a run goes: `step` at each row, `end` when it is over. */
export interface Display {
  step(event: Progress): void;
  end(report: Report): void;
}

/** A line for everything that is worth one, and a summary. */
export function lines(terminal: Terminal, { quiet }: { readonly quiet: boolean }): Display {
  const say = (line: string | null) => line !== null && terminal.print(`${line}\n`);
  return {
    step(event) {
      if (event.kind === 'due') return;
      if (quiet && event.row.failure === null) return;
      say(event.kind === 'source' ? saySource(event.row) : sayOutput(event.row));
    },
    end: (report) => !quiet && say(saySummary(report)),
  };
}

/** For `--json`: nothing on the way, the report as one line at the end. */
export function jsonLine(terminal: Terminal): Display {
  return { step: () => {}, end: (report) => terminal.print(`${JSON.stringify(report)}\n`) };
}

/** A bar while it runs, then a table. */
export async function barThenTable(terminal: Terminal): Promise<Display> {
  const [{ progress }, { default: Table }] = await Promise.all([
    import('@clack/prompts'),
    import('cli-table3'),
  ]);
  let bar: ReturnType<typeof progress> | null = null;
  return {
    step(event) {
      if (event.kind === 'due') {
        bar = progress({ max: Math.max(1, event.sources) });
        bar.start(`asking ${event.sources} sources`);
      } else if (event.kind === 'source') {
        bar?.advance(1, event.row.id);
      } else {
        bar?.message(`publishing ${event.row.id}`);
      }
    },
    end(report) {
      bar?.stop(saySummary(report));
      const table = new Table({
        head: ['source', 'read', 'new', 'changed', 'known', ''],
        wordWrap: true,
        style: { head: ['bold'] },
      });
      const worth = report.rows.sources.filter((row) => sayItems(row) !== null);
      for (const row of worth) {
        table.push([
          row.id,
          row.read,
          row.new,
          row.revised,
          row.known,
          row.failure === null ? '' : (sayItems(row) ?? ''),
        ]);
      }
      if (worth.length > 0) terminal.print(`${table.toString()}\n`);
      for (const row of report.rows.outputs)
        terminal.print(sayOutput(row) === null ? '' : `${sayOutput(row)}\n`);
    },
  };
}
