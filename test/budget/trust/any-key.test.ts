import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findRelaxedRules } from "../../../src/budget/trust/relaxed-rules.ts";
import type { Arrivals } from "../../../src/config/arrivals/arrivals.ts";
import type { Config, ScenarioConfig, Traffic } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import { usd } from "../../dollars.ts";
import { config, scenario, strict, strictBut } from "./configs.ts";

/**
 * Of every key of the config values from the strictest to the laxest; or that no value of it is
 * laxer than another. A new key does not compile without them.
 */
type Ladders<Of> = { readonly [Key in keyof Required<Of>]: readonly Of[Key][] | "any" };

const per = (runs: number): Pick<Traffic, "runsPerMonth" | "range" | "written"> => ({
  runsPerMonth: ratio(BigInt(runs)),
  range: null,
  written: `${String(runs)}/month`,
});
const usual: Traffic = {
  ...per(1_000),
  judgedAt: "high",
  arrivals: { kind: "poisson", text: "poisson" },
  shared: {},
  gapMs: null,
  readableAfterMs: 0,
};
const traffic = (over: Partial<Traffic>): Traffic => ({ ...usual, ...over });
const changes = (...each: readonly ScenarioConfig["vars"][string]["changes"][]) =>
  each.map((often) => ({ now: { value: "x", changes: often, literal: false } }));

const ofScenario = {
  id: "any",
  fixtures: "any",
  traffic: [traffic(per(9_000)), traffic(per(1_000)), traffic(per(5)), null],
  variants: "any",
  budget: [
    strict,
    strictBut({ monthly: usd(901) }),
    strictBut({ monthly: usd(902), perRun: usd(3) }),
    strictBut({ monthly: null, perRun: null, action: "warn" }),
    null,
  ],
  output: [4_000, 300, 1],
  cacheGroup: [null, "g"],
  rateTier: ["start", "build", "scale"],
  batchHitShare: [ratio(30n, 100n), ratio(1n, 2n), ratio(98n, 100n)],
  vars: changes("request", "run", 40, 3, "never"),
} satisfies Ladders<ScenarioConfig>;

const ofTraffic = {
  runsPerMonth: [ratio(5n), ratio(4n), ratio(1n)],
  range: [
    { low: ratio(1n), high: ratio(900_000n) },
    { low: ratio(1n), high: ratio(800_000n) },
    null,
  ],
  judgedAt: "any",
  written: "any",
  arrivals: "any",
  shared: "any",
  gapMs: "any",
  readableAfterMs: [60_000, 3_000, 0],
} satisfies Ladders<Traffic>;

const ofConfig = {
  file: "any",
  scenarios: "any",
  budget: [strict, strictBut({ perRun: usd(9) }), null],
  groups: [
    [{ name: "g", scenarios: ["a", "b"], budget: strict }],
    [{ name: "g", scenarios: ["a"], budget: strict }],
    [{ name: "g", scenarios: ["a"], budget: strictBut({ action: "warn" }) }],
    [],
  ],
  accept: [
    [],
    [
      {
        scenario: "a",
        from: null,
        upTo: { kind: "usd", usd: usd(5), basis: "month" },
        reason: "a launch",
        until: "2027-01-31",
        path: ["accept", 0],
      },
    ],
  ],
  baseline: "any",
  prices: [
    [{ model: "ours", input: 9n, output: 9n }],
    [{ model: "ours", input: 9n, output: 8n }],
    [{ model: "ours", input: 1n, output: 1n }],
  ],
  models: [
    new Map([["ours", "claude-opus-5"]]),
    new Map([["ours", "claude-sonnet-5-5"]]),
    new Map([["ours", "claude-haiku-5-5"]]),
  ],
  extraKeys: [[], ["padding"], ["padding", "more"]],
  onNoBase: ["error", "judge"],
  onUncertain: ["fail", "judge", "pass"],
  recordInto: "any",
  redact: "any",
  replayMaxUsd: [usd(1), usd(2), usd(50)],
  locate: "any",
} satisfies Ladders<Config>;

