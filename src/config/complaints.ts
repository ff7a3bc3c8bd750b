import { distance } from 'fastest-levenshtein';
import type * as z from 'zod';
import { type ConfigText, type Problem, pathName } from './document.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  /** `#/definitions/name` */
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
};

/** zod's issues as problems with a place, in the words of someone who writes the file, not of a type system. */
export function problemsOf(issues: readonly Issue[], text: ConfigText, schema: JsonSchema): Problem[] {
  const problems = (issue: Issue, outer: Path): Problem[] => {
    const path = [...outer, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, path);
      return issue.keys.map((key) => ({
        place: text.placeOfKey(path, key),
        path: pathName([...path, key]),
        message: `unknown key${didYouMean(key, known)}`,
      }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      return likeliest(issue.errors).flatMap((inner) => problems(inner, path));
    }
    return [
      {
        place: text.placeOf(path),
        path: pathName(path),
        message: wording(issue, valueAt(text.values, path)),
      },
    ];
  };
  return issues.flatMap((issue) => problems(issue, []));
}

/** Of a union's branches the one that the writer most likely had in mind: the right kind, the fewest complaints. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const cost = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => {
      if (issue.code === 'invalid_type' && issue.path.length === 0) return sum + 100;
      return sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1);
    }, 0);
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best));
}

function wording(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? 'is missing'
        : `${article(issue.expected)} is expected, not ${kindOf(value)}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')} is expected${didYouMean(String(value), issue.values.map(String))}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `at least ${issue.minimum} is expected`
        : 'must not be empty';
    case 'too_big':
      return `at most ${issue.maximum} is expected`;
    default:
      return issue.message;
  }
}

const article = (kind: string): string =>
  ({ array: 'a list', object: 'a map', int: 'a whole number', string: 'a text', record: 'a map' })[kind] ??
  `a ${kind}`;

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `${article(typeof value)} (${String(value).slice(0, 40)})`;
}

/** `; did you mean "every"?` where one of the candidates is close, else nothing. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  // two letters that changed places are two changes
  const allowed = Math.ceil(written.length / 3);
  let best: string | null = null;
  let least = allowed + 1;
  for (const candidate of candidates) {
    const away = distance(written.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best === null ? '' : `; did you mean "${best}"?`;
}

/** The keys that a map at this path may have, in all branches of a union. */
function keysAt(schema: JsonSchema, path: Path): string[] {
  const branchesOf = (node: JsonSchema): readonly JsonSchema[] => {
    const named = schema.definitions?.[node.$ref?.split('/').at(-1) ?? ''];
    const inner = [...(named ? [named] : []), ...(node.anyOf ?? []), ...(node.allOf ?? [])];
    return [node, ...inner.flatMap(branchesOf)];
  };
  let here: readonly JsonSchema[] = branchesOf(schema);
  for (const step of path) {
    here = here.flatMap((node) => {
      const next = typeof step === 'number' ? node.items : node.properties?.[String(step)];
      return next ? branchesOf(next) : [];
    });
  }
  return [...new Set(here.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    values,
  );
}
