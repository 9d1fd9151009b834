/** The parts of a report's schema: a scenario with all that is said of it. */
import * as z from "zod/mini";
import { adviceCodes, confidences } from "../advice/advice.ts";
import { verdicts } from "../budget/verdict.ts";
import { bases, scenarioStates } from "../compare/comparison.ts";
import { adjustmentKinds } from "../compare/steps.ts";
import { severities } from "../problems/text.ts";
import type { Witness } from "../tokens/count.ts";
import { Budget } from "./budget-schema.ts";
import { Cause } from "./cause-schema.ts";
import { Place, Share, Usd } from "./schema-parts.ts";

export const Verdict = z.enum(verdicts);

export const Problem = z.object({
  code: z.string(),
  severity: z.enum(severities),
  ...Place,
  scenario: z.nullable(z.string()),
  message: z.string(),
  fix: z.string(),
});

const Adjustment = z.object({
  kind: z.enum(adjustmentKinds),
  usd: Usd,
  detail: z.string(),
});
/** docs/report.md, "adjustments". */
export const Adjustments = z
  .array(Adjustment)
  .check(
    z.describe(
      "What moved the bill and is not counted in the change: traffic, runs, assumed or " +
        "re-recorded answers, scenarios gone. baseline + adjustments + delta is the figure now.",
    ),
  );

const Variant = z.object({
  name: z.string(),
  perRunUsd: z.nullable(Usd),
  monthlyUsd: z.nullable(Usd),
  /** Why there is no such variant here; null where there is one. */
  whyNot: z.nullable(z.string()),
});

/** docs/report.md, "advice". */
const Advice = z.object({
  code: z.enum(adviceCodes),
  /** What it saves on the scenario's basis; null where something must be done that saves nothing. */
  savingUsd: z.nullable(Usd),
  /** What the scenario costs then. */
  costUsd: z.nullable(Usd),
  confidence: z.enum(confidences),
  /** What to do, in words. */
  change: z.string(),
  place: z.object(Place),
  /** The block of the request it is about. */
  block: z.nullable(z.string()),
  /** The page of the manual. */
  docs: z.string(),
});

/** Where a variant comes to cost less than another, as traffic grows or falls. */
const BreakEven = z.object({
  variant: z.string(),
  against: z.string(),
  runsPerHour: Share,
  /** Whether it costs less from there on, or up to there. */
  cheaper: z.enum(["from", "up-to"]),
});

/** Lengths of recorded answers, tokens. */
const Answers = z.object({
  recorded: z.int(),
  p50: z.int(),
  p90: z.int(),
  /** The part of their tokens that was thinking; null where no recording says it. */
  thinking: z.nullable(Share),
});

const Witnesses = z.object({
  recorded: z.int(),
  api: z.int(),
  declared: z.int(),
  calibrated: z.int(),
  computed: z.int(),
} satisfies Record<Witness, z.ZodMiniType>);

/** Tokens of one run by part, expected over the mix of fixtures. */
const Tokens = z.object({ tools: Share, system: Share, messages: Share, output: Share });

export const Scenario = z.object({
  id: z.string(),
  state: z.enum(scenarioStates),
  was: z.nullable(z.string()),
  verdict: Verdict,
  ...Place,
  /**
   * Whether deltas, causes and adjustments are per month, or per run for want of traffic.
   */
  basis: z.enum(bases),
  /** In words, as the config writes it. */
  traffic: z.nullable(z.string()),
  perRunUsd: z.nullable(Usd),
  baselinePerRunUsd: z.nullable(Usd),
  /** Of one run with nothing cached before it; given where there is no traffic. */
  coldPerRunUsd: z.nullable(Usd),
  monthlyUsd: z.nullable(Usd),
  baselineMonthlyUsd: z.nullable(Usd),
  /** The cost with every count at its low and its high end, on this scenario's basis. */
  lowUsd: z.nullable(Usd),
  highUsd: z.nullable(Usd),
  /**
   * The least and the most it costs on its basis, over all that is assumed: counts, how the cache
   * was simulated, and the ends of a traffic that is stated as a range.
   */
  range: z.nullable(z.object({ low: Usd, high: Usd })),
  deltaUsd: z.nullable(Usd),
  causes: z.array(Cause),
  adjustments: Adjustments,
  hitRate: z.nullable(Share),
  baselineHitRate: z.nullable(Share),
  tokens: z.nullable(Tokens),
  baselineTokens: z.nullable(Tokens),
  exchanges: z.object({ total: z.int(), exact: z.int(), witnesses: Witnesses }),
  /** An answer's length is not known and counts as the most it may be. */
  outputAtMost: z.boolean(),
  /**
   * The change has answers written otherwise (model, effort, thinking, stop sequences,
   * `max_tokens`), and nobody vouches for their length on both sides.
   */
  outputUnknown: z.boolean(),
  models: z.array(z.string()),
  variants: z.array(Variant),
  breakEven: z.array(BreakEven),
  advice: z.array(Advice),
  /** How many recorded requests the cache machine bills to the token, of how many. */
  selfTest: z.nullable(z.object({ reproduced: z.int(), of: z.int() })),
  /** Of ten runs nine cost at most so much; null where there is one run. */
  p90RunUsd: z.nullable(Usd),
  answers: z.nullable(Answers),
  budgets: z.array(Budget),
  /** Which of model, tools, system, messages no file of the repository feeds. */
  untied: z.array(z.string()),
});
