/** Items that were held back with a source count as met there from now on. */
import type { Row, Store } from '../model/ports.ts';
import type { Change } from './apply.ts';
import { itemKey, refOf } from './ids.ts';
import { decodeRecord, decodeRemembered, encodeItem } from './items.ts';

export async function letThrough(
  store: Store,
  source: string,
  ids: readonly string[],
): Promise<{ readonly changes: readonly Change[]; readonly rows: readonly Row[] }> {
  const refs = ids.map(refOf);
  const values = await store.getMany(refs.map(itemKey));
  const changes: Change[] = [];
  const rows: Row[] = [];
  for (const [i, ref] of refs.entries()) {
    const value = values[i];
    if (value === undefined) continue;
    const record = decodeRecord(value);
    const { stored } = record;
    const sightings = stored.sightings.map(({ held, ...sighting }) =>
      held === undefined || (held === 'quarantine' && sighting.source === source)
        ? sighting
        : { ...sighting, held },
    );
    const item = { ...stored, sightings };
    rows.push({
      key: itemKey(ref),
      value: encodeItem({ ...record, stored: item }, decodeRemembered(ref, value)),
    });
    if (record.gone === undefined) changes.push({ kind: 'revised', item, previous: stored });
  }
  return { changes, rows };
}
