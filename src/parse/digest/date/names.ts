/** Names of months and weekdays, folded (no accents, lower case): English, German, French, Spanish, Italian, Dutch, Portuguese. */

const MONTHS: readonly string[] = [
  'january jan januar janner janvier janv enero ene gennaio januari janeiro',
  'february feb februar feber fevrier fevr febrero febbraio februari fevereiro',
  'march mar marz maerz mrz mars marzo maart marco',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mei maio',
  'june jun juni juin junio giugno junho',
  'july jul juli juillet juil julio luglio julho',
  'august aug aout agosto augustus',
  'september sep sept septembre septiembre setiembre settembre setembro',
  'october oct oktober okt octobre octubre ottobre outubro',
  'november nov novembre noviembre novembro',
  'december dec dezember dez decembre diciembre dic dicembre dezembro',
];

const WEEKDAYS: readonly string[] = [
  'sunday sun sonntag dimanche domingo domenica zondag',
  'monday mon montag lundi lunes lunedi maandag segunda-feira',
  'tuesday tue tues dienstag mardi martes martedi dinsdag terca-feira',
  'wednesday wed mittwoch mercredi miercoles mercoledi woensdag quarta-feira',
  'thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag quinta-feira',
  'friday fri freitag vendredi viernes venerdi vrijdag sexta-feira',
  'saturday sat samstag sonnabend samedi sabado sabato zaterdag',
];

function numbered(rows: readonly string[], first: number): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((row, index) => row.split(' ').map((name) => [name, index + first] as const)));
}

const monthNumbers = numbered(MONTHS, 1);
const weekdayNumbers = numbered(WEEKDAYS, 0);
/** English words that are months only when written large. */
const ALSO_WORDS = new Set(['may', 'march', 'mar', 'mars', 'dec', 'sep', 'jan', 'jun']);

/** 1 to 12, null if it names no month. */
export function monthNamed(word: string): number | null {
  const folded = foldWord(word);
  if (ALSO_WORDS.has(folded) && word[0] === folded[0] && folded !== 'mars') return null;
  return monthNumbers.get(folded) ?? null;
}

/** 0 (Sunday) to 6, null if it names no weekday. */
export function weekdayNamed(word: string): number | null {
  return weekdayNumbers.get(foldWord(word)) ?? null;
}

function foldWord(word: string): string {
  // Nearly all words have nothing to take off.
  if (/^[a-z]*$/i.test(word)) return word.toLowerCase();
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
