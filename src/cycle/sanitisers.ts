import { setImmediate } from 'node:timers/promises';
import type { Sanitiser } from '../model/markup.ts';
import type { Output } from '../model/output.ts';
import { createPatientSanitiser, type PatientSanitiser } from '../sanitise/patient.ts';
import { remembering } from '../sanitise/remembering.ts';

/** Characters of HTML, some 8 MB: a thousand items. */
const REMEMBERED = 4_000_000;

/** What an output lets pass besides what is harmless to everybody. */
export type Leniency = Pick<Output, 'embeds' | 'trackers'>;

export interface Sanitisers {
  readonly forgetful: PatientSanitiser;
  readonly mindful: Sanitiser;
}

const made = new Map<string, Sanitisers>();

/** Outputs with the same settings share theirs, and what these remember. */
export function sanitisersOf({ embeds = [], trackers }: Leniency): Sanitisers {
  const options = { stripTracking: trackers !== 'keep', embeds };
  const key = JSON.stringify(options);
  const before = made.get(key);
  if (before !== undefined) return before;
  const forgetful = createPatientSanitiser(options, setImmediate);
  const sanitisers = { forgetful, mindful: remembering(forgetful, REMEMBERED) };
  made.set(key, sanitisers);
  return sanitisers;
}
