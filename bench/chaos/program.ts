/** The real program as a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Orders } from './hand.ts';

const root = new URL('../../', import.meta.url).pathname;

export interface Program extends Disposable {
  run(folder: string, words: readonly string[], orders: Orders): Running;
}

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
 * are found.
 */
export function buildProgram(): Program {
  const folder = join(root, 'node_modules', '.cache', `feedriver-chaos-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const built = join(folder, 'dist');
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--outDir', built], {
    cwd: root,
    stdio: 'inherit',
  });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  const hand = join(folder, 'hand.mjs');
  writeFileSync(hand, stripTypeScriptTypes(readFileSync(new URL('hand.ts', import.meta.url), 'utf8')));

  return {
    run: (cwd, words, orders) =>
      watch(
        spawn(
          process.execPath,
          ['--disable-warning=ExperimentalWarning', '--import', hand, join(built, 'main.js'), ...words],
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
