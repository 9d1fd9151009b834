/** What of a sum's increase is accepted: it is judged without. */
import type { ScenarioComparison } from "../../compare/comparison.ts";
import { figuresOf, type Amount, type Figures } from "../figures.ts";

type Delta = NonNullable<Figures["increase"]>;

/** By scenario id: how much of its delta is left out of the sums it stands in. */
export type AcceptedDeltas = ReadonlyMap<string, Pick<Delta, "delta" | "basis">>;

/**
 * What a scenario adds to the increase of the sums it stands in; one without a figure of its own on
 * main adds all of it. Null where it is gone, or nothing was compared.
 */
export function deltaOf(
  comparison: ScenarioComparison,
  compared: boolean,
): Pick<Delta, "delta" | "basis"> | null {
  const { monthly, perRun, increase } = figuresOf(comparison);
  if (increase !== null || !compared) return increase;
  const whole = monthly ?? perRun;
  return whole === null ? null : { delta: whole, basis: comparison.basis };
}

/** A sum's figures without what is accepted of its scenarios' deltas. */
export function withoutAccepted(
  figures: Figures,
  scenarios: readonly string[],
  accepted: AcceptedDeltas,
): Figures {
  const { increase } = figures;
  // Stryker disable next-line ArrayDeclaration: what has no basis is filtered out below
  const parts = scenarios.flatMap((id) => accepted.get(id) ?? []);
  // Stryker disable next-line ConditionalExpression: with no parts all stays as it is
  if (increase === null || parts.length === 0) return figures;
  const delta = parts
    .filter(({ basis }) => basis === increase.basis)
    .reduce<Amount>(
      (left, part) => ({
        usd: left.usd - part.delta.usd,
        low: left.low - part.delta.low,
        high: left.high - part.delta.high,
      }),
      increase.delta,
    );
  return { ...figures, increase: { ...increase, delta } };
}
