/**
 * Loaded into the program with `--import`, before anything of its own: stops the clock at the tick's time, takes the chance
 * out of chance, and ends the process the hard way at the n-th passing of a named point. The program has no hooks for this
 * and knows nothing of it: what is wrapped are Node's own `node:fs` and `node:sqlite`.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, type SQLInputValue, StatementSync } from 'node:sqlite';

export interface Orders {
  /** ms since 1970: what Date.now() says. */
  readonly now: number;
  readonly kill: {
    readonly point: string;
    readonly nth: number;
    readonly when: 'before' | 'in' | 'after';
  } | null;
  /** File that is told, at the end, how often each point was passed. */
  readonly passings: string | null;
}

const orders = JSON.parse(process.env.CHAOS_ORDERS ?? '') as Orders;
Date.now = () => orders.now;
Math.random = () => 0.5;

/** A pipe that is opened for us. */
const TO_PARENT = 3;
const original = { ...fs };
const passed: Record<string, number> = {};
const die = () => process.kill(process.pid, 'SIGKILL');

/**
 * Does `work`, at the point of that name. Dying in it leaves what `part` does; where a work has no parts, whoever started
 * us is told that it begins, and kills us while we go on.
 */
function pass<Result>(point: string, work: () => Result, part?: () => void): Result {
  const nth = (passed[point] ?? 0) + 1;
  passed[point] = nth;
  const { kill } = orders;
  if (kill === null || kill.point !== point || kill.nth !== nth) return work();
  if (kill.when === 'in') {
    if (part === undefined) original.writeSync(TO_PARENT, '!');
    else {
      part();
      die();
    }
  }
  if (kill.when === 'before') die();
  const result = work();
  if (kill.when === 'after') die();
  return result;
}

// the cache, and its lock
const { exec, close } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  const [verb = ''] = sql.trim().split(/[\s;]/, 1);
  return pass(POINT_OF_VERB[verb] ?? 'cache: prepare', () => exec.call(this, sql));
};
const POINT_OF_VERB: Readonly<Record<string, string>> = { begin: 'cache: begin', commit: 'cache: commit' };
DatabaseSync.prototype.close = function () {
  return pass('cache: close', () => close.call(this));
};

const ROWS: readonly (readonly [prefix: string, point: string])[] = [
  ['i:', 'row: item'],
  ['l:', 'row: listing'],
  ['s:', 'row: bookmark'],
  ['o:', 'row: shelf'],
  ['p:', 'row: placed'],
  ['h', 'row: housekeeping'],
  ['w:r:', 'row: roster'],
  ['w:', 'row: segment'],
  ['w', 'row: manifest'],
];
function pointOf(sql: string, key: string): string {
  if (sql.startsWith('delete')) return 'row: removed';
  if (sql.includes('holder')) return 'lock: holder';
  return ROWS.find(([prefix]) => key.startsWith(prefix))?.[1] ?? 'row: other';
}

type Run = (this: StatementSync, ...cells: SQLInputValue[]) => ReturnType<StatementSync['run']>;
const run = StatementSync.prototype.run as Run;
StatementSync.prototype.run = function (this: StatementSync, ...cells: SQLInputValue[]) {
  return pass(pointOf(this.sourceSQL, String(cells[0])), () => run.apply(this, cells));
} as StatementSync['run'];

// the documents
const placing = new Set<number>();
fs.openSync = (path, flags, mode) => {
  if (flags !== 'w') return original.openSync(path, flags, mode);
  const handle = pass('place: open', () => original.openSync(path, flags, mode));
  placing.add(handle);
  return handle;
};
fs.writeSync = ((handle: number, bytes: Uint8Array, ...rest: []) => {
  const write = () => original.writeSync(handle, bytes, ...rest);
  if (!placing.has(handle)) return write();
  return pass('place: write', write, () => original.writeSync(handle, bytes.subarray(0, bytes.length >> 1)));
}) as typeof fs.writeSync;
fs.writeFileSync = (file, data, options) =>
  pass(
    'place: write',
    () => original.writeFileSync(file, data, options),
    () => original.writeFileSync(file, String(data).slice(0, String(data).length >> 1), options),
  );
fs.fsyncSync = (handle) => pass('place: flush', () => original.fsyncSync(handle));
fs.closeSync = (handle) => {
  if (!placing.delete(handle)) return original.closeSync(handle);
  return pass('place: close', () => original.closeSync(handle));
};
fs.renameSync = (from, to) => pass('place: rename', () => original.renameSync(from, to));
syncBuiltinESMExports();

const { passings } = orders;
if (passings !== null) process.on('exit', () => original.writeFileSync(passings, JSON.stringify(passed)));
