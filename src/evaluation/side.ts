import type { Exchange, Scenario } from "../fixture/fixture.ts";
import type { RateKey, Rates } from "../models/rates.ts";
import type { MeasuredExchange, MeasuredScenario, Projection } from "../projection/projection.ts";

/**
 * A scenario of one tree, measured by its own witnesses alone and projected: what `update` would
 * write down.
 */
export interface Side {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
  readonly projection: Projection;
}

/** An exchange on both sides. `base` is null where it is new in its run. */
export interface ExchangePair {
  readonly head: Exchange;
  readonly base: Exchange | null;
}

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
   * A request between the two: the computed count with the same correction. Its own recording
   * vouches for nothing.
   */
  readonly measureCounterfactual: (
    counterfactual: Exchange,
    pair: ExchangePair,
  ) => MeasuredExchange;
  /**
   * Projects a scenario amid the other members of its `cache:` group: the head's, or main's under
   * the head's traffic.
   */
  readonly project: (scenario: MeasuredScenario, neighbours: "head" | "base") => Projection;
  /**
   * Whether main's other members of a scenario's `cache:` group have another traffic in the head.
   */
  readonly neighboursMoved: (scenario: string) => boolean;
  readonly rates: (key: RateKey) => Rates | null;
}
