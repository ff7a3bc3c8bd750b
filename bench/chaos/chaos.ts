/**
 * Kills the real program, again and again, while it follows publishers that misbehave, and holds what it leaves behind to
 * the promises of docs/guarantees.md.
 *
 *     npm run chaos [-- --kills 1000] [--seed 1] [--quick]     a whole round; --quick takes at most a minute
 *     npm run chaos -- --seed 1 --life 12                      one life again, as a failure says
 *     npm run chaos -- --broken bookmark-first                 with a promise broken on purpose (breakages.ts): has to fail
 *     npm run chaos -- --broken all                            each of them, in turn; fails if one is not noticed
 *
 * Exit code 1 if a promise was broken.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BREAKAGES, type Breakage } from './breakages.ts';
import { type Kind, writeHistory } from './history.ts';
import { Broken, emptyTally, liveDangerously, liveUndisturbed, type Memoir, type Stage } from './life.ts';
import { buildProgram } from './program.ts';
import { openWorld } from './upstream.ts';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    life: { type: 'string' },
    broken: { type: 'string' },
  },
});
const { seed, quick } = options;
const kills = Number(options.kills);
const only = options.life === undefined ? null : Number(options.life);
/** ms, after which no new life begins in a quick round, and in one that has to fail. */
const QUICK = 30_000;
const BREAKING = 180_000;
const TICKS = quick ? 8 : 16;
/** Which history a life is lived through, in turns; wide ones take their time. */
const KINDS: readonly Kind[] = ['usual', 'long', 'usual', 'long', 'usual', 'wide'];

interface MeasuredStage extends Stage {
  readonly memoir: Memoir;
}

/** Lives until there were enough kills, or a promise was broken; says what happened and returns what broke. */
async function round(breakage: Breakage | null): Promise<readonly string[]> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  using program = buildProgram(breakage);
  const tally = emptyTally();
  const failures: string[] = [];

  /** Made when the first life needs it. */
  async function openStage(kind: Kind): Promise<MeasuredStage> {
    const history = writeHistory(`${seed} ${kind}`, { ticks: TICKS, kind, stalls: !quick });
    const world = worlds.use(await openWorld(history));
    const stage = { program, history, world };
    const memoir = await liveUndisturbed(stage, `undisturbed-${seed}`);
    const measured = { ...stage, memoir };
    opened.push(measured);
    return measured;
  }

  await using worlds = new AsyncDisposableStack();
  const stages = new Map<Kind, Promise<MeasuredStage>>();
  const opened: MeasuredStage[] = [];
  function stageOf(life: number): Promise<MeasuredStage> {
    const kind = KINDS[life % KINDS.length] ?? 'usual';
    const stage = stages.get(kind) ?? openStage(kind);
    stages.set(kind, stage);
    return stage;
  }

  async function live(life: number): Promise<void> {
    try {
      const stage = await stageOf(life);
      await liveDangerously(stage, `life-${seed}-${life}`, stage.memoir, tally);
      if (!quick) console.error(`life ${life}: ${killed()} kills, ${Math.round(elapsed() / 1000)} s`);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      failures.push(
        `${error.message}\n  again: npm run chaos -- --seed ${seed} --life ${life}${quick ? ' --quick' : ''}`,
      );
    }
  }

  const killed = () => [...tally.kills.values()].reduce((sum, count) => sum + count, 0);
  const patience = breakage !== null ? BREAKING : quick ? QUICK : Number.POSITIVE_INFINITY;
  const enough = () => killed() >= kills || failures.length > 0 || elapsed() > patience;

  if (only !== null) await live(only);
  else {
    let next = 0;
    const lane = async () => {
      while (!enough()) await live(next++);
    };
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  }

  if (breakage === null)
    for (const [point, count] of [...tally.kills].sort())
      console.log(`  ${String(count).padStart(5)}  ${point}`);
  const sum = (of: (stage: MeasuredStage) => number) => opened.reduce((total, stage) => total + of(stage), 0);
  console.log(
    `${killed()} kills (${tally.spared} runs were over before), ${sum(({ world }) => world.requests())} requests; ` +
      `${sum(({ memoir }) => memoir.documentsChecked)} documents read by other readers, ${tally.documents} found to be the old or the new one after a kill; ` +
      `${tally.items} items looked for at the end. ${Math.round(elapsed() / 1000)} s.`,
  );
  if (killed() === 0 && failures.length === 0) failures.push('nothing was killed');
  return failures;
}

/** To see that the harness would notice: every breakage of these has to be found. Returns those that were not. */
async function breakOnPurpose(breakages: readonly Breakage[]): Promise<readonly string[]> {
  const unnoticed: string[] = [];
  for (const breakage of breakages) {
    console.log(`\n${breakage.name}: ${breakage.sin}`);
    const [failure] = await round(breakage);
    console.log(failure === undefined ? '  not noticed' : `  BROKEN, as it has to be: ${failure}`);
    if (failure === undefined) unnoticed.push(breakage.name);
  }
  return unnoticed;
}

const { broken } = options;
if (broken === 'all') {
  const unnoticed = await breakOnPurpose(BREAKAGES);
  console.log(`\n${BREAKAGES.length - unnoticed.length} of ${BREAKAGES.length} breakages noticed`);
  process.exitCode = unnoticed.length === 0 ? 0 : 1;
} else {
  const breakage = broken === undefined ? null : BREAKAGES.find(({ name }) => name === broken);
  if (breakage === undefined)
    throw new RangeError(`--broken takes all, or ${BREAKAGES.map(({ name }) => name).join(', ')}`);
  const failures = await round(breakage);
  for (const failure of failures) console.log(`BROKEN: ${failure}`);
  if (failures.length === 0) console.log('Lost 0, doubled 0, torn 0; every end is the same to the byte.');
  process.exitCode = failures.length === 0 ? 0 : 1;
}
