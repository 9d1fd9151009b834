import { monthTitle } from "../../../day.ts";
import { ratio, type Pico } from "../../../money.ts";
import type { Report } from "../../report.ts";
import { readUsd, showPercent } from "../amount.ts";

/** `the October 2026 bill was 4 % above the projection`; amounts in pico-dollars. */
export function describeReconciled({
  month,
  usd,
  projectedUsd,
}: {
  readonly month: string;
  readonly usd: Pico;
  readonly projectedUsd: Pico;
}): string {
  const bill = `the ${monthTitle(month)} bill was`;
  if (projectedUsd <= 0n) return `${bill} not projected`;
  const share = ratio(usd - projectedUsd, projectedUsd);
  if (share.n === 0n) return `${bill} what was projected`;
  const size = showPercent(share.n < 0n ? ratio(-share.n, share.d) : share);
  return `${bill} ${size} ${share.n < 0n ? "below" : "above"} the projection`;
}

/** The last bill a report knows of, in the same words; empty where it knows of none. */
export function describeLastBill({ reconciled }: Report): string {
  if (reconciled === null) return "";
  const { month, usd, projectedUsd } = reconciled;
  return describeReconciled({ month, usd: readUsd(usd), projectedUsd: readUsd(projectedUsd) });
}
