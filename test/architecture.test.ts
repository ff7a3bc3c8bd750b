import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Reads the source tree and holds it to the rules of the house (docs/architecture.md). */

const root = new URL('../src', import.meta.url).pathname;

interface SourceFile {
  /** `fetch/fetcher.ts` */
  readonly path: string;
  /** First folder, or the file itself at the top. */
  readonly room: string;
  readonly code: string;
  readonly imports: readonly string[];
}

const files: SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([@.:/\w-]+)'(?=[;)]|\s+with)/g)].map(
      (match) => match[1] ?? '',
    );
    return { path, room: path.split('/')[0] ?? path, code: withoutComments(text), imports };
  });

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** The rooms that a file imports from, besides its own. */
const roomsOf = (file: SourceFile): string[] =>
  file.imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, join(root, dirname(file.path), name)).split('/')[0] ?? '')
    .filter((room) => room !== file.room);

const packageOf = (name: string): string =>
  name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name);

/** These know two stages: the sentence, the composition root, the verbs, the library's entry. */
const KNOWS_ALL = new Set(['cycle', 'cli', 'app.ts', 'index.ts', 'main.ts', 'product.ts', 'clock.ts']);

/** A stage that may look into another one, and why. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ledger: ['dedup'], // the ledger is the judge's memory: it asks what the pure judge answers
};

/** Each package has one home; what it does is wrapped there. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  '@clack/prompts': ['cli'],
  'cli-table3': ['cli'],
  commander: ['cli'],
  entities: ['parse', 'sanitise', 'clean'], // one table of names; all three decode references
  'fastest-levenshtein': ['config'],
  feed: ['render'],
  htmlparser2: ['parse', 'sanitise', 'clean'], // one tokenizer, read for different ends
  keyv: ['store'],
  'markdown-it': ['parse'],
  'node-cron': ['schedule'],
  pino: ['log'],
  'pino-pretty': ['log'],
  'postal-mime': ['parse'],
  'prom-client': ['serve'],
  re2js: ['select'],
  'rss-parser': ['parse'],
  tinyglobby: ['fetch'],
  undici: ['fetch'],
  yaml: ['config'],
  zod: ['config'],
};

/** Who may touch the disk, the network or the machine. */
const BUILTIN_HOMES: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['store', 'publish', 'serve', 'fetch', 'cli', 'product.ts'],
  'node:fs/promises': ['fetch'],
  'node:http': ['serve'],
  'node:net': ['fetch', 'serve'],
  'node:dns': ['fetch'],
  'node:tls': ['fetch'],
  'node:sqlite': ['store'],
  'node:os': ['store'],
  'node:process': ['index.ts'],
  'node:timers/promises': ['clock.ts', 'parse', 'clean', 'cycle', 'ledger'], // others have a turn between two pieces of a long document
};

/** What reaches outside without being handed in, and the files that are handed the real thing to hand it on. */
const AMBIENT: readonly { name: string; pattern: RegExp; allowed: readonly string[] }[] = [
  { name: 'Date.now()', pattern: /\bDate\.now\b/, allowed: ['clock.ts'] },
  { name: 'new Date()', pattern: /\bnew Date\(\s*\)/, allowed: [] },
  { name: 'performance.now()', pattern: /\bperformance\.now\b/, allowed: [] },
  { name: 'Math.random', pattern: /\bMath\.random\b/, allowed: ['cli/settings.ts', 'index.ts'] },
  { name: 'randomUUID', pattern: /\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b/, allowed: [] },
  { name: 'fetch()', pattern: /(?:await|return|=)\s*fetch\(/, allowed: [] },
  { name: 'process', pattern: /(?<![.\w'/])process\.[a-z]/, allowed: ['main.ts'] },
  { name: 'console', pattern: /\bconsole\./, allowed: ['main.ts'] },
  { name: 'setTimeout()', pattern: /(?<![.\w])set(?:Timeout|Interval)\(/, allowed: ['clock.ts'] },
];

describe('the house', () => {
  it('was really looked at', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(new Set(files.map((file) => file.room)).size).toBeGreaterThan(14);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(200);
  });

  it('has stages that know the words, themselves, and nobody else', () => {
    const strays = files
      .filter((file) => !KNOWS_ALL.has(file.room))
      .flatMap((file) =>
        roomsOf(file)
          .filter((room) => room !== 'model' && !MAY_IMPORT[file.room]?.includes(room))
          .map((room) => `${file.path} → ${room}`),
      );
    expect(strays).toEqual([]);
  });

  it('has words that know nothing', () => {
    const strays = files
      .filter((file) => file.room === 'model')
      .flatMap((file) =>
        file.imports.filter((name) => !name.startsWith('./')).map((name) => `${file.path} → ${name}`),
      );
    expect(strays).toEqual([]);
  });

  it('gives every package one home', () => {
    const strays = files.flatMap((file) =>
      file.imports
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !HOMES[packageOf(name)]?.includes(file.room))
        .map((name) => `${file.path} → ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('really uses every package that it names, and no other dependency is declared', () => {
    const used = new Set(files.flatMap((file) => file.imports.map(packageOf)));
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const declared = Object.keys(manifest.dependencies).sort();
    expect(declared).toEqual(Object.keys(HOMES).sort());
    expect(declared.filter((name) => !used.has(name))).toEqual([]);
  });

  it('touches the machine in few rooms only', () => {
    const strays = files.flatMap((file) =>
      file.imports
        .filter((name) => name in BUILTIN_HOMES && !BUILTIN_HOMES[name]?.includes(file.room))
        .map((name) => `${file.path} → ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it.each(AMBIENT)('takes no $name on the side', ({ pattern, allowed }) => {
    const strays = files.filter((file) => !allowed.includes(file.path) && pattern.test(file.code));
    expect(strays.map((file) => file.path)).toEqual([]);
  });

  it('finds what it looks for (the patterns above can fail)', () => {
    const sample =
      'Date.now(); new Date(); performance.now(); Math.random(); randomUUID(); await fetch(u); process.exit(); console.log(1); setTimeout(f)';
    for (const { name, pattern } of AMBIENT) expect([name, pattern.test(sample)]).toEqual([name, true]);
  });

  it('has no drawers for this and that, and no barrels', () => {
    const drawers = files.filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|types|interfaces|common|misc)(?:\/|\.ts$)/.test(file.path),
    );
    const barrels = files.filter((file) => /\/index\.ts$/.test(file.path));
    expect([...drawers, ...barrels].map((file) => file.path)).toEqual([]);
  });
});
