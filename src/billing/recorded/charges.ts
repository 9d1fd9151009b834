import type { Ttl } from "../../api/cache-control.ts";
import { promptSize, type Sampling } from "../../api/usage.ts";
import type { RateKey } from "../../models/rates.ts";
import { uniqueBy } from "../../order.ts";
import { problem, type Problem } from "../../problem.ts";
import { noQuantities, rateKeyOf, type LedgerLine } from "../ledger/ledger.ts";
import type { Attempt } from "./attempts.ts";
import { samplingRate, type Charge } from "./sampling-rate.ts";

interface Charged {
  readonly lines: readonly LedgerLine[];
  /**
   * The lines at the highest price that the recording leaves open; null where it leaves nothing.
   */
  readonly high: readonly LedgerLine[] | null;
  readonly problems: readonly Problem[];
}

/**
 * The ledger lines of what is billed, one per sampling, each at the rates of its own model, day,
 * band, region, speed and tier; web searches stand with the message. Sources: billing.md §1.3–1.6.
 */
export function chargeAttempts(attempts: readonly Attempt[], charge: Charge): Charged {
  const lines: LedgerLine[] = [];
  const high: LedgerLine[] = [];
  const problems: Problem[] = [];
  const { usage, unsplit, place } = charge;
  let isOpen = unsplit === "open";
  for (const attempt of attempts) {
    for (const sampling of attempt.samplings) {
      const rate = samplingRate(attempt, promptSize(sampling), charge);
      const { key, regionOpen, speedOpen } = rate;
      problems.push(...rate.problems);
      if (regionOpen)
        problems.push(problem("region-unknown", place, { model: charge.asked ?? charge.model }));
      if (speedOpen) {
        const model = attempt.model ?? charge.model;
        problems.push(problem("declined-speed-unknown", place, { model }));
      }
      isOpen ||= regionOpen || speedOpen;
      lines.push(lineOf(sampling, key, unsplit === "1h" ? "1h" : "5m"));
      const highest: RateKey = {
        ...key,
        ...(regionOpen ? { geo: "regional" } : {}),
        ...(speedOpen ? { speed: "fast" } : {}),
      };
      high.push(lineOf(sampling, highest, unsplit === "5m" ? "5m" : "1h"));
    }
  }
  if (usage.webSearches > 0) {
    const key = lines[0] ?? rateOfMessage(charge, problems);
    const line = { ...rateKeyOf(key), ...noQuantities, webSearches: BigInt(usage.webSearches) };
    lines.push(line);
    high.push(line);
  }
  return {
    lines,
    high: isOpen ? high : null,
    // The samplings of one exchange repeat them.
    problems: uniqueBy(problems, ({ code, message }) => `${code} ${message}`),
  };
}

/**
 * The rate of a message without samplings. A search costs the same at every rate, so it stands with
 * what else the message was billed at.
 */
function rateOfMessage(charge: Charge, problems: Problem[]): RateKey {
  const message: Attempt = { model: charge.model, role: "served", samplings: [], summed: false };
  const rate = samplingRate(message, 0, charge);
  problems.push(...rate.problems);
  return rate.key;
}

/**
 * A ledger line of one sampling. A split smaller than the total: the rest is 5m (billing.md §1.5,
 * the client's clamp).
 */
function lineOf(sampling: Sampling, key: RateKey, unsplit: Ttl): LedgerLine {
  const oneHour = sampling.split?.oneHour ?? (unsplit === "1h" ? sampling.cacheWrite : 0);
  return {
    ...key,
    input: BigInt(sampling.input),
    cacheWrite5m: BigInt(sampling.cacheWrite - oneHour),
    cacheWrite1h: BigInt(oneHour),
    cacheRead: BigInt(sampling.cacheRead),
    output: BigInt(sampling.output),
    webSearches: 0n,
  };
}
