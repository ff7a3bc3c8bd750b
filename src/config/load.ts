import { Failure } from '../model/failure.ts';
import { problemsOf } from './complaints.ts';
import type { Config } from './config.ts';
import { type Problem, pathName, readConfigText } from './document.ts';
import { headerConflicts } from './headers.ts';
import { resolveConfig } from './resolve.ts';
import { type Checks, configSchema, jsonSchema } from './schema.ts';

export interface ConfigSurroundings {
  /** Absolute path of the file that the text is from. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What upstream is told about who asks, where the config does not say. */
  readonly userAgent: string;
  readonly checks: Checks;
}

/**
 * A config from its text. Pure. Failure `config-invalid` names everything that is wrong, a line each:
 * `FILE:LINE:COLUMN  sources[2].evry: unknown key; did you mean "every"?`
 */
export function parseConfig(
  text: string,
  { file, environment, checks, userAgent }: ConfigSurroundings,
): Config {
  const document = readConfigText(text, file, environment);
  refuse(document.problems);
  if (document.values === null)
    refuse([{ place: { file, line: 1, column: 1 }, path: '', message: 'the file is empty' }]);

  const checked = configSchema(checks).safeParse(document.values);
  if (!checked.success) {
    refuse(problemsOf(checked.error.issues, document, jsonSchema()));
    throw checked.error; // an issue always is a problem
  }
  const { config, conflicts } = resolveConfig(checked.data, {
    file,
    userAgent,
    asWritten: document.asWritten,
  });
  refuse(
    [...conflicts, ...headerConflicts(checked.data.sources, checks.header)].map(({ path, message }) => ({
      place: document.placeOf(path),
      path: pathName(path),
      message,
    })),
  );
  return config;
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const line = ({ place, path, message }: Problem): string =>
    `${place.file}:${place.line}:${place.column}  ${path && `${path}: `}${message}`;
  throw new Failure('config-invalid', [...new Set(problems.map(line))].join('\n'), { place: first.place });
}
