import * as z from 'zod';
import type { FirstFetch, QuarantineRule } from '../model/caution.ts';
import { duration } from './values.ts';

/** How far sources are trusted when they bring much at once. */

export const firstFetch = z
  .union([
    z.literal('all'),
    z.strictObject({
      maxItems: z.int().min(0).optional().describe('So many of the newest are published.'),
      maxAge: duration('Nothing older is.').optional(),
    }),
  ])
  .transform((written): FirstFetch | null =>
    written === 'all' ? null : { maxItems: written.maxItems ?? null, maxAge: written.maxAge ?? null },
  )
  .optional()
  .describe(
    'What is published of all that a source lists when it is read first; default: 20 items of a feed that is added later.',
  );

const percent = z
  .string()
  .regex(/^(?:\d|[1-9]\d|100)%$/, 'a share such as 50% is expected')
  .transform((text) => Number.parseInt(text, 10) / 100);

export const quarantine = z
  .union([
    z.literal('off'),
    z.strictObject({
      items: z.int().min(1).default(10).describe('So many suspicious new items at least …'),
      share: percent.prefault('50%').describe('… that are more than this share of what the feed lists.'),
      release: duration('They are published after so long, whatever happens.').prefault('3d'),
    }),
  ])
  .prefault({})
  .transform((written): QuarantineRule | null => (written === 'off' ? null : written))
  .describe('When a well-known feed that suddenly brings much is held back.');

export const sourceQuarantine = z
  .literal('off')
  .optional()
  .describe('off: nothing of this source is ever held back.');
