/** What budgets are held against. */
import type { ScenarioComparison } from "../compare/comparison.ts";
import type { DearerModel, LevelChange } from "../compare/changed-requests.ts";
import { divideHalfEven, ratio, type Pico, type Ratio } from "../money.ts";
import type { LargestParts, Projection } from "../projection/projection.ts";
import type { Needed } from "./acceptance/needed.ts";
import { batchShareOf, type ShareRange } from "./batch-share.ts";

/** An amount with the ends of its interval, pico-dollars. */
export interface Amount {
  readonly usd: Pico;
  readonly low: Pico;
  readonly high: Pico;
}

/**
 * What budgets are held against, of a scenario, a group or the sum. Null: there is no such figure.
 */
export interface Figures {
  readonly monthly: Amount | null;
  readonly perRun: Amount | null;
  /** What nine of ten runs cost at most; its ends are as far off as those of `perRun`. */
  readonly p90Run: Amount | null;
  /**
   * Like with like, a month, or a run where there is no traffic. Null where nothing was compared.
   */
  readonly increase: {
    readonly base: Pico;
    readonly delta: Amount;
    readonly basis: "month" | "run";
  } | null;
  /** Share of the prompt's tokens that are read. A prompt without breakpoints reads none. */
  readonly hitRate: Ratio | null;
  /** The ends of its interval; null where it has none. */
  readonly hitRateRange: HitRateRange | null;
  /** Share of all tokens that goes through the Message Batches API. */
  readonly batchShare: ShareRange | null;
  /** The largest request and answer, by part. */
  readonly largest: LargestParts | null;
  /** Levels of requests that have other tokens than on main; null where nothing was compared. */
  readonly levelChanges: readonly OfScenario<LevelChange>[] | null;
  /** Requests with a dearer model than on main; null where nothing was compared. */
  readonly dearerModels: readonly OfScenario<DearerModel>[] | null;
  /** Of a sum: whether somebody accepted what a scenario of it needs. Left out: nobody did. */
  readonly covers?: Covers;
}

/** Something of one scenario, by its id. */
export type OfScenario<Item> = Item & { readonly scenario: string };

/** Whether what a scenario needs is accepted. */
export type Covers = (scenario: string, needed: Needed) => boolean;

export interface HitRateRange {
  readonly low: Ratio;
  readonly high: Ratio;
}

/** Nothing to hold a budget against: of a scenario that is gone. */
const noFigures: Figures = {
  monthly: null,
  perRun: null,
  p90Run: null,
  increase: null,
  hitRate: null,
  hitRateRange: null,
  batchShare: null,
  largest: null,
  levelChanges: null,
  dearerModels: null,
};

/** One scenario's figures; all null for one that is gone. */
export function figuresOf(comparison: ScenarioComparison): Figures {
  const { head, like, deltaUsd, basis } = comparison;
  if (head === null) return noFigures;
  return {
    monthly: amountOf((cost) => cost.usdPerMonth, head),
    perRun: amountOf((cost) => cost.usdPerRun, head),
    // Worked out for whoever limits it.
    get p90Run() {
      return p90Of(head);
    },
    increase:
      // Stryker disable next-line ConditionalExpression,LogicalOperator: they are null together
      deltaUsd === null || like === null
        ? null
        : {
            base: like.baseUsd,
            delta: { usd: deltaUsd, low: like.deltaLow, high: like.deltaHigh },
            basis,
          },
    hitRate: head.hitRate ?? ratio(0n),
    hitRateRange: head.hitRateRange,
    // These, too, only where a budget asks for them.
    get batchShare() {
      return batchShareOf([{ projection: head, runs: ratio(1n) }]);
    },
    get largest() {
      return head.largest;
    },
    get levelChanges() {
      return ofScenario(comparison.id, comparison.requests?.levels);
    },
    get dearerModels() {
      return ofScenario(comparison.id, comparison.requests?.dearerModels);
    },
  };
}

function ofScenario<Item>(
  scenario: string,
  items: readonly Item[] | undefined,
): readonly OfScenario<Item>[] | null {
  return items === undefined ? null : items.map((item) => ({ ...item, scenario }));
}

/** Of one run it is what that costs. The interval is in proportion to the mean's. */
function p90Of({ p90UsdPerRun, usdPerRun, range }: Projection): Amount {
  const { low, high } = range;
  return p90Amount(p90UsdPerRun ?? usdPerRun, {
    usd: usdPerRun,
    low: low.usdPerRun,
    high: high.usdPerRun,
  });
}

/** The same of a figure that is no mean: as far off as that. */
export function p90Amount(usd: Pico, mean: Amount): Amount {
  const scaled = (end: Pico): Pico => (mean.usd === 0n ? usd : divideHalfEven(end * usd, mean.usd));
  return { usd, low: scaled(mean.low), high: scaled(mean.high) };
}

function amountOf(
  of: (cost: Projection["range"]["low"]) => Pico | null,
  projection: Projection,
): Amount | null {
  const [usd, low, high] = [of(projection), of(projection.range.low), of(projection.range.high)];
  return usd === null ? null : { usd, low: low ?? usd, high: high ?? usd };
}
