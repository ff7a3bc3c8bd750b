import { Command, CommanderError, Option } from 'commander';
import { Failure } from '../model/failure.ts';
import { product } from '../product.ts';
import { exitCodeOf, sayFailure } from './failures.ts';
import { EXIT, type Terminal } from './terminal.ts';

const CONFIG = 'config/feedriver.yaml';

/**
 * Understands the command line and runs one verb. Each verb is loaded when it is asked for: what `status` does not need
 * costs it nothing. Returns the exit code.
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.done;
  const verb =
    <Given extends unknown[]>(work: (...given: Given) => Promise<number>) =>
    async (...given: Given) => {
      exitCode = await work(...given);
    };
  const program = describeProgram(verb, terminal);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof Failure)) throw error;
    terminal.complain(sayFailure(error));
    return exitCodeOf(error);
  }
}

type Verb = <Given extends unknown[]>(
  work: (...given: Given) => Promise<number>,
) => (...given: Given) => Promise<void>;

function describeProgram(verb: Verb, terminal: Terminal): Command {
  const program = new Command('feedriver')
    .description('Takes in digests and feeds, and publishes one clean stream of each item once.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.complain })
    .showHelpAfterError('(feedriver --help tells what can be said)')
    .addOption(new Option('-c, --config <file>', 'the config to use').default(CONFIG))
    .addOption(
      new Option('--log <level>', 'what to log on stderr')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .option('--log-json', 'log as JSON, one object a line')
    .version(product.version, '-V, --version', 'print the version');
  const shared = () =>
    program.opts<{ config: string; log: 'debug' | 'info' | 'warn' | 'error' | 'silent'; logJson?: true }>();

  program
    .command('run')
    .description('one pass over what is due, then exit: for cron')
    .option('--force', 'also what is not due yet; a Retry-After or 410 still holds')
    .option('--strict', 'exit 3 when a source failed')
    .option('--quiet', 'print failures only')
    .option('--json', 'print the report as one line of JSON')
    .action(verb(async (options) => (await import('./run.ts')).run({ ...shared(), ...options }, terminal)));
  program
    .command('start')
    .description('run by schedule and serve what is published, until stopped')
    .action(verb(async () => (await import('./start.ts')).start(shared(), terminal)));
  program
    .command('validate')
    .description('check the config and say what it means')
    .action(verb(async () => (await import('./validate.ts')).validate(shared(), terminal)));
  program
    .command('status')
    .description('every source: last fetch, next and why, failures with reasons')
    .option('--json', 'print JSON')
    .action(
      verb(async (options) => (await import('./status.ts')).status({ ...shared(), ...options }, terminal)),
    );
  program
    .command('preview')
    .description(
      'show what would be read from files or addresses, or what a changed config would publish; nothing is kept',
    )
    .argument('[input...]', 'paths or addresses of feeds or digests')
    .option('--output <id>', 'what this output would show of the last 30 days, against what it shows now')
    .addOption(new Option('--as <kind>', 'do not guess').choices(['feed', 'digest']))
    .option('--json', 'print one line of JSON for each input')
    .action(
      verb(async (inputs, options, command) => {
        if (inputs.length > 0 === (options.output !== undefined))
          command.error('error: either inputs or --output is expected');
        if (options.output === undefined)
          return (await import('./preview.ts')).preview(inputs, { ...shared(), ...options }, terminal);
        const { previewOutput } = await import('./preview-output.ts');
        return previewOutput(options.output, { ...shared(), ...options }, terminal);
      }),
    );
  program
    .command('explain')
    .description(
      'the life of an item: where met, how recognised, which outputs show it and why others do not',
    )
    .argument('<item>', 'its id (urn:uuid:…) or address')
    .option('--json', 'print JSON')
    .action(
      verb(async (item, options) =>
        (await import('./explain.ts')).explain(item, { ...shared(), ...options }, terminal),
      ),
    );
  program
    .command('release')
    .description('publish what is held back of a source that suddenly brought much, with the next run')
    .argument('<source>', 'its id')
    .action(verb(async (source) => (await import('./release.ts')).release(source, shared(), terminal)));
  program
    .command('backup')
    .description('copy the cache to a file, also while it is in use')
    .argument('<file>', 'an older backup there is replaced')
    .action(verb(async (file) => (await import('./backup.ts')).backup(file, shared(), terminal)));
  program
    .command('restore')
    .description('put a backup in the place of the cache, which is kept beside it, also while it is in use')
    .argument('<file>', 'what `feedriver backup` made')
    .action(verb(async (file) => (await import('./restore.ts')).restore(file, shared(), terminal)));
  program
    .command('schema')
    .description('print the JSON Schema of the config, for editors')
    .action(verb(async () => (await import('./schema.ts')).schema(terminal)));
  return program;
}
