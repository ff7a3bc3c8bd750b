/** What a podcast app wants to know of an episode, in the words of the podcast namespace. */
import type { Podcast } from '../model/item.ts';
import { el, type Xml } from './xml.ts';

export const PODCAST_NAMESPACE = 'https://podcastindex.org/namespace/1.0';

export function episodeElements(podcast: Podcast | null): readonly Xml[] {
  if (podcast === null) return [];
  const { season, episode, transcripts, chapters } = podcast;
  return [
    ...(season === null ? [] : [el('podcast:season', null, String(season))]),
    ...(episode === null ? [] : [el('podcast:episode', null, String(episode))]),
    ...transcripts.map(({ url, type, language }) => el('podcast:transcript', { url, type, language })),
    ...(chapters === null ? [] : [el('podcast:chapters', { url: chapters.url, type: chapters.type })]),
  ];
}
