import type { FirstFetch } from './caution.ts';
import type { Failure, Warning } from './failure.ts';
import type { Rewrite, Rule } from './rule.ts';

/** How the text of a digest is taken apart where sniffing is not enough. */
export interface DigestOptions {
  readonly format: 'text' | 'markdown' | 'html' | 'mail' | 'mbox' | 'json' | null;
  readonly split: string | null;
  readonly titlePattern: string | null;
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | null;
  readonly timezone: string | null;
  readonly dates: boolean;
  /** `edition`: each document is one item, with its items as sections. Default: each item by itself. */
  readonly group?: 'items' | 'edition';
}

/** One configured source: plain data, fit for a job's payload. Times in ms. */
export interface Source {
  readonly id: string;
  readonly kind: 'feed' | 'digest';
  /** An http(s) URL, or an absolute path (for digests also a glob). */
  readonly location: string;
  /** What outputs call it; null: what the feed calls itself. */
  readonly title: string | null;
  /** User and password, or a value of the environment, stand in `location`: it is shown to nobody but the operator. */
  readonly hasSecretAddress?: true;
  readonly tags: readonly string[];
  /** Ask no more often than this; null: as upstream and rhythm suggest. */
  readonly every: number | null;
  readonly digest: DigestOptions | null;
  /** Extra request headers; sent to the origin of `location` only. Values may be secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Credentials; sent to the origin of `location` only. */
  readonly auth?: Auth | null;
  /** Accept any TLS certificate from the origin of `location`. Every fetch warns of it. */
  readonly insecure?: boolean;
  /** What alone tells its items apart, where its guids, links or titles can be relied on; else all evidence counts. */
  readonly idFrom?: 'guid' | 'link' | 'title';
  /** Parameters of its links that tell pages apart, also if they look like tracking; all others do not. */
  readonly keepParams?: readonly string[];
  /** Its items are never the same as those of others. */
  readonly apart?: true;
  /** Null: all of it is published. Absent: by default. */
  readonly firstFetch?: FirstFetch | null;
  /** Null: nothing of it is ever held. */
  readonly quarantine?: null;
  /** Items that these turn away do not count as met here. */
  readonly rules?: readonly Rule[];
  /** What is done to its titles and links before they are shown, before the output's own. */
  readonly rewrite?: readonly Rewrite[];
}

/** True: a location on the network. Anything else is a path on this machine. */
export function isRemote(location: string): boolean {
  // At least two letters: C:\\ is a drive.
  return /^[a-z][a-z0-9+.-]+:/i.test(location);
}

/** What is asked for at a location: a fragment, a default port or capitals in the name of the host ask for nothing else. */
export function asked(location: string): string {
  const url = isRemote(location) ? URL.parse(location) : null;
  if (url === null) return location;
  url.hash = '';
  return url.href;
}

export type Auth =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** How the network is used. Times in ms, sizes in bytes. */
export interface FetchSettings {
  /** A source is not asked again sooner, whatever it says. 0 takes away this floor of ours, not what upstream asks. */
  readonly minInterval: number;
  /** Requests in flight at once, all hosts together. */
  readonly concurrency: number;
  /** For one source, all its redirects together, from its turn at its host to the last byte. */
  readonly timeout: number;
  /** Of one document, as sent and as decompressed. */
  readonly maxBytes: number;
  readonly perHost: {
    /** Requests in flight at once at one host. */
    readonly concurrency: number;
    /** From the end of one request to the start of the next at the same host. */
    readonly gap: number;
  };
  /** Networks (CIDR, or single addresses) that may be fetched from although they are private, loopback … */
  readonly allowNetworks: readonly string[];
  readonly userAgent: string;
  /** PEM file of certificate authorities to trust besides the usual ones. */
  readonly caFile: string | null;
}

/** The settings of a polite client; a config overrides single ones. `userAgent` is the caller's. */
export const politeSettings: Omit<FetchSettings, 'userAgent'> = {
  minInterval: 3_600_000,
  concurrency: 64,
  timeout: 30_000,
  maxBytes: 10_000_000,
  perHost: { concurrency: 1, gap: 1000 },
  allowNetworks: [],
  caFile: null,
};

/** Bytes as they came, with what is known about them. */
export interface Document {
  /** Where they came from in the end: the URL after redirects, or a file's path. Base of relative addresses if http(s). */
  readonly location: string;
  readonly bytes: Uint8Array;
  /** The Content-Type as sent, null for files. */
  readonly contentType: string | null;
  /** When the sender says it was made, ms; a hint for digests, never a date of an item. */
  readonly modifiedAt: number | null;
}

/** What upstream's answer says about the next request. All times in ms since 1970. */
export interface Answer {
  /** HTTP status; 200 for a file that was read, 304 for one that did not change. */
  readonly status: number;
  /** When the last byte was in. */
  readonly at: number;
  /** What to send next time, and to which URL only. Absent ones must not be sent. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly url: string;
  /** Fresh until (max-age less Age, or Expires); null: not said. */
  readonly freshUntil: number | null;
  /** What said so, as sent: "Cache-Control max-age=10800". */
  readonly freshWhy: string | null;
  /** Not before (Retry-After, skew corrected); null: not said. */
  readonly retryAt: number | null;
  /** Target of a chain of permanent redirects only; null otherwise. */
  readonly movedTo: string | null;
  /** Hash of the body: tells an unchanged 200. */
  readonly bodyHash: string | null;
}

/** The result of asking one source. Expected troubles are values: nothing is thrown. */
export type Fetched =
  | {
      readonly kind: 'documents';
      readonly answer: Answer;
      readonly documents: readonly Document[];
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'unchanged'; readonly answer: Answer; readonly warnings: readonly Warning[] }
  | {
      readonly kind: 'failed';
      readonly answer: Answer | null;
      readonly at: number;
      readonly failure: Failure;
    };
