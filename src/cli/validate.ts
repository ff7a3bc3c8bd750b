import { count } from './report.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Checks the config and says in short what it means. */
export async function validate(options: SharedOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  for (const note of config.notes) terminal.complain(`note: ${note}\n`);
  const { file, sources, outputs, schedule } = config;
  terminal.print(
    `${file} is fine: ${count(sources.length, 'source')}, ${count(outputs.length, 'output')}, looked at ${schedule}.\n`,
  );
  return EXIT.done;
}
