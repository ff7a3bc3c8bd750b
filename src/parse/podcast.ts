import type { RawPodcast } from '../model/entry.ts';
import { attribute, child, children, type Element, resolve, textOf } from './element.ts';

interface File {
  readonly url?: string;
  readonly type?: string;
  readonly language?: string;
}

/** What the itunes and podcast namespaces say about an episode; undefined where they say nothing. */
export function podcastOf(entry: Element): RawPodcast | undefined {
  if (!entry.children.some(({ name }) => name.startsWith('itunes:') || name.startsWith('podcast:')))
    return undefined;
  const chapters = child(entry, 'podcast:chapters');
  const image = child(entry, 'itunes:image');
  const podcast: RawPodcast = {
    duration: textOf(entry, 'itunes:duration'),
    episode: textOf(entry, 'itunes:episode', 'podcast:episode'),
    season: textOf(entry, 'itunes:season', 'podcast:season'),
    episodeType: textOf(entry, 'itunes:episodetype'),
    explicit: textOf(entry, 'itunes:explicit'),
    image: image === undefined ? undefined : addressOf(image, 'href'),
    transcripts: transcriptsOf(entry),
    chapters: chapters === undefined ? undefined : fileOf(chapters),
  };
  return Object.values(podcast).some((value) => value !== undefined) ? podcast : undefined;
}

function transcriptsOf(entry: Element): readonly File[] | undefined {
  const transcripts = children(entry, 'podcast:transcript').map((element) => {
    const language = attribute(element, 'language');
    return language === undefined ? fileOf(element) : { ...fileOf(element), language };
  });
  return transcripts.length === 0 ? undefined : transcripts;
}

function fileOf(element: Element): File {
  const url = addressOf(element, 'url');
  const type = attribute(element, 'type');
  return { ...(url === undefined ? {} : { url }), ...(type === undefined ? {} : { type }) };
}

function addressOf(element: Element, name: string): string | undefined {
  const url = attribute(element, name);
  return url === undefined ? undefined : resolve(url, element.base);
}
