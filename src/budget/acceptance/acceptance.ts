/** A yes to an increase: how much, for which scenario, by whom, why and until when. */
import type { AcceptedAmount } from "../../config/accept/amount.ts";
import type { Config } from "../../config/config.ts";
import type { Day } from "../../day.ts";
import { compareRatio, ratio, type Pico } from "../../money.ts";
import type { Place, Problem } from "../../problem.ts";
import type { Needed } from "./needed.ts";

/** Who accepts: a line of the config, or somebody who may write to the repository. */
export type AcceptedBy =
  | { readonly kind: "config"; readonly place: Place }
  | { readonly kind: "comment"; readonly login: string; readonly url: string | null };

/** One accepted increase. Nothing absolute is ever accepted: such a budget is raised. */
export interface Acceptance {
  /** The scenario's id. */
  readonly scenario: string;
  /** At most so much more than on main. */
  readonly upTo: AcceptedAmount;
  /** Pico-dollars that main cost when it was accepted; null: it counts from main as it is. */
  readonly from: Pico | null;
  readonly reason: string;
  /** The last day it holds; null: as long as its pull request is open. */
  readonly until: Day | null;
  readonly by: AcceptedBy;
}

/** What people accepted by comments on the pull request, and what is wrong with such comments. */
export interface CommentedAcceptances {
  readonly acceptances: readonly Acceptance[];
  readonly problems: readonly Problem[];
}

/** Where there is no pull request, as on the command line: only the config's entries count. */
export const noComments: CommentedAcceptances = { acceptances: [], problems: [] };

/** The entries of `accept:` in the config whose rules judge. */
export function acceptancesOf(config: Config): readonly Acceptance[] {
  return config.accept.map(({ scenario, upTo, from, reason, until, path }) => ({
    scenario,
    upTo,
    from,
    reason,
    until,
    by: { kind: "config", place: config.locate(path) },
  }));
}

/** Days compare as texts; the last one counts. */
export function isExpired({ until }: Acceptance, asOf: Day): boolean {
  // Stryker disable next-line ConditionalExpression: no day is before another, null is none
  return until !== null && until < asOf;
}

/**
 * Whether the figure, and whether also the high end of its interval, is within what is accepted:
 * exactly as much is, a pico-dollar more is not. `basis` is what an amount is of that does not say.
 */
export function isWithin(
  upTo: AcceptedAmount,
  needed: Needed,
  basis: "month" | "run",
): { readonly figure: boolean; readonly high: boolean } {
  const both = (each: boolean) => ({ figure: each, high: each });
  // Stryker disable next-line ConditionalExpression,LogicalOperator: other kinds have no basis
  if (upTo.kind === "usd" && needed.kind === "usd") {
    if ((upTo.basis ?? basis) !== needed.basis) return both(false);
    return { figure: needed.usd <= upTo.usd, high: needed.high <= upTo.usd };
  }
  if (upTo.kind === "tokens" && needed.kind === "tokens") {
    const most = ratio(BigInt(upTo.tokens));
    return {
      figure: compareRatio(needed.tokens, most) <= 0,
      high: compareRatio(needed.high, most) <= 0,
    };
  }
  return both(
    upTo.kind === "model" &&
      needed.kind === "model" &&
      needed.models.every((model) => model === upTo.model),
  );
}
