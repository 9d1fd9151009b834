import type { Day } from "./day.ts";

/** A moment that a file says: the one reader of recorded times, for fixtures and bills alike. */
export interface Moment {
  /** Milliseconds since 1970 (UTC). */
  readonly ms: number;
  /** The same in ISO form, UTC. */
  readonly iso: string;
  readonly day: Day;
  /** Whether the text says more than whole seconds. */
  readonly precise: boolean;
  /** Whether it says a time of day, not a day alone. */
  readonly timed: boolean;
  /** Whether it says a time of day with its zone; without one it is read as UTC. */
  readonly zoned: boolean;
}

const isoForm =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const httpForm = /^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * An ISO time (a day alone is its midnight; without zone UTC, so that it does not depend on the
 * machine) or the date of an HTTP header; null for anything else, and for what no calendar has.
 */
export function readMoment(text: string): Moment | null {
  const trimmed = text.trim();
  const http = httpForm.exec(trimmed);
  if (http !== null) {
    const [, day, month, year, hour, minute, second] = http;
    const date = [Number(year), months.indexOf(month ?? "") + 1, Number(day)] as const;
    return momentOf(date, { hour, minute, second, fraction: undefined, zone: "GMT" });
  }
  const iso = isoForm.exec(trimmed);
  if (iso === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = iso;
  const date = [Number(year), Number(month), Number(day)] as const;
  return momentOf(date, { hour, minute, second, fraction, zone });
}

/** The parts of a time of day as written; undefined where they are left out. */
type TimeOfDay = Readonly<
  Record<"hour" | "minute" | "second" | "fraction" | "zone", string | undefined>
>;

function momentOf(
  [year, month, day]: readonly [number, number, number],
  { hour, minute, second, fraction, zone }: TimeOfDay,
): Moment | null {
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (
    midnight.getUTCFullYear() !== year ||
    midnight.getUTCMonth() !== month - 1 ||
    midnight.getUTCDate() !== day
  )
    return null;
  const [hours, minutes, seconds] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (hours > 24 || minutes > 59 || seconds > 60) return null;
  const ms =
    midnight.getTime() +
    ((hours * 60 + minutes - offsetMinutes(zone)) * 60 + seconds) * 1_000 +
    Number((fraction ?? "").slice(0, 3).padEnd(3, "0"));
  const iso = isoOf(ms);
  return iso === null
    ? null
    : {
        ms,
        iso,
        day: iso.slice(0, 10),
        precise: fraction !== undefined,
        timed: hour !== undefined,
        zoned: zone !== undefined,
      };
}

/** Null beyond the years that an ISO day has four digits for. */
function isoOf(ms: number): string | null {
  const iso = new Date(ms).toISOString();
  return /^\d{4}-/.test(iso) ? iso : null;
}

function offsetMinutes(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
