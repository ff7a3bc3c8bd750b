/** One digest in many shapes: whoever rewrites it so has not changed its items. Used by tests and by the score. */

export interface Story {
  readonly title: string;
  readonly source: string;
  /** Blocks of the body; a list is one block of several lines. */
  readonly blocks: readonly string[];
}

export interface Rewriting {
  readonly name: string;
  readonly rewrite: (stories: readonly Story[]) => string | Uint8Array;
  /** What is not expected to come out as before. */
  readonly changes?: readonly ('sources' | 'blocks' | 'count' | 'words')[];
}

interface Read {
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly source: string | null;
    readonly published: string | null;
    readonly paragraphs: readonly string[];
  }[];
}

/** What came out otherwise than before the rewriting, in words. */
export function differences(before: Read, after: Read, { changes = [] }: Rewriting): readonly string[] {
  const found: string[] = [];
  if (!changes.includes('count') && after.items.length !== before.items.length)
    found.push(`${after.items.length} items`);
  const byId = new Map(after.items.map((item) => [item.id, item]));
  for (const [index, old] of before.items.entries()) {
    const name = `item ${index + 1}`;
    const item = byId.get(old.id);
    if (item === undefined) found.push(`${name}: another id`);
    else {
      if (folded(item.title) !== folded(old.title)) found.push(`${name}: title “${item.title}”`);
      if (item.published !== old.published) found.push(`${name}: ${item.published}`);
      if (!changes.includes('sources') && item.source !== old.source)
        found.push(`${name}: source ${item.source}`);
      if (!changes.includes('blocks') && item.paragraphs.length !== old.paragraphs.length)
        found.push(`${name}: ${item.paragraphs.length} blocks`);
      if (!changes.includes('words') && folded(item.paragraphs.join()) !== folded(old.paragraphs.join()))
        found.push(`${name}: words`);
    }
  }
  return found;
}

/** Letters and digits. */
function folded(text: string): string {
  return text
    .replaceAll('&', 'and')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Takes the plain form apart: `title`, `Source: …`, paragraphs, parted by blank lines. */
export function storiesIn(text: string): readonly Story[] {
  const blocks = text
    .replace(/\r/g, '')
    .split(/\n(?:[\s\u00a0]*\n)+/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''));
  const heads = blocks.flatMap((block, index) => (block.startsWith('Source: ') ? [index] : []));
  return heads.map((head, index) => ({
    title: (blocks[head - 1] ?? '').trim(),
    source: (blocks[head] ?? '').slice('Source: '.length),
    blocks: blocks
      .slice(head + 1, (heads[index + 1] ?? blocks.length + 1) - 1)
      .filter((block) => block !== ''),
  }));
}

export const plain = (
  stories: readonly Story[],
  shape: (story: Story, index: number) => string = storyText,
  glue = '\n\n',
) => `${stories.map(shape).join(glue)}\n`;

export function storyText({ title, source, blocks }: Story): string {
  return [title, `Source: ${source}`, ...blocks].join('\n\n');
}

export const headed = (lines: (story: Story, index: number) => string) => (stories: readonly Story[]) =>
  plain(stories, (story, index) => [story.title, lines(story, index), ...story.blocks].join('\n\n'));
export const titled = (title: (title: string, index: number) => string) => (stories: readonly Story[]) =>
  plain(stories, (story, index) => storyText({ ...story, title: title(story.title, index) }));
export const whole = (change: (text: string) => string) => (stories: readonly Story[]) =>
  change(plain(stories));
export const bodies = (change: (block: string, index: number) => string) => (stories: readonly Story[]) =>
  plain(stories, (story) => storyText({ ...story, blocks: story.blocks.map(change) }));

export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  const indent = /^\s*(?:[•*-]\s+)?/.exec(line)?.[0].length ?? 0;
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(' ')) {
    if (row.trim() !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = `${' '.repeat(indent)}${word}`;
    } else row = row === '' && rows.length === 0 && !line.startsWith(' ') ? word : `${row} ${word}`;
  }
  return [...rows, row].join('\n');
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export function blockHtml(block: string): string {
  if (!/^\s*•/.test(block)) return `<p>${escapeHtml(block)}</p>`;
  const rows = block.split('\n').map((line) => `<li>${escapeHtml(line.replace(/^\s*•\s*/, ''))}</li>`);
  return `<ul>${rows.join('')}</ul>`;
}

