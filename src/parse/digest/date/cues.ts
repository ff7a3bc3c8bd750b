import { weekdayNamed } from './names.ts';
import { type Token, wordsAfter, wordsBefore } from './words.ts';

/**
 * What the words around a day say about it. Tables of words instead of patterns, so that a language is a few lines more and
 * a day costs one walk over its neighbours. Words are in lower case, with their accents; pairs are two words that follow.
 */

/** What the words around a day call it. */
export interface Cues {
  /** "today (…)", "yesterday". */
  readonly isToday: boolean;
  /** "said on …". */
  readonly isSaid: boolean;
  /** "on …", "published …". */
  readonly isTheDay: boolean;
  /** "since …", "will … on …", "the law of …": the day of something else. */
  readonly isOther: boolean;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/,?\s+/));
/** Pairs by their second word. */
type Pairs = ReadonlyMap<string, readonly string[]>;

function pairs(words: string): Pairs {
  const all = words.split(/,\s+/).map((pair) => pair.split(' '));
  const bySecond = Map.groupBy(all, ([, second = '']) => second);
  return new Map(Array.from(bySecond, ([second, group]) => [second, group.map(([first = '']) => first)]));
}

function isPair(known: Pairs, first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && (known.get(second ?? '')?.includes(first) ?? false);
}

/** Stand between a preposition and the day; `weekdayNamed` knows the others. */
const FILLERS = set(
  'the about evening morning afternoon night noon den dem der le les la el los il lo o os dias días giorni dagen dnia dni um d',
);
const ON = set(
  'on am le les el los il lo op em no dia dnia w we den este ce this last vergangenen letzten vorigen past pasado pasada scorso passado ubiegłego в на',
);
const TODAY = set(
  "today yesterday heute gestern gestrigen heutigen aujourd'hui hier hoy ayer oggi ieri vandaag gisteren hoje ontem dziś dzisiaj wczoraj idag igår сегодня вчера",
);
const THIS = pairs(
  'this morning, this afternoon, this evening, heute morgen, ce matin, esta mañana, stamattina presto',
);

/** Right before a day on which something begins or ends. */
const BOUNDARY = set(
  `since until till by before after through ab seit bis vor nach zum depuis avant après dès jusqu'au desde hasta antes después
  entro oltre prima dopo fino vanaf sinds tot voor vóór até após antes od do po przed från sedan till innan efter fra til siden`,
);
/** "In the night to the 17th": that day. */
const NIGHT_PAIRS = pairs('nacht zum, nacht auf');
const BOUNDARY_PAIRS = pairs('prior to, until the, jusqu au, a partir');
/** The same before a single day; "from 2 to 6 June" is an event that has ended. */
const FROM = set("from vom von du del della dal dall dall'1 da z van");
const OF = set("of vom von du del della dell' de da do z van");
/** "The law of …", "the press release of …". */
const DATED_BEFORE = set(
  `law act treaty directive regulation resolution agreement decree statute deadline attack attacks convention charter date constitution
  gesetz gesetzes vertrag richtlinie verordnung beschluss abkommen frist loi traité décret arrêté règlement accord ley tratado decreto
  reglamento acuerdo plazo legge trattato regolamento accordo wet verdrag lei tratado ustawa ustawy`,
);
const PAPERS = set(
  `press presse prensa stampa imprensa release statement communiqué communique bulletin edition issue report newsletter update briefing meldung mitteilung pressemitteilung
  stand ausgabe bericht erklärung comunicado nota boletín edición comunicato bollettino edizione persbericht bericht nieuwsbrief komunikat`,
);

/** In the clause before a day to come, or one on which something else happens. */
const EVENTS = set(
  `will shall expected scheduled planned upcoming next starting beginning effective due deadline closes close closing resumes reopens
  opens born founded ended ending ends period cover covers covering anniversary valid runs expires expire slated invaded
  wird werden soll sollen geplant kommenden nächste nächsten geboren gegründet wirkung endet beginnt startet gilt findet
  sera seront aura prévu prévue prévus prévues prochain prochaine né née fondé fondée compter partir ouvrira débutera commencera
  entrera prendra réunira fermera tiendra
  próximo próxima nacido nacida nace termina prevista previsto previstas previstos fundada fundado
  prossimo prossima fondata fondato previsto prevista
  zal zullen wordt worden volgende komende opgericht geboren
  marcada marcado agendada agendado
  läuft vence finaliza scade terminam encerra eindigt mija upływa senast
  będzie będą odbędzie odbędą zostanie zostaną planowane planowana planowany urodzony założony najbliższe`,
);
const EVENT_PAIRS = pairs(
  'later this, ahead of, be held, takes effect, take effect, the date, applications open, entries open, in force, into force, as of, as at, register by, set for, takes place, take place, in kraft, aura lieu, è nato, è nata, a partir, à partir, à compter',
);
/** Verbs in the future: serán, ouvriront, terrà, saranno, serão. */
const FUTURE = /\p{L}{2}(?:rán?|rão|rà|ranno|ront)$/u;

