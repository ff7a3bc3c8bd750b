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
    /** SIGKILL unless given; after another one the process goes on until it has ended itself. */
    readonly signal?: 'SIGTERM';
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
const die = () => process.kill(process.pid, orders.kill?.signal ?? 'SIGKILL');

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

/**
 * After a SIGTERM the program has five seconds, of waiting as its own timers tell them, or of work. Not of the clock on the wall: a
 * machine may be busy with others.
 */
process.once('SIGTERM', () => {
  const before = process.cpuUsage();
  let waited = 0;
  setInterval(() => {
    waited += WATCHED;
    const { user, system } = process.cpuUsage(before);
    if (Math.max(waited, (user + system) / 1000) > PATIENCE) process.kill(process.pid, 'SIGKILL');
  }, WATCHED).unref();
});
/** ms. */
const WATCHED = 50;
const PATIENCE = 5_000;

// the cache, and its lock
const { exec, close } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  const [verb = ''] = sql.trim().split(/[\s;]/, 1);
  if (verb === 'begin') written.clear();
  return pass(verb === 'commit' ? commitPoint() : (POINT_OF_VERB[verb] ?? 'cache: prepare'), () =>
    exec.call(this, sql),
  );
};
const POINT_OF_VERB: Readonly<Record<string, string>> = {
  begin: 'cache: begin',
  drop: 'migration: swap and commit',
};

/** Points of the rows that were written since the transaction began. */
const written = new Set<string>();

/** A commit is named by what is in it. */
function commitPoint(): string {
  if (written.has('row: bookmark'))
    return written.has(MERGED) ? 'commit: batch that merges segments' : 'commit: batch';
  if (written.has('row: manifest')) return 'commit: of housekeeping';
  if (written.has('row: removed')) return 'commit: removal';
  if (written.has('row: placed')) return 'commit: placed';
  return 'commit: other';
}

const MERGED = 'merged';
type Segments = Readonly<Record<string, readonly unknown[]>>;
let segments: Segments = {};

/** Fewer segments than before, or as many: some became one. */
function noteManifest(value: string): void {
  const next = (JSON.parse(value) as { segments: Segments }).segments;
  for (const family of Object.keys(next))
    if ((next[family]?.length ?? 0) <= (segments[family]?.length ?? 0) && segments[family]?.length)
      written.add(MERGED);
  segments = next;
}

const { get } = StatementSync.prototype;
StatementSync.prototype.get = function (this: StatementSync, ...cells: SQLInputValue[]) {
  const row = get.apply(this, cells as Parameters<typeof get>);
  if (cells[0] === 'w' && row !== undefined)
    segments = (JSON.parse(String(row.value)) as { segments: Segments }).segments;
  return row;
} as StatementSync['get'];
DatabaseSync.prototype.close = function () {
  return pass('cache: close', () => close.call(this));
};

const ROWS: readonly (readonly [prefix: string, point: string])[] = [
  ['i:', 'row: item'],
  ['l:', 'row: listing'],
  ['s:', 'row: bookmark'],
  ['o:', 'row: shelf'],
  ['a:', 'row: archive'],
  ['e:', 'row: edition'],
  ['p:', 'row: placed'],
  ['h', 'row: housekeeping'],
  ['w:r:', 'row: roster'],
  ['w:', 'row: segment'],
  ['w', 'row: manifest'],
];
function pointOf(sql: string, key: string): string {
  if (sql.startsWith('delete')) return 'row: removed';
  if (sql.includes('holder')) return 'lock: holder';
  if (sql.startsWith('vacuum')) return 'copy: write';
  if (sql.includes('migrated')) return 'migration: row';
  return ROWS.find(([prefix]) => key.startsWith(prefix))?.[1] ?? 'row: other';
}

type Run = (this: StatementSync, ...cells: SQLInputValue[]) => ReturnType<StatementSync['run']>;
const run = StatementSync.prototype.run as Run;
StatementSync.prototype.run = function (this: StatementSync, ...cells: SQLInputValue[]) {
  const sql = this.sourceSQL;
  for (let cell = 0; cell < cells.length; cell += 2) {
    written.add(pointOf(sql, String(cells[cell])));
    if (cells[cell] === 'w' && sql.startsWith('insert into cache')) noteManifest(String(cells[cell + 1]));
  }
  return pass(pointOf(sql, String(cells[0])), () => run.apply(this, cells));
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
fs.fsyncSync = (handle) =>
  pass(placing.has(handle) ? 'place: flush' : 'copy: flush', () => original.fsyncSync(handle));
fs.closeSync = (handle) => {
  if (!placing.delete(handle)) return original.closeSync(handle);
  return pass('place: close', () => original.closeSync(handle));
};
fs.renameSync = (from, to) =>
  pass(isCache(to) ? 'copy: rename' : 'place: rename', () => original.renameSync(from, to));
fs.copyFileSync = (from, to) =>
  pass(
    'restore: keep the old one',
    () => original.copyFileSync(from, to),
    () => original.writeFileSync(to, original.readFileSync(from).subarray(0, 20_000)),
  );
fs.rmSync = (path, options) => {
  const remove = () => original.rmSync(path, options);
  return isCache(path) && original.existsSync(path) ? pass('cache: remove a file', remove) : remove();
};
function isCache(path: fs.PathLike): boolean {
  return String(path).includes('.db');
}
syncBuiltinESMExports();

const { passings } = orders;
if (passings !== null) process.on('exit', () => original.writeFileSync(passings, JSON.stringify(passed)));
