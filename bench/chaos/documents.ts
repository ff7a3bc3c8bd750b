import type { Issue, Publisher, Story } from './history.ts';

export const addressOf = ({ number }: Story): string => `https://news.example/story/${number}/`;

/** Numbers of the stories that a text tells of, each as often as it does. */
export const storiesIn = (text: string): number[] =>
  [...text.matchAll(/https:\/\/news\.example\/story\/(\d+)\//g)].map((match) => Number(match[1]));

/** A publisher's document, in its format. */
export function documentOf({ id, format }: Publisher, { stories }: Issue): string {
  switch (format) {
    case 'rss':
      return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${id}</title><link>https://news.example/</link><description>News</description>
${stories.map(rssItem).join('\n')}
</channel></rss>`;
    case 'atom':
      return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>${id}</title><id>urn:example:${id}</id><updated>2026-03-01T00:00:00Z</updated>
${stories.map(atomEntry).join('\n')}
</feed>`;
    case 'json':
      return JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: id,
        items: stories.map((story) => ({
          id: addressOf(story),
          url: addressOf(story),
          title: story.title,
          content_html: `<p>${story.text}</p>`,
          ...(story.published !== null && { date_published: new Date(story.published).toISOString() }),
        })),
      });
    case 'digest':
      return stories.map((story) => `## ${story.title}\n\n${story.text}\n\n${addressOf(story)}\n`).join('\n');
  }
}

function rssItem(story: Story): string {
  const date =
    story.published === null ? '' : `<pubDate>${new Date(story.published).toUTCString()}</pubDate>`;
  return `<item><title>${story.title}</title><link>${addressOf(story)}</link><guid>${addressOf(story)}</guid>${date}<description>&lt;p&gt;${story.text}&lt;/p&gt;</description></item>`;
}

function atomEntry(story: Story): string {
  const date =
    story.published === null ? '' : `<published>${new Date(story.published).toISOString()}</published>`;
  return `<entry><title>${story.title}</title><id>${addressOf(story)}</id><link href="${addressOf(story)}"/>${date}<content type="html">&lt;p&gt;${story.text}&lt;/p&gt;</content></entry>`;
}
