import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Figures } from "../../../src/budget/figures.ts";
import { verdictOfLimit, type JudgedLimit } from "../../../src/budget/limits/limits.ts";
import { uncertainActions } from "../../../src/config/config.ts";
import type { Limit, LimitKind } from "../../../src/config/limits.ts";
import { ratio } from "../../../src/money.ts";
import { run, spec } from "../judged-specs.ts";
import { budgetOf } from "../budget-of.ts";
import { judgeOne } from "./judge-one.ts";

const share = (of: number) => ratio(BigInt(of), 1_000n);

/** Of each kind: a limit, and figures at three sizes, of which a larger one is worse. */
const kinds: Readonly<
  Record<
    Exclude<LimitKind, "dearer-model" | `tokens.${"tools" | "system" | "messages" | "output"}`>,
    (limit: number, size: Size) => { readonly limit: Limit; readonly figures: Partial<Figures> }
  >
> = {
  monthly: (limit, size) => amount("monthly", limit, { monthly: usd(size) }),
  "per-run": (limit, size) => amount("per-run", limit, { perRun: usd(size) }),
  "per-run-p90": (limit, size) => amount("per-run-p90", limit, { p90Run: usd(size) }),
  increase: (limit, size) => ({
    limit: { kind: "increase", value: { percent: ratio(BigInt(limit)), atLeast: null } },
    figures: { increase: { base: 100n, delta: usd(size), basis: "month" } },
  }),
  "cache-hit-rate": (limit, { low, middle, high }) => ({
    limit: { kind: "cache-hit-rate", value: share(1_000 - limit) },
    figures: {
      hitRate: share(1_000 - middle),
      hitRateRange: { low: share(1_000 - high), high: share(1_000 - low) },
    },
  }),
  "batch-share": (limit, { low, middle, high }) => ({
    limit: { kind: "batch-share", value: share(1_000 - limit) },
    figures: {
      batchShare: {
        share: share(1_000 - middle),
        low: share(1_000 - high),
        high: share(1_000 - low),
      },
    },
  }),
  "tokens.prompt": (limit, { low, middle, high }) => ({
    limit: { kind: "tokens.prompt", value: limit },
    figures: {
      largest: {
        prompt: { tokens: middle, low, high, exchange: "a#0" },
        tools: null,
        system: null,
        messages: null,
        output: null,
      },
    },
  }),
  "tokens.ratchet": (limit, { low, middle, high }) => ({
    limit: {
      kind: "tokens.ratchet",
      value: { tools: share(limit), system: null, messages: null },
    },
    figures: {
      levelChanges: [
        {
          scenario: "a",
          level: "tools",
          from: 1_000,
          exchange: "a#0",
          ...grownTo(low, middle, high),
        },
      ],
    },
  }),
};

interface Size {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

function amount(
  kind: "monthly" | "per-run" | "per-run-p90",
  limit: number,
  figures: Partial<Figures>,
) {
  return { limit: { kind, value: BigInt(limit) }, figures };
}

function usd({ low, middle, high }: Size) {
  return { usd: BigInt(middle), low: BigInt(low), high: BigInt(high) };
}

function grownTo(low: number, middle: number, high: number) {
  return { low: 1_000 + low, to: 1_000 + middle, high: 1_000 + high };
}

const sizes = fc
  .tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000))
  .map((ends) => ends.toSorted((a, b) => a - b))
  .map(([low = 0, middle = 0, high = 0]): Size => ({ low, middle, high }));

