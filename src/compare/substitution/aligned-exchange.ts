import type { Estimator } from "../../evaluation/estimator.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { bridgeSteps, type RequestPart, type BridgeStep } from "../steps.ts";
import { answerStep, feesStep, isSameAnswer, type AnswerStep } from "./answer-step.ts";
import { buildCounterfactual, differingParts } from "./counterfactual.ts";
import { withAnswersOf } from "./repeated-answers.ts";

/**
 * An exchange of main and the one in its place in the head, of a run both sides have: step by step
 * it turns from main's into the head's.
 */
export interface AlignedExchange {
  /** The steps at which it changes. */
  readonly changes: ReadonlySet<BridgeStep>;
  /** The exchange once these steps are done; null where there is none then. */
  readonly after: (done: ReadonlySet<BridgeStep>) => MeasuredExchange | null;
}

/**
 * An exchange that both sides have. Until a step is done that it changes at, it has main's part
 * there: the request is a counterfactual while it has some of the head's parts and not all.
 * `answer`: the step that brings in the head's answer.
 */
export function alignShared(options: {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
  /** The scenario's `output:` differs between the trees. */
  readonly outputEdited: boolean;
  /**
   * The step at which earlier answers that its request repeats become the head's; null: they are no
   * other, or part of the change.
   */
  readonly repeatedAnswers: "assumed" | "re-recorded" | null;
  readonly estimator: Estimator;
}): AlignedExchange & { readonly answer: AnswerStep | null } {
  const { head, base, estimator, repeatedAnswers } = options;
  const repeating = repeatedAnswers === null ? null : withAnswersOf(base.exchange, head.exchange);
  const pair = { head: head.exchange, base: repeating ?? base.exchange };
  const parts = differingParts(pair.head, pair.base);
  const paired = parts.length === 0 ? { head, base: head } : estimator.measurePair(pair);
  const answer = answerStep({ ...options, parts });
  const fees = feesStep(head, base);
  const moves = head.exchange.offsetMs !== base.exchange.offsetMs;
  // The step at which main's request is counted by the pair's witness. Where it repeats other
  // answers, that is the step that brings those in: the whole count becomes another there.
  const pairing = repeating === null || repeatedAnswers === null ? "re-recorded" : repeatedAnswers;
  const changes = new Set<BridgeStep>([
    ...parts,
    ...(answer === null ? [] : [answer]),
    ...(fees === null ? [] : [fees]),
    ...(moves ? (["exchanges"] as const) : []),
    ...(sameCount(paired.base, base) ? [] : [pairing]),
    ...(sameCount(paired.head, head) ? [] : (["own-witness"] as const)),
  ]);

  const isDue = (step: BridgeStep, done: ReadonlySet<BridgeStep>): boolean =>
    changes.has(step) && !done.has(step);
  const requestAfter = (done: ReadonlySet<BridgeStep>): MeasuredExchange => {
    if (parts.length === 0) return done.has(pairing) ? head : base;
    const fromHead = new Set(parts.filter((part) => done.has(part)));
    if (fromHead.size === parts.length) return isDue("own-witness", done) ? paired.head : head;
    if (fromHead.size === 0) return isDue(pairing, done) ? base : paired.base;
    return estimator.measureCounterfactual(buildCounterfactual({ ...pair, fromHead }), pair);
  };
  const aligned = memoized(changes, (done) => {
    const measured = requestAfter(done);
    const { offsetMs } = done.has("exchanges") ? head.exchange : base.exchange;
    const { index, id } = head.exchange;
    return {
      ...measured,
      exchange: {
        ...measured.exchange,
        index,
        id,
        offsetMs: moves ? offsetMs : measured.exchange.offsetMs,
      },
      // A counterfactual has no recording, which may be what says where a request ran.
      geo: head.geo === base.geo ? head.geo : measured.geo,
      output: answer === null || done.has(answer) ? head.output : base.output,
      ...addedByApi(fees === null || done.has(fees) ? head : base),
    };
  });
  return {
    ...aligned,
    answer: answer ?? (isSameAnswer(head, base) ? null : "re-recorded"),
  };
}

/** What the API adds to a request by itself, which only recordings tell. */
function addedByApi({ webSearches, passes }: MeasuredExchange) {
  return { webSearches, passes };
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

/** An aligned exchange that is worked out once for each set of those steps that it changes at. */
function memoized(
  changes: ReadonlySet<BridgeStep>,
  make: (done: ReadonlySet<BridgeStep>) => MeasuredExchange | null,
): AlignedExchange {
  const made = new Map<string, MeasuredExchange | null>();
  return {
    changes,
    after: (done) => {
      const relevant = bridgeSteps.filter((step) => changes.has(step) && done.has(step));
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
 * and system, as `lastOfBase` has them, the run's last exchange there: so that a longer
 * conversation is not charged with what else the change does.
 */
export function alignAdded(options: {
  readonly head: MeasuredExchange;
  readonly lastOfBase: MeasuredExchange;
  readonly estimator: Estimator;
}): AlignedExchange {
  const { head, lastOfBase, estimator } = options;
  const parts = differingParts(head.exchange, lastOfBase.exchange).filter(
    (part) => part !== "messages",
  );
  return memoized(new Set<BridgeStep>(["exchanges", ...parts]), (done) => {
    if (!done.has("exchanges")) return null;
    const fromHead = new Set<RequestPart>(parts.filter((part) => done.has(part)));
    if (fromHead.size === parts.length) return head;
    const counterfactual = buildCounterfactual({
      head: head.exchange,
      base: lastOfBase.exchange,
      fromHead: fromHead.add("messages"),
    });
    const pair = { head: head.exchange, base: null };
    const measured = estimator.measureCounterfactual(counterfactual, pair);
    return { ...measured, output: head.output, ...addedByApi(head), geo: head.geo };
  });
}

/** An exchange main has and the head has not. */
export function alignGone(base: MeasuredExchange): AlignedExchange {
  return memoized(new Set<BridgeStep>(["exchanges"]), (done) =>
    done.has("exchanges") ? null : base,
  );
}
