/**
 * What pins change about items that are remembered already: two become one, or one is parted. New items are the judge's affair
 * (decide.ts). Decides and never writes, like a judgement.
 */
import { HASHES, type Print, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { MOST_NAME_KEYS, readNameKeys } from '../dedup/lookup-keys.ts';
import type { StoredItem } from '../model/item.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Change } from './apply.ts';
import { itemKey, refOf } from './ids.ts';
import { decodeRecord, decodeRemembered, encodeItem, type ItemRecord } from './items.ts';
import { decodeListing, encodeListing, listingKey } from './listing.ts';
import { MANIFEST_KEY, type Manifest } from './manifest.ts';
import type { Remembered } from './memory.ts';
import { join } from './merge.ts';
import { isSide, type ReadPin, type Side } from './pins.ts';
import { refsOfAddresses } from './recall.ts';
import { addEntries, noEntries } from './segment.ts';
import { extendSegments } from './segments.ts';

export interface Amendment {
  readonly changes: readonly Change[];
  readonly rows: readonly Row[];
  readonly manifest: Manifest;
  /** Sources whose next fetch must be read afresh, because an item of theirs is looked for. */
  readonly reread: readonly string[];
}

interface Found {
  readonly remembered: Remembered;
  readonly record: ItemRecord;
}

/** What a pin changes; `now`: ms. Where there is nothing to change, or not yet, nothing is. */
export async function amend(
  store: Store,
  manifest: Manifest,
  { pin, sides: [one, other] }: ReadPin,
  now: number,
): Promise<Amendment> {
  const [ones, others] = [await findSide(store, one), await findSide(store, other)];
  const both = ones.find(({ remembered }) => others.some((found) => found.remembered.ref === remembered.ref));
  if (!pin.same) return both === undefined ? nothingOf(manifest) : part(store, manifest, both, [one, other]);
  const [first] = ones;
  const [second] = others;
  if (both !== undefined || first === undefined || second === undefined) return nothingOf(manifest);
  const order =
    first.record.stored.firstSeenAt - second.record.stored.firstSeenAt ||
    (first.remembered.id < second.remembered.id ? -1 : 1);
  const [kept, given] = order <= 0 ? [first, second] : [second, first];
  return unite(store, manifest, kept, given, now);
}

async function findSide(store: Store, side: Side): Promise<readonly Found[]> {
  const refs = side.id === null ? await refsOfAddresses(store, side.addresses) : [refOf(side.id)];
  const rows = await store.getMany(refs.map(itemKey));
  return refs.flatMap((ref, i) => {
    const row = rows[i];
    if (row === undefined) return [];
    const remembered = decodeRemembered(ref, row);
    if (remembered.gone || !isSide(side, remembered.id, remembered.faces)) return [];
    return [{ remembered, record: decodeRecord(row) }];
  });
}

/** The older one keeps its id and takes in what the other is known by; of that a tombstone is left. */
async function unite(
  store: Store,
  manifest: Manifest,
  kept: Found,
  given: Found,
  now: number,
): Promise<Amendment> {
  const { stored } = given.record;
  const longer = given.remembered.print.words > kept.remembered.print.words;
  const known = new Set(kept.record.stored.sightings.map(({ source }) => source));
  const joined = join(kept.record.stored, given.record.owner, stored.item, now, longer);
  const united: StoredItem = {
    ...joined,
    revision: joined.revision + 1,
    sightings: [
      ...kept.record.stored.sightings,
      ...stored.sightings.filter(({ source }) => !known.has(source)),
    ],
  };
  const faces = new Int32Array(kept.remembered.faces.length + given.remembered.faces.length);
  // the last face is that of the text which is shown
  const [before, after] = longer ? [kept, given] : [given, kept];
  faces.set(before.remembered.faces);
  faces.set(after.remembered.faces, before.remembered.faces.length);
  const owner = longer ? given.record.owner : kept.record.owner;
  const record: ItemRecord = { ...kept.record, stored: united, owner };
  const remembered: Remembered = {
    ...kept.remembered,
    print: after.remembered.print,
    faces,
    faceSources: [...before.remembered.faceSources, ...after.remembered.faceSources],
    owner,
    revision: united.revision,
  };
  const names = noEntries();
  const keys = new Int32Array(MOST_NAME_KEYS);
  for (let at = 0; at < given.remembered.faces.length; at += HASHES) {
    const hashes = given.remembered.faces.subarray(at, at + HASHES);
    addEntries(names, keys, readNameKeys({ ...given.remembered.print, hashes }, keys), kept.remembered.ref);
  }
  const extended = await extendSegments(store, 'names', manifest.segments.names, names, now);
  const next: Manifest = {
    ...manifest,
    items: manifest.items - 1,
    segments: { ...manifest.segments, names: extended.segments },
  };
  const left: ItemRecord = {
    ...given.record,
    stored: { ...stored, item: { ...stored.item, content: null, summary: null }, sightings: [] },
    gone: kept.remembered.id,
    goneAt: now,
  };
  return {
    changes: [
      { kind: 'revised', item: united, previous: kept.record.stored },
      { kind: 'revised', item: left.stored, previous: stored },
    ],
    rows: [
      { key: itemKey(kept.remembered.ref), value: encodeItem(record, remembered) },
      { key: itemKey(given.remembered.ref), value: encodeItem(left, nameless(given.remembered)) },
      ...(await relist(store, given.remembered.faceSources, given.remembered.ref, kept.remembered.ref)),
      ...extended.rows,
      { key: MANIFEST_KEY, value: JSON.stringify(next) },
    ],
    manifest: next,
    reread: [],
  };
}

/** What is left of an item that another one took in: nothing to find it by, and no text. */
function nameless(remembered: Remembered): Remembered {
  const faces = new Int32Array(HASHES);
  const print = { ...wordless(remembered.print), hashes: faces };
  return { ...remembered, faces, faceSources: remembered.faceSources.slice(0, 1), print };
}

/** A print that says nothing for or against another one, so that names alone are believed. */
function wordless(print: Print): Print {
  const none = new Uint16Array(0);
  return {
    ...print,
    title: none,
    titleOwn: 0,
    letters: print.letters.slice().fill(0),
    trace: none,
    words: 0,
  };
}

/**
 * The item stays with the side that it was met by first. The other side's sources no longer have it: their entries are
 * judged again when they are next read, and the pin then makes an item of its own of them.
 */
async function part(
  store: Store,
  manifest: Manifest,
  { remembered, record }: Found,
  [one, other]: readonly [Side, Side],
): Promise<Amendment> {
  const { stored } = record;
  const faces = facesOf(remembered);
  const startsWith = (side: Side) => faces[0] !== undefined && isSide(side, null, faces[0].hashes);
  const [staying, leaving] = startsWith(other) && !startsWith(one) ? [other, one] : [one, other];
  const leave = faces.filter(({ hashes }) => isSide(leaving, null, hashes) && !isSide(staying, null, hashes));
  const stay = new Set(
    faces.filter(({ hashes }) => isSide(staying, null, hashes)).map(({ source }) => source),
  );
  const left = new Set(leave.map(({ source }) => source));
  const without = new Set([...left].filter((source) => !stay.has(source)));
  const kept = faces.filter((face) => !leave.includes(face) && !without.has(face.source));
  const sightings = stored.sightings.filter(({ source }) => !without.has(source));
  const [first] = sightings;
  if (leave.length === 0 || first === undefined || kept.length === 0) return nothingOf(manifest);
  const owner = without.has(record.owner) ? first.source : record.owner;
  // where the text may be that of the one that left, whatever is read next is a change
  const doubtful = left.has(record.owner);
  const reread = [...left, ...(doubtful ? [owner] : [])];
  const item: StoredItem = {
    ...stored,
    // what a reader sees is numbered by this and the sightings together, and is to grow
    revision: stored.revision + without.size + 1,
    sightings,
  };
  const after: Remembered = {
    ...remembered,
    print: doubtful ? wordless(remembered.print) : remembered.print,
    faces: Int32Array.from(
      kept.flatMap(({ hashes, source }) => [...(doubtful && source === owner ? unread(hashes) : hashes)]),
    ),
    faceSources: kept.map(({ source }) => source),
    owner,
    revision: item.revision,
  };
  return {
    changes: [{ kind: 'revised', item, previous: stored }],
    rows: [
      { key: itemKey(remembered.ref), value: encodeItem({ ...record, stored: item, owner }, after) },
      ...(await relist(store, reread, remembered.ref, null)),
    ],
    manifest,
    reread,
  };
}

const nothingOf = (manifest: Manifest): Amendment => ({ changes: [], rows: [], manifest, reread: [] });

interface Face {
  readonly hashes: Int32Array;
  readonly source: string;
}

const facesOf = ({ faces, faceSources }: Remembered): readonly Face[] =>
  faceSources.map((source, i) => ({ source, hashes: faces.subarray(i * HASHES, (i + 1) * HASHES) }));

/** The names without what was read under them. */
function unread(hashes: Int32Array): Int32Array {
  return hashes
    .slice()
    .fill(0, TEXT, TEXT + 2)
    .fill(0, TITLE, TITLE + 2);
}

/** The sources' listings with another item in the place of one, or without its entries. */
async function relist(
  store: Store,
  sources: readonly string[],
  ref: string,
  instead: string | null,
): Promise<readonly Row[]> {
  const keys = [...new Set(sources)].map(listingKey);
  const values = await store.getMany(keys);
  return keys.flatMap((key, i) => {
    const listed = decodeListing(values[i]);
    if (!listed.some((entry) => entry.ref === ref)) return [];
    const next =
      instead === null
        ? listed.filter((entry) => entry.ref !== ref)
        : listed.map((entry) => (entry.ref === ref ? { ...entry, ref: instead } : entry));
    return [{ key, value: encodeListing(next) }];
  });
}
