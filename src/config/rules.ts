import * as z from 'zod';
import type { Condition, Rewrite, Rule } from '../model/rule.ts';
import { duration, list, texts } from './values.ts';

/** Rules as they are written: the same words for sources and for outputs. */

type PatternCheck = z.ZodType<string>;

const partsOf = (pattern: PatternCheck) => {
  const patterns = (describe: string) => list(pattern).optional().describe(describe);
  return {
    anywhere: patterns('In title, text or author: words, or an expression between slashes.'),
    title: patterns('In the title.'),
    text: patterns('In the text.'),
    author: patterns('In the name of an author.'),
    category: patterns('In one of its own categories.'),
    link: patterns('In its address.'),
    enclosure: z
      .union([z.boolean(), list(pattern)])
      .optional()
      .describe('In the media type or address of an enclosure; true: it has one; false: it has none.'),
    language: texts('Language tags: en, de-AT.'),
    olderThan: duration('It was dated so long before it was first met.').optional(),
  };
};

const ofSources = {
  sources: texts('Ids of sources.'),
  tags: texts('Tags of sources.'),
};

/** Said only where nothing else is wrong: a misspelt key is complaint enough. */
const ifElseWell = { when: ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0 };

const written = (value: object): readonly string[] => Object.keys(value);

function ruleList(parts: z.ZodRawShape, id: string) {
  const condition = z
    .strictObject(parts)
    .refine((value) => written(value).length > 0, {
      error: `one of ${Object.keys(parts).join(', ')} is expected`,
      ...ifElseWell,
    })
    .meta({ id: `${id}Condition` })
    // zod leaves out what is not written; its types can not say so
    .transform((value) => value as Condition);
  const conditions = z
    .union([condition, z.array(condition).min(1)])
    .transform((value): readonly Condition[] => (Array.isArray(value) ? value : [value]));
  const rule = z
    .strictObject({
      keep: conditions.optional().describe('Only what meets this, or one of these, is let through.'),
      drop: conditions.optional().describe('What meets this, or one of these, is turned away.'),
    })
    .refine((value) => written(value).length === 1, {
      error: 'either keep or drop is expected',
      ...ifElseWell,
    })
    .meta({ id: `${id}Rule` });
  return z
    .array(rule)
    .transform((rules) =>
      rules.map(
        ({ keep, drop }, index): Rule => ({
          name: `rules[${index}]`,
          effect: keep === undefined ? 'drop' : 'keep',
          conditions: keep ?? drop ?? [],
        }),
      ),
    )
    .optional();
}

export const sourceRules = (pattern: PatternCheck) =>
  ruleList(partsOf(pattern), 'source').describe(
    'keep or drop items; those turned away do not count as met in this source.',
  );

export const outputRules = (pattern: PatternCheck) =>
  ruleList({ ...partsOf(pattern), ...ofSources }, 'output').describe(
    'keep or drop items; all rules must let an item through.',
  );

const some = z.string().min(1);

const textSteps = (pattern: PatternCheck) => ({
  replace: pattern.optional().describe('Each occurrence: a text, or an expression between slashes.'),
  with: z.string().optional().describe('What comes in its place, $1 for a group; default: nothing.'),
  stripPrefix: some.optional(),
  stripSuffix: some.optional(),
});

const linkSteps = {
  dropParams: list(some).optional().describe('Query parameters that are taken off; utm_* for all such.'),
  keepParams: z
    .union([list(some), z.array(some)])
    .optional()
    .describe('All other query parameters are taken off.'),
};

/** One thing is done in a step; what it is done with may come along. */
function oneStep<Parts extends z.ZodRawShape>(parts: Parts, id: string) {
  const names = Object.keys(parts).filter((name) => name !== 'with');
  const isOne = (value: object) => {
    const given = written(value);
    const deeds = given.filter((name) => name !== 'with');
    return deeds.length === 1 && (!given.includes('with') || deeds[0] === 'replace');
  };
  return z
    .strictObject(parts)
    .refine(isOne, { error: `one of ${names.join(', ')} is expected`, ...ifElseWell })
    .meta({ id });
}

export function rewriteSteps(pattern: PatternCheck, id: string) {
  const ofTitle = oneStep(textSteps(pattern), `${id}TitleStep`);
  const ofLink = oneStep({ ...textSteps(pattern), ...linkSteps }, `${id}LinkStep`);
  const step = z
    .strictObject({ title: ofTitle.optional(), link: ofLink.optional() })
    .refine((value) => written(value).length === 1, {
      error: 'either title or link is expected',
      ...ifElseWell,
    });
  return z
    .array(step)
    .transform((steps) => steps.map(({ title, link }) => rewriteOf(title, link)))
    .optional()
    .describe('What is done to titles and links before they are shown, in this order.');
}

interface WrittenStep {
  readonly replace?: string | undefined;
  readonly with?: string | undefined;
}

function rewriteOf(title: WrittenStep | undefined, link: WrittenStep | undefined): Rewrite {
  const of = title === undefined ? 'link' : 'title';
  const step = title ?? link ?? {};
  if (step.replace !== undefined) return { of, replace: step.replace, with: step.with ?? '' };
  return { of, ...step } as Rewrite; // the one other deed that was seen to be there
}