describe.each(Object.entries(kinds))("%s", (_, make) => {
  const judge = (limit: number, size: Size): JudgedLimit => {
    const made = make(limit, size);
    return judgeOne({ others: [made.limit] }, made.figures);
  };

  test("a worse figure never passes where a better one did not", () => {
    fc.assert(
      fc.property(fc.nat(1_000), sizes, fc.nat(300), (limit, size, more) => {
        const worse = {
          low: Math.min(1_000, size.low + more),
          middle: Math.min(1_000, size.middle + more),
          high: Math.min(1_000, size.high + more),
        };
        const [before, after] = [judge(limit, size), judge(limit, worse)];
        if (before.over) expect(after.over).toBe(true);
        if (before.over && !before.uncertain) expect(after.uncertain).toBe(false);
      }),
    );
  });

  test("a looser limit never fails what a tighter one let pass", () => {
    fc.assert(
      fc.property(fc.nat(700), sizes, fc.nat(300), (limit, size, more) => {
        if (!judge(limit, size).over) expect(judge(limit + more, size).over).toBe(false);
      }),
    );
  });

  test("it is uncertain exactly where an end would be judged otherwise", () => {
    fc.assert(
      fc.property(fc.nat(1_000), sizes, (limit, size) => {
        const at = (end: number): boolean =>
          judge(limit, { low: end, middle: end, high: end }).over;
        const judged = judge(limit, size);
        expect(judged.over).toBe(at(size.middle));
        expect(judged.uncertain).toBe(at(size.low) !== at(size.high));
      }),
    );
  });

  test("what `fail` lets pass, no figure in the interval exceeds; what `pass` fails, all do", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        sizes,
        fc.constantFrom(...uncertainActions),
        (limit, size, onUncertain) => {
          const judged = { ...judge(limit, size), onUncertain };
          const ends = [size.low, size.high].map(
            (end) => judge(limit, { low: end, middle: end, high: end }).over,
          );
          const verdict = verdictOfLimit(judged);
          if (onUncertain === "fail" && verdict === "pass") expect(ends).toEqual([false, false]);
          if (onUncertain === "pass" && verdict !== "pass") expect(ends).toEqual([true, true]);
        },
      ),
    );
  });
});

describe("groups", () => {
  const every: readonly Limit[] = [
    { kind: "batch-share", value: ratio(1n, 2n) },
    { kind: "tokens.prompt", value: 2_000 },
    { kind: "tokens.system", value: 1_000 },
    { kind: "tokens.output", value: 99 },
    {
      kind: "tokens.ratchet",
      value: { tools: ratio(0n), system: ratio(0n), messages: ratio(0n) },
    },
    { kind: "dearer-model", value: "needs-accept" },
  ];
  const budget = budgetOf({
    monthly: 4_000_000_000_000n,
    perRun: 4_000_000_000n,
    p90Run: 4_000_000_000n,
    increase: { percent: ratio(5n), atLeast: null },
    cacheHitRate: ratio(1n, 2n),
    others: every,
  });
  const system = fc.nat(4);
  const plain = (limits: readonly JudgedLimit[] | undefined) =>
    limits?.map((limit) => ({ ...limit, place: null }));

  test("a group of one scenario is that scenario, for every kind of limit", () => {
    fc.assert(
      fc.property(
        system,
        system,
        system,
        fc.constantFrom(null, 1_000),
        (before, now, other, traffic) => {
          const judged = run(
            [spec("a", now, { traffic }), spec("b", other)],
            [spec("a", before, { traffic }), spec("b", other)],
            {
              each: { a: budget },
              groups: [
                { name: "one", scenarios: ["a"], budget },
                { name: "again", scenarios: ["a", "a"], budget },
              ],
            },
          );
          expect(judged.groups).toHaveLength(2);
          for (const group of judged.groups)
            expect(plain(group.limits)).toEqual(plain(judged.scenarios.get("a")));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("a group of all is the sum, and parts add up to it", () => {
    fc.assert(
      fc.property(fc.array(system, { minLength: 2, maxLength: 5 }), system, (sizes, grown) => {
        const specs = (more: number) => sizes.map((size, at) => spec(`s${at}`, size + more));
        const ids = sizes.map((_, at) => `s${at}`);
        const judged = run(specs(grown), specs(0), {
          budget,
          groups: [
            { name: "all", scenarios: ids, budget },
            { name: "first", scenarios: ids.slice(0, 1), budget },
            { name: "rest", scenarios: ids.slice(1), budget },
          ],
        });
        const [all, first, rest] = judged.groups.map(({ limits }) => limits);
        expect(plain(all)).toEqual(plain(judged.total));
        const monthly = (limits: readonly JudgedLimit[] | undefined): bigint => {
          const found = limits?.find((limit) => limit.kind === "monthly");
          return found?.kind === "monthly" ? (found.actual ?? 0n) : -1n;
        };
        expect(monthly(first) + monthly(rest)).toBe(monthly(all));
        const longest = (limits: readonly JudgedLimit[] | undefined): number => {
          const found = limits?.find((limit) => limit.kind === "tokens.prompt");
          return found?.kind === "tokens.prompt" ? (found.actual?.tokens ?? -1) : -1;
        };
        expect(Math.max(longest(first), longest(rest))).toBe(longest(all));
      }),
      { numRuns: 30 },
    );
  });
});
