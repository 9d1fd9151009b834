/** `runs:` of a scenario's traffic: a rate such as `200k/month`, or a range of it. */
import type { Json } from "../../json.ts";
import {
  compareRatio,
  multiplyRatio,
  parseDecimal,
  ratio,
  ratioToNumber,
  type Ratio,
} from "../../money.ts";
import { writtenText } from "../amounts.ts";

const [second, minute, hour] = [ratio(2_628_000n), ratio(43_800n), ratio(730n)];
const [day, week, month] = [ratio(730n, 24n), ratio(730n, 168n), ratio(1n)];

/** How many of a unit a month of 730 hours has, by every name of the unit. */
const perMonth: Readonly<Record<string, Ratio>> = {
  s: second,
  sec: second,
  second,
  min: minute,
  minute,
  h: hour,
  hour,
  d: day,
  day,
  week,
  mo: month,
  month,
};

const count = String.raw`\d{1,12}(?:\.\d{1,9})?`;
const amount = String.raw`(?<count>${count})\s*(?<scale>[kKmM]?)`;
const range = String.raw`(?:\s*(?:-|\u2013|\u2014|\bto\b)\s*(?<toCount>${count})\s*(?<toScale>[kKmM]?))?`;
const per = String.raw`(?:\s*\/\s*|\s+(?:per|a|an)\s+)(?<unit>${Object.keys(perMonth).join("|")})`;

/** `200k/month`, `1.5m per day`, `12 / hour`, `150k-250k/month`. */
export const runsPattern = new RegExp(`^${amount}${range}${per}$`);

/** What is expected of `runs`. */
export const runsText =
  "runs per unit of time, such as `200k/month`, `12/hour` or `150k-250k/month`";

/** Why a text or number is no `runs`. */
export type RunsFault = "no-unit" | "negative" | "zero" | "upside-down" | "too-many" | "too-few";

/** Runs per month of 730 hours; of one rate both ends are equal. */
export interface Runs {
  readonly low: Ratio;
  readonly high: Ratio;
}

/** More than starts apart by whole milliseconds hold (four a millisecond), or one in a century, are typos. */
const mostRuns = ratio(10_000_000_000n);
const fewestRuns = ratio(1n, 1_200n);

/** Reads `runs:`. Null where a value is none of what is told apart here. */
export function readRuns(value: Json | undefined): Runs | RunsFault | null {
  const text = writtenText(value)?.trim() ?? null;
  if (text === null) return null;
  const groups = runsPattern.exec(text)?.groups;
  if (groups === undefined) {
    if (/^[-−]\s*\d/.test(text)) return "negative";
    const isBare = new RegExp(`^${amount}${range}(?:\\s*runs?)?$`).test(text);
    return isBare ? "no-unit" : faultOfSize(text);
  }
  const unit = perMonth[groups["unit"] ?? ""] ?? month;
  const first = rateOf(groups["count"], groups["scale"], unit);
  const isRange = groups["toCount"] !== undefined;
  const last = isRange ? rateOf(groups["toCount"], groups["toScale"], unit) : first;
  if (first === null || last === null) return null;
  // In `150-250k` the scale is meant for both, in `900-1k` it cannot be.
  const scaled = groups["scale"] === "" ? rateOf(groups["count"], groups["toScale"], unit) : null;
  const low = isRange && scaled !== null && compareRatio(scaled, last) <= 0 ? scaled : first;
  if (low.n === 0n) return "zero";
  if (compareRatio(low, last) > 0) return "upside-down";
  if (compareRatio(last, mostRuns) > 0) return "too-many";
  return compareRatio(low, fewestRuns) < 0 ? "too-few" : { low, high: last };
}

/** A rate of more digits than any has, or with an exponent: what is wrong with its size; null: nothing. */
function faultOfSize(text: string): RunsFault | null {
  const groups = anyRate.exec(text)?.groups;
  if (groups === undefined) return null;
  const unit = rateOf("1", groups["scale"], perMonth[groups["unit"] ?? ""] ?? month);
  const runs = Number(groups["number"]) * ratioToNumber(unit ?? month);
  if (runs > ratioToNumber(mostRuns)) return "too-many";
  return runs < ratioToNumber(fewestRuns) ? "too-few" : null;
}

const number = String.raw`\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const anyRate = new RegExp(`^(?<number>${number})\\s*(?<scale>[kKmM]?)${per}$`);

function rateOf(written: string | undefined, scale: string | undefined, unit: Ratio): Ratio | null {
  const value = parseDecimal(written ?? "");
  if (value === null) return null;
  const lower = (scale ?? "").toLowerCase();
  const factor = lower === "k" ? 1_000n : lower === "m" ? 1_000_000n : 1n;
  return multiplyRatio(multiplyRatio(value, ratio(factor)), unit);
}
