import {
  base64,
  blockHtml,
  bodies,
  bodyHtml,
  escapeHtml,
  headed,
  html,
  mail,
  newcomer,
  page,
  plain,
  quotedPrintable,
  type Rewriting,
  type Story,
  slug,
  sourceHtml,
  storyText,
  titled,
  utf8,
  whole,
  wrap,
} from './digest-rewritings.ts';

/** More shapes of one digest, each written before it was tried. */

const heading = (title: string) => title.replace(/[“”]/g, '');
const listed = (stories: readonly Story[], mark: (index: number) => string) =>
  stories.map(({ title }, index) => `${mark(index)}${title}`).join('\n');
const multipart = (kind: string, boundary: string, parts: readonly string[]) =>
  mail(
    [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    [...parts.flatMap((part) => [`--${boundary}`, part]), `--${boundary}--`, ''].join('\r\n'),
  );
const newsletterRow = (story: Story) =>
  `<tr><td style="padding:12px"><table role="presentation" width="100%"><tr><td style="font-size:20px"><strong>${escapeHtml(story.title)}</strong></td></tr><tr><td style="color:#888">Source: ${escapeHtml(story.source)}</td></tr><tr><td>${bodyHtml(story)}</td></tr></table></td></tr>`;

export const furtherRewritings: readonly Rewriting[] = [
  // Lines.
  { name: 'wrapped at 100', rewrite: whole((text) => wrap(text, 100)) },
  { name: 'wrapped at 40', rewrite: whole((text) => wrap(text, 40)) },
  { name: 'CRLF, wrapped', rewrite: whole((text) => wrap(text, 72).replaceAll('\n', '\r\n')) },
  { name: 'mixed line ends', rewrite: whole((text) => text.replace(/\n\n/g, '\r\n\n')) },
  { name: 'line separators of Unicode', rewrite: whole((text) => text.replaceAll('\n', '\u2028')) },
  { name: 'paragraphs indented', rewrite: bodies((block) => (block.includes('•') ? block : `    ${block}`)) },
  {
    name: 'paragraphs indented by tabs',
    rewrite: bodies((block) => (block.includes('•') ? block : `\t${block}`)),
  },
  { name: 'titles indented', rewrite: titled((title) => `        ${title}`) },
  { name: 'titles with trailing spaces', rewrite: titled((title) => `${title}   \t`) },
  { name: 'form feeds between items', rewrite: (stories) => plain(stories, storyText, '\n\f\n') },
  { name: 'blank lines at both ends', rewrite: whole((text) => `\n\n \n${text}\n\n\n \n`) },
  { name: 'no line end at the end', rewrite: whole((text) => text.trimEnd()) },
  { name: 'byte order mark, CRLF', rewrite: whole((text) => `\ufeff${text.replaceAll('\n', '\r\n')}`) },
  {
    name: 'thin and figure spaces',
    rewrite: whole((text) => text.replace(/ (?=\d)/g, '\u2009').replace(/(?<=\d) /g, '\u202f')),
  },
  { name: 'tabs for spaces in titles', rewrite: titled((title) => title.replaceAll(' ', '\t')) },
  { name: 'word joiners', rewrite: whole((text) => text.replaceAll('-', '-\u2060')) },
  { name: 'marks of direction', rewrite: titled((title) => `\u200e${title}\u200f`) },
  { name: 'zero-width space in the source', rewrite: headed(({ source }) => `Source:\u200b ${source}`) },
  // Typography.
  { name: 'ligatures', rewrite: titled((title) => title.replaceAll('fi', 'ﬁ').replaceAll('ff', 'ﬀ')) },
  { name: 'full-width colon', rewrite: headed(({ source }) => `Source：${source}`) },
  { name: 'dots for ellipses', rewrite: whole((text) => text.replaceAll('…', '...')) },
  {
    name: 'single quotes for double',
    rewrite: whole((text) => text.replaceAll('“', '‘').replaceAll('”', '’')),
  },
  { name: 'titles without quotes', rewrite: titled(heading) },
  {
    name: 'titles in title case',
    rewrite: titled((title) => title.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())),
  },
  { name: 'titles in lower case', rewrite: titled((title) => title.toLowerCase()) },
  { name: 'ampersands written out', rewrite: titled((title) => title.replaceAll('&', 'and')) },
  { name: 'titles in italics', rewrite: titled((title) => `_${title}_`) },
  { name: 'titles in bold italics', rewrite: titled((title) => `***${title}***`) },
  { name: 'titles in brackets', rewrite: titled((title) => `[${title}]`) },
  { name: 'titles between stars', rewrite: titled((title) => `*** ${title} ***`) },
  { name: 'titles between equal signs', rewrite: titled((title) => `== ${title} ==`) },
  { name: 'titles behind arrows', rewrite: titled((title) => `» ${title}`) },
  { name: 'titles behind a triangle', rewrite: titled((title) => `▶ ${title}`) },
  { name: 'numbered with a closing bracket', rewrite: titled((title, index) => `${index + 1}) ${title}`) },
  { name: 'numbered in square brackets', rewrite: titled((title, index) => `[${index + 1}] ${title}`) },
  {
    name: 'numbered with leading zeros',
    rewrite: titled((title, index) => `0${index + 1}. ${title}`.slice(-title.length - 4)),
  },
  { name: 'numbered in bold', rewrite: titled((title, index) => `**${index + 1}.** ${title}`) },
  {
    name: 'numbered with keycaps',
    rewrite: titled((title, index) => `${(index + 1) % 10}\ufe0f\u20e3 ${title}`),
  },
  { name: 'titles over two lines', rewrite: titled((title) => title.replace(/^(.{20,}?) /, '$1\n')) },
  { name: 'titles underlined with tildes', rewrite: titled((title) => `${title}\n~~~~~~~~~~`) },
  { name: 'titles in a box', rewrite: titled((title) => `+------------+\n| ${title} |\n+------------+`) },
  { name: 'titles end with a bar', rewrite: titled((title) => `${title} |`) },
  // Sources.
  { name: 'source: in lower case', rewrite: headed(({ source }) => `source: ${source}`) },
  { name: 'Sources', rewrite: headed(({ source }) => `Sources: ${source}`) },
  { name: 'Source - with a hyphen', rewrite: headed(({ source }) => `Source - ${source}`) },
  { name: 'Source:NATO without a space', rewrite: headed(({ source }) => `Source:${source}`) },
  { name: 'the source in round brackets', rewrite: headed(({ source }) => `(${source})`) },
  { name: 'the source in square brackets', rewrite: headed(({ source }) => `[${source}]`) },
  { name: 'via without a colon', rewrite: headed(({ source }) => `via ${source}`) },
  { name: 'by-line of the source', rewrite: headed(({ source }) => `— ${source}`) },
  { name: 'source in italics', rewrite: headed(({ source }) => `_Source: ${source}_`) },
  { name: 'source in stars', rewrite: headed(({ source }) => `*Source*: ${source}`) },
  { name: 'source in guillemets', rewrite: headed(({ source }) => `Source: « ${source} »`) },
  { name: 'source in quotes', rewrite: headed(({ source }) => `Source: “${source}”`) },
  {
    name: 'source linked in Markdown',
    rewrite: headed(({ source }) => `Source: [${source}](https://news.example/)`),
  },
  { name: 'source and date', rewrite: headed(({ source }) => `Source: ${source}\nLanguage: en`) },
  { name: 'source on the next line', rewrite: headed(({ source }) => `Source:\n${source}`) },
  { name: 'Fonte', rewrite: headed(({ source }) => `Fonte: ${source}`) },
  { name: 'Bron', rewrite: headed(({ source }) => `Bron: ${source}`) },
  { name: 'Źródło', rewrite: headed(({ source }) => `Źródło: ${source}`) },
  { name: 'Publisher', rewrite: headed(({ source }) => `Publisher: ${source}`) },
  {
    name: 'source behind a bar',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [`${title} | Source: ${source}`, ...blocks].join('\n\n')),
  },
  {
    name: 'source behind a dash',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [`${title} – Source: ${source}`, ...blocks].join('\n\n')),
  },
  {
    name: 'the source in brackets behind the title',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`${title} (${source})`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'the source behind a dash',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`${title} – ${source}`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'the source behind a hyphen',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`${title} - ${source}`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'the source behind a bar',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`${title} | ${source}`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'the source in brackets before the title',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`[${source}] ${title}`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'via behind the title',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`${title} (via ${source})`, ...blocks].join('\n\n'),
        '\n\n---\n\n',
      ),
  },
  {
    name: 'Markdown, the source in brackets behind the title',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [`## ${title} (${source})`, ...blocks].join('\n\n')),
  },
  {
    name: 'HTML, the source in italics under the title',
    rewrite: html(
      (story) => `<h2>${escapeHtml(story.title)}</h2><p><i>(${story.source})</i></p>${bodyHtml(story)}`,
    ),
  },
  {
    name: 'HTML, the source in a span behind the title',
    rewrite: html(
      (story) => `<h2>${escapeHtml(story.title)} <span>(${story.source})</span></h2>${bodyHtml(story)}`,
    ),
  },
  {
    name: 'Markdown, via in italics',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) =>
        [`## ${title}`, `*via ${source}*`, ...blocks].join('\n\n'),
      ),
  },
  {
    name: 'source before the title',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) => [`Source: ${source}`, title, ...blocks].join('\n\n')),
  },
  {
    name: 'source right above the title',
    rewrite: (stories) =>
      plain(
        stories,
        ({ title, source, blocks }) => [`Source: ${source}\n${title}`, ...blocks].join('\n\n'),
        '\n\n\n',
      ),
  },
  {
    name: 'half of the sources dropped',
    changes: ['sources'],
    rewrite: (stories) =>
      plain(
        stories,
        (story, index) => (index % 2 ? [story.title, ...story.blocks].join('\n\n') : storyText(story)),
        '\n\n\n',
      ),
  },
  // The digest around the items.
  {
    name: 'separated by underscores',
    rewrite: (stories) => plain(stories, storyText, `\n\n${'_'.repeat(40)}\n\n`),
  },
  { name: 'separated by hashes', rewrite: (stories) => plain(stories, storyText, '\n\n###\n\n') },
  { name: 'separated by dots', rewrite: (stories) => plain(stories, storyText, '\n\n. . . . .\n\n') },
  {
    name: 'separated by box lines',
    rewrite: (stories) => plain(stories, storyText, `\n\n${'─'.repeat(30)}\n\n`),
  },
  { name: 'separated by plus signs', rewrite: (stories) => plain(stories, storyText, '\n\n+++++\n\n') },
  {
    name: 'separated by scissors',
    rewrite: (stories) => plain(stories, storyText, '\n\n- - - 8< - - -\n\n'),
  },
  { name: 'separated by percent signs', rewrite: (stories) => plain(stories, storyText, '\n%%\n') },
  {
    name: 'separated, at both ends too',
    rewrite: (stories) => `---\n\n${plain(stories, storyText, '\n\n---\n\n')}\n---\n`,
  },
  {
    name: 'a header above',
    rewrite: (stories) => `WEEKLY NEWS DIGEST\nCompiled for members\n\n${plain(stories)}`,
  },
  {
    name: 'a greeting above, a farewell below',
    rewrite: (stories) =>
      `Dear reader,\n\nhere is what happened this week.\n\n---\n\n${plain(stories, storyText, '\n\n---\n\n')}\n---\n\nSee you next week!\n`,
  },
  {
    name: 'contents with page numbers',
    rewrite: (stories) =>
      `Contents\n\n${stories.map(({ title }, index) => `${title} ........ ${index + 2}`).join('\n')}\n\n${plain(stories)}`,
  },
  {
    name: 'contents with arrows',
    rewrite: (stories) => `Headlines:\n${listed(stories, () => '> ')}\n\n${plain(stories)}`,
  },
  {
    name: 'contents between rules',
    rewrite: (stories) => `---\n${listed(stories, (index) => `${index + 1}) `)}\n---\n\n${plain(stories)}`,
  },
  {
    name: 'reversed, with a new one',
    rewrite: (stories) => plain([...stories.toReversed(), newcomer]),
    changes: ['count'],
  },
  {
    name: 'new ones in between',
    rewrite: (stories) => plain([...stories.slice(0, 3), newcomer, ...stories.slice(3)]),
    changes: ['count'],
  },
  {
    name: 'an item twice',
    rewrite: (stories) => plain([...stories, ...stories.slice(0, 1)]),
    changes: ['count'],
  },
  // Texts.
  { name: 'typos mended', changes: ['words'], rewrite: bodies((block) => block.replace(/([a-z])\1/g, '$1')) },
  {
    name: 'a paragraph added at the top',
    changes: ['blocks', 'words'],
    rewrite: (stories) =>
      plain(stories, (story) =>
        storyText({
          ...story,
          blocks: [story.blocks[0] ?? '', 'The report was corrected later.', ...story.blocks.slice(1)],
        }),
      ),
  },
  {
    name: 'last paragraph dropped',
    changes: ['blocks', 'words'],
    rewrite: (stories) =>
      plain(stories, (story) =>
        storyText({ ...story, blocks: story.blocks.length > 1 ? story.blocks.slice(0, -1) : story.blocks }),
      ),
  },
  {
    name: 'links in the text',
    changes: ['words'],
    rewrite: bodies((block, index) =>
      index === 0 ? block.replace(/\.$/, ' (https://news.example/story).') : block,
    ),
  },
  {
    name: 'a link as last line',
    changes: ['blocks', 'words'],
    rewrite: (stories) =>
      plain(
        stories,
        (story) => `${storyText(story)}\n\nRead more: https://news.example/${slug(story.title)}`,
      ),
  },
  {
    name: 'links in Markdown',
    changes: ['words'],
    rewrite: bodies((block, index) =>
      index === 0 ? block.replace(/\b(the|The) (\w+)/, '$1 [$2](https://news.example/x)') : block,
    ),
  },
  {
    name: 'bullets as numbers',
    changes: ['words'],
    rewrite: whole((text) => {
      let number = 0;
      return text.replace(/^ *• /gm, () => `${++number}. `);
    }),
  },
  { name: 'bullets as dashes', rewrite: whole((text) => text.replace(/^ *• /gm, '– ')) },
  { name: 'bullets as arrows', rewrite: whole((text) => text.replace(/^ *• /gm, '‣ ')) },
  { name: 'bullets by tabs', rewrite: whole((text) => text.replace(/^ *• /gm, '\t•\t')) },
  // Markdown.
  { name: 'Markdown of rank 1', rewrite: (stories) => plain(stories, (story) => `# ${storyText(story)}`) },
  {
    name: 'Markdown of rank 4',
    rewrite: (stories) => `# Digest\n\n${plain(stories, (story) => `#### ${storyText(story)}`)}`,
  },
  { name: 'Markdown headings closed', rewrite: titled((title) => `## ${title} ##`) },
  {
    name: 'Markdown, source as emphasis',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) =>
        [`## ${title}`, `**Source**: ${source}`, ...blocks].join('\n\n'),
      ),
  },
  {
    name: 'Markdown, source as a quote',
    rewrite: (stories) =>
      plain(stories, ({ title, source, blocks }) =>
        [`## ${title}`, `> Source: ${source}`, ...blocks].join('\n\n'),
      ),
  },
  {
    name: 'Markdown, numbered headings and rules',
    rewrite: (stories) =>
      `# News\n\n${plain(stories, ({ title, source, blocks }, index) => [`### ${index + 1}. ${title}`, `Source: ${source}`, ...blocks].join('\n\n'), '\n\n---\n\n')}`,
  },
  {
    name: 'Markdown, headings underlined',
    rewrite: (stories) =>
      `Digest\n======\n\n${plain(stories, ({ title, source, blocks }) => [`${title}\n------`, `Source: ${source}`, ...blocks].join('\n\n'))}`,
  },
  {
    name: 'Markdown, sections around',
    rewrite: (stories) =>
      `# Digest\n\n## First half\n\n${plain(stories.slice(0, 5), (story) => `### ${storyText(story)}`)}\n\n## Second half\n\n${plain(stories.slice(5), (story) => `### ${storyText(story)}`)}`,
  },
  { name: 'Markdown, bold titles as list items', rewrite: titled((title) => `- **${title}**`) },
  // HTML.
  {
    name: 'HTML definition list',
    rewrite: (stories) =>
      page(
        `<dl>${stories.map((story) => `<dt>${escapeHtml(story.title)}</dt><dd>${sourceHtml(story)}${bodyHtml(story)}</dd>`).join('')}</dl>`,
      ),
  },
  {
    name: 'HTML list of items',
    rewrite: (stories) =>
      page(
        `<ul>${stories.map((story) => `<li><h3>${escapeHtml(story.title)}</h3>${sourceHtml(story)}${bodyHtml(story)}</li>`).join('')}</ul>`,
      ),
  },
  {
    name: 'HTML sections with classes',
    rewrite: html(
      (story) =>
        `<section class="c"><p class="headline">${escapeHtml(story.title)}</p><p class="source">Source: ${escapeHtml(story.source)}</p>${bodyHtml(story)}</section>`,
    ),
  },
  {
    name: 'HTML newsletter of nested tables',
    rewrite: (stories) =>
      page(`<table width="600"><tbody>${stories.map(newsletterRow).join('')}</tbody></table>`),
  },
  {
    name: 'HTML with rules',
    rewrite: (stories) =>
      page(
        stories
          .map(
            (story) =>
              `<p><strong>${escapeHtml(story.title)}</strong></p>${sourceHtml(story)}${bodyHtml(story)}`,
          )
          .join('<hr>'),
      ),
  },
  {
    name: 'HTML details',
    rewrite: html(
      (story) =>
        `<details open><summary>${escapeHtml(story.title)}</summary>${sourceHtml(story)}${bodyHtml(story)}</details>`,
    ),
  },
  {
    name: 'HTML with navigation and footer',
    rewrite: (stories) =>
      page(
        `<header><nav><a href="/">Home</a> <a href="/about">About</a></nav><h1>The digest</h1></header><main>${stories.map((story) => `<article><h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}</article>`).join('')}</main><footer><p>© 2025 Digest</p></footer>`,
      ),
  },
  {
    name: 'HTML with spans and fonts',
    rewrite: html(
      (story) =>
        `<div><font size="4"><span style="font-weight:bold">${escapeHtml(story.title)}</span></font></div><div>Source: ${escapeHtml(story.source)}</div>${story.blocks.map((block) => (block.includes('•') ? blockHtml(block) : `<div>${escapeHtml(block)}</div>`)).join('')}`,
    ),
  },
  {
    name: 'XHTML',
    rewrite: (stories) =>
      `<?xml version="1.0" encoding="utf-8"?>\n${page(stories.map((story) => `<h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}<hr />`).join(''))}`,
  },
  {
    name: 'HTML in upper case',
    rewrite: (stories) =>
      page(
        stories
          .map((story) => `<H2>${escapeHtml(story.title)}</H2>${sourceHtml(story)}${bodyHtml(story)}`)
          .join(''),
      ).replace(/<\/?[a-z][a-z0-9]*/g, (tag) => tag.toUpperCase()),
  },
  {
    name: 'HTML with numeric references',
    rewrite: (stories) =>
      page(
        stories
          .map((story) => `<h2>${escapeHtml(story.title)}</h2>${sourceHtml(story)}${bodyHtml(story)}`)
          .join(''),
      ).replace(/[^\0-\x7f]/g, (sign) => `&#${sign.codePointAt(0)};`),
  },
  // Mail and others.
  {
    name: 'mail, HTML table in quoted-printable',
    rewrite: (stories) =>
      mail(
        utf8('text/html', 'quoted-printable'),
        quotedPrintable(page(`<table>${stories.map(newsletterRow).join('')}</table>`)),
      ),
  },
  {
    name: 'mail, text in base64',
    rewrite: (stories) => mail(utf8('text/plain', 'base64'), base64(plain(stories))),
  },
  {
    name: 'mail, windows-1252',
    rewrite: (stories) =>
      Buffer.from(
        mail(
          ['Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: 8bit'],
          plain(stories)
            .replace(/[“”]/g, '"')
            .replace(/[‘’]/g, "'")
            .replace(/[–—]/g, '-')
            .replace(/[•]/g, '*')
            .replace(/[^\0-\xff]/g, ''),
        ),
        'latin1',
      ),
  },
  {
    name: 'mail, flowed',
    rewrite: (stories) =>
      mail(
        ['Content-Type: text/plain; charset=utf-8; format=flowed', 'Content-Transfer-Encoding: 8bit'],
        wrap(plain(stories), 70).replace(/(\S)\n(?=\S)/g, '$1 \n'),
      ),
  },
  {
    name: 'mail with an attachment',
    rewrite: (stories) =>
      multipart('mixed', '=_m', [
        `${utf8('text/plain', '8bit').join('\r\n')}\r\n\r\n${plain(stories)}`,
        `Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64('%PDF-1.4')}`,
      ]),
  },
  {
    name: 'mail, forwarded',
    rewrite: (stories) =>
      mail(
        utf8('text/plain', '8bit'),
        `FYI\n\n---------- Forwarded message ---------\nFrom: Digest <digest@example.org>\nDate: Thu, 12 Jun 2025\nSubject: News digest\nTo: Ada\n\n${plain(stories)}`,
      ),
  },
  {
    name: 'mail with a signature',
    rewrite: (stories) =>
      mail(
        utf8('text/plain', '8bit'),
        `${plain(stories, storyText, '\n\n---\n\n')}\n---\n\n-- \nAda Lane\nDigest desk\n`,
      ),
  },
  {
    name: 'JSON feed',
    rewrite: (stories) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Digest',
        items: stories.map(({ title, source, blocks }) => ({
          title,
          source,
          content_text: blocks.join('\n\n'),
        })),
      }),
  },
  {
    name: 'JSON, keyed',
    rewrite: (stories) =>
      JSON.stringify(
        { stories: stories.map(({ title, source, blocks }) => ({ headline: title, source, body: blocks })) },
        null,
        1,
      ),
  },
];
