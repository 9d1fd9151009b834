import { knownCost } from "../../billing/ledger/price.ts";
import type { OpenedBase } from "../../baseline/open-base.ts";
import type { Traffic } from "../../config/config.ts";
import type { Day } from "../../day.ts";
import { writeRuns } from "../../config/traffic.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { PriceBook } from "../../models/rates.ts";
import { addRatio, formatRatio, formatUsd, ratio } from "../../money.ts";
import { groupBy } from "../../order.ts";
import type { Place, Problem } from "../../problem.ts";
import type { CostAgainstTraffic } from "../../projection/break-even/break-even.ts";
import { writeUsd } from "../../report/parts.ts";
import {
  explainExchange,
  formatPico,
  percentOf,
  placeOf,
  type ExplainedExchange,
  type WrittenAt,
} from "./exchange.ts";
import { explainTraffic, type ExplainedTraffic } from "./other-traffic.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";

/** One fixture: what a run of it costs, and its part of a scenario's runs. */
interface ExplainedRun extends WrittenAt {
  readonly run: string;
  /** Percent of the scenario's runs. */
  readonly share: string;
  /** Of one run of it. */
  readonly usd: string;
}

/** How a scenario's cost comes about, from exchanges to a month. */
export interface Explanation {
  readonly schemaVersion: 1;
  readonly asOf: Day;
  /** The commit whose recordings are main's, and why that one; null: there was none to be had. */
  readonly base: { readonly sha: string; readonly why: string } | null;
  readonly scenario: string;
  readonly traffic: string | null;
  /** Where it is stated. */
  readonly trafficPlace: WrittenAt | null;
  readonly exchanges: readonly ExplainedExchange[];
  /** Each fixture's part of what a run costs. */
  readonly runs: readonly ExplainedRun[];
  readonly usdPerRun: string;
  readonly usdPerMonth: string | null;
  readonly runsPerMonth: string | null;
  readonly otherTraffic: ExplainedTraffic;
  /** What the figures rest on: assumptions, rules of the cache that were taken, warnings. */
  readonly problems: readonly ProblemJson[];
}

/** What an explanation needs besides the scenario. */
export interface ExplainOptions {
  readonly book: PriceBook;
  readonly asOf: Day;
  readonly base: OpenedBase;
  readonly problems: readonly Problem[];
  /** Where its traffic is stated. */
  readonly place: Place;
  readonly costAgainstTraffic: CostAgainstTraffic;
}

/**
 * How a scenario's figure comes about: every exchange by block group, chance and rate, up to the
 * run and the month. No prompt text.
 */
export function explainScenario(
  { scenario, measured, projection }: ProjectedScenario,
  options: ExplainOptions,
): Explanation {
  const { book, asOf, base } = options;
  const byPlace = new Map(
    measured.runs.flatMap(({ run, exchanges }) =>
      exchanges.map((exchange) => [`${run.id} ${exchange.exchange.index}`, exchange] as const),
    ),
  );
  const byRun = groupBy(projection.exchanges, ({ run }) => run);
  const { traffic } = measured;
  const arrivals = traffic?.arrivals.kind ?? null;
  return {
    schemaVersion: 1,
    asOf,
    base: "problem" in base ? null : { sha: base.commit.sha, why: base.commit.why },
    scenario: scenario.config.id,
    traffic: describeTraffic(traffic),
    trafficPlace: traffic === null ? null : placeOf(options.place),
    exchanges: projection.exchanges.flatMap((projected) => {
      const exchange = byPlace.get(`${projected.run} ${projected.index}`);
      return exchange === undefined
        ? []
        : [explainExchange(exchange, projected, { book, arrivals })];
    }),
    runs: measured.runs.map(({ run }) => {
      const own = byRun.get(run.id) ?? [];
      const cost = own
        .map(({ ledger }) => ratio(knownCost(ledger.lines, book), ledger.divisor))
        .reduce(addRatio, ratio(0n));
      const share = own[0]?.share ?? ratio(0n);
      return { run: run.id, share: percentOf(share), usd: formatPico(cost), ...placeOf(run.place) };
    }),
    usdPerRun: formatUsd(projection.usdPerRun),
    usdPerMonth: writeUsd(projection.usdPerMonth),
    runsPerMonth: traffic === null ? null : formatRatio(traffic.runsPerMonth, 6),
    otherTraffic: explainTraffic(options.costAgainstTraffic, { measured, book, asOf }),
    problems: options.problems.map(problemJson),
  };
}

/** As the config writes it: `200k/month, poisson`; null: none is stated. */
export function describeTraffic(traffic: Traffic | null): string | null {
  return traffic === null ? null : `${writeRuns(traffic)}, ${traffic.arrivals.text}`;
}