export function page(body: string): string {
  return `<!DOCTYPE html>\n<html><head><title>News digest</title><style>p { margin: 0 }</style></head>\n<body>\n${body}\n</body></html>\n`;
}

export const html = (shape: (story: Story) => string) => (stories: readonly Story[]) =>
  page(stories.map(shape).join('\n'));
export const bodyHtml = (story: Story) => story.blocks.map(blockHtml).join('\n');
export const sourceHtml = (story: Story) => `<p>Source: ${escapeHtml(story.source)}</p>`;

export function mail(headers: readonly string[], body: string): string {
  const common = [
    'From: Digest <digest@example.org>',
    'To: you@example.org',
    'Subject: News digest',
    'Date: Thu, 12 Jun 2025 09:00:00 +0200',
  ];
  return [...common, 'MIME-Version: 1.0', ...headers, '', body].join('\r\n');
}

export function quotedPrintable(text: string): string {
  const encoded = [...new TextEncoder().encode(text)].map((byte) =>
    byte === 10
      ? '\n'
      : byte < 32 || byte > 126 || byte === 61
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
  );
  let line = 0;
  return encoded
    .map((sign) => {
      if (sign === '\n') {
        line = 0;
        return '\r\n';
      }
      const soft = line + sign.length > 73 ? '=\r\n' : '';
      line = soft === '' ? line + sign.length : sign.length;
      return soft + sign;
    })
    .join('');
}

export const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
export const utf8 = (type: string, encoding: string) => [
  `Content-Type: ${type}; charset=utf-8`,
  `Content-Transfer-Encoding: ${encoding}`,
];

/** Windows-1252 as editors write it. */
function windows1252(text: string): Uint8Array {
  const high = new Map(
    [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 128 }, (_, at) => at + 128))].map(
      (sign, at) => [sign, at + 128],
    ),
  );
  return Uint8Array.from([...text], (sign) => high.get(sign) ?? sign.charCodeAt(0));
}

export const newcomer: Story = {
  title: 'Ports along the North Sea test a common alarm',
  source: 'Harbour Weekly',
  blocks: [
    'Rotterdam, 12 June 2025 – Eleven ports tried out a shared warning system on Thursday.',
    'It worked in ten of them.',
  ],
};
export const slug = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

