/** How far a reading agrees with a reference reading, field by field, as the corpus's README says. */
import { decodeHTML } from 'entities/decode';
import { Parser } from 'htmlparser2';
import type { ReadFeed, ReadItem } from './readers.ts';

/** Calls back for each field that the reference has a value for. */
export type Judge = (field: string, agrees: boolean, expected: unknown, actual: unknown) => void;

/** @param readings One or two forms of the reference, either of which is right. */
export function compare(actual: ReadFeed, readings: readonly ReadFeed[], judge: Judge): void {
  compareTexts(actual, readings, judge);
  const [reference = { items: [] }] = readings;
  one('feed link', reference.link, actual.link, sameAddress, judge);
  one('feed id', reference.id, actual.id, (left, right) => left === right || sameAddress(left, right), judge);
  one('feed image', reference.image, actual.image, sameAddress, judge);
  one('feed updated', reference.updated, actual.updated, sameSecond, judge);
  one('feed language', reference.language, actual.language, sameLetters, judge);
  compareAuthors('feed authors', reference, actual, judge);
  judge(
    'item count',
    reference.items.length === actual.items.length,
    reference.items.length,
    actual.items.length,
  );
  for (const [index, item] of reference.items.entries()) {
    compareItem(
      actual.items[index] ?? {},
      readings.map((reading) => reading.items[index] ?? {}),
      item,
      judge,
    );
  }
}

function compareTexts(actual: ReadFeed, readings: readonly ReadFeed[], judge: Judge): void {
  either(
    'feed title',
    readings.map((reading) => reading.title),
    actual.title,
    sameText,
    judge,
  );
  either(
    'feed description',
    readings.map((reading) => reading.description),
    actual.description,
    sameText,
    judge,
  );
}

function compareItem(
  actual: ReadItem,
  readings: readonly ReadItem[],
  reference: ReadItem,
  judge: Judge,
): void {
  one('id', reference.id, actual.id, (left, right) => left === right || sameAddress(left, right), judge);
  one('url', reference.url, actual.url, sameAddress, judge);
  either(
    'title',
    readings.map((reading) => reading.title),
    actual.title,
    sameText,
    judge,
  );
  either(
    'summary',
    readings.map((reading) => reading.summary),
    actual.summary,
    sameText,
    judge,
  );
  either(
    'content',
    readings.map((reading) => reading.content ?? reading.summary),
    actual.content ?? actual.summary,
    sameMarkup,
    judge,
  );
  compareDates(reference, actual, judge);
  compareAuthors('authors', reference, actual, judge);
  if ((reference.categories?.length ?? 0) > 0) {
    const given = new Set(actual.categories?.map((category) => category.trim().toLowerCase()));
    const all = reference.categories?.every((category) => given.has(category.trim().toLowerCase())) ?? true;
    judge('categories', all, reference.categories, actual.categories);
  }
  if ((reference.enclosures?.length ?? 0) > 0) compareEnclosures(reference, actual, judge);
}

function compareEnclosures(reference: ReadItem, actual: ReadItem, judge: Judge): void {
  const wanted = (reference.enclosures ?? []).map(({ url }) => url ?? '');
  const media = (actual.media ?? []).map(({ url }) => url ?? '');
  const given = (actual.enclosures ?? []).map(({ url }) => url ?? '');
  const all = [...given, ...media];
  const complete = wanted.every((url) => all.some((other) => sameAddress(url, other)));
  const exact = given.every((url) => wanted.some((other) => sameAddress(url, other)));
  judge('enclosures', complete && exact, reference.enclosures, actual.enclosures);
}

/** `published`, else `updated`, must be a date that the reference has; where both exist and differ, both must match. */
function compareDates(reference: ReadItem, actual: ReadItem, judge: Judge): void {
  const { published, updated } = reference;
  if (!published && !updated) return;
  if (published && updated && !sameSecond(published, updated)) {
    const both = sameSecond(published, actual.published ?? '') && sameSecond(updated, actual.updated ?? '');
    judge('date', both, [published, updated], [actual.published, actual.updated]);
    return;
  }
  const given = actual.published ?? actual.updated ?? '';
  judge(
    'date',
    [published, updated].some((date) => sameSecond(date ?? '', given)),
    published ?? updated,
    given,
  );
}

function compareAuthors(
  field: string,
  reference: ReadFeed | ReadItem,
  actual: ReadFeed | ReadItem,
  judge: Judge,
): void {
  const first = reference.authors?.[0];
  const wanted = first?.name ?? first?.email ?? first?.url;
  if (!wanted) return;
  const given = (actual.authors ?? []).flatMap(({ name, email, url }) => [name, email, url]);
  const found = given.some((part) => part != null && (sameText(wanted, part) || sameAddress(wanted, part)));
  judge(field, found, first, actual.authors);
}

type Same = (left: string, right: string) => boolean;

function one(
  field: string,
  wanted: string | null | undefined,
  given: string | null | undefined,
  same: Same,
  judge: Judge,
): void {
  either(field, [wanted], given, same, judge);
}

function either(
  field: string,
  wanted: readonly (string | null | undefined)[],
  given: string | null | undefined,
  same: Same,
  judge: Judge,
): void {
  if (!wanted[0]) return;
  judge(
    field,
    wanted.some((text) => text != null && same(text, given ?? '')),
    wanted[0],
    given,
  );
}

function sameText(left: string, right: string): boolean {
  return plain(left) === plain(right);
}

export function plain(markup: string): string {
  let text = '';
  const parser = new Parser({ ontext: (part) => (text += part) }, { decodeEntities: true });
  parser.end(markup);
  return decodeHTML(text).replace(/\s+/g, ' ').trim();
}

function sameMarkup(left: string, right: string): boolean {
  return foldedMarkup(left) === foldedMarkup(right);
}

function foldedMarkup(markup: string): string {
  let folded = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const sorted = Object.entries(attributes).sort(([first], [second]) => (first < second ? -1 : 1));
        folded += `<${name}${sorted.map(([key, value]) => ` ${key}=${value.trim()}`).join('')}>`;
      },
      onclosetag: (name) => (folded += `</${name}>`),
      ontext: (text) => (folded += text),
    },
    { decodeEntities: true },
  );
  parser.end(markup);
  const spaced = folded
    .replace(/\s+/g, ' ')
    .replace(/ ?(<[^>]*>) ?/g, '$1')
    .trim();
  return /^<div>((?:(?!<div>).)*)<\/div>$/s.exec(spaced)?.[1] ?? spaced;
}

function sameAddress(left: string, right: string): boolean {
  if (left === right) return true;
  const [first, second] = [URL.parse(left)?.href, URL.parse(right)?.href];
  return first !== undefined && first.replace(/\/$/, '') === second?.replace(/\/$/, '');
}

function sameSecond(left: string, right: string): boolean {
  return Math.floor(Date.parse(left) / 1000) === Math.floor(Date.parse(right) / 1000);
}

function sameLetters(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
