/**
 * Kills the real program, again and again, while it follows publishers that misbehave, and holds what it leaves behind to
 * the promises of docs/guarantees.md.
 *
 *     npm run chaos [-- --kills 1000] [--seed 1] [--quick]     a whole round; --quick takes at most a minute
 *     npm run chaos -- --seed 1 --life 12                      one life again, as a failure says
 *
 * Exit code 1 if a promise was broken.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
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
  },
});
const { seed, quick } = options;
const kills = Number(options.kills);
const only = options.life === undefined ? null : Number(options.life);
/** ms, after which no new life begins in a quick round. */
const QUICK = 30_000;
const TICKS = quick ? 8 : 16;
/** Which history a life is lived through, in turns; wide ones take their time. */
const KINDS: readonly Kind[] = ['usual', 'long', 'usual', 'long', 'usual', 'wide'];

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;

using program = buildProgram();
const tally = emptyTally();
const failures: string[] = [];

interface MeasuredStage extends Stage {
  readonly memoir: Memoir;
}

/** Made when the first life needs it. */
async function openStage(kind: Kind): Promise<MeasuredStage> {
  const history = writeHistory(`${seed} ${kind}`, { ticks: TICKS, kind, stalls: !quick });
  const world = worlds.use(await openWorld(history));
  const stage = { program, history, world };
  const memoir = await liveUndisturbed(stage, `undisturbed-${seed}`);
  return { ...stage, memoir };
}

await using worlds = new AsyncDisposableStack();
const stages = new Map<Kind, Promise<MeasuredStage>>();
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
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    failures.push(
      `${error.message}\n  again: npm run chaos -- --seed ${seed} --life ${life}${quick ? ' --quick' : ''}`,
    );
  }
}

const killed = () => [...tally.kills.values()].reduce((sum, count) => sum + count, 0);
const enough = () =>
  killed() >= kills || failures.length > 0 || (quick && performance.now() - started > QUICK);

if (only !== null) await live(only);
else {
  let next = 0;
  const lane = async () => {
    while (!enough()) await live(next++);
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
}

for (const [point, count] of [...tally.kills].sort()) console.log(`  ${String(count).padStart(5)}  ${point}`);
const measured = await Promise.all(stages.values());
const sum = (of: (stage: MeasuredStage) => number) => measured.reduce((total, stage) => total + of(stage), 0);
console.log(
  `${killed()} kills (${tally.spared} runs were over before), ${sum(({ world }) => world.requests())} requests; ` +
    `${sum(({ memoir }) => memoir.documentsChecked)} documents read by other readers, ${tally.documents} found to be the old or the new one after a kill; ` +
    `${tally.items} items looked for at the end. ${Math.round(seconds())} s.`,
);
for (const failure of failures) console.log(`BROKEN: ${failure}`);
if (failures.length === 0) console.log('Lost 0, doubled 0, torn 0; every end is the same to the byte.');
process.exitCode = failures.length === 0 && killed() > 0 ? 0 : 1;
