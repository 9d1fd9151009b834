import type { Paragraph } from "../baseline/entry.ts";
import { parseUsd, type Pico } from "../money.ts";
import type { Beside, ScenarioComparison } from "./comparison.ts";
import { matchScenarios } from "./alignment/matching.ts";
import { compareScenario, type NameChanges } from "./scenario.ts";
import type { Bench, Side } from "../evaluation/side.ts";
import { figureOf } from "./alignment/aligned-run.ts";

const basisOf = (side: Side): "month" | "run" => (side.scenario.config.traffic === null ? "run" : "month");

const usdOf = (side: Side): Pico => figureOf(side.projection, basisOf(side))?.usd ?? side.projection.usdPerRun;

const alone = (head: Side): ScenarioComparison => ({
  id: head.scenario.config.id,
  state: "new",
  was: null,
  head: head.projection,
  base: null,
  basis: basisOf(head),
  headUsd: usdOf(head),
  baseUsd: null,
  deltaUsd: null,
  like: null,
  causes: [],
  beside: [],
  problems: [],
});

const gone = (base: Side): ScenarioComparison => {
  const usd = usdOf(base);
  const id = base.scenario.config.id;
  return {
    id,
    state: "gone",
    was: null,
    head: null,
    base: base.projection,
    basis: basisOf(base),
    headUsd: 0n,
    baseUsd: usd,
    deltaUsd: 0n,
    like: null,
    causes: [],
    beside: usd === 0n ? [] : [{ kind: "scenarios", usd: -usd, detail: `${id} gone` }],
    problems: [],
  };
};

/** Whether nothing a figure depends on differs, so that there is nothing to work out. */
const isUntouched = (head: Side, base: Side): boolean =>
  head.scenario.inputs === base.scenario.inputs &&
  head.scenario.config.id === base.scenario.config.id &&
  head.scenario.config.cacheGroup === null &&
  base.scenario.config.cacheGroup === null &&
  head.projection.usdPerRun === base.projection.usdPerRun &&
  head.projection.usdPerMonth === base.projection.usdPerMonth;

const unchanged = (head: Side): ScenarioComparison => {
  const usd = usdOf(head);
  return {
    ...alone(head),
    state: "unchanged",
    base: head.projection,
    baseUsd: usd,
    deltaUsd: 0n,
    like: { baseUsd: usd, deltaLow: 0n, deltaHigh: 0n },
  };
};

/**
 * Every scenario of both trees, sorted by id: compared, new, gone or renamed. `base` is null where there is no base side
 * (first run, or it could not be had): then nothing is compared, and no delta is zero.
 */
export const compareScenarios = (options: {
  readonly head: readonly Side[];
  readonly base: readonly Side[] | null;
  readonly bench: Bench;
  readonly nameChanges: NameChanges;
}): readonly ScenarioComparison[] => {
  const { bench, nameChanges } = options;
  const matched = matchScenarios(options.head, options.base ?? []);
  const all = [
    ...matched.pairs.map(({ head, base }) =>
      isUntouched(head, base) ? unchanged(head) : compareScenario({ head, base, bench, nameChanges }),
    ),
    ...matched.headOnly.map(alone),
    ...matched.baseOnly.map(gone),
  ];
  return all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
};

/**
 * The comparison where the base's tree cannot be projected: its baseline's figures stand, the whole difference is one
 * cause, `unexplained`. A scenario without a paragraph there counts as not compared.
 */
export const compareWithBaseline = (head: readonly Side[], baseline: ReadonlyMap<string, Paragraph>): readonly ScenarioComparison[] =>
  head
    .map((side): ScenarioComparison => {
      const none = alone(side);
      const written = baseline.get(side.scenario.config.id)?.usd["as-written"];
      const text = none.basis === "month" ? written?.month : written?.run;
      const baseUsd = typeof text === "string" ? parseUsd(text) : null;
      if (baseUsd === null) return none;
      const deltaUsd = none.headUsd - baseUsd;
      const range = figureOf(side.projection, none.basis);
      return {
        ...none,
        state: deltaUsd === 0n ? "unchanged" : "changed",
        baseUsd,
        deltaUsd,
        like: { baseUsd, deltaLow: (range?.low ?? none.headUsd) - baseUsd, deltaHigh: (range?.high ?? none.headUsd) - baseUsd },
        causes: deltaUsd === 0n ? [] : [{ kind: "unexplained", usd: deltaUsd, tokens: null, changes: [] }],
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** The sum of some scenarios, a month. `headUsd` = `baseUsd` + Σ beside + `deltaUsd`. */
export interface TotalComparison {
  /** Null where no scenario has traffic. */
  readonly headUsd: Pico | null;
  readonly baseUsd: Pico | null;
  /** Null where nothing was compared. */
  readonly deltaUsd: Pico | null;
  /** What the increase is held against: like with like. */
  readonly likeUsd: Pico | null;
  readonly deltaLow: Pico | null;
  readonly deltaHigh: Pico | null;
  /** By kind, in the order of the kinds. */
  readonly beside: readonly Beside[];
  /** Ids of the head's scenarios without traffic: they have no month, so no part in the sum. */
  readonly leftOut: readonly string[];
}
