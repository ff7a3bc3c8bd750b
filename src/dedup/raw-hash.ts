import { hash } from 'node:crypto';
import type { RawEnclosure, RawEntry, RawPerson, RawText } from '../model/entry.ts';

/** Counts up when an entry must be looked at again although it is the same to the letter. */
const VERSION = 1;

/** 84 of the digest's bits: two of a billion entries are as one with a chance of 1 in 10⁷. */
const LENGTH = 14;

/**
 * Hash over everything in an entry that a reader could see: entries that come as last time need not be looked at again.
 * 14 signs of base64url, the same for the same entry in every run. SHA-1 for its speed (native: 0.34 s for 34,600 entries at
 * intake, where a loop over the units took 0.71 s); an entry that is made to collide with another hides itself only.
 */
export function rawHashOf(entry: RawEntry): string {
  const spelled =
    VERSION +
    one(entry.id) +
    one(entry.url) +
    text(entry.title) +
    text(entry.summary) +
    text(entry.content) +
    one(entry.published) +
    one(entry.updated) +
    all(entry.authors, person) +
    all(entry.contributors, person) +
    all(entry.categories, ({ term, label, scheme }) => one(term) + one(label) + one(scheme)) +
    all(entry.enclosures, enclosure) +
    all(entry.media, enclosure) +
    one(entry.image) +
    all(entry.links, ({ rel, href }) => one(rel) + one(href)) +
    one(entry.comments) +
    one(entry.rights) +
    one(entry.language) +
    json(entry.source) +
    json(entry.podcast) +
    one(entry.digest?.estimated);
  return hash('sha1', spelled, 'base64url').slice(0, LENGTH);
}

/** With its length, so that neighbours can not run into one another; undefined differs from empty. */
const one = (value: string | undefined): string => (value === undefined ? '-' : `${value.length}:${value}`);

const all = <Part>(parts: readonly Part[] | undefined, spell: (part: Part) => string): string => {
  if (parts === undefined || parts.length === 0) return '0;';
  let spelled = `${parts.length};`;
  for (const part of parts) spelled += spell(part);
  return spelled;
};

const text = (construct: RawText | undefined): string =>
  construct === undefined ? '-' : construct.kind + one(construct.value) + one(construct.base);

const person = ({ name, email, url }: RawPerson): string => one(name) + one(email) + one(url);

const enclosure = ({ url, type, length, title, duration }: RawEnclosure): string =>
  one(url) + one(type) + one(length) + one(title) + one(duration);

/** Rare parts, and small ones. */
const json = (part: object | undefined): string => (part === undefined ? '-' : one(JSON.stringify(part)));