export const rewritings: readonly Rewriting[] = [
  { name: 'as it is', rewrite: plain },
  { name: 'CRLF', rewrite: whole((text) => text.replaceAll('\n', '\r\n')) },
  { name: 'CR', rewrite: whole((text) => text.replaceAll('\n', '\r')) },
  { name: 'byte order mark', rewrite: whole((text) => `\ufeff${text}`) },
  { name: 'blank lines of NBSP', rewrite: whole((text) => text.replaceAll('\n\n', '\n\u00a0\n')) },
  { name: 'NBSP in the text', rewrite: whole((text) => text.replaceAll(' the ', ' the\u00a0')) },
  { name: 'white space at line ends', rewrite: whole((text) => text.replaceAll('\n', ' \t\n')) },
  { name: 'indented', rewrite: whole((text) => text.replace(/^(?=.)/gm, '   ')) },
  { name: 'zero-width characters', rewrite: whole((text) => text.replaceAll(' the ', ' \u200bthe\u200d ')) },
  { name: 'soft hyphens', rewrite: whole((text) => text.replaceAll('tion', '\u00adtion')) },
  { name: 'straight quotes', rewrite: whole((text) => text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'")) },
  { name: 'guillemets', rewrite: whole((text) => text.replaceAll('“', '«').replaceAll('”', '»')) },
  { name: 'hyphens for dashes', rewrite: whole((text) => text.replace(/[–—]/g, '-')) },
  { name: 'long dashes', rewrite: whole((text) => text.replaceAll('–', '—')) },
  { name: 'decomposed accents', rewrite: whole((text) => text.normalize('NFD')) },
  { name: 'double spaces', rewrite: whole((text) => text.replace(/\. (?=[A-Z])/g, '.  ')) },
  { name: 'windows-1252', rewrite: (stories) => windows1252(plain(stories)) },
  { name: 'UTF-16', rewrite: (stories) => Buffer.from(`\ufeff${plain(stories)}`, 'utf16le') },
  { name: 'wrapped at 76', rewrite: whole((text) => wrap(text, 76)) },
  { name: 'wrapped at 60', rewrite: whole((text) => wrap(text, 60)) },
  { name: 'wrapped, items glued together', rewrite: (stories) => wrap(plain(stories, storyText, '\n'), 72) },
  { name: 'more blank lines', rewrite: whole((text) => text.replaceAll('\n\n', '\n\n\n')) },
  { name: 'wide gaps between items', rewrite: (stories) => plain(stories, storyText, '\n\n\n\n') },
  {
    name: 'source right under the title',
    rewrite: whole((text) => text.replace(/\n\nSource:/g, '\nSource:')),
  },
  {
    name: 'text right under the source',
    rewrite: whole((text) => text.replace(/(Source: .*)\n\n/g, '$1\n')),
  },
  { name: 'items glued together', rewrite: (stories) => plain(stories, storyText, '\n') },
  { name: 'no blank lines at all', rewrite: whole((text) => text.replaceAll('\n\n', '\n')) },
  { name: 'reversed', rewrite: (stories) => plain(stories.toReversed()) },
  { name: 'rotated', rewrite: (stories) => plain([...stories.slice(4), ...stories.slice(0, 4)]) },
  { name: 'grown at the top', rewrite: (stories) => plain([newcomer, ...stories]), changes: ['count'] },
  { name: 'grown at the end', rewrite: (stories) => plain([...stories, newcomer]), changes: ['count'] },
  { name: 'numbered', rewrite: titled((title, index) => `${index + 1}. ${title}`) },
  { name: 'numbered in brackets', rewrite: titled((title, index) => `(${index + 1}) ${title}`) },
  { name: 'numbered of ten', rewrite: titled((title, index) => `${index + 1}/10 ${title}`) },
  {
    name: 'numbered, sources dropped',
    changes: ['sources'],
    rewrite: (stories) =>
      plain(stories, (story, index) => [`${index + 1}. ${story.title}`, ...story.blocks].join('\n\n')),
  },
  { name: 'titles in capitals', rewrite: titled((title) => title.toUpperCase()) },
  { name: 'titles in bold', rewrite: titled((title) => `**${title}**`) },
  { name: 'titles underlined', rewrite: titled((title) => `${title}\n${'='.repeat(40)}`) },
  {
    name: 'titles underlined with hyphens',
    rewrite: titled((title) => `${title}\n${'-'.repeat(title.length)}`),
  },
  {
    name: 'titles with a full stop',
    rewrite: titled((title, index) => (index === 0 || title.length > 100 ? title : `${title}.`)),
  },
  { name: 'separated by hyphens', rewrite: (stories) => plain(stories, storyText, '\n\n---\n\n') },
  { name: 'separated by stars', rewrite: (stories) => plain(stories, storyText, '\n\n* * *\n\n') },
  {
    name: 'separated by 30 hyphens',
    rewrite: (stories) => plain(stories, storyText, `\n\n${'-'.repeat(30)}\n\n`),
  },
  { name: 'separators without blank lines', rewrite: (stories) => plain(stories, storyText, '\n=====\n') },
  {
    name: 'table of contents',
    rewrite: (stories) =>
      `In this issue\n\n${stories.map(({ title }) => `- ${title}`).join('\n')}\n\n${plain(stories)}`,
  },
  {
    name: 'numbered contents, masthead',
    rewrite: (stories) =>
      `The Digest\n12 June 2025\n\nContents:\n${stories.map(({ title }, index) => `${index + 1}. ${title}`).join('\n')}\n\n${plain(stories)}`,
  },
  {
    name: 'front matter',
    rewrite: (stories) => `---\ntitle: News digest\ndate: 2025-06-12\nlayout: post\n---\n\n${plain(stories)}`,
  },
  {
    name: 'front matter names the source',
    rewrite: (stories) =>
      `---\nsource: ${stories[0]?.source}\n---\n${plain(stories, (story) => ['', `## ${story.title}`, ...story.blocks].join('\n\n'))}`,
  },
  {
    name: 'footer',
    rewrite: (stories) =>
      `${plain(stories, storyText, '\n\n---\n\n')}\n---\n\nYou get this because you asked for it. Unsubscribe at https://example.org/bye\n`,
  },
  {
    name: 'sources dropped',
    changes: ['sources'],
    rewrite: (stories) => plain(stories, (story) => [story.title, ...story.blocks].join('\n\n')),
  },
  {
    name: 'sources dropped, separated',
    changes: ['sources'],
    rewrite: (stories) =>
      plain(stories, (story) => [story.title, ...story.blocks].join('\n\n'), '\n\n***\n\n'),
  },
  {
    name: 'sources dropped, wrapped',
    changes: ['sources'],
    rewrite: (stories) =>
      wrap(
        plain(stories, (story) => [story.title, ...story.blocks].join('\n\n')),
        72,
      ),
  },
  {
    name: 'one source line lost',
    changes: ['sources'],
    rewrite: (stories) =>
      plain(
        stories,
        (story, index) => (index === 4 ? [story.title, ...story.blocks].join('\n\n') : storyText(story)),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'links added',
    rewrite: headed(({ source, title }) => `Source: ${source}\nLink: https://news.example/${slug(title)}`),
  },
  {
    name: 'links to some',
    rewrite: headed(
      ({ source, title }, index) =>
        `Source: ${source}${index % 2 ? `\n\nLink: <https://news.example/${slug(title)}>` : ''}`,
    ),
  },
  {
    name: 'all headers',
    rewrite: headed(
      ({ source, title }) =>
        `Source: ${source}\nURL: https://news.example/${slug(title)}\nAuthor: Ada Lane\nTags: defence, alliance`,
    ),
  },
  {
    name: 'headers on one line',
    rewrite: headed(({ source, title }) => `Source: ${source} | Link: https://news.example/${slug(title)}`),
  },
  {
    name: 'source with its address',
    rewrite: headed(({ source }) => `Source: ${source} (https://news.example/)`),
  },
  { name: 'Via', rewrite: headed(({ source }) => `Via: ${source}`) },
  { name: 'SOURCE', rewrite: headed(({ source }) => `SOURCE: ${source}`) },
  { name: 'Source : with a space', rewrite: headed(({ source }) => `Source : ${source}`) },
  { name: 'source in bold', rewrite: headed(({ source }) => `**Source:** ${source}`) },
  { name: 'source in brackets', rewrite: headed(({ source }) => `(Source: ${source})`) },
  { name: 'source with a dash', rewrite: headed(({ source }) => `Source – ${source}`) },
  { name: 'Quelle', rewrite: headed(({ source }) => `Quelle: ${source}`) },
  {
    name: 'source above the title',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`Source: ${source}`, title, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'source below the text',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [title, ...blocks, `Source: ${source}`].join('\n\n')),
  },
  {
    name: 'title as a header',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) =>
        [`Title: ${title}\nSource: ${source}`, ...blocks].join('\n\n'),
      ),
  },
  {
    name: 'words edited',
    changes: ['words'],
    rewrite: bodies((block) => block.replaceAll(' with ', ' together with ').replaceAll(' said', ' stated')),
  },
  {
    name: 'paragraph appended',
    changes: ['blocks', 'words'],
    rewrite: (stories) =>
      plain(stories, (story) =>
        storyText({ ...story, blocks: [...story.blocks, 'This report was updated in the evening.'] }),
      ),
  },
  {
    name: 'opening edited',
    changes: ['words'],
    rewrite: bodies((block, index) => (index === 0 ? block.replace(/\.$/, ', as is reported.') : block)),
  },
  {
    name: 'a source named in the text',
    changes: ['blocks', 'words'],
    rewrite: (stories) =>
      plain(stories, (story) =>
        storyText({ ...story, blocks: [...story.blocks, 'Source: Eurostat, own calculations of 2024.'] }),
      ),
  },
  { name: 'bullets as hyphens', rewrite: whole((text) => text.replace(/^ *• /gm, '- ')) },
  { name: 'bullets as stars', rewrite: whole((text) => text.replace(/^ *• /gm, '  * ')) },
  {
    name: 'bullets parted by blank lines',
    rewrite: whole((text) => text.replace(/\n *• /g, '\n\n• ').replace(/\n\n\n+/g, '\n\n')),
  },
  { name: 'quoted', rewrite: whole((text) => text.replace(/^/gm, '> ')) },
  { name: 'Markdown headings', rewrite: (stories) => plain(stories, (story) => `## ${storyText(story)}`) },
  {
    name: 'Markdown, glued',
    rewrite: (stories) =>
      plain(
        stories,
        (story) => `### ${story.title}\n*Source: ${story.source}*\n\n${story.blocks.join('\n\n')}`,
      ),
  },
  {
    name: 'Markdown without sources',
    changes: ['sources'],
    rewrite: (stories) =>
      `# Digest\n\n${plain(stories, (story) => [`## ${story.title}`, ...story.blocks].join('\n\n'))}`,
  },
  {
    name: 'Markdown with linked titles',
    rewrite: (stories) =>
      plain(stories, (story) =>
        [
          `## [${story.title}](https://news.example/${slug(story.title)})`,
          `Source: ${story.source}`,
          ...story.blocks,
        ].join('\n\n'),
      ),
  },
  {
    name: 'Markdown with contents',
    rewrite: (stories) =>
      `# Digest\n\n${stories.map(({ title }) => `* [${title}](#${slug(title)})`).join('\n')}\n\n${plain(stories, (story) => `## ${storyText(story)}`)}`,
  },
  {
    name: 'HTML headings',
    rewrite: html((story) => `<h2>${escapeHtml(story.title)}</h2>\n${sourceHtml(story)}\n${bodyHtml(story)}`),
  },
  {
    name: 'HTML articles',
    rewrite: html(
      (story) =>
        `<article><h3><a href="https://news.example/${slug(story.title)}">${escapeHtml(story.title)}</a></h3>${sourceHtml(story)}<div class="text">${bodyHtml(story)}</div></article>`,
    ),
  },
  {
    name: 'HTML, titles in bold',
    rewrite: html(
      (story) => `<p><b>${escapeHtml(story.title)}</b></p>${sourceHtml(story)}${bodyHtml(story)}`,
    ),
  },
  {
    name: 'HTML table',
    rewrite: (stories) =>
      page(
        `<table width="600"><tr><td>Your digest</td></tr>${stories.map((story) => `<tr><td class="item"><h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}</td></tr>`).join('')}</table>`,
      ),
  },
  {
    name: 'HTML without sources',
    changes: ['sources'],
    rewrite: html(
      (story) => `<div class="story"><h2>${escapeHtml(story.title)}</h2>${bodyHtml(story)}</div>`,
    ),
  },
  {
    name: 'HTML with line breaks',
    rewrite: html(
      (story) =>
        `<div><b>${escapeHtml(story.title)}</b><br>Source: ${story.source}<br><br>${story.blocks.map((block) => (block.includes('•') ? blockHtml(block) : `${escapeHtml(block)}<br><br>`)).join('\n')}</div>`,
    ),
  },
  { name: 'mail, 8 bit', rewrite: (stories) => mail(utf8('text/plain', '8bit'), plain(stories)) },
  {
    name: 'mail, quoted-printable',
    rewrite: (stories) => mail(utf8('text/plain', 'quoted-printable'), quotedPrintable(plain(stories))),
  },
  { name: 'mail, wrapped', rewrite: (stories) => mail(utf8('text/plain', '8bit'), wrap(plain(stories), 72)) },
  {
    name: 'mail, HTML in base64',
    rewrite: (stories) =>
      mail(
        utf8('text/html', 'base64'),
        base64(
          page(
            stories
              .map((story) => `<h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}`)
              .join(''),
          ),
        ),
      ),
  },
  {
    name: 'mail, text and HTML',
    rewrite: (stories) =>
      mail(
        ['Content-Type: multipart/alternative; boundary="=_b"'],
        [
          '--=_b',
          ...utf8('text/plain', '8bit'),
          '',
          plain(stories),
          '--=_b',
          ...utf8('text/html', '8bit'),
          '',
          page(
            stories
              .map((story) => `<h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}`)
              .join(''),
          ),
          '--=_b--',
          '',
        ].join('\r\n'),
      ),
  },
  {
    name: 'multipart/digest',
    changes: ['sources'],
    rewrite: (stories) =>
      mail(
        ['Content-Type: multipart/digest; boundary="=_d"'],
        [
          ...stories.flatMap((story) => [
            '--=_d',
            '',
            `Subject: =?utf-8?B?${Buffer.from(story.title).toString('base64')}?=`,
            'From: Ada <ada@example.org>',
            ...utf8('text/plain', '8bit'),
            '',
            story.blocks.join('\n\n'),
          ]),
          '--=_d--',
          '',
        ].join('\r\n'),
      ),
  },
  {
    name: 'mailing list digest',
    changes: ['sources'],
    rewrite: (stories) =>
      `Announce Digest, Vol 3, Issue 9\n\nToday's Topics:\n\n${stories.map(({ title }, index) => `   ${index + 1}. ${title}`).join('\n')}\n\n${'-'.repeat(70)}\n\n${stories.map((story, index) => `Message: ${index + 1}\nFrom: Ada Lane <ada@example.org>\nSubject: ${story.title}\n\n${story.blocks.join('\n\n')}\n\n`).join(`${'-'.repeat(30)}\n\n`)}\n${'-'.repeat(30)}\n\nEnd of Announce Digest, Vol 3, Issue 9\n**************************************\n`,
  },
  {
    name: 'mbox',
    changes: ['sources'],
    rewrite: (stories) =>
      stories
        .map(
          (story) =>
            `From ada@example.org Thu Jun 12 09:00:00 2025\nFrom: Ada <ada@example.org>\nSubject: =?utf-8?B?${Buffer.from(story.title).toString('base64')}?=\nTo: you@example.org\n${utf8('text/plain', '8bit').join('\n')}\n\n${story.blocks.join('\n\n')}\n\n`,
        )
        .join(''),
  },
  {
    name: 'JSON',
    rewrite: (stories) =>
      JSON.stringify(
        stories.map(({ title, source, blocks }) => ({ title, source, content: blocks.join('\n\n') })),
        null,
        2,
      ),
  },
  {
    name: 'JSON with HTML, wrapped',
    rewrite: (stories) =>
      JSON.stringify({
        title: 'Digest',
        items: stories.map((story) => ({
          title: story.title,
          source: { name: story.source },
          content_html: bodyHtml(story),
        })),
      }),
  },
  {
    name: 'JSON Lines',
    rewrite: (stories) =>
      stories
        .map(({ title, source, blocks }) =>
          JSON.stringify({ headline: title, publisher: source, paragraphs: blocks }),
        )
        .join('\n'),
  },
  { name: 'numbered with hashes', rewrite: titled((title, index) => `#${index + 1} ${title}`) },
  { name: 'numbered with dashes', rewrite: titled((title, index) => `${index + 1} – ${title}`) },
  { name: 'numbered as stories', rewrite: titled((title, index) => `Story ${index + 1}: ${title}`) },
  { name: 'numbered with letters', rewrite: titled((title, index) => `${'ABCDEFGHIJ'[index]}) ${title}`) },
  {
    name: 'numbered in Roman',
    rewrite: titled((title, index) => `${'I II III IV V VI VII VIII IX X'.split(' ')[index]}. ${title}`),
  },
  { name: 'titles as list items', rewrite: titled((title) => `• ${title}`) },
  { name: 'titles with an emoji', rewrite: titled((title) => `📰 ${title}`) },
  { name: 'titles with a colon', rewrite: titled((title) => `${title}:`) },
  { name: 'titles between rules', rewrite: titled((title) => `=====\n${title}\n=====`) },
  { name: 'source with a full stop', rewrite: headed(({ source }) => `Source: ${source}.`) },
  {
    name: 'source behind the title',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [`${title} (Source: ${source})`, ...blocks].join('\n\n')),
  },
  {
    name: 'source again below the text',
    changes: ['blocks', 'words'],
    rewrite: (stories) => plain(stories, (story) => `${storyText(story)}\n\nSource: ${story.source}`),
  },
  {
    name: 'addresses under the titles',
    changes: ['sources'],
    rewrite: (stories) =>
      plain(stories, ({ title, blocks }) =>
        [`${title}\nhttps://news.example/${slug(title)}`, ...blocks].join('\n\n'),
      ),
  },
  {
    name: 'contents without sources',
    changes: ['sources'],
    rewrite: (stories) =>
      `Contents\n\n${stories.map(({ title }) => title).join('\n')}\n\n${plain(stories, ({ title, blocks }) => [title, ...blocks].join('\n\n'))}`,
  },
  {
    name: 'HTML, one preformatted text',
    rewrite: (stories) => page(`<pre>${escapeHtml(plain(stories))}</pre>`),
  },
  {
    name: 'HTML of a word processor',
    rewrite: html(
      (story) =>
        `<p class=MsoNormal><b><span>${escapeHtml(story.title)}<o:p></o:p></span></b></p><p>&nbsp;</p>${sourceHtml(story)}<p>&nbsp;</p>${bodyHtml(story)}`,
    ),
  },
  {
    name: 'references of HTML left in the text',
    rewrite: whole((text) =>
      text.replace(/&/g, '&amp;').replace(/’/g, '&rsquo;').replace(/“/g, '&ldquo;').replace(/”/g, '&rdquo;'),
    ),
  },
  { name: 'bullets without a space', rewrite: whole((text) => text.replace(/^ *• /gm, '•')) },
];
