import { setImmediate } from 'node:timers/promises';
import type { Sanitiser } from '../model/markup.ts';
import type { Output, Product } from '../model/output.ts';
import { type NotingSanitiser, noting } from '../sanitise/noting.ts';
import { createPatientSanitiser, type PatientSanitiser } from '../sanitise/patient.ts';
import { remembering } from '../sanitise/remembering.ts';
import type { SanitiserOptions } from '../sanitise/sanitise.ts';

/** Characters of HTML, some 8 MB: a thousand items. */
const REMEMBERED = 4_000_000;

/** Of a longer document nothing that a sanitiser remembers is met again in time. */
const MET_AGAIN = 1_500;

/** What an output lets pass besides what is harmless to everybody. */
export type Leniency = Pick<Output, 'embeds' | 'trackers'>;

const optionsOf = ({ embeds = [], trackers }: Leniency): SanitiserOptions => ({
  stripTracking: trackers !== 'keep',
  embeds,
});

interface Sanitisers {
  readonly forgetful: PatientSanitiser;
  readonly mindful: Sanitiser;
}

const made = new Map<string, Sanitisers>();

/** Outputs with the same settings share theirs, and what these remember. */
function sanitisersOf(options: SanitiserOptions): Sanitisers {
  const key = JSON.stringify(options);
  const before = made.get(key);
  if (before !== undefined) return before;
  const forgetful = createPatientSanitiser(options, setImmediate);
  const sanitisers = { forgetful, mindful: remembering(forgetful, REMEMBERED) };
  made.set(key, sanitisers);
  return sanitisers;
}

/** For what is shown once: a page of an archive. */
export function sanitiserOf(leniency: Leniency): PatientSanitiser {
  return sanitisersOf(optionsOf(leniency)).forgetful;
}

/** For documents whose items are mostly those of last time. `notes`: what was noted then. */
export function notingSanitiserOf(
  leniency: Leniency,
  {
    items,
    product,
    notes,
  }: { readonly items: number; readonly product: Product; readonly notes: string | undefined },
): NotingSanitiser {
  const options = optionsOf(leniency);
  const { forgetful, mindful } = sanitisersOf(options);
  if (items > MET_AGAIN) return { ...forgetful, notes: () => null };
  const remembering = { ...mindful, ahead: forgetful.ahead };
  return noting(remembering, options, product.version, notes);
}
