/** The real program as a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { LAYOUT } from '../../src/model/layout.ts';
import { type Breakage, commit } from './breakages.ts';
import type { Orders } from './hand.ts';

const root = new URL('../../', import.meta.url).pathname;

export interface Program extends Disposable {
  /** `edition`: as it is, or as the next version might be, whose cache has another layout. */
  run(folder: string, words: readonly string[], orders: Orders, edition: Edition): Running;
}

export type Edition = 'present' | 'next';

export interface Running {
  /** Ends it the hard way, unless it has ended. */
  kill(): void;
  /** Resolves when the process is gone. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly killed: boolean;
    readonly output: string;
  }>;
}

/**
 * Builds the program as it is published: that starts in half the time. It has to lie below the project, where its packages
 * are found. `breakage`: with one promise broken on purpose.
 */
export function buildProgram(breakage: Breakage | null): Program {
  const folder = join(root, 'node_modules', '.cache', `feedriver-chaos-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const built = { present: join(folder, 'dist'), next: join(folder, 'dist-next') };
  execFileSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', 'tsconfig.build.json', '--outDir', built.present],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (breakage !== null) commit(breakage, built.present);
  cpSync(built.present, built.next, { recursive: true });
  anticipate(built.next);
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  const hand = join(folder, 'hand.mjs');
  writeFileSync(hand, stripTypeScriptTypes(readFileSync(new URL('hand.ts', import.meta.url), 'utf8')));

  return {
    run: (cwd, words, orders, edition) =>
      watch(
        spawn(
          process.execPath,
          [
            '--disable-warning=ExperimentalWarning',
            '--import',
            hand,
            join(built[edition], 'main.js'),
            ...words,
          ],
          {
            cwd,
            stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
            env: {
              PATH: process.env.PATH,
              NODE_COMPILE_CACHE: join(folder, 'compiled'),
              CHAOS_ORDERS: JSON.stringify(orders),
            },
          },
        ),
      ),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Makes of the program its next version: one more layout, with the migration that leads there. */
function anticipate(built: string): void {
  const next = LAYOUT + 1;
  const migrations = join(built, 'store', 'migrations.js');
  renameSync(migrations, join(built, 'store', 'published.js'));
  writeFileSync(
    migrations,
    `import { MIGRATIONS as published } from './published.js';
export { layoutAfter } from './published.js';
function* rows(all) {
  for (const { key, value } of all)
    yield { key, value: key === 'w' ? JSON.stringify({ ...JSON.parse(value), layout: ${next} }) : value };
  yield { key: 'next', value: 'layout ${next}' };
}
export const MIGRATIONS = [...published, { from: ${LAYOUT}, rows }];
`,
  );
  writeFileSync(join(built, 'model', 'layout.js'), `export const LAYOUT = ${next};\n`);
}

function watch(child: ReturnType<typeof spawn>): Running {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const kill = () => void child.kill('SIGKILL');
  child.stdio[3]?.once('data', kill);
  const ended = new Promise<Awaited<Running['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, killed: signal === 'SIGKILL', output }));
  });
  return { kill, ended };
}
