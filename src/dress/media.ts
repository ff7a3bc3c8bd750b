/** The files that go with an item, each once and with a type that players believe. */
import type { Enclosure, Podcast } from '../model/item.ts';
import { shownAddress } from './address.ts';

/** By the end of a path; upstream's own word counts unless it says nothing. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  aac: 'audio/aac',
  avif: 'image/avif',
  epub: 'application/epub+zip',
  flac: 'audio/flac',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  m3u8: 'application/vnd.apple.mpegurl',
  m4a: 'audio/x-m4a',
  m4b: 'audio/x-m4b',
  m4v: 'video/x-m4v',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  torrent: 'application/x-bittorrent',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  zip: 'application/zip',
};

const MISNAMED: Readonly<Record<string, string>> = {
  'audio/mp3': 'audio/mpeg',
  'audio/mpeg3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/x-mpeg': 'audio/mpeg',
  'audio/x-mpeg-3': 'audio/mpeg',
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
};

/** Types that servers give to everything that they do not know. */
const SAYS_NOTHING =
  /^(?:application\/(?:octet-stream|binary|x-download|force-download)|text\/(?:html|plain))$/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/** The MIME type of a file, without parameters; null where nobody knows it. */
export function mediaType(declared: string | null, url: string): string | null {
  const byExtension = BY_EXTENSION[/\.(\w{2,7})(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? ''] ?? null;
  const type = declared?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA_TYPE.test(type)) return byExtension;
  if (SAYS_NOTHING.test(type)) return byExtension ?? type;
  return MISNAMED[type] ?? type;
}

/** The files with their types, without those that are already in `seen`, to which their addresses are added. */
export function filesOf(files: readonly Enclosure[], seen: Set<string>): readonly Enclosure[] {
  const kept: Enclosure[] = [];
  for (const file of files) {
    const url = shownAddress(file.url);
    if (url === null || seen.has(url)) continue;
    seen.add(url);
    kept.push({
      url,
      type: mediaType(file.type, url),
      length: Number.isSafeInteger(file.length) ? positive(file.length) : null,
      title: file.title?.trim() || null,
      medium: file.medium,
      duration: positive(file.duration),
      width: positive(file.width),
      height: positive(file.height),
    });
  }
  return kept;
}

/** An episode's length belongs to the file that is the episode: the first sound or film that does not say its own. */
export function withDuration(files: readonly Enclosure[], podcast: Podcast | null): readonly Enclosure[] {
  const duration = positive(podcast?.duration ?? null);
  const episode = files.findIndex(({ type, medium }) => /^(?:audio|video)/.test(type ?? medium ?? ''));
  if (duration === null || files[episode]?.duration !== null) return files;
  return files.map((file, index) => (index === episode ? { ...file, duration } : file));
}

/** Nothing, 0 and less all mean that it is not known. */
const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

/** The picture that stands for an item: its own, else the first among its files. */
export function imageOf(image: string | null, files: readonly Enclosure[]): string | null {
  return (
    shownAddress(image) ??
    files.find(({ type, medium }) => type?.startsWith('image/') || medium === 'image')?.url ??
    null
  );
}

/** An episode's transcripts and chapters, as far as they can be reached. */
export function podcastOf(podcast: Podcast | null): Podcast | null {
  if (podcast === null) return null;
  const chapters = shownAddress(podcast.chapters?.url ?? null);
  return {
    ...podcast,
    transcripts: podcast.transcripts.flatMap(({ url, type, language }) => {
      const address = shownAddress(url);
      return address === null ? [] : [{ url: address, type, language }];
    }),
    chapters: podcast.chapters === null || chapters === null ? null : { ...podcast.chapters, url: chapters },
  };
}
