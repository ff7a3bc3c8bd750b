// What a whole run costs beside naive programs and a yardstick: cold, unchanged, 5 % changed, over simulated feeds.
//   npm run bench:peers -- [--n 200,1000] [--rounds 3]
// The simulator and the peers come with the team's measuring kit, which lies beside the checkout (or where FEEDRIVER_PERF says).
// It is copied to a scratch folder, which is kept, so that a second call finds the peers built. Linux, and root for a network
// of its own. Nothing is asserted.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const checkout = new URL('..', import.meta.url).pathname;
const kit = process.env.FEEDRIVER_PERF ?? join(checkout, '..', 'shared', 'perf');
const { values } = parseArgs({
  options: { n: { type: 'string', default: '200,1000' }, rounds: { type: 'string', default: '3' } },
});

if (!existsSync(join(kit, 'bench.mjs'))) {
  console.log(`skipped: there is no measuring kit at ${kit}; name its folder by FEEDRIVER_PERF`);
  process.exit(0);
}
if (process.getuid?.() !== 0) {
  console.log('skipped: a private network namespace needs root');
  process.exit(0);
}

const scratch = join(tmpdir(), 'feedriver-peers');
const run = (command: string, words: string[], cwd: string) =>
  execFileSync(command, words, { cwd, stdio: 'inherit', env: { ...process.env, FEEDRIVER: checkout } });

run('npm', ['run', '--silent', 'build'], checkout);
if (!existsSync(scratch)) cpSync(kit, scratch, { recursive: true });
run('chmod', ['-R', 'u+w', scratch], checkout);
run('sh', ['setup.sh'], scratch);
run(
  'sh',
  [
    'lib/netns.sh',
    process.execPath,
    'bench.mjs',
    '--n',
    values.n,
    '--rounds',
    values.rounds,
    '--only',
    'feedriver,naive-gofeed,naive-feedsmith,ideal-node',
  ],
  scratch,
);
