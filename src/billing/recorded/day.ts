import type { Day } from "../../day.ts";

const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const httpTime = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) \d{2}:\d{2}:\d{2} GMT$/;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The UTC day of a recorded time: ISO (a time without zone counts as UTC) or the form of an HTTP
 * `date` header; null where it is neither, or no day of the calendar.
 */
export function dayOf(time: string): Day | null {
  const text = time.trim();
  const http = httpTime.exec(text);
  if (http !== null) {
    const month = months.indexOf(http[2] ?? "");
    return month < 0
      ? null
      : utcDay({ year: Number(http[3]), month: month + 1, day: Number(http[1]) }, 0);
  }
  const iso = isoTime.exec(text);
  if (iso === null) return null;
  const minutes = Number(iso[4] ?? 0) * 60 + Number(iso[5] ?? 0) - minutesOf(iso[7]);
  return utcDay({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, minutes);
}

/**
 * The UTC day so many minutes after midnight of a date; null where the calendar has no such date.
 */
function utcDay(
  { year, month, day }: { readonly year: number; readonly month: number; readonly day: number },
  minutes: number,
): Day | null {
  const midnight = Date.UTC(year, month - 1, day);
  const digits = (number: number, width: number): string => String(number).padStart(width, "0");
  const written = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  return dayText(midnight) === written ? dayText(midnight + minutes * 60_000) : null;
}

function dayText(milliseconds: number): Day | null {
  if (Number.isNaN(milliseconds)) return null;
  const [day = ""] = new Date(milliseconds).toISOString().split("T");
  return day.length === 10 ? day : null;
}

function minutesOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
