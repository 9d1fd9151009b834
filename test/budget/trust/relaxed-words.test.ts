import { describe, expect, test } from "vitest";
import { findRelaxedRules } from "../../../src/budget/trust/relaxed-rules.ts";
import { relaxTraffic } from "../../../src/budget/trust/rules/relaxed-traffic.ts";
import type { Config, ScenarioConfig, Traffic } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import { usd } from "../../dollars.ts";
import { config, scenario, strict, strictBut } from "./configs.ts";

type Words = readonly string[];

function words(
  base: Partial<Config>,
  head: Partial<Config>,
  renamed?: ReadonlyMap<string, string>,
) {
  return findRelaxedRules(config(base), config(head), renamed).map(
    ({ rule, from, to }) => `${rule}: ${from} → ${to}`,
  );
}

function ofScenario(before: Partial<ScenarioConfig>, after: Partial<ScenarioConfig>): Words {
  return words({ scenarios: [scenario(strict, before)] }, { scenarios: [scenario(strict, after)] });
}

describe("traffic", () => {
  const usual: Traffic = {
    runsPerMonth: ratio(1_000n),
    range: null,
    written: "1000/month",
    judgedAt: "high",
    arrivals: { kind: "poisson", text: "poisson" },
    shared: {},
    gapMs: null,
    readableAfterMs: 0,
  };
  const relaxed = (before: Partial<Traffic> | null, after: Partial<Traffic> | null): Words =>
    relaxTraffic(
      before === null ? null : { ...usual, ...before },
      after === null ? null : { ...usual, ...after },
    ).map(({ path, from, to }) => `${path.join(".")}: ${from} → ${to}`);
  const range = (low: bigint, high: bigint) => ({ range: { low: ratio(low), high: ratio(high) } });
  const observed = (...atMs: readonly number[]): Pick<Traffic, "arrivals"> => ({
    arrivals: {
      kind: "observed",
      text: "observed",
      files: null,
      pattern: { starts: atMs.map((at) => ({ atMs: at, run: null })), lengthMs: 9_000 },
    },
  });
  const unread: Pick<Traffic, "arrivals"> = {
    arrivals: { kind: "observed", text: "observed", files: null, pattern: null },
  };

  test.each<[Partial<Traffic> | null, Partial<Traffic> | null, Words]>([
    [null, {}, []],
    [null, null, []],
    [{}, null, [": 1000/month → none"]],
    [range(1n, 2_000n), range(1n, 1_500n), ["runs: 2,000 a month at most → 1,500 a month at most"]],
    [range(1n, 2_000n), range(1n, 2_000n), []],
    [range(1n, 1_500n), range(1n, 2_000n), []],
    [range(1n, 2_000n), {}, ["runs: 2,000 a month at most → 1,000 a month at most"]],
    [{}, range(1n, 1_000n), []],
    // A lower rate says it already.
    [
      range(1n, 2_000n),
      { ...range(1n, 1_500n), runsPerMonth: ratio(999n), written: "999/month" },
      [": 1000/month, judged at high → 999/month, judged at high"],
    ],
    [
      range(1n, 2_000n),
      { ...range(1n, 1_500n), runsPerMonth: ratio(1_001n) },
      ["runs: 2,000 a month at most → 1,500 a month at most"],
    ],
    [{}, { arrivals: { kind: "steady", text: "steady" } }, ["arrivals: poisson → steady"]],
    [
      observed(0, 5),
      observed(0, 6, 7),
      ["arrivals: 2 observed starts → 3 observed starts, at other times"],
    ],
    [observed(0, 5), observed(0, 5), []],
    [unread, observed(0), ["arrivals: 0 observed starts → 1 observed start, at other times"]],
    [unread, unread, []],
    [
      { shared: {} },
      { shared: { system: "all", tools: { tokens: 40 } } },
      [
        'shared.tools: as the fixtures say → {"tokens":40}',
        "shared.system: as the fixtures say → all",
      ],
    ],
    [{ gapMs: 5 }, { gapMs: null }, ["gaps: 5 ms → not stated"]],
    [{ gapMs: null }, { gapMs: 7 }, ["gaps: not stated → 7 ms"]],
    [{ gapMs: 7 }, { gapMs: 7 }, []],
    [{ readableAfterMs: 9 }, { readableAfterMs: 8 }, ["readable-after: 9 ms → 8 ms"]],
    [{ readableAfterMs: 8 }, { readableAfterMs: 8 }, []],
    [{ readableAfterMs: 8 }, { readableAfterMs: 9 }, []],
  ])("%o, then %o", (before, after, expected) => expect(relaxed(before, after)).toEqual(expected));
});

