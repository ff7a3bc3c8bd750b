import { setImmediate } from 'node:timers/promises';
import type { SourceName } from '../dress/attribution.ts';
import { datesOf } from '../dress/dates.ts';
import { dress } from '../dress/dress.ts';
import { shownLanguage } from '../dress/labels.ts';
import type { StoredItem } from '../model/item.ts';
import type { Channel, OutputFormat } from '../model/output.ts';
import { type Draft, openDraft } from '../publish/place.ts';
import { checkOf } from '../render/check.ts';
import { openDocument } from '../render/documents.ts';
import type { PatientSanitiser } from '../sanitise/patient.ts';

/**
 * Items that are read together, and dressed before others have a turn. No more: what lives as long as fifty items take is old to
 * V8, which collects what is old late (360 MB at the peak of 50,000 items instead of 255).
 */
const PORTION = 5;

/** A document of so many items is one that may hold them. */
const SHORT = 100;

/** What is to be written: items of these ids, in this order, into a document of each format. */
export interface Manuscript {
  readonly ids: readonly string[];
  readonly read: (ids: readonly string[]) => Promise<readonly StoredItem[]>;
  readonly names: ReadonlyMap<string, SourceName>;
  readonly formats: readonly OutputFormat[];
  readonly sanitiser: PatientSanitiser;
  readonly fileOf: (format: OutputFormat) => string;
  /** What the documents say of themselves; `facts` is what only a look at the items tells. */
  readonly channelOf: (format: OutputFormat, facts: ChannelFacts) => Channel;
}

export interface ChannelFacts {
  readonly updated: number;
  /** The primary language of all items, where they have the same one. */
  readonly language: string | null;
}

/**
 * read → dress → render → check → beside its place: a document of each format, in one walk over the items, which are never
 * held together. All are whole and checked before the first one may be placed, so that formats do not drift apart; who
 * asked for them places or discards each. Failures: `render-refused`, `publish-failed`; nothing is left beside then.
 */
export async function draftDocuments(manuscript: Manuscript): Promise<readonly Draft[]> {
  const { formats, fileOf, channelOf, names, sanitiser } = manuscript;
  const portions = portionsOf(manuscript);
  const { facts, newestFirst } = await lookAhead(portions, names);
  const drafts: Draft[] = [];
  try {
    const writers = formats.map((format) => {
      const document = openDocument(format, channelOf(format, facts), { newestFirst });
      const check = checkOf(format);
      const draft = openDraft(fileOf(format));
      drafts.push(draft);
      const write = (piece: string) => {
        check.push(piece);
        draft.write(piece);
      };
      write(document.head);
      return { document, check, write };
    });
    for await (const stored of portions()) {
      for (const one of stored) {
        await sanitiser.ahead(one.item.content);
        await sanitiser.ahead(one.item.summary);
        const item = dress(one, names, sanitiser);
        for (const { document, write } of writers) await writeInTurns(document.item(item), write);
      }
      await setImmediate();
    }
    for (const { document, check, write } of writers) {
      write(document.tail());
      check.end();
    }
    return drafts;
  } catch (error) {
    for (const draft of drafts) draft.discard();
    throw error;
  }
}

/** UTF-16 units of a long item that are checked and written before others have a turn. */
const LONG = 65_536;

/** No character is divided. */
async function writeInTurns(item: string, write: (piece: string) => void): Promise<void> {
  let from = 0;
  if (item.length > LONG) await setImmediate();
  while (item.length - from > LONG) {
    const divides = (item.charCodeAt(from + LONG) & 0xfc00) === 0xdc00;
    const to = from + LONG - (divides ? 1 : 0);
    write(item.slice(from, to));
    await setImmediate();
    from = to;
  }
  write(item.slice(from));
}

/** render → check → beside its place, for a single document in pieces. Failures: as above. */
export function draftText(format: OutputFormat, file: string, pieces: Iterable<string>): Draft {
  const check = checkOf(format);
  const draft = openDraft(file);
  try {
    for (const piece of pieces) {
      check.push(piece);
      draft.write(piece);
    }
    check.end();
    return draft;
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** Puts drafts in their places, one after the other. Failure: `publish-failed`; those that are left are discarded. */
export function placeAll(drafts: readonly Draft[]): readonly ReturnType<Draft['place']>[] {
  try {
    return drafts.map((draft) => draft.place());
  } finally {
    for (const draft of drafts) draft.discard();
  }
}

type Portions = () => AsyncIterable<readonly StoredItem[]>;

/** To be walked over twice; of a short document, items are read once. */
function portionsOf({ ids, read }: Manuscript): Portions {
  const kept = new Map<number, readonly StoredItem[]>();
  return async function* () {
    for (let at = 0; at < ids.length; at += PORTION) {
      const portion = kept.get(at) ?? (await read(ids.slice(at, at + PORTION)));
      if (ids.length <= SHORT) kept.set(at, portion);
      yield portion;
    }
  };
}

/** What a document says of all its items before the first one. */
async function lookAhead(
  portions: Portions,
  names: ReadonlyMap<string, SourceName>,
): Promise<{ readonly facts: ChannelFacts; readonly newestFirst: boolean }> {
  let updated = 0;
  let last = Number.POSITIVE_INFINITY;
  let newestFirst = true;
  const languages = new Set<string | null>();
  for await (const stored of portions()) {
    for (const item of stored) {
      const dates = datesOf(item);
      updated = Math.max(updated, dates.updated);
      newestFirst &&= dates.datedAt <= last;
      last = dates.datedAt;
      languages.add(shownLanguage(item, names)?.split('-', 1)[0] ?? null);
    }
    await setImmediate();
  }
  const [language = null, ...others] = languages;
  return { facts: { updated, language: others.length === 0 ? language : null }, newestFirst };
}
