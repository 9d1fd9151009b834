/** A day in UTC, `2026-11-24`. Days compare as strings. */
export type Day = string;
