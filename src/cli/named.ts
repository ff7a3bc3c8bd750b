import { didYouMean } from '../config/complaints.ts';
import type { Config } from '../config/config.ts';
import { Failure } from '../model/failure.ts';
import type { Output } from '../model/output.ts';
import type { Source } from '../model/source.ts';

/** The output of a name that someone typed. Failure: `config-invalid`. */
export const outputOf = ({ outputs }: Config, id: string): Output => named('output', outputs, id);

/** The source of a name that someone typed. Failure: `config-invalid`. */
export const sourceOf = ({ sources }: Config, id: string): Source => named('source', sources, id);

function named<One extends { readonly id: string }>(kind: string, all: readonly One[], id: string): One {
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = all.map((one) => one.id);
  throw new Failure('config-invalid', `There is no ${kind} "${id}"${didYouMean(id, ids)}`, {
    advice: `There are: ${ids.join(', ')}.`,
  });
}
