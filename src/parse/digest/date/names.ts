/**
 * Names of months and weekdays, folded (no accents, lower case): English, German, French, Spanish, Italian, Dutch,
 * Portuguese, Catalan; Swedish, Danish, Norwegian, Finnish, Estonian, Hungarian, Polish, Czech, Slovak, Slovene, Croatian,
 * Romanian, Turkish, Greek, Bulgarian, Russian, Ukrainian, in the case that stands in dates. Where two languages mean two
 * months by one word (`listopada`), the larger one counts.
 */

const MONTHS: readonly string[] = [
  'january jan januar janner janvier janv enero ene gennaio gen januari janeiro tammikuuta stycznia ledna ianuarie ocak января січня januarja januara sijecnja януари ιανουαριου gener jaanuar',
  'february feb februar feber fevrier fevr fev febrero febbraio februari fevereiro helmikuuta lutego unora februarie subat февраля лютого februarja februara veljace февруари φεβρουαριου febrer veebruar',
  'march mar marz maerz mrz mars marzo maart marco marts maaliskuuta marca brezna martie mart марта березня ozujka marcius март μαρτιου marc maerts',
  'april apr avril avr abril abr aprile huhtikuuta kwietnia dubna aprilie nisan апреля квітня aprila travnja aprilis април απριλιου aprill',
  'may mai mayo maggio mag mei maio maj toukokuuta maja kvetna mayis мая травня svibnja majus май μαιου maig',
  'june jun juni juin junio giugno giu junho kesakuuta czerwca cervna iunie haziran июня червня junija juna lipnja junius юни ιουνιου juny juuni',
  'july jul juli juillet juil julio luglio lug julho heinakuuta lipca cervence iulie temmuz июля липня julija jula srpnja julius юли ιουλιου juliol juuli',
  'august aug aout agosto ago augustus augusti elokuuta sierpnia srpna agustos августа серпня avgusta augusta kolovoza augusztus август αυγουστου agost',
  'september sep sept septembre septiembre setiembre settembre setembro set syyskuuta wrzesnia zari septembrie eylul сентября вересня septembra rujna szeptember септември σεπτεμβριου setembre',
  'october oct oktober okt octobre octubre ottobre ott outubro out lokakuuta pazdziernika rijna octombrie ekim октября жовтня oktobra октомври οκτωβριου oktoober',
  'november nov novembre noviembre novembro marraskuuta listopada listopadu noiembrie kasim ноября листопада novembra studenoga studenog ноември νοεμβριου',
  'december dec dezember dez decembre diciembre dic dicembre dezembro desember joulukuuta grudnia prosince decembrie aralik декабря грудня decembra prosinca декември δεκεμβριου desembre detsember',
];

const WEEKDAYS: readonly string[] = [
  'sunday sun sonntag dimanche domingo domenica zondag sondag sunnuntaina niedziela niedziele nedele duminica воскресенье неділю',
  'monday mon montag lundi lunes lunedi maandag segunda-feira mandag maanantaina poniedzialek pondeli luni понедельник понеділок',
  'tuesday tue tues dienstag mardi martes martedi dinsdag terca-feira tisdag tirsdag tiistaina wtorek utery marti вторник вівторок',
  'wednesday wed mittwoch mercredi miercoles mercoledi woensdag quarta-feira onsdag keskiviikkona sroda srode streda stredu miercuri среду середу',
  'thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag quinta-feira torsdag torstaina czwartek ctvrtek joi четверг четвер',
  'friday fri freitag vendredi viernes venerdi vrijdag sexta-feira fredag perjantaina piatek patek vineri пятницу пятницю',
  'saturday sat samstag sonnabend samedi sabado sabato zaterdag lordag lauantaina sobota sobote sobotu sambata субботу суботу',
];

function numbered(rows: readonly string[], first: number): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((row, index) => row.split(' ').map((name) => [name, index + first] as const)));
}

const monthNumbers = numbered(MONTHS, 1);
const weekdayNumbers = numbered(WEEKDAYS, 0);
/** English and Spanish words that are months only when written large. */
const ALSO_WORDS = new Set(['may', 'march', 'out', 'set', 'mag', 'gen', 'mart']);

/** 1 to 12, null if it names no month. */
export function monthNamed(word: string): number | null {
  const folded = foldWord(word);
  const month = monthNumbers.get(folded);
  return month === undefined || (word[0] === folded[0] && ALSO_WORDS.has(folded)) ? null : month;
}

/** 0 (Sunday) to 6, null if it names no weekday. */
export function weekdayNamed(word: string): number | null {
  return weekdayNumbers.get(foldWord(word)) ?? null;
}

function foldWord(word: string): string {
  // Nearly all words have nothing to take off.
  if (/^[a-z]*$/i.test(word)) return word.toLowerCase();
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o');
}
