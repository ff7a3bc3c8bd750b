/**
 * Patterns in rules: words, or a regular expression that a config brings along. Expressions run on RE2 (re2js), which
 * needs linear time whatever is written, has no look-around and no back references; what it costs is bounded besides.
 */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import type { Pattern } from '../model/rule.ts';
import { foldWords, holdsPhrase } from './words.ts';

/** A text to look into, with its folded words, made when they are first asked for. */
export interface Text {
  readonly plain: string;
  readonly folded: () => string;
}

export function textOf(plain: string): Text {
  let folded: string | null = null;
  return {
    plain,
    folded() {
      folded ??= foldWords(plain);
      return folded;
    },
  };
}

/** Characters of a text that an expression looks at: a long article and more. */
const MOST_READ = 20_000;
const LONGEST = 1_000;
/** Instructions of a compiled expression; what a text costs is this many times its length at worst. */
const LARGEST = 1_000;

const FLAGS: Readonly<Record<string, string>> = { i: '(?i)', m: '(?m)', s: '(?s)' };

/** Loaded with the first expression, and without waiting: a config is read in one go. */
function engine(): typeof RE2JS {
  const module: typeof import('re2js') = createRequire(import.meta.url)('re2js');
  return module.RE2JS;
}

/** The expression that a pattern is, null where it is words. Throws a `PatternError` where it is a broken one. */
export function expressionOf(pattern: Pattern): RE2JS | null {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  expressions.set(pattern, made);
  return made;
}

const expressions = new Map<Pattern, RE2JS | null>();

class PatternError extends Error {}

function compile(pattern: Pattern): RE2JS | null {
  const end = pattern.lastIndexOf('/');
  const flags = pattern.slice(end + 1);
  if (!pattern.startsWith('/') || end < 2 || !/^\p{L}*$/u.test(flags)) return null;
  const unknown = [...flags].find((flag) => !(flag in FLAGS));
  if (unknown !== undefined) throw new PatternError(`the flag "${unknown}" is unknown; there are i, m and s`);
  if (pattern.length > LONGEST)
    throw new PatternError(`an expression of at most ${LONGEST} characters is expected`);
  const source = [...flags].map((flag) => FLAGS[flag]).join('') + pattern.slice(1, end);
  try {
    const compiled = engine().compile(source);
    if (compiled.programSize() > LARGEST)
      throw new PatternError('the expression is too large; fewer repetitions do');
    return compiled;
  } catch (error) {
    if (error instanceof PatternError) throw error;
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '');
    throw new PatternError(`is no expression that can be run safely: ${reason}`);
  }
}

/** Why a pattern can not be used, in words; null if it can. */
export function patternTrouble(pattern: Pattern): string | null {
  try {
    return expressionOf(pattern) === null && foldWords(pattern).trim() === ''
      ? 'a word, or an expression between slashes, is expected'
      : null;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** Is the pattern found in the text? */
export function finds(pattern: Pattern, { plain, folded }: Text): boolean {
  const expression = expressionOf(pattern);
  return expression === null
    ? holdsPhrase(folded(), pattern)
    : expression.test(plain.length > MOST_READ ? plain.slice(0, MOST_READ) : plain);
}
