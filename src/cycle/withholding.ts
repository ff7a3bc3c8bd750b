import type { Marking } from '../ledger/ledger.ts';
import type { Bookmark } from '../model/bookmark.ts';
import type { FirstFetch, Quarantine, QuarantineRule } from '../model/caution.ts';
import type { Source } from '../model/source.ts';
import type { Take } from '../model/take.ts';
import { type Acquaintance, type Caution, withhold } from '../select/withhold.ts';

/** A day after its first source was read, a cache has outputs that people may follow. */
const NEW = 86_400_000;

/** What is published of a feed that is added to outputs that people may follow already, where the config does not say. */
const ADDED_LATER: FirstFetch = { maxItems: 20, maxAge: null };

export interface WithholdingDeps {
  readonly sources: readonly Source[];
  readonly quarantine: QuarantineRule | null;
  /** As they were before this batch. */
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
}

/** For one batch: what is held back of it, and how that is remembered with the sources. */
export interface WithholdingOfBatch {
  readonly mark: Marking;
  /** New items of a source that are held back in quarantine. */
  heldOf(source: string): number;
  /** The bookmark of a take, with what is known of the source after it. `brought`: its new items. */
  bookmarkAfter(take: Pick<Take, 'source' | 'at' | 'outcome' | 'bookmark'>, brought: number): Bookmark;
}

export function withholdingOf({ sources, quarantine, bookmarks }: WithholdingDeps): WithholdingOfBatch {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const quarantined = new Map<string, Quarantine>();
  const counts = new Map<string, number>();
  /** A source that was given another address is met anew. */
  const knownAs = (id: string): Acquaintance => {
    const before = bookmarks.get(id);
    const isSame = before?.location === byId.get(id)?.location;
    return { ...acquaintanceOf(isSame ? before : undefined), held: (before?.quarantine ?? null) !== null };
  };
  const begunAt = Math.min(
    ...[...bookmarks.values()].map((one) => acquaintanceOf(one).firstReadAt ?? Number.POSITIVE_INFINITY),
  );
  const cautionOf = (id: string, at: number): Caution => {
    const source = byId.get(id);
    const isFeed = source?.kind === 'feed';
    const unsaid = isFeed && at - begunAt >= NEW ? ADDED_LATER : null;
    return {
      firstFetch: source?.firstFetch === undefined ? unsaid : source.firstFetch,
      quarantine: isFeed && source.quarantine !== null ? quarantine : null,
      reorders: isFeed,
    };
  };
  return {
    mark({ source, at, entries }, fresh) {
      const before = bookmarks.get(source);
      const caution = cautionOf(source, at);
      const { marks, alarm } = withhold(fresh, entries.length, knownAs(source), caution);
      const held = fresh.flatMap(({ id }) => (marks.get(id)?.held === 'quarantine' ? [id] : []));
      counts.set(source, held.length);
      if (held.length > 0)
        quarantined.set(source, heldSince(before?.quarantine ?? null, held, at, alarm, caution.quarantine));
      return marks;
    },
    heldOf: (source) => counts.get(source) ?? 0,
    bookmarkAfter({ source, at, outcome, bookmark }, brought) {
      const before = bookmarks.get(source);
      const { firstReadAt, mostNew } = knownAs(source);
      const held = quarantined.get(source) ?? before?.quarantine ?? null;
      const usual = firstReadAt === null || held !== null ? mostNew : Math.max(mostNew, brought);
      const readAt = firstReadAt ?? (outcome === 'taken' ? at : null);
      return {
        ...bookmark,
        ...(readAt !== null && { firstReadAt: readAt }),
        ...(usual > 0 && { mostNew: usual }),
        ...(held !== null && { quarantine: held }),
      };
    },
  };
}

/** Bookmarks from before these things were kept belong to sources that were read long ago, if ever. */
function acquaintanceOf(before: Bookmark | undefined): Omit<Acquaintance, 'held'> {
  const lastReadAt = before?.lastSuccessAt ?? null;
  return {
    firstReadAt: before?.firstReadAt ?? (lastReadAt === null ? null : 0),
    lastReadAt,
    mostNew: before?.mostNew ?? 0,
  };
}

function heldSince(
  before: Quarantine | null,
  held: readonly string[],
  at: number,
  alarm: string | null,
  rule: QuarantineRule | null,
): Quarantine {
  if (before !== null) return { ...before, items: [...before.items, ...held] };
  return { since: at, until: at + (rule?.release ?? 0), why: alarm ?? '', items: held };
}
