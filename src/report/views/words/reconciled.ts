import { monthTitle, type Day } from "../../../day.ts";
import { ratio, type Pico } from "../../../money.ts";
import type { Report } from "../../report.ts";
import { readUsd, showPercent } from "../amount.ts";

/**
 * `the October bill was 4 % above the projection`, with the year where that is not the last October
 * before `asOf`; amounts in pico-dollars.
 */
export function describeReconciled({
  month,
  asOf,
  usd,
  projectedUsd,
}: {
  /** `2026-10`, or days. */
  readonly month: string;
  readonly asOf: Day;
  readonly usd: Pico;
  readonly projectedUsd: Pico;
}): string {
  const bill = `${nameOf(month, asOf)} was`;
  if (projectedUsd <= 0n) return `${bill} not projected`;
  const share = ratio(usd - projectedUsd, projectedUsd);
  if (share.n === 0n) return `${bill} what was projected`;
  const size = showPercent(share.n < 0n ? ratio(-share.n, share.d) : share);
  return `${bill} ${size} ${share.n < 0n ? "below" : "above"} the projection`;
}

/** The last bill a report knows of, in the same words; empty where it knows of none. */
export function describeLastBill({ reconciled, asOf }: Report): string {
  if (reconciled === null) return "";
  const { month, usd, projectedUsd } = reconciled;
  return describeReconciled({
    month,
    asOf,
    usd: readUsd(usd),
    projectedUsd: readUsd(projectedUsd),
  });
}

/** `the October bill`, `the October 2024 bill`, `the bill of 2026-10-01 to 2026-10-15`. */
function nameOf(month: string, asOf: Day): string {
  const title = monthTitle(month);
  if (title === month) return `the bill of ${month}`;
  const [year = 0, number = 0] = month.split("-").map(Number);
  const [thisYear = 0, thisMonth = 0] = asOf.split("-").map(Number);
  const ago = (thisYear - year) * 12 + thisMonth - number;
  return `the ${ago >= 0 && ago < 12 ? title.replace(/ \d+$/, "") : title} bill`;
}
