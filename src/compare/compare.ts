import type { BaselineEntry } from "../baseline/entry.ts";
import type { Estimator } from "../evaluation/estimator.ts";
import { matchScenarios } from "../evaluation/matching.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import type { Rates } from "../models/rates.ts";
import { parseUsd } from "../money.ts";
import { ascendingBy } from "../order.ts";
import type { ScenarioComparison } from "./comparison.ts";
import { figureOf } from "./figure.ts";
import { changesFromEntry, noRequestChanges } from "./request-changes.ts";
import { compareScenario } from "./scenario.ts";

/**
 * Every scenario of both trees, sorted by id: compared, new, gone or renamed. `base` is null where
 * there is no base side (first run, or it could not be had): then nothing is compared, and no delta
 * is zero.
 */
export function compareScenarios(options: {
  readonly head: readonly ProjectedScenario[];
  readonly base: readonly ProjectedScenario[] | null;
  readonly estimator: Estimator;
}): readonly ScenarioComparison[] {
  const matched = matchScenarios(options.head, options.base ?? []);
  const comparisons = [
    ...matched.pairs.map(({ head, base }) =>
      isUntouched(head, base) ? unchanged(head) : compareScenario(head, base, options.estimator),
    ),
    ...matched.headOnly.map(alone),
    ...matched.baseOnly.map(gone),
  ];
  return comparisons.sort(ascendingBy(({ id }) => id));
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
  const result = alone(head);
  return {
    ...result,
    state: "unchanged",
    base: head.projection,
    baseUsd: result.headUsd,
    deltaUsd: 0n,
    like: { baseUsd: result.headUsd, deltaLow: 0n, deltaHigh: 0n },
    requests: noRequestChanges,
  };
}

/** A scenario only the head has, or one with nothing to compare it with. */
function alone({ scenario, projection }: ProjectedScenario): ScenarioComparison {
  const basis = scenario.config.traffic === null ? "run" : "month";
  return {
    id: scenario.config.id,
    state: "new",
    formerId: null,
    head: projection,
    base: null,
    basis,
    headUsd: figureOf(projection, basis)?.usd ?? projection.usdPerRun,
    baseUsd: null,
    deltaUsd: null,
    like: null,
    outputUnknown: false,
    requests: null,
    causes: [],
    adjustments: [],
  };
}

/** A scenario only main has: all it cost is an adjustment. */
function gone(base: ProjectedScenario): ScenarioComparison {
  const { id, basis, headUsd: usd } = alone(base);
  return {
    id,
    state: "gone",
    formerId: null,
    head: null,
    base: base.projection,
    basis,
    headUsd: 0n,
    baseUsd: usd,
    deltaUsd: 0n,
    like: null,
    outputUnknown: false,
    requests: null,
    causes: [],
    adjustments: usd === 0n ? [] : [{ kind: "scenarios", usd: -usd, detail: `${id} gone` }],
  };
}

/**
 * The comparison where the base's tree cannot be projected: its baseline's figures stand, the whole
 * difference is one cause, `unexplained`. A scenario without an entry there counts as not compared.
 */
export function compareWithBaseline(
  head: readonly ProjectedScenario[],
  options: {
    readonly baseline: ReadonlyMap<string, BaselineEntry>;
    /** List prices by a price book's id. */
    readonly pricesOf: (model: string) => Rates | null;
  },
): readonly ScenarioComparison[] {
  return head
    .map((projected) => {
      const entry = options.baseline.get(projected.scenario.config.id);
      if (entry === undefined) return alone(projected);
      const compared = compareWithEntry(projected, entry);
      return compared.baseUsd === null
        ? compared
        : {
            ...compared,
            requests: changesFromEntry(projected.projection, entry, options.pricesOf),
          };
    })
    .sort(ascendingBy(({ id }) => id));
}

function compareWithEntry(head: ProjectedScenario, entry: BaselineEntry): ScenarioComparison {
  const result = alone(head);
  const { basis, headUsd } = result;
  const written = entry.usd["as-written"]?.[basis] ?? null;
  const baseUsd = written === null ? null : parseUsd(written);
  if (baseUsd === null) return result;
  const deltaUsd = headUsd - baseUsd;
  const figure = figureOf(head.projection, basis);
  return {
    ...result,
    state: deltaUsd === 0n ? "unchanged" : "changed",
    baseUsd,
    deltaUsd,
    like: {
      baseUsd,
      deltaLow: (figure?.low ?? headUsd) - baseUsd,
      deltaHigh: (figure?.high ?? headUsd) - baseUsd,
    },
    causes:
      deltaUsd === 0n
        ? []
        : [
            {
              kind: "unexplained",
              usd: deltaUsd,
              range: null,
              tokens: null,
              tokensPerRequest: null,
              changes: [],
              more: 0,
            },
          ],
  };
}
