import { hash } from 'node:crypto';
import type { Markup, SafeHtml } from '../model/markup.ts';
import type { PatientSanitiser } from './patient.ts';
import { POLICY_VERSION, type SanitiserOptions } from './sanitise.ts';

/** A sanitiser that notes what it made, for a later process that is to show most of it again. */
export interface NotingSanitiser extends PatientSanitiser {
  /** All that was asked for, and what was made of it, as one text. Null: too much for that. */
  notes(): string | null;
}

/** What was made of one markup: its safe HTML, and its beginning as text by the length that was asked for. */
interface Note {
  html?: SafeHtml | null;
  texts?: Record<number, string>;
}

/** UTF-16 units of what is noted: some thousand items. */
const MOST = 4_000_000;

/**
 * The same sanitiser, which takes what stands in `before` for made. Notes of another `version` of the program, of another policy
 * or of other options are no notes; who can write to them can write to the documents too (they are kept in the cache).
 */
export function noting(
  sanitiser: PatientSanitiser,
  options: SanitiserOptions,
  version: string,
  before: string | undefined,
): NotingSanitiser {
  const stamp = JSON.stringify([version, POLICY_VERSION, options]);
  const known = readNotes(before, stamp);
  const noted = new Map<string, Note>();
  const ofMarkup = new WeakMap<Markup, Note>();
  function noteOf(markup: Markup): Note {
    const met = ofMarkup.get(markup);
    if (met !== undefined) return met;
    const key = keyOf(markup);
    const note = noted.get(key) ?? known.get(key) ?? {};
    noted.set(key, note);
    ofMarkup.set(markup, note);
    return note;
  }
  return {
    async ahead(markup) {
      if (markup !== null && noteOf(markup).html === undefined) await sanitiser.ahead(markup);
    },
    html(markup) {
      const note = noteOf(markup);
      if (note.html === undefined) note.html = sanitiser.html(markup);
      return note.html;
    },
    text(markup, limit) {
      const note = noteOf(markup);
      const text = note.texts?.[limit] ?? sanitiser.text(markup, limit);
      note.texts = { ...note.texts, [limit]: text };
      return text;
    },
    notes() {
      let length = 0;
      for (const { html } of noted.values()) length += html?.length ?? 0;
      return length > MOST ? null : `${stamp}\n${JSON.stringify([...noted])}`;
    },
  };
}

function readNotes(before: string | undefined, stamp: string): ReadonlyMap<string, Note> {
  if (before === undefined || !before.startsWith(`${stamp}\n`)) return new Map();
  // what stands under our own stamp, this file wrote
  return new Map(JSON.parse(before.slice(stamp.length + 1)) as [string, Note][]);
}

/** 132 of the digest's bits, which nobody can aim at. */
const keyOf = ({ html, base }: Markup): string =>
  hash('sha256', `${base ?? ''}\n${html}`, 'base64url').slice(0, 22);
