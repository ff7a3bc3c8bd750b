/** The least that a score may be: `bench/floors.json`, one section per score script. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const path = resolve(import.meta.dirname, '../floors.json');

/**
 * Prints the figures as one line of JSON and compares each with its floor in `section`; a floor without a figure counts
 * as missed. Returns whether all hold; the script then sets `process.exitCode`.
 */
export function checkFloors(section: string, figures: Readonly<Record<string, number>>): boolean {
  console.log(JSON.stringify({ [section]: figures }));
  const all: Readonly<Record<string, Readonly<Record<string, number>>>> = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  let held = true;
  for (const [name, floor] of Object.entries(all[section] ?? {})) {
    const figure = figures[name];
    if (figure !== undefined && figure >= floor) continue;
    held = false;
    console.log(`below its floor: ${section}.${name} is ${figure ?? 'missing'}, floor ${floor}`);
  }
  return held;
}
