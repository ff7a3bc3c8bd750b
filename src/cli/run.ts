import { openHouse } from '../app.ts';
import { cycle } from '../cycle/cycle.ts';
import { barThenTable, jsonLine, lines } from './progress.ts';
import { loadConfig, realWorld, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

export interface RunOptions extends SharedOptions {
  readonly force?: true;
  readonly strict?: true;
  readonly quiet?: true;
  readonly json?: true;
}

/** One pass over what is due. */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const house = await openHouse(config, realWorld(options, terminal));
  try {
    const display = await displayFor(options, terminal);
    const report = await cycle(house.rooms, {
      force: options.force === true,
      signal: terminal.stop,
      progress: display.step,
    });
    await display.end(report);
    await house.announcer.tell(terminal.stop);
    if (report.rows.outputs.some((row) => row.failure !== null)) return EXIT.failed;
    return options.strict && report.sources.failed > 0 ? EXIT.sourceFailed : EXIT.done;
  } finally {
    await house.close();
  }
}

async function displayFor({ json, quiet }: RunOptions, terminal: Terminal) {
  if (json) return jsonLine(terminal);
  return terminal.interactive && !quiet ? barThenTable(terminal) : lines(terminal, { quiet: quiet === true });
}