const SAYS_PUBLISHED = set(
  `published posted issued released updated dated veröffentlicht aktualisiert publié mis publicado actualizado pubblicato aggiornato
  gepubliceerd bijgewerkt atualizado opublikowano`,
);
const SAID = set(
  `said says announced reported told confirmed found ruled stated teilte erklärte sagte meldete déclaré annoncé jugé indiqué dijo anunció
  informó detto annunciato dichiarato zei meldde disse anunciou informou powiedział powiedziała poinformował poinformowała`,
);

/** After a day that is still to come, before the clause is joined by another one. */
const WILL = set(
  `will shall wird werden sera seront será serán tendrá tendrán sarà saranno zal zullen serão będzie będą zostanie zostaną findet finden`,
);
const WILL_PAIRS = pairs(
  'is set, are set, is due, are due, is expected, are expected, is scheduled, are scheduled, aura lieu',
);
const JOINS_CLAUSE = set('and und et y e en i och');

/** How far away a word may stand, in characters. */
const CLAUSE = 30;
const PUBLISHED_NEAR = 14;
const WINDOW = 64;
const AFTER = 40;

/** What is said of a day that stands from `start` to `end`. */
export function cuesAround(text: string, start: number, end: number, isSpan: boolean): Cues {
  const tokens = wordsBefore(text, start, WINDOW);
  const near = nearest(tokens);
  const direct = tokens[near]?.word ?? '';
  const before = tokens[near + 1]?.word;
  const relation = relationOf(tokens, near, isSpan);
  const isToday = TODAY.has(direct) || isPair(THIS, direct, tokens[near - 1]?.word);
  const isBoundary =
    relation === 'other' ||
    (BOUNDARY.has(direct) && !isPair(NIGHT_PAIRS, before, direct)) ||
    isPair(BOUNDARY_PAIRS, before, direct);
  const isOnDay = relation === 'paper' || tokens.slice(0, near + 1).some(({ word }) => ON.has(word));
  return {
    isToday,
    isSaid: hasBefore(tokens, SAID, CLAUSE),
    isTheDay: isToday || (isOnDay && !isBoundary) || hasBefore(tokens, SAYS_PUBLISHED, PUBLISHED_NEAR),
    isOther: isBoundary || isEvent(tokens, near) || willFollow(text, end),
  };
}

/** Index of the word that governs the day: behind articles, a weekday and the comma that follows one. */
function nearest(tokens: readonly Token[]): number {
  let at = 0;
  for (; at < tokens.length; at++) {
    const { word } = tokens[at] ?? { word: '' };
    const next = tokens[at + 1]?.word ?? '';
    if (word === ',' ? weekdayNamed(next) === null && !TODAY.has(next) : !isFiller(word)) break;
  }
  return at;
}

function isFiller(word: string): boolean {
  return FILLERS.has(word) || weekdayNamed(word) !== null;
}

/** "The statement of", "the law of", "from". */
function relationOf(tokens: readonly Token[], near: number, isSpan: boolean): 'paper' | 'other' | null {
  const preposition = tokens[near]?.word ?? '';
  if (OF.has(preposition)) {
    const noun = tokens[near + 1]?.word ?? '';
    if (PAPERS.has(noun)) return 'paper';
    if (DATED_BEFORE.has(noun)) return 'other';
  }
  return FROM.has(preposition) && !isSpan ? 'other' : null;
}

function isEvent(tokens: readonly Token[], near: number): boolean {
  for (let at = near; at < tokens.length; at++) {
    const { word, distance } = tokens[at] ?? { word: '.', distance: 0 };
    if (distance > CLAUSE || /^[.;,]$/.test(word)) return false;
    if (EVENTS.has(word) || FUTURE.test(word) || isPair(EVENT_PAIRS, tokens[at + 1]?.word, word)) return true;
  }
  return false;
}

/** True where one of the words stands near, in the same sentence. */
function hasBefore(tokens: readonly Token[], words: ReadonlySet<string>, most: number): boolean {
  for (const { word, distance } of tokens) {
    if (distance > most || word === '.') return false;
    if (words.has(word)) return true;
  }
  return false;
}

function willFollow(text: string, end: number): boolean {
  let previous = '';
  for (const { word } of wordsAfter(text, end, AFTER)) {
    if (word === '.' || word === ';' || JOINS_CLAUSE.has(word)) return false;
    if (WILL.has(word) || isPair(WILL_PAIRS, previous, word)) return true;
    previous = word;
  }
  return false;
}
