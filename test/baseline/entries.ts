import * as fc from "fast-check";
import type { BaselineEntry } from "../../src/baseline/entry.ts";

const amount = fc.nat({ max: 2_000_000 }).map((n) => String(n / 64));
const money = fc
  .bigInt({ min: 0n, max: 10n ** 15n })
  .map((n) => `${n / 1000n}.${(n % 1000n).toString().padStart(3, "0")}`);
const usd = fc.record({ month: fc.option(money), run: money });
const sha = fc.stringMatching(/^[0-9a-f]{16}$/);

/** Any entry that the file may hold. */
export const anyEntry: fc.Arbitrary<BaselineEntry> = fc.record({
  inputs: sha,
  engine: fc.constantFrom("1", "2"),
  counter: fc.constantFrom("c1", "c2"),
  prices: fc.constantFrom("p1", "p2"),
  traffic: fc.option(
    fc.record({ arrivals: fc.constantFrom("poisson", "steady"), runsPerMonth: amount }),
  ),
  models: fc.uniqueArray(fc.constantFrom("claude-sonnet-5", "claude-opus-5", "claude-haiku-4-5"), {
    minLength: 1,
  }),
  tokensByClass: fc.record({
    cacheRead: amount,
    cacheWrite1h: amount,
    cacheWrite5m: amount,
    input: amount,
    output: amount,
  }),
  tokensByPart: fc.record({ messages: amount, output: amount, system: amount, tools: amount }),
  fees: fc.record({ webSearches: amount }),
  hitRate: fc.option(fc.constantFrom("0", "0.5", "0.993")),
  usd: fc
    .tuple(
      usd,
      fc.dictionary(fc.constantFrom("batch", "cache-1h", "model:claude-opus-5", "no-cache"), usd),
    )
    .map(([asWritten, others]) => ({ ...others, "as-written": asWritten })),
});

/** An entry that says nothing in particular, for tests of what surrounds it. */
export const plainEntry: BaselineEntry = {
  inputs: "i1",
  engine: "1",
  counter: "c1",
  prices: "p1",
  traffic: { arrivals: "poisson", runsPerMonth: "200000" },
  models: ["claude-sonnet-5"],
  tokensByClass: {
    cacheRead: "19140",
    cacheWrite1h: "0",
    cacheWrite5m: "0",
    input: "120",
    output: "310",
  },
  tokensByPart: { messages: "120", output: "310", system: "18240", tools: "900" },
  fees: { webSearches: "0" },
  hitRate: "0.99",
  usd: { "as-written": { month: "1433.6", run: "0.007168" } },
};
