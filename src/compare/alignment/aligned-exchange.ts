import type { MeasuredExchange } from "../../projection/projection.ts";
import { answerStep, feesStep, recordingOf, type AnswerStep } from "../substitution/answer-step.ts";
import { withAnswersOf } from "../substitution/repeated-answers.ts";
import {
  buildCounterfactual,
  differingParts,
  requestParts,
  type RequestPart,
} from "../substitution/counterfactual.ts";
import type { Estimator } from "../../evaluation/estimator.ts";

/**
 * The steps from main's exchanges to the head's, in order. `assumed` and `re-recorded` stand beside
 * the delta, `own` (back from witnesses of the same kind to the head's own) belongs to
 * `re-recorded`; the others are causes.
 */
export const steps = [
  "assumed",
  "re-recorded",
  "exchanges",
  ...requestParts,
  "output",
  "fees",
  "own",
] as const;
export type Step = (typeof steps)[number];

/** The place of one exchange in a run both sides have. */
export interface AlignedExchange {
  /** The steps at which it changes. */
  readonly changes: ReadonlySet<Step>;
  /** The exchange once these steps are done; null where there is none then. */
  readonly at: (done: ReadonlySet<Step>) => MeasuredExchange | null;
}

/** An exchange main has and the head has not. */
export function alignGone(base: MeasuredExchange): AlignedExchange {
  return remember(new Set<Step>(["exchanges"]), (done) => (done.has("exchanges") ? null : base));
}

function remember(
  changes: ReadonlySet<Step>,
  make: (done: ReadonlySet<Step>) => MeasuredExchange | null,
): AlignedExchange {
  const made = new Map<string, MeasuredExchange | null>();
  return {
    changes,
    at: (done) => {
      const relevant = steps.filter((step) => changes.has(step) && done.has(step));
      const key = relevant.join(" ");
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = make(new Set(relevant));
      made.set(key, fresh);
      return fresh;
    },
  };
}

/**
 * An exchange that is new in its run. Until their steps come it has main's model, settings, tools
 * and system, those of `like`, the run's last exchange there: so that a longer conversation is not
 * charged with what else the change does.
 */
export function alignAdded(options: {
  readonly head: MeasuredExchange;
  readonly like: MeasuredExchange;
  readonly estimator: Estimator;
}): AlignedExchange {
  const { head, like, estimator } = options;
  const parts = differingParts(head.exchange, like.exchange).filter((part) => part !== "messages");
  return remember(new Set<Step>(["exchanges", ...parts]), (done) => {
    if (!done.has("exchanges")) return null;
    if (parts.every(isHeads(done))) return head;
    const fromHead = new Set<RequestPart>(["messages", ...parts.filter(isHeads(done))]);
    const counterfactual = buildCounterfactual({
      head: head.exchange,
      base: like.exchange,
      fromHead,
    });
    const measured = estimator.measureCounterfactual(counterfactual, {
      head: head.exchange,
      base: null,
    });
    return { ...measured, output: head.output, webSearches: head.webSearches, geo: head.geo };
  });
}

function isHeads(done: ReadonlySet<Step>) {
  return (part: RequestPart): boolean => done.has(part);
}

/** An exchange that both sides have. */
export function alignShared(options: {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
  readonly outputEdited: boolean;
  /**
   * The step at which the answers before it become the head's; null: they are no other, or part of
   * the change.
   */
  readonly repeated: "assumed" | "re-recorded" | null;
  readonly estimator: Estimator;
}): AlignedExchange & { readonly answer: AnswerStep | null } {
  const { head, base, estimator, repeated } = options;
  const repeating = repeated === null ? null : withAnswersOf(base.exchange, head.exchange);
  const from = repeating ?? base.exchange;
  const parts = differingParts(head.exchange, from);
  const pair = { head: head.exchange, base: from };
  const paired = parts.length === 0 ? { head, base: head } : estimator.measurePair(pair);
  const answer = answerStep({ ...options, parts });
  const fees = feesStep(head, base);
  const changes = new Set<Step>(parts);
  if (answer !== null) changes.add(answer);
  if (fees !== null) changes.add(fees);
  if (head.exchange.offsetMs !== base.exchange.offsetMs) changes.add("exchanges");
  // With the answers before it the whole count becomes another.
  const counted = repeating === null || repeated === null ? "re-recorded" : repeated;
  if (!sameCount(paired.base, base)) changes.add(counted);
  if (!sameCount(paired.head, head)) changes.add("own");

  const countedAt = (done: ReadonlySet<Step>): MeasuredExchange => {
    if (parts.length === 0) return done.has(counted) ? head : base;
    if (parts.every(isHeads(done)))
      return changes.has("own") && !done.has("own") ? paired.head : head;
    if (!parts.some(isHeads(done)))
      return changes.has(counted) && !done.has(counted) ? base : paired.base;
    const fromHead = new Set<RequestPart>(parts.filter(isHeads(done)));
    return estimator.measureCounterfactual(buildCounterfactual({ ...pair, fromHead }), pair);
  };
  const aligned = remember(changes, (done) => {
    const measured = countedAt(done);
    const { offsetMs } = done.has("exchanges") ? head.exchange : base.exchange;
    const { index, id } = head.exchange;
    return {
      ...measured,
      exchange: {
        ...measured.exchange,
        index,
        id,
        offsetMs: changes.has("exchanges") ? offsetMs : measured.exchange.offsetMs,
      },
      // Where a recording says it, a request between the two has none to say it.
      geo: head.geo === base.geo ? head.geo : measured.geo,
      output: answer === null || done.has(answer) ? head.output : base.output,
      webSearches: fees === null || done.has(fees) ? head.webSearches : base.webSearches,
    };
  });
  return {
    ...aligned,
    answer: answer ?? (recordingOf(head) === recordingOf(base) ? null : "re-recorded"),
  };
}

function sameCount(a: MeasuredExchange, b: MeasuredExchange): boolean {
  return (
    a.count.total === b.count.total &&
    a.count.low === b.count.low &&
    a.count.high === b.count.high &&
    a.speed === b.speed &&
    a.geo === b.geo &&
    a.count.blocks.every((tokens, index) => tokens === b.count.blocks[index])
  );
}