type Step = (place: { readonly other: ScenarioConfig; readonly rest: Partial<Config> }) => Config;

/** A key's values, each put into a config. */
function stepsOf(): readonly (readonly [string, readonly Step[]])[] {
  const of = (key: string, steps: readonly Step[]) => [key, steps] as const;
  const inScenario = (over: Partial<ScenarioConfig>): Step => {
    const grouped = over.cacheGroup !== undefined;
    return ({ other, rest }) =>
      config({
        ...rest,
        scenarios: [
          scenario(strict, over),
          { ...other, ...(grouped ? { cacheGroup: "g" } : {}), id: "other" },
        ],
      });
  };
  return [
    ...Object.entries(ofConfig).flatMap(([key, values]) =>
      values === "any"
        ? []
        : [
            of(
              key,
              values.map(
                (value): Step =>
                  ({ other, rest }) =>
                    config({
                      ...rest,
                      scenarios: [scenario(strict), { ...other, id: "other" }],
                      [key]: value,
                    }),
              ),
            ),
          ],
    ),
    ...Object.entries(ofScenario).flatMap(([key, values]) =>
      values === "any"
        ? []
        : [
            of(
              key,
              values.map((value) => inScenario({ [key]: value })),
            ),
          ],
    ),
    ...Object.entries(ofTraffic).flatMap(([key, values]) =>
      values === "any"
        ? []
        : [
            of(
              `traffic.${key}`,
              values.map((value) => inScenario({ traffic: traffic({ [key]: value }) })),
            ),
          ],
    ),
  ];
}

const steps = stepsOf();

/** The rest of a config, alike on both sides. */
const rest = fc.record({
  other: fc
    .record({
      output: fc.option(fc.integer({ min: 1, max: 4_000 })),
      traffic: fc.option(fc.integer({ min: 1, max: 9_000 }).map((runs) => traffic(per(runs)))),
      budget: fc.constantFrom(strict, null),
    })
    .map((over) => scenario(null, over)),
  rest: fc.record({
    budget: fc.constantFrom(strict, null),
    extraKeys: fc.constantFrom([], ["padding"]),
    onNoBase: fc.constantFrom("judge" as const, "error" as const),
    prices: fc.constantFrom([], [{ model: "theirs", input: 3n }]),
  }),
});

test("any key changed towards laxer is named, towards stricter never", () => {
  fc.assert(
    fc.property(fc.constantFrom(...steps), fc.nat(), fc.nat(), rest, (key, a, b, around) => {
      const [name, values] = key;
      const [from, to] = [a % values.length, b % values.length];
      const [before, after] = [values[from]?.(around), values[to]?.(around)];
      if (before === undefined || after === undefined) throw new Error(name);
      const found = findRelaxedRules(before, after).map(({ rule }) => rule);
      if (to > from) expect([name, found.length]).not.toEqual([name, 0]);
      else expect([name, found]).toEqual([name, []]);
    }),
    { seed: 20_261_128, numRuns: 1_500 },
  );
});

test("what may make hits of what were none is named, whichever way it goes", () => {
  const bursts: readonly Arrivals[] = [
    { kind: "poisson", text: "poisson" },
    { kind: "steady", text: "steady" },
    { kind: "burst", text: "burst of 20", size: 20 },
  ];
  const any: readonly (readonly Partial<Traffic>[])[] = [
    bursts.map((arrivals) => ({ arrivals })),
    [{ shared: {} }, { shared: { tools: "all" } }, { shared: { tools: { tokens: 40 } } }],
    [{ gapMs: null }, { gapMs: 5_000 }, { gapMs: 900_000 }],
  ];
  const relaxed = (over: Partial<Traffic>, now: Partial<Traffic>) =>
    findRelaxedRules(
      config({ scenarios: [scenario(strict, { traffic: traffic(over) })] }),
      config({ scenarios: [scenario(strict, { traffic: traffic(now) })] }),
    );
  for (const values of any)
    for (const over of values)
      for (const now of values) expect(relaxed(over, now)).toHaveLength(over === now ? 0 : 1);
});
