/** Times and dates in prose: whether they lie around now. */
import { writtenDay } from "../../written-moments.ts";

/** The span of time in which a command ran, on a machine with a time zone. */
export interface Now {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of the machine, east of UTC. */
  readonly zoneMinutes: number;
}

const dayForms = new RegExp(writtenDay);
const clockForm =
  /(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:[ \u00A0\u202F]?([AaPp])\.?[Mm])?/;
const compactForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/;
const monthStarts = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** A day as numbers; the month counts from 1. */
type Day = readonly [number, number, number];

interface TimeOfDay {
  readonly minutes: number;
  /** Null: it says none. */
  readonly seconds: number | null;
}

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** Whether a time says seconds: such a clock is another one with each request. */
export function hasSeconds(text: string): boolean {
  return /\d:\d\d:\d\d/.test(text) || compactForm.test(text) || /^\d+(?:\.\d+)?$/.test(text);
}

/** Whether a day with a time lies within a day of now: with any zone. */
export function isMomentNow(text: string, { fromMs, untilMs }: Now): boolean {
  const time = timeIn(text);
  return daysIn(text).some(([year, month, date]) => {
    const ms = Date.UTC(year, month - 1, date) + (time?.minutes ?? 0) * minuteMs;
    return ms > fromMs - dayMs && ms < untilMs + dayMs;
  });
}

/** Whether a date is today's, where the machine is or in UTC. */
export function isDateNow(text: string, now: Now): boolean {
  const [from, until] = [now.fromMs, now.untilMs];
  const days = [0, now.zoneMinutes].flatMap((zoneMinutes) =>
    [from, until].map((ms) => new Date(ms + zoneMinutes * minuteMs).toISOString().slice(0, 10)),
  );
  return daysIn(text).some(([year, month, date]) => {
    const ms = Date.UTC(year, month - 1, date);
    return Number.isFinite(ms) && days.includes(new Date(ms).toISOString().slice(0, 10));
  });
}

/** Whether a time of day is one at which the command ran, there or in UTC, within a minute. */
export function isClockNow(text: string, now: Now): boolean {
  const time = timeIn(text);
  if (time === null) return false;
  const ranMs = now.untilMs - now.fromMs + 2 * minuteMs;
  return [0, now.zoneMinutes].some((zoneMinutes) => {
    const start = now.fromMs - minuteMs + zoneMinutes * minuteMs;
    const at = (time.minutes * 60 + (time.seconds ?? 0)) * 1000;
    const since = (((at - start) % dayMs) + dayMs) % dayMs;
    return since <= ranMs;
  });
}

/** Whether a number is a time since 1970 within a day of now: in s, ms, µs or ns. */
export function isEpochNow(text: string, { fromMs, untilMs }: Now): boolean {
  const whole = /^(\d{10,19})(?:\.\d{1,9})?$/.exec(text)?.[1] ?? "";
  const scale = { 10: 1000, 13: 1, 16: 1e-3, 19: 1e-6 }[whole.length];
  if (scale === undefined) return false;
  const ms = Number(whole) * scale;
  return ms > fromMs - dayMs && ms < untilMs + dayMs;
}

/** The days a text may mean: of `3/4/2026` there are two. */
function daysIn(text: string): readonly Day[] {
  const compact = compactForm.exec(text);
  if (compact !== null) return [[Number(compact[1]), Number(compact[2]), Number(compact[3])]];
  const name = monthStarts.findIndex((start) =>
    new RegExp(String.raw`(?<![a-z])${start}`, "i").test(text),
  );
  if (name !== -1) {
    const year = /(?<!\d)\d{4}(?!\d)/.exec(text)?.[0];
    const date = /(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])/.exec(text)?.[1];
    return year === undefined || date === undefined ? [] : [[Number(year), name + 1, Number(date)]];
  }
  const numbers = (dayForms.exec(text)?.[0] ?? "").split(/[^\d]+/).map(Number);
  const [first = 0, second = 0, third = 0] = numbers;
  if (numbers.length < 3) return [];
  if (first > 31) return [[first, second, third]];
  return [
    [third, second, first],
    [third, first, second],
  ];
}

function timeIn(text: string): TimeOfDay | null {
  const compact = compactForm.exec(text);
  const [, hour, minute, second, half] = clockForm.exec(text) ?? [];
  if (compact !== null)
    return { minutes: Number(compact[4]) * 60 + Number(compact[5]), seconds: Number(compact[6]) };
  if (hour === undefined || minute === undefined) return null;
  const isAfternoon = half?.toLowerCase() === "p";
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  if (hours > 24 || Number(minute) > 59) return null;
  return {
    minutes: hours * 60 + Number(minute),
    seconds: second === undefined ? null : Number(second),
  };
}

/** When a command ran, from ISO times with the recording machine's zone. */
export function readNow(from: string, until: string): Now {
  const zoneOf = /([+-])(\d\d):?(\d\d)$/.exec(from);
  const minutes = Number(zoneOf?.[2] ?? 0) * 60 + Number(zoneOf?.[3] ?? 0);
  const fromMs = Date.parse(from);
  return {
    fromMs,
    untilMs: Math.max(fromMs, Date.parse(until)),
    zoneMinutes: zoneOf?.[1] === "-" ? -minutes : minutes,
  };
}
