/** Feed readers as Debian has them: how each is told to subscribe and to look again, and where it keeps what it lists. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import PostalMime from 'postal-mime';

export interface Feed {
  readonly name: string;
  readonly url: string;
}

export interface Listed {
  readonly title: string;
  readonly link: string;
}

export interface FeedReader {
  readonly name: string;
  /** Programs that must be there. */
  readonly needs: readonly string[];
  /** Subscribes and looks for the first time. The folder is its own, and its home. */
  subscribe(folder: string, feeds: readonly Feed[]): void;
  /** Looks again. */
  refresh(folder: string, feeds: readonly Feed[]): void;
  list(folder: string, feed: Feed): Promise<readonly Listed[]> | readonly Listed[];
  /** True: it forgets its validators when it ends, so that each of its processes asks once without them. */
  readonly forgets?: boolean;
  /** What it makes of a title by a habit of its own, which no feed can change. */
  habit?(title: string, feed: Feed): string;
}

function run(folder: string, command: readonly string[]): void {
  const [program = '', ...words] = command;
  const env = { ...process.env, HOME: folder, NO_AT_BRIDGE: '1', GSETTINGS_BACKEND: 'memory' };
  for (const name of ['CONFIG', 'DATA', 'CACHE'])
    Object.assign(env, { [`XDG_${name}_HOME`]: join(folder, name) });
  const { status, stderr } = spawnSync(program, words, {
    cwd: folder,
    env,
    timeout: 90_000,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr.slice(-2_000)}`);
}

function query(file: string, sql: string, ...values: string[]): readonly Listed[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(sql).all(...values);
  database.close();
  return rows.map(({ title, link }) => ({ title: String(title), link: String(link ?? '') }));
}

/** A cache for each feed: in one, an item that two feeds have under one guid is shown in one of them. */
function newsboatReload(folder: string, feeds: readonly Feed[]): void {
  for (const { name } of feeds) {
    run(folder, ['newsboat', '-u', `${name}.urls`, '-C', 'config', '-c', `${name}.db`, '-x', 'reload']);
  }
}

export const newsboat: FeedReader = {
  name: 'newsboat',
  needs: ['newsboat'],
  subscribe(folder, feeds) {
    for (const { name, url } of feeds) writeFileSync(join(folder, `${name}.urls`), `${url}\n`);
    writeFileSync(join(folder, 'config'), '');
    newsboatReload(folder, feeds);
    // 2.21 has no row yet in which it could keep the validators of the first answer
    newsboatReload(folder, feeds);
  },
  refresh: newsboatReload,
  list: (folder, { name, url }) =>
    query(join(folder, `${name}.db`), 'select title, url as link from rss_item where feedurl = ?', url),
};

const r2e = (folder: string, ...words: string[]) =>
  run(folder, ['r2e', '-c', 'r2e.cfg', '-d', 'r2e.json', ...words]);

/** It sends mails, here into a folder. */
export const rss2email: FeedReader = {
  name: 'rss2email',
  needs: ['r2e'],
  subscribe(folder, feeds) {
    r2e(folder, 'new', 'reader@localhost');
    const file = join(folder, 'r2e.cfg');
    const config = readFileSync(file, 'utf8')
      .replace(/^email-protocol = .*$/m, 'email-protocol = maildir')
      .replace(/^maildir-path = .*$/m, `maildir-path = ${folder}/mail`);
    writeFileSync(file, config);
    for (const { name, url } of feeds) {
      r2e(folder, 'add', name, url);
      makeMailbox(folder, name);
      const added = readFileSync(file, 'utf8');
      writeFileSync(file, added.replace(`[feed.${name}]\n`, `[feed.${name}]\nmaildir-mailbox = ${name}\n`));
    }
    r2e(folder, 'run');
  },
  refresh: (folder) => r2e(folder, 'run'),
  list(folder, { name }) {
    const box = join(folder, 'mail', name, 'new');
    return Promise.all(
      readdirSync(box).map(async (mail) => {
        const { subject = '', headers } = await PostalMime.parse(readFileSync(join(box, mail)));
        const link = headers.find(({ key }) => key === 'x-rss-url')?.value ?? '';
        return { title: subject, link };
      }),
    );
  },
};

function makeMailbox(folder: string, name: string): void {
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'mail', name, part), { recursive: true });
}

const sfeedUpdate = (folder: string) => run(folder, ['sfeed_update', join(folder, 'sfeedrc')]);

/** It asks with validators where `fetch` is set as its manual says. */
export const sfeed: FeedReader = {
  name: 'sfeed',
  needs: ['sfeed_update', 'curl'],
  subscribe(folder, feeds) {
    mkdirSync(join(folder, 'etags'));
    mkdirSync(join(folder, 'feeds'));
    const lines = feeds.map(({ name, url }) => `  feed "${name}" "${url}"\n`).join('');
    writeFileSync(
      join(folder, 'sfeedrc'),
      `sfeedpath="${folder}/feeds"
fetch() {
  etag="${folder}/etags/$(basename "$3")"
  curl -L --max-redirs 0 -H "User-Agent:" -f -s -m 15 --compressed --etag-save "$etag" --etag-compare "$etag" "$2"
}
feeds() {
${lines}}
`,
    );
    sfeedUpdate(folder);
  },
  refresh: sfeedUpdate,
  list(folder, { name }) {
    const lines = readFileSync(join(folder, 'feeds', name), 'utf8')
      .split('\n')
      .filter(Boolean);
    return lines.map((line) => {
      const [, title = '', link = ''] = line.split('\t');
      return { title: title.replaceAll('\\t', '\t').replaceAll('\\n', '\n').replaceAll('\\\\', '\\'), link };
    });
  },
  // titles that are HTML (Atom) are shown as they are written
  habit: (title, { name }) =>
    name === 'atom' && /[&<>]/.test(title)
      ? title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      : title,
};

/** For a desktop of its own, of which it sees the session's bus as the system's: without one it thinks that it is offline. */
function lifereaSession(folder: string, script: string): void {
  const file = join(folder, 'session.sh');
  writeFileSync(
    file,
    `export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS
liferea --mainwindow-state=hidden >liferea.txt 2>&1 &
liferea=$!
call() { dbus-send --session --print-reply --dest=org.gnome.feed.Reader /org/gnome/feed/Reader "$@" >/dev/null 2>&1; }
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  sleep 1
  if call org.gnome.feed.Reader.Ping; then break; fi
done
call org.gnome.feed.Reader.SetOnline boolean:true
sleep 1
${script}
sleep 6
kill $liferea
wait $liferea
true
`,
  );
  run(folder, ['xvfb-run', '-a', 'dbus-run-session', '--', 'sh', file]);
}

export const liferea: FeedReader = {
  name: 'liferea',
  needs: ['liferea', 'xvfb-run', 'dbus-run-session', 'dbus-send'],
  subscribe(folder, feeds) {
    // else it comes with feeds of its own, from the internet
    mkdirSync(join(folder, 'CONFIG', 'liferea'), { recursive: true });
    const nothing = '<opml version="1.0"><head><title>None</title></head><body></body></opml>';
    writeFileSync(join(folder, 'CONFIG', 'liferea', 'feedlist.opml'), nothing);
    const subscribe = ({ url }: Feed) => `call org.gnome.feed.Reader.Subscribe "string:${url}"; sleep 1\n`;
    lifereaSession(folder, feeds.map(subscribe).join(''));
  },
  forgets: true,
  refresh: (folder) =>
    lifereaSession(folder, 'call org.gnome.feed.Reader.Refresh; sleep 4; call org.gnome.feed.Reader.Refresh'),
  list: (folder, { url }) =>
    query(
      join(folder, 'DATA', 'liferea', 'liferea.db'),
      'select title, items.source as link from items join subscription using (node_id) where subscription.source = ? and parent_item_id = 0',
      url,
    ),
  // what looks like a tag in a title is taken away, however it was escaped
  habit: (title) => title.replace(/<[a-z]+>/g, ''),
};

/** Null: it is all there; else what is missing. */
export function missing({ needs }: FeedReader): string | null {
  for (const program of needs) {
    try {
      execFileSync('which', [program]);
    } catch {
      return program;
    }
  }
  return null;
}
