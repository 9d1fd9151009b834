/** A day in UTC, `2026-11-24`. Days compare as strings. */
export type Day = string;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `October 2026` of `2026-10`; any other text as it is. */
export function monthTitle(month: string): string {
  const number = /^\d{4}-(\d{2})$/.exec(month)?.[1];
  const name = number === undefined ? undefined : months[Number(number) - 1];
  return name === undefined ? month : `${name} ${month.slice(0, 4)}`;
}
