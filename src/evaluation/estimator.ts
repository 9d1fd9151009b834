import type { Traffic } from "../config/config.ts";
import { sameTraffic } from "../config/traffic.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { PriceBook, RateKey, Rates } from "../models/rates.ts";
import { project } from "../projection/project.ts";
import type { MeasuredExchange, MeasuredScenario, Projection } from "../projection/projection.ts";
import { neighboursOf } from "./cache-group.ts";
import type { EvaluationContext } from "./context.ts";
import type { ProjectedScenario } from "./project.ts";

/**
 * What a comparison asks of counting and projecting. It decides no witness: how an exchange is
 * counted in knowledge of its other side is `tokens/`'s business (DESIGN.md, "Counting tokens").
 */
export interface Estimator {
  /** Both sides of an exchange whose request changed, counted by the same kind of witness. */
  readonly measurePair: (pair: { readonly head: Exchange; readonly base: Exchange }) => {
    readonly head: MeasuredExchange;
    readonly base: MeasuredExchange;
  };
  /**
   * A request between the two sides of an exchange: the computed count with the same correction.
   * Its own recording vouches for nothing. `base` is null where the exchange is new in its run.
   */
  readonly measureCounterfactual: (
    counterfactual: Exchange,
    pair: { readonly head: Exchange; readonly base: Exchange | null },
  ) => MeasuredExchange;
  /**
   * Projects a scenario amid its neighbours, the other members of its cache group: the head's, or
   * main's under the head's traffic.
   */
  readonly project: (scenario: MeasuredScenario, amid: "head" | "base") => Projection;
  /** Whether main's other members of a scenario's cache group have another traffic in the head. */
  readonly neighboursMoved: (scenario: string) => boolean;
  readonly rates: (key: RateKey) => Rates | null;
}

/** The estimator of a comparison of two trees' scenarios. */
export function createEstimator(options: {
  readonly context: EvaluationContext;
  readonly book: PriceBook;
  readonly head: readonly ProjectedScenario[];
  readonly base: readonly ProjectedScenario[];
}): Estimator {
  const { context, book, head, base } = options;
  const { measurer } = context;
  const underHeadTraffic = withTrafficOf(head, base);
  return {
    neighboursMoved: (id) => {
      const [before, now] = [neighbourTraffic(id, base), neighbourTraffic(id, underHeadTraffic)];
      return (
        before.length !== now.length ||
        before.some((traffic, index) => !sameTraffic(traffic, now[index] ?? null))
      );
    },
    measurePair: (pair) => {
      const evidence = measurer.pairEvidence(pair);
      return {
        head: measurer.exchange(pair.head, { output: null, evidence, other: pair.base }),
        base: measurer.exchange(pair.base, { output: null, evidence }),
      };
    },
    measureCounterfactual: (counterfactual, pair) =>
      measurer.exchange(counterfactual, {
        output: null,
        evidence: measurer.pairEvidence(pair),
      }),
    project: (scenario, amid) =>
      project({
        scenario,
        neighbours: neighboursOf(scenario.id, amid === "head" ? head : underHeadTraffic),
        book,
        asOf: context.asOf,
      }),
    rates: book.rates,
  };
}

/**
 * Main's scenarios under the head's traffic: a change of traffic is an adjustment, of a scenario's
 * own and of its neighbours', so no step of a comparison may show it.
 */
function withTrafficOf(
  head: readonly ProjectedScenario[],
  base: readonly ProjectedScenario[],
): readonly ProjectedScenario[] {
  const byId = new Map(head.map(({ scenario, measured }) => [scenario.config.id, measured]));
  return base.map((projected) => {
    const now = byId.get(projected.scenario.config.id);
    if (now === undefined) return projected;
    const { traffic, shared } = now;
    return { ...projected, measured: { ...projected.measured, traffic, shared } };
  });
}

function neighbourTraffic(
  id: string,
  scenarios: readonly ProjectedScenario[],
): readonly (Traffic | null)[] {
  return neighboursOf(id, scenarios).map(({ traffic }) => traffic);
}
