import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDraft, stillInPlace } from '../../../src/publish/place.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-place-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function place(file: string, text: string) {
  const draft = openDraft(file);
  try {
    draft.write(text);
    return draft.place();
  } finally {
    draft.discard();
  }
}

describe('placing a document', () => {
  it('makes the folder and the file, and leaves nothing beside it', () => {
    const file = join(folder, 'deep', 'all.rss');
    expect(place(file, 'one').written).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('one');
    expect(readdirSync(join(folder, 'deep'))).toEqual(['all.rss']);
  });

  it('does not touch a file that has the same bytes', () => {
    const file = join(folder, 'all.rss');
    place(file, 'one');
    const before = statSync(file, { bigint: true });
    expect(place(file, 'one').written).toBe(false);
    expect(statSync(file, { bigint: true })).toMatchObject({ mtimeNs: before.mtimeNs, ino: before.ino });
  });

  it('replaces a file by renaming, so that a reader has the old or the new one', () => {
    const file = join(folder, 'all.rss');
    place(file, 'one');
    const before = statSync(file).ino;
    expect(place(file, 'two').written).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(statSync(file).ino).not.toBe(before);
  });

  it('tells whether the file is still as it was placed', () => {
    const file = join(folder, 'all.rss');
    const { placed } = place(file, 'one');
    expect(stillInPlace(placed)).toBe(true);
    writeFileSync(file, 'other!');
    expect(stillInPlace(placed)).toBe(false);
    rmSync(file);
    expect(stillInPlace(placed)).toBe(false);
  });

  it('is written in portions, and not in place before it is whole', () => {
    const file = join(folder, 'all.rss');
    place(file, 'old');
    const draft = openDraft(file);
    const text = 'Zwölf Boxkämpfer 🥊 '.repeat(20_000);
    for (let at = 0; at < text.length; at += 1_900) draft.write(text.slice(at, at + 1_900));
    expect(readFileSync(file, 'utf8')).toBe('old');
    const { placed } = draft.place();
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(placed.size).toBe(Buffer.byteLength(text));
    expect(placed.hash).toBe(createHash('sha256').update(text).digest('base64url'));
    draft.discard();
    expect(readdirSync(folder)).toEqual(['all.rss']);
  });

  it('leaves nothing behind when it is given up', () => {
    const file = join(folder, 'all.rss');
    const draft = openDraft(file);
    draft.write('half a docu');
    draft.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is a Failure with advice where it can not be, and the last good document stays', () => {
    const file = join(folder, 'all.rss');
    place(file, 'one');
    mkdirSync(`${file}.new`); // in the way of the new document, also for root
    expect(() => place(file, 'two')).toThrow(
      expect.objectContaining({ code: 'publish-failed', advice: expect.stringContaining('last good') }),
    );
    expect(readFileSync(file, 'utf8')).toBe('one');
    expect(existsSync(`${file}.new`)).toBe(true);
  });
});
