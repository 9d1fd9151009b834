/** How moments, days and times of day are written in prose and by programs, as parts of patterns. */

const monthName =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|" +
  "Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const weekday =
  "(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|" +
  "Sat(?:urday)?|Sun(?:day)?)";
const dayNumber = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
/** A day: ISO, with slashes or dots, in English. */
export const writtenDay = [
  String.raw`\d{4}-\d\d-\d\d`,
  String.raw`\d{4}/\d{1,2}/\d{1,2}`,
  String.raw`\d{1,2}[/.]\d{1,2}[/.]\d{4}`,
  String.raw`${dayNumber}\.?[ -](?:of )?${monthName},?[ -]\d{4}`,
  String.raw`${monthName} ${dayNumber},? \d{4}`,
].join("|");
const clock = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[ \u00A0\u202F]?(?:[AaPp][Mm]\b|[ap]\.m\.))?`;
const zone =
  String.raw`(?: ?(?:Z\b|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d(?!\d)|[A-Z]{2,4}T\b))?` +
  String.raw`(?: \([A-Z][A-Za-z ]{2,40}\))?`;
const named = String.raw`(?:${weekday},? )?`;

/** The forms of moments, of days and of times alone, for one pattern; the longest first. */
export const momentForms = {
  /** A day with its time: ISO, RFC 2822, an HTTP date, JavaScript's and C's own, prose. */
  moment: [
    String.raw`${named}(?:${writtenDay})(?:T|,? at |, | - |,? )${clock}${zone}`,
    String.raw`${weekday} ${monthName} +\d{1,2} ${clock}${zone} \d{4}`,
    String.raw`\d{8}T\d{6}Z?`,
  ].join("|"),
  date: String.raw`${named}(?:${writtenDay})(?:,? ${weekday}\b| \(${weekday}\))?`,
  clock: String.raw`${named}${clock}${zone}`,
} as const;
