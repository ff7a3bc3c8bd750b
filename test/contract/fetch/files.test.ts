import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createFetcher } from '../../../src/fetch/fetcher.ts';
import type { Bookmark } from '../../../src/model/bookmark.ts';
import type { Fetched, Source } from '../../../src/model/source.ts';
import { isDue } from '../../../src/schedule/due.ts';
import { planNext } from '../../../src/schedule/plan.ts';
import { feedSource, loopbackSettings, silentLog } from '../../support/visitor.ts';

let home = '';
let root = '';
const long = new Date(Date.UTC(2025, 0, 1));

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'feedriver-files-')));
  root = join(home, 'root');
  await mkdir(join(root, 'inbox', 'deeper'), { recursive: true });
  await mkdir(join(root, 'empty'));
  await write('digest.txt', 'one');
  await write('inbox/edition-9.txt', 'nine');
  await write('inbox/edition-10.txt', 'ten');
  await write('inbox/.hidden', 'no');
  await write('inbox/deeper/edition-1.eml', 'mail');
  await write('../outside.txt', 'secret');
  await symlink(join(home, 'outside.txt'), join(root, 'link-out.txt'));
  await symlink(join(root, 'digest.txt'), join(root, 'link-in.txt'));
  await symlink(home, join(root, 'link-up'));
});
afterAll(() => rm(home, { recursive: true }));

/** Writes a file that looks as old as the hills. */
async function write(name: string, text: string, time = long): Promise<void> {
  await writeFile(join(root, name), text);
  await utimes(join(root, name), time, time);
}

const digest = (name: string, more: Partial<Source> = {}) =>
  feedSource(join(root, name), { kind: 'digest', ...more });

async function read(source: Source, bookmark: Bookmark | null = null, maxBytes = 1000): Promise<Fetched> {
  const settings = { ...loopbackSettings, maxBytes };
  const deps = { clock: systemClock, log: silentLog, env: {}, files: { roots: [root] } };
  return createFetcher({ ...deps, settings }).fetch(source, bookmark, new AbortController().signal);
}

function remember(source: Source, before: Bookmark | null, fetched: Fetched): Bookmark {
  const settings = { minInterval: 3_600_000 };
  return planNext({ source, before, fetched, hints: null, now: Date.now(), random: 0, settings });
}

const texts = (fetched: Fetched) =>
  fetched.kind === 'documents'
    ? fetched.documents.map(({ bytes }) => Buffer.from(bytes).toString())
    : fetched;

describe('what is read', () => {
  test('a file, with the time it was made', async () => {
    expect(await read(digest('digest.txt'))).toMatchObject({
      kind: 'documents',
      documents: [{ location: join(root, 'digest.txt'), contentType: null, modifiedAt: long.getTime() }],
    });
  });

  test('a folder: its files in the order of their names, hidden ones and folders left out', async () => {
    expect(texts(await read(digest('inbox')))).toEqual(['nine', 'ten']);
  });

  test.for([
    ['inbox/*.txt', ['nine', 'ten']],
    ['inbox/**/*.eml', ['mail']],
    ['inbox/**/*', ['mail', 'nine', 'ten']],
    ['inbox/edition-{9,10}.txt', ['nine', 'ten']],
  ] as const)('the pattern %s', async ([pattern, expected]) => {
    expect(texts(await read(digest(pattern)))).toEqual(expected);
  });

  test('a file whose name looks like a pattern is that file', async () => {
    await write('odd[1].txt', 'odd');
    expect(texts(await read(digest('odd[1].txt')))).toEqual(['odd']);
  });

  test('a link to inside is followed', async () => {
    expect(texts(await read(digest('link-in.txt')))).toEqual(['one']);
  });

  test.for(['empty', 'nothing/*.txt', 'inbox/*.pdf'])('no file (yet) at %s is no trouble', async (name) => {
    expect(await read(digest(name))).toMatchObject({ kind: 'unchanged', warnings: [{ code: 'no-files' }] });
  });
});

