/** Active hours of a week: `{ hours: 9-18, days: mon-fri, zone: Europe/Berlin }`. */
import { isArray, isObject, type Json } from "../../json.ts";
import { nearestNames } from "../../nearest.ts";
import { ascendingBy } from "../../order.ts";

/** Milliseconds from Monday 00:00 UTC; `start` belongs to it, `end` does not. */
export interface WeekSpan {
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;
const minuteMs = 60_000;

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A schedule, read. */
export interface Schedule {
  /** In order, none touching the next. */
  readonly active: readonly WeekSpan[];
  readonly days: string;
  readonly hours: string;
  readonly zone: string;
}

/** What is wrong with a schedule. */
export type ScheduleFault =
  | { readonly kind: "hours" | "days" }
  | { readonly kind: "zone"; readonly zone: string; readonly nearest: readonly string[] };

/** `mon-fri 9:00-18:00 Europe/Berlin`. */
export function scheduleText({ days, hours, zone }: Schedule): string {
  return `${days} ${hours} ${zone}`;
}

/**
 * Reads a schedule. A time zone's offset is that of 1 January 2026: summer time moves the hours of
 * the week as a whole, which moves no figure of one scenario.
 */
export function readSchedule(
  value: Json | undefined,
): Schedule | { readonly fault: ScheduleFault } {
  const { hours, days, zone } = isObject(value) ? value : {};
  if (hours === undefined && days === undefined) return { fault: { kind: "hours" } };
  const active = readDays(days);
  if (active === null) return { fault: { kind: "days" } };
  const span = readHours(hours);
  if (span === null) return { fault: { kind: "hours" } };
  const name = zone === undefined ? "UTC" : typeof zone === "string" ? zone : "";
  const offset = zoneOffsetMs(name);
  if (offset === null) return { fault: { kind: "zone", zone: name, nearest: nearestZones(name) } };
  const spans = active.map((day) => {
    const start = modulo(day * dayMs + span.start - offset, weekMs);
    return { start, end: start + span.end - span.start };
  });
  return {
    active: withinWeek(spans),
    days: daysText(active),
    hours: `${clock(span.start)}-${clock(span.end)}`,
    zone: name,
  };
}

/** `mon-fri`, `sat`, `fri-mon`, `mon, wed`, or a list of these: indexes from Monday, ascending. */
function readDays(value: Json | undefined): readonly number[] | null {
  if (value === undefined) return weekdays.map((_, day) => day);
  const texts = isArray(value) ? value : typeof value === "string" ? value.split(",") : [];
  const days = new Set<number>();
  for (const part of texts) {
    const match = typeof part === "string" ? dayPattern.exec(part.trim().toLowerCase()) : null;
    if (match === null) return null;
    const first = dayIndex(match[1] ?? "");
    const last = match[2] === undefined ? first : dayIndex(match[2]);
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return days.size === 0 ? null : [...days].sort((a, b) => a - b);
}

const dayName = `(${weekdays.join("|")})[a-z]*`;
const dayPattern = new RegExp(`^${dayName}(?:\\s*[-–]\\s*${dayName})?$`);

function dayIndex(name: string): number {
  return weekdays.findIndex((day) => day === name);
}

/** `9-18`, `8:30-17`, `22-6` over midnight: milliseconds of the day it starts. */
function readHours(value: Json | undefined): WeekSpan | null {
  if (value === undefined) return { start: 0, end: dayMs };
  if (typeof value !== "string") return null;
  const match = /^(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?$/.exec(value.trim());
  if (match === null) return null;
  const [from, fromMinute, to, toMinute] = match.slice(1).map((part) => Number(part ?? "0"));
  const start = ((from ?? 0) * 60 + (fromMinute ?? 0)) * minuteMs;
  const end = ((to ?? 0) * 60 + (toMinute ?? 0)) * minuteMs;
  const isClock = (fromMinute ?? 0) < 60 && (toMinute ?? 0) < 60 && start < dayMs && end <= dayMs;
  if (!isClock || start === end) return null;
  return { start, end: end > start ? end : end + dayMs };
}

/** Spans in order within the week, joined where they meet; one over its end continues at its start. */
function withinWeek(spans: readonly WeekSpan[]): readonly WeekSpan[] {
  const cut = spans.flatMap(({ start, end }) =>
    end <= weekMs
      ? [{ start, end }]
      : [
          { start, end: weekMs },
          { start: 0, end: end - weekMs },
        ],
  );
  const joined: { start: number; end: number }[] = [];
  for (const span of cut.sort(ascendingBy(({ start }) => start))) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

function daysText(days: readonly number[]): string {
  const stretches: { first: number; last: number }[] = [];
  for (const day of days) {
    const before = stretches.at(-1);
    if (before !== undefined && before.last === day - 1) before.last = day;
    else stretches.push({ first: day, last: day });
  }
  return stretches
    .map(({ first, last }) =>
      first === last ? weekdays[first] : `${weekdays[first]}-${weekdays[last]}`,
    )
    .join(",");
}

function clock(ms: number): string {
  const minutes = ms / minuteMs;
  const hour = minutes > 24 * 60 ? Math.floor(minutes / 60) - 24 : Math.floor(minutes / 60);
  return `${hour}:${String(minutes % 60).padStart(2, "0")}`;
}

/** What its clocks are ahead of UTC on 1 January 2026; null where there is no such time zone. */
function zoneOffsetMs(zone: string): number | null {
  // A bare offset is no place with a clock.
  if (!/^[A-Za-z]/.test(zone)) return null;
  try {
    const moment = Date.UTC(2026, 0, 1);
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      timeZoneName: "longOffset",
    });
    const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value;
    const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name ?? "");
    if (match === null) return null;
    const minutes = Number(match[2] ?? "0") * 60 + Number(match[3] ?? "0");
    return (match[1] === "-" ? -minutes : minutes) * minuteMs;
  } catch {
    return null;
  }
}

/** The zone of a city that is named alone; else those written much alike. */
function nearestZones(zone: string): readonly string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  const city = `/${zone.trim().toLowerCase().replaceAll(" ", "_")}`;
  const cities = known.filter((name) => name.toLowerCase().endsWith(city));
  return cities.length > 0 ? cities : nearestNames(zone, known);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
