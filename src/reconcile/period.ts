import { monthTitle, type Day } from "../day.ts";
import { nowhere, problem, type Problem } from "../problem.ts";

/** Whole UTC days, the first and the last counted in. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
  /** `2026-10`; null where the days are no whole month. */
  readonly month: string | null;
}

/** What says which days are compared; null: left out. */
export interface PeriodWords {
  readonly month: string | null;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly asOf: Day;
}

const monthForm = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** The days that are asked for, by default the last month that is over; or why there are none. */
export function readPeriod(words: PeriodWords): Period | Problem {
  const { month, from, to, asOf } = words;
  if (month !== null && (from !== null || to !== null))
    return wrong("`--month` and `--from` or `--to` are given, and each says which days");
  if ((from === null) !== (to === null))
    return wrong(`\`--${from === null ? "to" : "from"}\` stands alone`);
  if (month !== null && !monthForm.test(month))
    return wrong("`--month` is a month such as 2026-10");
  const period =
    from !== null && to !== null
      ? { from, to, month: monthOf(from, to) }
      : wholeMonth(month ?? dayAfter(`${asOf.slice(0, 7)}-01`, -1).slice(0, 7));
  if (period.from > period.to) return wrong(`${period.from} comes after ${period.to}`);
  if (period.to >= asOf) {
    const until = dayAfter(asOf, -1);
    const last = month ?? period.to;
    return problem("reconcile-not-over", nowhere, {
      last,
      asOf,
      from: period.from,
      until: until >= period.from ? until : null,
    });
  }
  if (daysOf(period).length > longest)
    return wrong(`${period.from} to ${period.to} are more than ${String(longest)} days`);
  return period;
}

/** The reports' own reach, and enough for a year. */
const longest = 366;

function wrong(said: string): Problem {
  return problem("reconcile-period", nowhere, { said });
}

function wholeMonth(month: string): Period {
  const from = `${month}-01`;
  const next = dayAfter(from, 31).slice(0, 7);
  return { from, to: dayAfter(`${next}-01`, -1), month };
}

/** The month that two days are the ends of; null: they are not. */
export function monthOf(from: Day, to: Day): string | null {
  const month = from.slice(0, 7);
  return wholeMonth(month).to === to && from.endsWith("-01") ? month : null;
}

/** The day so many days later; earlier where that is negative. */
export function dayAfter(day: Day, days: number): Day {
  const ms = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(ms).toISOString().slice(0, 10);
}

/** Every day of a period. */
export function daysOf({ from, to }: Pick<Period, "from" | "to">): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** `October 2026`, or the first and the last day. */
export function titleOf({ from, to, month }: Period): string {
  return month === null ? `${from} to ${to}` : monthTitle(month);
}
