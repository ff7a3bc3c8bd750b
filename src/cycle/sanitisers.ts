import { setImmediate } from 'node:timers/promises';
import type { Output, Product } from '../model/output.ts';
import type { Row, Store } from '../model/ports.ts';
import { noting } from '../sanitise/noting.ts';
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
  readonly mindful: PatientSanitiser;
}

const made = new Map<string, Sanitisers>();

/** Outputs with the same settings share theirs, and what these remember. */
function sanitisersOf(options: SanitiserOptions): Sanitisers {
  const key = JSON.stringify(options);
  const before = made.get(key);
  if (before !== undefined) return before;
  const forgetful = createPatientSanitiser(options, setImmediate);
  const mindful = { ...remembering(forgetful, REMEMBERED), ahead: forgetful.ahead };
  const sanitisers = { forgetful, mindful };
  made.set(key, sanitisers);
  return sanitisers;
}

/** For what is shown once: a page of an archive, an edition. */
export function sanitiserOf(leniency: Leniency): PatientSanitiser {
  return sanitisersOf(optionsOf(leniency)).forgetful;
}

export interface KeptSanitiser {
  readonly sanitiser: PatientSanitiser;
  /** To be committed when all is sanitised: what the next publication need not make again. */
  rows(): readonly Row[];
}

/** For documents whose items are mostly those of last time. What was made of them then is kept under `m:<output>`. */
export async function keptSanitiser(
  output: Output,
  items: number,
  { store, product }: { readonly store: Store; readonly product: Product },
): Promise<KeptSanitiser> {
  const options = optionsOf(output);
  const { forgetful, mindful } = sanitisersOf(options);
  if (items > MET_AGAIN) return { sanitiser: forgetful, rows: () => [] };
  const key = `m:${output.id}`;
  const before = await store.get(key);
  const sanitiser = noting(mindful, options, product.version, before);
  return {
    sanitiser,
    rows() {
      const value = sanitiser.notes();
      return value === null || value === before ? [] : [{ key, value }];
    },
  };
}
