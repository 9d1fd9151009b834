import type { Day } from "../day.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import type { Scenario } from "../fixture/fixture.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import type { Place } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";

/** What advice may be about; a code's page of the manual is `docs/advice/<code>.md`. */
export const adviceCodes = [
  "add-breakpoint",
  "move-breakpoint",
  "move-volatile-text",
  "prefix-too-short",
  "change-ttl",
  "keep-alive",
  "intermediate-breakpoint",
  "breakpoint-behind",
  "use-batch",
  "stop-caching",
  "model-retiring",
  "smaller-model",
  "route-by-size",
  "unused-tools",
  "few-shot-examples",
  "compact-json",
  "repeated-text",
  "large-image",
  "shorter-prompt",
  "max-tokens-hit",
  "max-tokens-too-large",
  "rate-limit",
] as const;
export type AdviceCode = (typeof adviceCodes)[number];

/**
 * How sure the saving is. `certain`: the answers stay the same, and the counts are exact; `likely`:
 * the answers stay the same, but counts or traffic are assumed; `possible`: somebody must look
 * whether the answers stay as good.
 */
export const confidences = ["certain", "likely", "possible"] as const;
export type Confidence = (typeof confidences)[number];

/** A change that one kind of advice proposes, before anybody knows what it saves. */
export interface Proposal {
  readonly code: AdviceCode;
  /** What to do, as an imperative without a full stop; names and places, never prompt text. */
  readonly change: string;
  readonly place: Place;
  /** The block it is about, as a path in the request: `system[0]`; null: none in particular. */
  readonly block: string | null;
  readonly confidence: Confidence;
  /** The scenario with the change made; null where there is no saving to prove, only a limit. */
  readonly changed: MeasuredScenario | null;
  /** It stays advice where it saves nothing. */
  readonly mustBeDone?: true;
}

/** A proposal, proved by projecting the changed scenario. */
export interface Advice extends Omit<Proposal, "changed" | "mustBeDone"> {
  /**
   * Pico-dollars a month, or per run without traffic: what it costs as written less what it costs
   * changed. Null where nothing is saved but something must be done.
   */
  readonly saving: Pico | null;
  /** What the scenario costs then, on the same basis; null where `saving` is. */
  readonly costAfter: Pico | null;
}

/** What a kind of advice looks at: one scenario, measured and projected, and how to ask "what if". */
export interface AdviceContext {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
  readonly projection: Projection;
  readonly measurer: Measurer;
  readonly book: PriceBook;
  readonly asOf: Day;
  /** All scenarios of the tree, itself among them. */
  readonly scenarios: readonly ProjectedScenario[];
  /** Projects a changed scenario amid the same neighbours. */
  readonly project: (changed: MeasuredScenario) => Projection;
}

/** One kind of advice; a file each. Cheap where it has nothing to say. */
export type AdviceKind = (context: AdviceContext) => readonly Proposal[];

/**
 * What a kind decides about. Proposals about the same thing are alternatives to one another: only
 * the best of them is shown.
 */
export type AdviceSubject =
  | "caching"
  | "tier"
  | "model"
  | "lifecycle"
  | "routing"
  | "tools"
  | "examples"
  | "json"
  | "repetition"
  | "images"
  | "length"
  | "output"
  | "rate";

/** A kind in the table of them all. */
export interface AdviceRow {
  readonly subject: AdviceSubject;
  readonly propose: AdviceKind;
}
