import { jsonSchema } from '../config/schema.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Prints the JSON Schema of the config. */
export async function schema(terminal: Terminal): Promise<number> {
  terminal.print(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return EXIT.done;
}