describe('what is not read', () => {
  test.for([
    ['../outside.txt', 'file-outside'],
    ['../nothing.txt', 'file-outside'],
    ['inbox/../../outside.txt', 'file-outside'],
    ['link-out.txt', 'file-outside'],
    ['link-up/outside.txt', 'file-outside'],
    ['nothing.txt', 'file-unreadable'],
  ] as const)('%s: %s', async ([name, code]) => {
    expect(await read(digest(name))).toMatchObject({ kind: 'failed', failure: { code } });
  });

  test('links of a pattern that lead outside are left out, with a warning', async () => {
    const fetched = await read(digest('*.txt'));
    expect(texts(fetched)).not.toContain('secret');
    expect(fetched).toMatchObject({ warnings: [{ code: 'file-outside' }] });
    expect(texts(await read(digest('link-up/*.txt')))).not.toContainEqual('secret');
  });

  test('a feed is one file: a folder or a pattern is none', async () => {
    for (const name of ['inbox', 'inbox/*.txt']) {
      const fetched = await read(feedSource(join(root, name)));
      expect(fetched).toMatchObject({ kind: 'failed', failure: { code: 'file-unreadable' } });
    }
  });

  test('a file over the limit fails; among others it costs a warning', async () => {
    await mkdir(join(root, 'large'));
    await write('large/a.txt', 'small');
    await write('large/b.txt', 'x'.repeat(1001));
    expect(await read(digest('large/b.txt'))).toMatchObject({ failure: { code: 'too-large' } });
    const fetched = await read(digest('large'));
    expect(texts(fetched)).toEqual(['small']);
    expect(fetched).toMatchObject({ warnings: [{ code: 'too-large' }] });
  });

  test('a device is no file', async () => {
    await symlink('/dev/zero', join(root, 'zero'));
    expect(await read(digest('zero'))).toMatchObject({
      kind: 'failed',
      failure: { code: 'file-unreadable' },
    });
  });
});

describe('the calendar of files', () => {
  test('same size and time: unchanged without reading; other bytes: read again', async () => {
    await write('changing.txt', 'aaa');
    const source = digest('changing.txt');
    const first = await read(source);
    const stored = remember(source, null, first);
    expect(await read(source, stored)).toMatchObject({
      kind: 'unchanged',
      answer: { bodyHash: stored.bodyHash },
    });
    await write('changing.txt', 'bbb', new Date(Date.UTC(2025, 0, 2)));
    expect(texts(await read(source, stored))).toEqual(['bbb']);
  });

  test('touched but the same bytes: unchanged, and the new stamp is remembered', async () => {
    await write('touched.txt', 'same');
    const source = digest('touched.txt');
    const stored = remember(source, null, await read(source));
    await write('touched.txt', 'same', new Date(Date.UTC(2025, 0, 3)));
    const again = await read(source, stored);
    expect(again.kind).toBe('unchanged');
    expect(remember(source, stored, again).validators?.etag).not.toBe(stored.validators?.etag);
  });

  test('a change within the same second, of the same size, is not missed', async () => {
    const time = new Date();
    await write('quick.txt', 'aaa', time);
    const source = digest('quick.txt');
    const stored = remember(source, null, await read(source));
    await write('quick.txt', 'bbb', time);
    expect(texts(await read(source, stored))).toEqual(['bbb']);
  });

  test('a new file in a folder is a change', async () => {
    await mkdir(join(root, 'growing'));
    await write('growing/1.txt', 'one');
    const source = digest('growing');
    const stored = remember(source, null, await read(source));
    expect((await read(source, stored)).kind).toBe('unchanged');
    await write('growing/2.txt', 'two');
    expect(texts(await read(source, stored))).toEqual(['one', 'two']);
  });

  test('files are looked at in every run, unless the user wants it less often', async () => {
    const fetched = await read(digest('digest.txt'));
    const now = Date.now();
    const always = remember(digest('digest.txt'), null, fetched);
    expect(isDue(always, digest('digest.txt'), now, { force: false })).toBe(true);
    const daily = remember(digest('digest.txt', { every: 86_400_000 }), null, fetched);
    expect(isDue(daily, digest('digest.txt'), now, { force: false })).toBe(false);
    const missing = digest('missing.txt');
    const failed = remember(missing, null, await read(missing));
    expect(failed).toMatchObject({ failures: 1, lastFailure: { code: 'file-unreadable' } });
    expect(isDue(failed, missing, Date.now(), { force: false })).toBe(true);
  });
});
