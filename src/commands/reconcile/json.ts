import { mapClasses, type Quantities, type QuantityClass } from "../../billing/ledger/ledger.ts";
import { formatRatio, formatUsd, ratio, type Pico, type Ratio } from "../../money.ts";
import type { ComparedItem, Figures } from "../../reconcile/comparison.ts";
import type { Part, PartName } from "../../reconcile/parts.ts";
import { writeShare } from "../../report/parts.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";
import { figuresOfItem } from "./item-figures.ts";
import type { Reconciliation } from "./reconcile.ts";

type Counts = Readonly<Record<QuantityClass, number>>;

/** Expected tokens and searches, decimal text. */
type Expected = Readonly<Record<QuantityClass, string>>;

interface FiguresJson {
  /** After discounts. */
  readonly usd: string;
  readonly listUsd: string;
  readonly projectedUsd: string;
  /** Real over projected; null where nothing is projected. */
  readonly ratio: string | null;
  /** What of the list price no scenario explains. */
  readonly residualUsd: string;
}

type PartsJson = readonly { readonly part: PartName; readonly factor: string }[];

/**
 * The document that `reconcile --json` prints. USD are exact decimal strings, shares and factors
 * decimal text; what is not known is null, never zero.
 */
export interface ReconcileJson extends FiguresJson {
  readonly schemaVersion: 1;
  readonly asOf: string;
  readonly from: string;
  readonly to: string;
  readonly month: string | null;
  readonly source: string;
  readonly discount: string | null;
  /** They multiply to the ratio. */
  readonly parts: PartsJson | null;
  /** By model, or by the kind of cost where it is no model's. */
  readonly models: readonly (FiguresJson & {
    readonly model: string | null;
    readonly costType: string;
    readonly tokens: Counts | null;
    readonly projectedTokens: Expected | null;
    readonly requests: number | null;
    readonly projectedRequests: string | null;
    readonly hitRate: string | null;
    readonly projectedHitRate: string | null;
    readonly outputPerRequest: string | null;
    readonly projectedOutputPerRequest: string | null;
    readonly parts: PartsJson | null;
  })[];
  /** By model and day; they add up to the models and to the whole. */
  readonly rows: readonly (FiguresJson & {
    readonly model: string | null;
    readonly costType: string;
    readonly day: string;
    readonly tokens: Counts | null;
    readonly projectedTokens: Expected | null;
    readonly requests: number | null;
  })[];
  readonly residual: readonly {
    readonly model: string | null;
    readonly costType: string;
    readonly tier: string | null;
    readonly why: string;
    readonly usd: string;
    readonly listUsd: string;
  }[];
  readonly traffic: readonly {
    readonly scenario: string;
    /** At which the projection says what was billed, at the list. */
    readonly runs: string;
    /** That the counted requests make; null where the source does not count them. */
    readonly countedRuns: string | null;
    readonly was: string | null;
    readonly together: readonly string[];
    readonly billedUsd: string;
    readonly projectedUsd: string;
  }[];
  /** Scenarios whose models were not billed at all. */
  readonly unbilled: readonly string[];
  /** Scenarios that state no traffic. */
  readonly leftOut: readonly string[];
  readonly problems: readonly ProblemJson[];
}

/** The result as the JSON document that other tools read. */
export function reconcileJson(result: Reconciliation): ReconcileJson {
  const { period, traffic, residual } = result;
  return {
    schemaVersion: 1,
    asOf: result.asOf,
    from: period.from,
    to: period.to,
    month: period.month,
    source: result.source,
    ...figuresJson(result),
    discount: shareOf(result.discount),
    parts: partsJson(result.parts),
    models: result.items.map((item) => ({
      model: item.model,
      costType: item.costType,
      ...figuresJson(item),
      ...modelJson(item),
    })),
    rows: result.items.flatMap((item) =>
      item.days.map((day) => ({
        model: item.model,
        costType: item.costType,
        day: day.day,
        ...figuresJson(day),
        tokens: countsOf(day.quantities),
        projectedTokens: expectedOf(item, item.days.length),
        requests: day.requests === null ? null : Number(day.requests),
      })),
    ),
    residual: residual.map(({ model, costType, tier, why, usd, listUsd }) => ({
      model,
      costType,
      tier,
      why,
      usd: formatUsd(usd),
      listUsd: formatUsd(listUsd),
    })),
    traffic: traffic.map(({ scenario, runs, counted, was, together, billedUsd, projectedUsd }) => ({
      scenario,
      runs,
      countedRuns: counted,
      was: was?.written ?? null,
      together,
      billedUsd: formatUsd(billedUsd),
      projectedUsd: formatUsd(projectedUsd),
    })),
    unbilled: result.unbilled,
    leftOut: result.leftOut,
    problems: result.problems.map(problemJson),
  };
}

function figuresJson({ usd, listUsd, projectedUsd, unexplainedUsd }: Figures): FiguresJson {
  return {
    usd: formatUsd(usd),
    listUsd: formatUsd(listUsd),
    projectedUsd: formatUsd(projectedUsd),
    ratio: shareOf(quotient(usd, projectedUsd)),
    residualUsd: formatUsd(unexplainedUsd),
  };
}

function modelJson(item: ComparedItem) {
  const { real, projected } = figuresOfItem(item);
  return {
    tokens: countsOf(item.quantities),
    projectedTokens: expectedOf(item, 1),
    requests: item.requests === null ? null : Number(item.requests),
    projectedRequests: item.projected === null ? null : writeShare(item.projected.requests),
    hitRate: shareOf(real.hitRate),
    projectedHitRate: shareOf(projected.hitRate),
    outputPerRequest: shareOf(real.outputPerRequest),
    projectedOutputPerRequest: shareOf(projected.outputPerRequest),
    parts: partsJson(item.parts),
  };
}

/** What the projection has of an item, or an equal share of it. */
function expectedOf({ projected }: ComparedItem, shares: number): Expected | null {
  return projected === null
    ? null
    : mapClasses((name) => {
        const { n, d } = projected.quantities[name];
        return formatRatio(ratio(n, d * BigInt(shares)), 6);
      });
}

function partsJson(parts: readonly Part[] | null): PartsJson | null {
  return parts?.map(({ name, factor }) => ({ part: name, factor: writeShare(factor) })) ?? null;
}

function countsOf(quantities: Quantities | null): Counts | null {
  return quantities === null ? null : mapClasses((name) => Number(quantities[name]));
}

function shareOf(value: Ratio | null): string | null {
  return value === null ? null : writeShare(value);
}

function quotient(a: Pico, b: Pico): Ratio | null {
  return b === 0n ? null : ratio(a, b);
}
