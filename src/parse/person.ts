import type { RawPerson } from '../model/entry.ts';
import { attribute, child, type Element, resolve, textOf } from './element.ts';

/** More than any paper has authors that a feed lists; it keeps the comparison of each with each short. */
const MAX_PERSONS = 200;

/** All persons of these elements, each named once. */
export function persons(element: Element, ...names: readonly string[]): readonly RawPerson[] | undefined {
  const found: RawPerson[] = [];
  for (const candidate of element.children) {
    if (found.length === MAX_PERSONS || !names.includes(candidate.name)) continue;
    for (const person of personsIn(candidate)) {
      if (found.length < MAX_PERSONS && !found.some((known) => isSame(known, person))) found.push(person);
    }
  }
  return found.length === 0 ? undefined : found;
}

function isSame(left: RawPerson, right: RawPerson): boolean {
  return left.name === right.name && (left.email === right.email || right.email === undefined);
}

/** An Atom person (RFC 4287, 3.2), an RDF container or FOAF person, or the free text of RSS and Dublin Core. */
function personsIn(element: Element): readonly RawPerson[] {
  const name = textOf(element, 'name', 'itunes:name', 'title');
  const email = textOf(element, 'email', 'itunes:email');
  const url = textOf(element, 'uri', 'url', 'homepage');
  if (name !== undefined || email !== undefined || url !== undefined) {
    const address = url === undefined ? undefined : resolve(url, element.base);
    if (name === undefined || email !== undefined) return [{ name, email, url: address }];
    return [{ ...personOf(name), ...(address === undefined ? {} : { url: address }) }];
  }
  const nested = child(element, 'rdf:bag', 'rdf:seq', 'rdf:alt', 'rdf:li', 'foaf:person', 'rdf:description');
  if (nested !== undefined) {
    if (nested.name === 'foaf:person') return foafPerson(nested);
    return element.children.flatMap((part) => personsIn(part));
  }
  const text = element.text.trim() || attribute(element, 'foaf:name') || '';
  return text === '' ? [] : [personOf(text)];
}

function foafPerson(element: Element): readonly RawPerson[] {
  const name = textOf(element, 'foaf:name') ?? attribute(element, 'foaf:name');
  return name === undefined ? [] : [{ name, email: undefined, url: undefined }];
}

/** Characters that are looked at: names of more are cut anyway. */
const LONGEST_PERSON = 4096;
const EMAIL = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/;

/** `mail@host (Name)`, `Name <mail@host>`, `Name (mail@host)`, a mail address, or a name. */
export function personOf(text: string): RawPerson {
  const folded = text.slice(0, LONGEST_PERSON).replace(/\s+/g, ' ').trim();
  const email = folded.length > 512 ? undefined : EMAIL.exec(folded)?.[0];
  if (email === undefined) return { name: folded, email: undefined, url: undefined };
  const name = folded
    .replace(email, '')
    .replace(/mailto:/i, '')
    .replace(/[()<>[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, '');
  return { name: name === '' ? undefined : name, email, url: undefined };
}
