import type { Bookmark } from '../model/bookmark.ts';
import type { Source } from '../model/source.ts';

/**
 * A source's bookmark as everybody may read it: in what is published, on the status page, in the health feed. Feeds that are made for one
 * reader tell their own address as link and id, and failures tell it too; of a source whose address is secret nothing of that is left.
 */
export function discreet({ hasSecretAddress }: Source, bookmark: Bookmark | null): Bookmark | null {
  if (!hasSecretAddress || bookmark === null) return bookmark;
  const { feedId, lastFailure } = bookmark;
  return {
    ...bookmark,
    location: '',
    link: null,
    feedId: feedId !== null && /^(?:urn|tag):/i.test(feedId) ? feedId : null,
    moved: null,
    warnings: [],
    lastFailure: lastFailure && {
      code: lastFailure.code,
      message: `It failed (${lastFailure.code}); its address is secret`,
      advice: '`feedriver status` says more.',
    },
  };
}
