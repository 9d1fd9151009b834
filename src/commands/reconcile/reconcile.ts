import type { Day } from "../../day.ts";
import { hasErrors, nowhere, problem, type Problem } from "../../problem.ts";
import { compareBill, type Comparison } from "../../reconcile/comparison.ts";
import { explainTraffic, type ExplainingTraffic } from "../../reconcile/explaining-traffic.ts";
import { itemKey } from "../../reconcile/item.ts";
import { daysOf, monthOf, type Period } from "../../reconcile/period.ts";
import { projectDays } from "../../reconcile/projected.ts";
import { isBandOpen } from "../../reconcile/rates.ts";
import type { RealBill, SourceKind } from "../../reconcile/real.ts";
import { settleBill, type SettledBill } from "../../reconcile/settle.ts";
import { nearestModels } from "../../models/lookup.ts";
import { groupBy } from "../../order.ts";
import { sortByPlace } from "../../problem-order.ts";
import { projectAt, type TreeProjection } from "./projection.ts";

/** A bill beside the projection of a tree. */
export interface Reconciliation extends Comparison {
  readonly asOf: Day;
  readonly period: Period;
  readonly source: SourceKind;
  readonly traffic: readonly ExplainingTraffic[];
  /** Scenarios with traffic whose models were not billed at all. */
  readonly unbilled: readonly string[];
  /** Scenarios that state no traffic, so nothing of them is projected. */
  readonly leftOut: readonly string[];
  readonly problems: readonly Problem[];
}

/** What came of it; null where nothing can be compared, and the problems say why. */
export interface ReconcileOutcome {
  readonly result: Reconciliation | null;
  readonly problems: readonly Problem[];
}

/**
 * Holds the real bill of some days against what `check` projects for them: by model and day, with
 * what no scenario explains, the factors between them, and the traffic that would explain it.
 */
export function reconcile({
  head,
  bill: whole,
  period: asked,
}: {
  readonly head: NonNullable<TreeProjection["head"]>;
  readonly bill: RealBill;
  readonly period: Period;
}): ReconcileOutcome {
  const isEmpty = [...(whole.usage ?? []), ...(whole.charges ?? [])].length === 0;
  if (hasErrors(whole.problems) && (isEmpty || whole.source !== "recordings"))
    return { result: null, problems: whole.problems };
  const { period, bill, problems: ofDays } = withinPeriod(whole, asked);
  const { tree, config } = head;
  const found = [...whole.problems, ...ofDays];
  if (hasErrors(ofDays)) return { result: null, problems: found };

  const settled = settleBill(bill);
  const days = daysOf(period);
  const scenarios = tree.scenarios.map(({ scenario, measured, projection }) => ({
    id: scenario.config.id,
    projection,
    traffic: measured.traffic,
  }));
  const stated = scenarios.flatMap(({ projection, traffic }) =>
    traffic === null ? [] : [{ projection, traffic }],
  );
  const silent = scenarios.filter(({ traffic }) => traffic === null);
  const withoutTraffic = new Set(
    silent.flatMap(({ projection }) => projection.perRun.lines.map(({ model }) => model)),
  );
  const projected = projectDays(stated, days, tree.book);
  const comparison = compareBill(settled, { projected, days, withoutTraffic });
  const traffic = explainTraffic({
    scenarios,
    days,
    book: tree.book,
    project: (other) => projectAt(tree, other),
    billed: new Map(
      comparison.items.map((item) => [
        itemKey(item),
        {
          usd: item.listUsd - (item.projected === null ? 0n : item.unexplainedUsd),
          requests: item.explainedRequests,
        },
      ]),
    ),
  });
  const problems = sortByPlace([...found, ...remarks(bill, settled, config.prices.length > 0)]);
  return {
    result: {
      ...comparison,
      asOf: tree.context.asOf,
      period,
      source: bill.source,
      traffic,
      unbilled: scenarios
        .filter(
          (one) => one.traffic !== null && traffic.every(({ scenario }) => scenario !== one.id),
        )
        .map(({ id }) => id),
      leftOut: silent.map(({ id }) => id),
      problems,
    },
    problems,
  };
}

