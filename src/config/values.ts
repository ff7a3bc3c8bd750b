import * as z from 'zod';
import { DURATION, milliseconds } from './units.ts';

/** Kinds of values that a config is written in. */

/** In milliseconds. */
export const duration = (describe: string) =>
  z
    .string()
    .regex(DURATION, 'a span of time such as 30s, 15m, 1h or 7d is expected')
    .transform((text) => milliseconds(text) ?? 0)
    .describe(describe);

/** One, or a list of at least one. */
export const list = <Schema extends z.ZodType<string>>(of: Schema) =>
  z
    .union([of, z.array(of).min(1)])
    .transform((value): string[] => (typeof value === 'string' ? [value] : value));

export const texts = (describe: string) => list(z.string().trim().min(1)).optional().describe(describe);

/** A text that another room knows more about: `check` gives the reason why it is not what it should be, or null. */
export const checked = (check: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const reason = check(text);
    if (reason !== null) context.addIssue({ code: 'custom', message: reason });
  });
