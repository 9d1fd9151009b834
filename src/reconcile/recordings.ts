import { promptTokens, quantityClasses } from "../billing/ledger/ledger.ts";
import type { Bill } from "../billing/recorded/bill.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { RealBill, RealUsage } from "./real.ts";

/**
 * The bill that recorded usage makes, as `bill` reads it: every exchange a request, at its own
 * rates. One without a time belongs to no day; one without a price is named by its problem.
 */
export function billOfRecordings(bills: readonly Bill[], problems: readonly Problem[]): RealBill {
  const undated = bills.filter(({ dated }) => !dated);
  const usage = bills.flatMap(({ dated, day, ledger }): readonly RealUsage[] => {
    if (!dated || ledger === null) return [];
    // A request is counted once, with what of it is largest: an advisor's pass is no request.
    const [served] = ledger.lines.toSorted((a, b) => Number(promptTokens(b) - promptTokens(a)));
    return ledger.lines.map((line) => ({
      day,
      model: line.model,
      tier: line.tier,
      band: line.band,
      geo: line.geo,
      speed: line.speed,
      quantities: line,
      requests: line === served ? 1 : 0,
    }));
  });
  return {
    source: "recordings",
    usage: usage.filter(({ quantities }) => quantityClasses.some((name) => quantities[name] > 0n)),
    charges: null,
    completeTo: null,
    problems:
      undated.length === 0
        ? problems
        : [...problems, problem("reconcile-undated", nowhere, { exchanges: undated.length })],
  };
}