/** The rows of the days asked for, up to the last one that the source is complete for. */
function withinPeriod(
  bill: RealBill,
  asked: Period,
): { readonly period: Period; readonly bill: RealBill; readonly problems: readonly Problem[] } {
  const { completeTo } = bill;
  const to = completeTo !== null && completeTo < asked.to ? completeTo : asked.to;
  const period = to === asked.to ? asked : { ...asked, to, month: monthOf(asked.from, to) };
  if (to < asked.from)
    return { period: asked, bill, problems: [problem("reconcile-no-data-yet", nowhere, {})] };
  const isInside = ({ day }: { readonly day: Day }): boolean => day >= period.from && day <= to;
  const rows = [...(bill.usage ?? []), ...(bill.charges ?? [])];
  const seen = [...new Set(rows.map(({ day }) => day))].sort();
  const inside = new Set(seen.filter((day) => isInside({ day })));
  const empty = daysOf(period).filter((day) => !inside.has(day));
  const [first = null] = seen;
  const outside = seen.length - inside.size;
  const problems = [
    ...(to < asked.to
      ? [problem("reconcile-incomplete", nowhere, { to, asked: asked.to, refreshed: to })]
      : []),
    ...(outside > 0 && inside.size > 0
      ? [problem("reconcile-outside", nowhere, { days: outside, from: period.from, to })]
      : []),
    ...(inside.size === 0
      ? [
          problem("reconcile-empty", nowhere, {
            from: period.from,
            to,
            first,
            last: seen.at(-1) ?? null,
          }),
        ]
      : empty.length > 0
        ? [
            problem("reconcile-days-empty", nowhere, {
              days: empty.length,
              of: daysOf(period).length,
              first: empty[0] ?? "",
            }),
          ]
        : []),
  ];
  const within = {
    ...bill,
    usage: bill.usage?.filter(isInside) ?? null,
    charges: bill.charges?.filter(isInside) ?? null,
  };
  return { period, bill: within, problems };
}

/** What the figures rest on besides. */
function remarks(bill: RealBill, settled: SettledBill, hasOwnPrices: boolean): readonly Problem[] {
  const unpriced = new Map(
    settled.unpriced.map((usage) => [`${usage.model} ${usage.tier}`, usage]),
  );
  const open = new Set(
    settled.workedOut || bill.charges === null
      ? (bill.usage ?? [])
          .filter(({ model, day }) => isBandOpen(model, day))
          .map(({ model }) => model)
      : [],
  );
  return [
    ...[...unpriced.values()].map(({ model, tier }) =>
      nearestModels(model).includes(model)
        ? problem("price-unknown", nowhere, { model, class: "usage", rate: tier })
        : problem("unknown-model", nowhere, { model, nearest: nearestModels(model) }),
    ),
    ...usageWithoutCost(bill),
    ...(settled.workedOut ? [problem("reconcile-list-worked-out", nowhere, {})] : []),
    ...(hasOwnPrices ? [problem("reconcile-own-prices", nowhere, {})] : []),
    ...(bill.source === "recordings"
      ? []
      : [...open].map((model) => problem("reconcile-band-open", nowhere, { model }))),
  ];
}

/** Days on which a model was used and nothing says what that cost; Priority Tier has no cost. */
function usageWithoutCost({ usage, charges }: RealBill): readonly Problem[] {
  if (usage === null || charges === null) return [];
  const charged = new Set(charges.map(({ day, model }) => `${day} ${model ?? ""}`));
  const open = usage.filter(
    ({ day, model, tier }) => !tier.startsWith("priority") && !charged.has(`${day} ${model}`),
  );
  return [...groupBy(open, ({ model }) => model)].map(([model, group]) => {
    const days = [...new Set(group.map(({ day }) => day))].sort();
    return problem("reconcile-usage-without-cost", nowhere, {
      model,
      days: days.length,
      first: days[0] ?? "",
    });
  });
}
