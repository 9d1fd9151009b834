/** The part of a report's schema that says limits, and what people accepted of them. */
import * as z from "zod/mini";
import { levels } from "../api/request.ts";
import { acceptanceStates } from "../budget/acceptance/judge-accepted.ts";
import { limitVerdicts } from "../budget/limits/limits.ts";
import { notJudgedReasons } from "../budget/limits/rules.ts";
import { bases } from "../compare/comparison.ts";
import { budgetActions, uncertainActions } from "../config/config.ts";
import { limitKinds } from "../config/limits.ts";
import { namesOf } from "../names.ts";
import { Place, Share, Usd } from "./schema-parts.ts";

/**
 * One limit held against one figure. USD for money, shares for percent and rates, whole tokens; what
 * does not apply is null.
 */
export const Budget = z.object({
  kind: z.enum(limitKinds),
  limitUsd: z.nullable(Usd),
  /**
   * Of an `increase` and of `tokens.ratchet`: the share it allows (0.05 is 5 %). Of a rate or share:
   * the least.
   */
  limitShare: z.nullable(Share),
  limitTokens: z.nullable(z.int()),
  actualUsd: z.nullable(Usd),
  actualShare: z.nullable(Share),
  /** Of the largest request or answer, or of one that outgrew main's; of a run on average a fraction. */
  actualTokens: z.nullable(z.number()),
  /** Of main's request in the same place. */
  baselineTokens: z.nullable(z.number()),
  /** The ends of the figure's interval, in its unit; null where there is none. */
  low: z.nullable(z.string()),
  high: z.nullable(z.string()),
  /** The request that the figure is of. */
  exchange: z.nullable(z.string()),
  /** The level that outgrew main's. */
  level: z.nullable(z.enum(levels)),
  /** The dearer model, and main's. */
  model: z.nullable(z.string()),
  baselineModel: z.nullable(z.string()),
  over: z.boolean(),
  /** The interval of its figure could turn this one around. */
  uncertain: z.boolean(),
  /** What it does then. */
  onUncertain: z.enum(uncertainActions),
  /** What it comes to by itself: what is over, uncertain or accepted counts as the config says. */
  verdict: z.enum(limitVerdicts),
  /** False where there is nothing to hold it against: an increase without a base. */
  judged: z.boolean(),
  /** Why it is not judged; null where it is. */
  notJudged: z.nullable(z.enum(namesOf(notJudgedReasons))),
  action: z.enum(budgetActions),
  /** Somebody accepted what exceeds it (of a sum: what of its scenarios does): it counts as held. */
  accepted: z.boolean(),
  /**
   * What a comment that accepts it would say, the amount rounded up: `up-to $9,110`. Null where it
   * is held, or nothing of it can be accepted.
   */
  accept: z.nullable(z.string()),
  ...Place,
});

/** docs/report.md, "accepted". */
export const Accepted = z.object({
  scenario: z.string(),
  kind: z.enum(["usd", "tokens", "model"]),
  /** What became of it: only one that covers what exceeds a limit is used. */
  state: z.enum(acceptanceStates),
  /** At most so much more than on main, on `basis`; null where tokens or a model are accepted. */
  upToUsd: z.nullable(Usd),
  /** What of that main has come to cost since; null where it does not say from where it counts. */
  usedUsd: z.nullable(Usd),
  /** Tokens a request. */
  upToTokens: z.nullable(z.int()),
  model: z.nullable(z.string()),
  /** What the money is of, and what the increase is of that it is held against. */
  basis: z.nullable(z.enum(bases)),
  actualBasis: z.nullable(z.enum(bases)),
  /** What it is held against; null where nothing of the kind exceeds a limit. */
  actualUsd: z.nullable(Usd),
  actualTokens: z.nullable(Share),
  actualModels: z.nullable(z.array(z.string())),
  /** On one line, at most 200 characters. */
  reason: z.string(),
  /** The last day it holds; null: as long as the pull request is open. */
  until: z.nullable(z.string()),
  /** Who wrote the comment; null where it is a line of the config. */
  by: z.nullable(z.string()),
  url: z.nullable(z.string()),
  ...Place,
});
