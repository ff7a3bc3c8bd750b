import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Place } from '../model/failure.ts';

/** One thing that is wrong with a config, and where. */
export interface Problem {
  readonly place: Place;
  /** `sources[2].every` */
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];

/** A YAML text with its values and the place of each. */
export interface ConfigText {
  readonly values: unknown;
  readonly problems: readonly Problem[];
  /** Of the value under a path, or of the nearest one around it. */
  placeOf(path: Path): Place;
  /** A text before its `${NAME}`s were filled in; null: it has none. */
  asWritten(path: Path): string | null;
  /** Of a key of the map under a path. */
  placeOfKey(path: Path, key: string): Place;
}

/** Values with each `${NAME}` filled in from the environment; a name that is not set is a problem. */
export function readConfigText(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems: Problem[] = document.errors.map((error) => ({
    place: at(error.pos[0]),
    path: '',
    message: `not YAML: ${error.message}`,
  }));

  const nodeAt = (path: Path): Node | null => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) return node;
    }
    return document.contents;
  };
  const placeOf = (path: Path): Place => at(nodeAt(path)?.range?.[0] ?? 0);

  const written = new Map<string, string>();
  const fill = (value: unknown, path: PropertyKey[]): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => fill(entry, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, fill(entry, [...path, key])]),
      );
    }
    if (typeof value !== 'string') return value;
    const whole = value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const filled = environment[name];
      if (filled !== undefined) return filled;
      problems.push({
        place: placeOf(path),
        path: pathName(path),
        message: `the environment has no ${name}`,
      });
      return '';
    });
    if (whole !== value) written.set(pathName(path), value);
    return whole;
  };

  let values: unknown = null;
  if (document.errors.length === 0) {
    try {
      values = fill(document.toJS({ maxAliasCount: 100 }), []);
    } catch (error) {
      // yaml throws a ReferenceError for aliases that are unknown, or unfold without end
      if (!(error instanceof ReferenceError)) throw error;
      problems.push({ place: at(0), path: '', message: `not YAML: ${error.message}` });
    }
  }

  return {
    values,
    problems,
    placeOf,
    asWritten: (path) => written.get(pathName(path)) ?? null,
    placeOfKey(path, key) {
      const map = path.length === 0 ? document.contents : document.getIn(path, true);
      const pair = isMap(map)
        ? map.items.find((item) => isPair(item) && String(item.key) === key)
        : undefined;
      const node = pair?.key as Node | undefined;
      return node?.range ? at(node.range[0]) : placeOf(path);
    },
  };
}

/** `['sources', 2, 'every']` → `sources[2].every` */
export function pathName(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}
