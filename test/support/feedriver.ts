import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/command.ts';

/** A folder of its own, gone at the end of the scope. */
export function scratch(): {
  readonly folder: string;
  write(name: string, text: string): string;
} & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-scenario-'));
  return {
    folder,
    write(name, text) {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Says a command line to the program, in this process: real files, real network, a terminal of our own. */
export async function feedriver(folder: string, ...words: string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await runCommand(words, {
    directory: folder,
    environment: {},
    pid: process.pid,
    stop: new AbortController().signal,
    print: (text) => {
      stdout += text;
    },
    complain: (text) => {
      stderr += text;
    },
    interactive: false,
    colour: false,
  });
  return { code, stdout, stderr };
}

export const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** Starts the program as a process of its own. */
export const startFeedriver = (folder: string, ...words: string[]) => startProgram(folder, words);

export interface ProgramOptions {
  /** A module that is loaded before anything of the program. */
  readonly preload?: string;
  /** Beside our own. */
  readonly environment?: Readonly<Record<string, string>>;
}

export function startProgram(
  folder: string,
  words: readonly string[],
  { preload, environment }: ProgramOptions = {},
) {
  const before = preload === undefined ? [] : ['--import', preload];
  const child = spawn(process.execPath, [...before, main, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listen of heard) listen();
    });
  }
  return {
    child,
    ended,
    output: () => output,
    /** Resolves with the output once it holds the words; rejects when the process ends before. */
    async says(words: string): Promise<string> {
      while (!output.includes(words)) {
        const next = new Promise<void>((resolve) => heard.add(resolve));
        const over = await Promise.race([next.then(() => false), ended.then(() => true)]);
        if (over && !output.includes(words)) throw new Error(`ended without "${words}":\n${output}`);
      }
      return output;
    },
  };
}

/** SHA-256 of every file in a folder, by name. */
export function hashesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names
      .sort()
      .map((file) => [
        file.slice(folder.length + 1),
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      ]),
  );
}