describe("a scenario", () => {
  const value = (of: ScenarioConfig["vars"][string]["value"]) => ({
    value: of,
    changes: "run" as const,
    literal: false,
  });

  test.each<[Partial<ScenarioConfig>, Partial<ScenarioConfig>, Words]>([
    [{ output: 300 }, { output: 300 }, []],
    [{ output: null }, { output: 300 }, []],
    [{ output: 300 }, { output: null }, []],
    [{ rateTier: "start" }, { rateTier: "build" }, ["scenarios.a.tier: start → build"]],
    [{ rateTier: "start" }, {}, ["scenarios.a.tier: start → none"]],
    [{ rateTier: "build" }, { rateTier: "build" }, []],
    [{ rateTier: "build" }, { rateTier: "start" }, []],
    [{}, { rateTier: "start" }, []],
    [
      { batchHitShare: ratio(30n, 100n) },
      { batchHitShare: ratio(57n, 100n) },
      ["scenarios.a.batch.hit-share: 30 % → 57 %"],
    ],
    [{ batchHitShare: ratio(1n, 2n) }, { batchHitShare: ratio(1n, 2n) }, []],
    [
      { vars: { z: value({ tokens: 90 }), b: value({ tokens: 90 }) } },
      { vars: { b: value({ tokens: 80 }), z: value({ tokens: 89 }) } },
      ["scenarios.a.vars.b.value.$tokens: 90 → 80", "scenarios.a.vars.z.value.$tokens: 90 → 89"],
    ],
    [{ vars: { b: value({ tokens: 90 }) } }, { vars: { b: value({ tokens: 90 }) } }, []],
    [{ vars: { b: value({ tokens: 90 }) } }, { vars: { b: value({ tokens: 91 }) } }, []],
    [{ vars: { b: value({ tokens: 90 }) } }, { vars: { b: value("text") } }, []],
    [{ vars: { b: value({ tokens: 90 }) } }, { vars: { b: value(null) } }, []],
    [{ vars: { b: value("text") } }, { vars: { b: value({ tokens: 1 }) } }, []],
    [{ vars: { b: value({ tokens: 90 }) } }, { vars: {} }, []],
  ])("%o, then %o", (before, after, expected) =>
    expect(ofScenario(before, after)).toEqual(expected),
  );

  test("that others join in its cache group, by their ids, under whatever name they had", () => {
    const [a, b, c] = (["a", "b", "c"] as const).map(
      (id) => (cacheGroup: string | null) => scenario(null, { id, cacheGroup }),
    );
    if (a === undefined || b === undefined || c === undefined) throw new Error("no scenario");
    const joined = (before: readonly ScenarioConfig[], after: readonly ScenarioConfig[]) =>
      words({ scenarios: before }, { scenarios: after });
    expect(joined([a(null), b(null)], [a("g"), b("g")])).toEqual([
      "scenarios.a.cache: none → g, with b",
      "scenarios.b.cache: none → g, with a",
    ]);
    expect(joined([a("g")], [a("g"), b("g"), c("g")])).toEqual([
      "scenarios.a.cache: g → g, with b, c",
    ]);
    expect(joined([a("g"), b("g")], [a("g"), b("g"), c("h")])).toEqual([]);
    expect(joined([a("g"), b("g")], [a("g"), b(null)])).toEqual([]);
    expect(joined([a(null), b(null)], [a(null), b(null), c(null)])).toEqual([]);
    expect(
      words(
        { scenarios: [a("g"), b("g")] },
        { scenarios: [a("g"), c("g")] },
        new Map([["b", "c"]]),
      ),
    ).toEqual([]);
  });

  test("that is gone is no rule of the config's", () => {
    expect(words({ scenarios: [scenario(strict, { id: "gone" })] }, {})).toEqual([]);
    expect(
      words(
        { scenarios: [scenario(strict, { id: "old" })] },
        {
          scenarios: [
            scenario(null, { id: "other" }),
            scenario(strictBut({ monthly: usd(901) }), { id: "now" }),
          ],
        },
        new Map([["old", "now"]]),
      ),
    ).toEqual(["scenarios.now.budget.monthly: $900 → $901"]);
  });
});

test.each<[Partial<Config>, Partial<Config>, Words]>([
  [{}, { extraKeys: ["padding", "more"] }, ["extra-keys: none → padding, more"]],
  [{ extraKeys: ["a", "b"] }, { extraKeys: ["b", "c"] }, ["extra-keys: a, b → b, c"]],
  [{ extraKeys: ["a", "b"] }, { extraKeys: ["b", "a"] }, []],
  [{ extraKeys: ["a", "b"] }, { extraKeys: ["a"] }, []],
  [{ replayMaxUsd: usd(2) }, { replayMaxUsd: usd(3) }, ["replay.max-usd: $2 → $3"]],
  [{ replayMaxUsd: usd(2) }, { replayMaxUsd: usd(2) }, []],
  [{ replayMaxUsd: usd(3) }, { replayMaxUsd: usd(2) }, []],
  [{ replayMaxUsd: null }, { replayMaxUsd: usd(3) }, []],
  [{ replayMaxUsd: usd(3) }, { replayMaxUsd: null }, []],
  [{ onUncertain: "fail" }, { onUncertain: "pass" }, ["on-uncertain: fail → pass"]],
  [
    { budget: strictBut({ onUncertain: "fail" }) },
    { budget: strict, onUncertain: "pass" },
    ["budget.on-uncertain: fail → pass", "on-uncertain: judge → pass"],
  ],
  [
    {
      groups: [
        { name: "f", scenarios: ["a"], budget: strict },
        { name: "g", scenarios: ["a", "b"], budget: strict },
      ],
    },
    {
      groups: [
        { name: "f", scenarios: ["a", "c"], budget: strict },
        { name: "g", scenarios: ["b", "c"], budget: strict },
      ],
    },
    ["groups.g.scenarios: a, b → b, c"],
  ],
])("%o, then %o", (before, after, expected) => expect(words(before, after)).toEqual(expected));
