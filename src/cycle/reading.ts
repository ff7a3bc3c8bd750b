import { setImmediate } from 'node:timers/promises';
import { futureDates } from '../clean/future.ts';
import { cleanDocument } from '../clean/reading.ts';
import { fingerprint, type Print } from '../dedup/fingerprint.ts';
import { rawHashOf } from '../dedup/raw-hash.ts';
import type { Bookmark } from '../model/bookmark.ts';
import type { RawDocument, RawEntry } from '../model/entry.ts';
import { Failure, type Warning } from '../model/failure.ts';
import type { Head, Item } from '../model/item.ts';
import type { Answer, Document, Fetched, Source } from '../model/source.ts';
import type { Listing, Take, TakenEntry } from '../model/take.ts';
import { readDigestDocument } from '../parse/digest/document.ts';
import { readDocument } from '../parse/document.ts';
import type { PlanInput } from '../schedule/plan.ts';

export interface Read {
  readonly documents: readonly { readonly location: string; readonly raw: RawDocument }[];
  /** Of documents that could not be read, beside others that could. */
  readonly failures: readonly Failure[];
}

/** One unreadable document of several costs the others nothing; where none can be read the source has failed. */
export async function readAll(
  source: Source,
  documents: readonly Document[],
  answer: Answer,
): Promise<Read | Failure> {
  const read: Read['documents'][number][] = [];
  const failures: Failure[] = [];
  for (const document of documents) {
    try {
      read.push({ location: document.location, raw: await readOne(source, document, answer) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return read.length === 0 && failures[0] !== undefined ? failures[0] : { documents: read, failures };
}

function readOne(source: Source, document: Document, answer: Answer): Promise<RawDocument> | RawDocument {
  if (source.kind === 'feed') return readDocument(document.bytes, document);
  const { location, contentType, modifiedAt } = document;
  return readDigestDocument(document.bytes, {
    location,
    contentType,
    modifiedAt,
    receivedAt: answer.at,
    options: source.digest,
  });
}

/** Characters that are hashed or fingerprinted between two breaths; what an entry costs besides is as much as some hundreds. */
const PORTION = 131_072;
const ENTRY = 500;

/** clean → fingerprint, of the entries that are not known to the letter. */
export async function takeOf(
  source: Source,
  { answer, warnings: met }: Extract<Fetched, { kind: 'documents' }>,
  read: Read,
  listed: Listing,
  plan: (more: Partial<PlanInput>) => Bookmark,
): Promise<Take<Print>> {
  const entries: TakenEntry<Print>[] = [];
  const warnings: Warning[] = [...met, ...read.failures.map(({ code, message }) => ({ code, message }))];
  const heads: Head[] = [];
  let weight = 0;
  for (const { location, raw } of read.documents) {
    const hashes = await hashesOf(raw.entries);
    const fresh = raw.entries.filter((_, index) => !listed.has(hashes[index] ?? ''));
    const reading = await cleanDocument({ ...raw, entries: fresh }, { location });
    heads.push(reading.head);
    warnings.push(...reading.warnings, ...futureDates(reading.items, answer.at));
    const items = reading.items.map((item) => inLanguageOf(reading.head, item)).values();
    for (const rawHash of hashes) {
      const item = listed.has(rawHash) ? null : (items.next().value ?? null);
      if (item !== null) weight += ENTRY + (item.content?.html.length ?? 0);
      if (weight > PORTION) {
        await setImmediate();
        weight = 0;
      }
      entries.push(item === null ? { rawHash, item } : { rawHash, item, print: fingerprint(item, source) });
    }
  }
  const newItems = entries.flatMap(({ item }) => (item === null ? [] : [dayOf(item)]));
  const [head = null] = heads;
  const bookmark = plan({ hints: head?.hints ?? null, newItems });
  return {
    source: source.id,
    at: answer.at,
    outcome: 'taken',
    bookmark: {
      ...bookmark,
      ...learned(head, read.documents[0]?.raw.format ?? null, entries.length, warnings),
    },
    entries,
    complete:
      answer.status !== DELTA && entries.length > 0 && read.failures.length === 0 && !warnings.some(isLoss),
    failure: null,
  };
}

async function hashesOf(entries: readonly RawEntry[]): Promise<readonly string[]> {
  const hashes: string[] = [];
  let weight = 0;
  for (const entry of entries) {
    hashes.push(rawHashOf(entry));
    weight += ENTRY + (entry.content?.value.length ?? 0);
    if (weight < PORTION) continue;
    await setImmediate();
    weight = 0;
  }
  return hashes;
}

/** What does not say otherwise is in the language of its feed. */
function inLanguageOf({ language }: Head, item: Item): Item {
  return language === null || item.language !== null ? item : { ...item, language };
}

const dayOf = ({ published }: Item): number | null => (published === null ? null : Date.parse(published));

/** 226 IM Used (RFC 3229): only what is new was sent. */
const DELTA = 226;

/** Warnings after which an absent entry proves nothing. */
const LOSSES: ReadonlySet<string> = new Set(['truncated', 'too-deep', 'digest-too-many', 'file-outside']);
const isLoss = ({ code }: Warning): boolean => LOSSES.has(code);

const WARNINGS_KEPT = 20;

function learned(
  head: Head | null,
  format: string | null,
  itemsListed: number,
  warnings: readonly Warning[],
) {
  const told = warnings.map(({ message, line }) =>
    line === undefined ? message : `line ${line}: ${message}`,
  );
  return {
    ...(head && { title: head.title, link: head.link, feedId: head.id, language: head.language }),
    format,
    itemsListed,
    warnings:
      told.length > WARNINGS_KEPT
        ? [...told.slice(0, WARNINGS_KEPT), `and ${told.length - WARNINGS_KEPT} more`]
        : told,
  };
}
