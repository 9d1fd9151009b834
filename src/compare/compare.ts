import type { BaselineEntry } from "../baseline/entry.ts";
import { parseUsd, type Pico } from "../money.ts";
import type { Adjustment, ScenarioComparison } from "./comparison.ts";
import { matchScenarios } from "./alignment/matching.ts";
import { compareScenario, type NameChanges } from "./scenario.ts";
import type { Estimator } from "../evaluation/estimator.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import { figureOf } from "./alignment/aligned-run.ts";

/**
 * Every scenario of both trees, sorted by id: compared, new, gone or renamed. `base` is null where
 * there is no base side (first run, or it could not be had): then nothing is compared, and no delta
 * is zero.
 */
export function compareScenarios(options: {
  readonly head: readonly ProjectedScenario[];
  readonly base: readonly ProjectedScenario[] | null;
  readonly estimator: Estimator;
  readonly nameChanges: NameChanges;
}): readonly ScenarioComparison[] {
  const { estimator, nameChanges } = options;
  const matched = matchScenarios(options.head, options.base ?? []);
  const all = [
    ...matched.pairs.map(({ head, base }) =>
      isUntouched(head, base)
        ? unchanged(head)
        : compareScenario({ head, base, estimator, nameChanges }),
    ),
    ...matched.headOnly.map(alone),
    ...matched.baseOnly.map(gone),
  ];
  return all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Whether nothing a figure depends on differs, so that there is nothing to work out. */
function isUntouched(head: ProjectedScenario, base: ProjectedScenario): boolean {
  return (
    head.scenario.inputs === base.scenario.inputs &&
    head.scenario.config.id === base.scenario.config.id &&
    head.scenario.config.cacheGroup === null &&
    base.scenario.config.cacheGroup === null &&
    head.projection.usdPerRun === base.projection.usdPerRun &&
    head.projection.usdPerMonth === base.projection.usdPerMonth
  );
}

function unchanged(head: ProjectedScenario): ScenarioComparison {
  const usd = usdOf(head);
  return {
    ...alone(head),
    state: "unchanged",
    base: head.projection,
    baseUsd: usd,
    deltaUsd: 0n,
    like: { baseUsd: usd, deltaLow: 0n, deltaHigh: 0n },
  };
}

function usdOf(side: ProjectedScenario): Pico {
  return figureOf(side.projection, basisOf(side))?.usd ?? side.projection.usdPerRun;
}

function basisOf(side: ProjectedScenario): "month" | "run" {
  return side.scenario.config.traffic === null ? "run" : "month";
}

function alone(head: ProjectedScenario): ScenarioComparison {
  return {
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
    adjustments: [],
    problems: [],
  };
}

function gone(base: ProjectedScenario): ScenarioComparison {
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
    adjustments: usd === 0n ? [] : [{ kind: "scenarios", usd: -usd, detail: `${id} gone` }],
    problems: [],
  };
}

/**
 * The comparison where the base's tree cannot be projected: its baseline's figures stand, the whole
 * difference is one cause, `unexplained`. A scenario without a paragraph there counts as not
 * compared.
 */
export function compareWithBaseline(
  head: readonly ProjectedScenario[],
  baseline: ReadonlyMap<string, BaselineEntry>,
): readonly ScenarioComparison[] {
  return head
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
        like: {
          baseUsd,
          deltaLow: (range?.low ?? none.headUsd) - baseUsd,
          deltaHigh: (range?.high ?? none.headUsd) - baseUsd,
        },
        causes:
          deltaUsd === 0n
            ? []
            : [{ kind: "unexplained", usd: deltaUsd, tokens: null, changes: [] }],
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

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
  readonly adjustments: readonly Adjustment[];
  /** Ids of the head's scenarios without traffic: they have no month, so no part in the sum. */
  readonly leftOut: readonly string[];
}
