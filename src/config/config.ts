import type { QuarantineRule } from '../model/caution.ts';
import type { Output } from '../model/output.ts';
import type { Sameness } from '../model/sameness.ts';
import type { FetchSettings, Source } from '../model/source.ts';

/** A config as the house uses it: checked, every default filled in, paths absolute, times in ms. */
export interface Config {
  /** The file it came from, absolute. */
  readonly file: string;
  readonly site: { readonly title: string; readonly url: string };
  /** Cron expression of the tick. */
  readonly schedule: string;
  /** The cache's file. */
  readonly cache: string;
  /** Whether a commit waits until the disk has it; docs/guarantees.md. */
  readonly durability: 'normal' | 'full';
  readonly fetch: FetchSettings;
  readonly sources: readonly Source[];
  readonly sameness: Sameness;
  /** Null: no source is ever held. */
  readonly quarantine: QuarantineRule | null;
  readonly outputs: readonly Output[];
  /** Where the health feed is placed; null: there is none. */
  readonly health: Pick<Output, 'path' | 'formats'> | null;
  readonly serve: { readonly host: string; readonly port: number };
  /** Folder that all outputs lie in: the root of the site. */
  readonly webRoot: string;
  /** What is allowed but looks unintended, as sentences. */
  readonly notes: readonly string[];
}
