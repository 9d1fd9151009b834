import { ttlMs } from "../../api/cache-control.ts";
import { sumExact } from "../../arithmetic.ts";
import { divideHalfEven, type Pico } from "../../money.ts";
import type { MeasuredScenario } from "../../projection/projection.ts";
import { monthMs } from "../../traffic/arrivals.ts";
import type { AdviceContext } from "../advice.ts";
import { isWorthSaying, onBasis } from "../worth.ts";

/**
 * The most that caching otherwise could save of one run, pico-dollars: what its input costs beyond
 * reading all of it from the cache. A price nobody published leaves nothing to say.
 */
function headroom({ projection, book }: AdviceContext): Pico {
  const { lines, divisor } = projection.perRun;
  const beyond = lines.map((line) => {
    const rates = book.rates(line);
    const read = rates?.cacheRead ?? null;
    if (rates === null || read === null) return 0n;
    const over = (tokens: bigint, rate: Pico | null): bigint =>
      rate === null ? 0n : tokens * (rate - read);
    return (
      over(line.input, rates.input) +
      over(line.cacheWrite5m, rates.cacheWrite5m) +
      over(line.cacheWrite1h, rates.cacheWrite1h)
    );
  });
  return divideHalfEven(sumExact(beyond), divisor);
}

/** Whether caching otherwise could save enough of a scenario to be worth a word. */
export function hasHeadroom(context: AdviceContext): boolean {
  return isWorthSaying(onBasis(headroom(context), context), context);
}

/** So many arrivals in five minutes, and fewer than one in a thousand finds that all has lapsed. */
const neverLapses = 7n;

/**
 * Whether what is written for five minutes may lapse before it is read again: inside a run, or
 * between runs that come too seldom. Where it may not, nothing is gained by keeping it longer.
 */
export function mayLapse({ runs, traffic }: MeasuredScenario): boolean {
  const waits = runs.some(({ exchanges }) =>
    exchanges.some(
      ({ exchange }, index) =>
        exchange.offsetMs - (exchanges[index - 1]?.exchange.offsetMs ?? exchange.offsetMs) >=
        ttlMs["5m"],
    ),
  );
  // One of several values makes as many prefixes, and each comes so much more seldom.
  const draws = runs.some(({ exchanges }) =>
    exchanges.some(({ exchange }) =>
      exchange.request.placeholders.some(({ changes }) => typeof changes === "number"),
    ),
  );
  if (traffic === null || waits || draws || traffic.arrivals.kind !== "poisson") return true;
  const { n, d } = traffic.runsPerMonth;
  // Each fixture may have a prefix of its own.
  return n * BigInt(ttlMs["5m"]) < neverLapses * d * monthMs * BigInt(runs.length);
}

/** Whether what is read saves more than writing it costs: then caching as a whole pays. */
export function cachingPays({ projection, book }: AdviceContext): boolean {
  const gains = projection.perRun.lines.map((line) => {
    const rates = book.rates(line);
    const input = rates?.input ?? null;
    if (rates === null || input === null) return 0n;
    const gain = (tokens: bigint, rate: Pico | null): bigint =>
      rate === null ? 0n : tokens * (input - rate);
    return (
      gain(line.cacheRead, rates.cacheRead) +
      gain(line.cacheWrite5m, rates.cacheWrite5m) +
      gain(line.cacheWrite1h, rates.cacheWrite1h)
    );
  });
  return sumExact(gains) >= 0n;
}
