import * as z from 'zod';
import type { Pin } from '../model/sameness.ts';

const name = z
  .string()
  .regex(/^(?:https?:\/\/|urn:uuid:)/i, 'the address of an item, or its id (urn:uuid:…), is expected');

const pairs = (describe: string) =>
  z
    .array(z.tuple([name, name]))
    .default([])
    .describe(describe);

/** What the user knows better than the judge. */
export const pins = z
  .strictObject({
    same: pairs('Pairs of items that are one.'),
    different: pairs('Pairs of items that are two; also undoes a merge.'),
  })
  .prefault({})
  .transform(({ same, different }): readonly Pin[] => [
    ...same.map((items): Pin => ({ same: true, items })),
    ...different.map((items): Pin => ({ same: false, items })),
  ])
  .describe('Items, by address or id, about which you know better.');
