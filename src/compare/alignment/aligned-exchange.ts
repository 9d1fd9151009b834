import type { MeasuredExchange } from "../../projection/projection.ts";
import { answerStep, feesStep, recordingOf, type AnswerStep } from "../substitution/answer-step.ts";
import { withAnswersOf } from "../substitution/repeated-answers.ts";
import { buildHybrid, differingParts, requestParts, type RequestPart } from "../substitution/counterfactual.ts";
import type { Bench } from "../../evaluation/side.ts";

/**
 * The steps from main's exchanges to the head's, in order. `assumed` and `re-recorded` stand beside the delta, `own`
 * (back from witnesses of the same kind to the head's own) belongs to `re-recorded`; the others are causes.
 */
export const steps = ["assumed", "re-recorded", "exchanges", ...requestParts, "output", "fees", "own"] as const;
export type Step = (typeof steps)[number];

/** The place of one exchange in a run both sides have. */
export interface Slot {
  /** The steps at which it changes. */
  readonly changes: ReadonlySet<Step>;
  /** The exchange once these steps are done; null where there is none then. */
  readonly at: (done: ReadonlySet<Step>) => MeasuredExchange | null;
}

const remember = (changes: ReadonlySet<Step>, make: (done: ReadonlySet<Step>) => MeasuredExchange | null): Slot => {
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
};

/** An exchange main has and the head has not. */
export const goneSlot = (base: MeasuredExchange): Slot =>
  remember(new Set<Step>(["exchanges"]), (done) => (done.has("exchanges") ? null : base));

const isHeads =
  (done: ReadonlySet<Step>) =>
  (part: RequestPart): boolean =>
    done.has(part);

/**
 * An exchange that is new in its run. Until their steps come it has main's model, settings, tools and system, those of
 * `like`, the run's last exchange there: so that a longer conversation is not charged with what else the change does.
 */
export const addedSlot = (options: { readonly head: MeasuredExchange; readonly like: MeasuredExchange; readonly bench: Bench }): Slot => {
  const { head, like, bench } = options;
  const parts = differingParts(head.exchange, like.exchange).filter((part) => part !== "messages");
  return remember(new Set<Step>(["exchanges", ...parts]), (done) => {
    if (!done.has("exchanges")) return null;
    if (parts.every(isHeads(done))) return head;
    const fromHead = new Set<RequestPart>(["messages", ...parts.filter(isHeads(done))]);
    const hybrid = buildHybrid({ head: head.exchange, base: like.exchange, fromHead });
    const measured = bench.measureHybrid(hybrid, { head: head.exchange, base: null });
    return { ...measured, output: head.output, webSearches: head.webSearches, geo: head.geo };
  });
};

const sameCount = (a: MeasuredExchange, b: MeasuredExchange): boolean =>
  a.count.total === b.count.total &&
  a.count.low === b.count.low &&
  a.count.high === b.count.high &&
  a.speed === b.speed &&
  a.geo === b.geo &&
  a.count.blocks.every((tokens, index) => tokens === b.count.blocks[index]);

/** An exchange that both sides have. */
export const sharedSlot = (options: {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
  readonly outputEdited: boolean;
  /** The step at which the answers before it become the head's; null: they are no other, or part of the change. */
  readonly echo: "assumed" | "re-recorded" | null;
  readonly bench: Bench;
}): Slot & { readonly answer: AnswerStep | null } => {
  const { head, base, bench, echo } = options;
  const echoed = echo === null ? null : withAnswersOf(base.exchange, head.exchange);
  const from = echoed ?? base.exchange;
  const parts = differingParts(head.exchange, from);
  const pair = { head: head.exchange, base: from };
  const paired = parts.length === 0 ? { head, base: head } : bench.measurePair(pair);
  const answer = answerStep({ ...options, parts });
  const fees = feesStep(head, base);
  const changes = new Set<Step>(parts);
  if (answer !== null) changes.add(answer);
  if (fees !== null) changes.add(fees);
  if (head.exchange.offsetMs !== base.exchange.offsetMs) changes.add("exchanges");
  // With the answers before it the whole count becomes another.
  const counted = echoed === null || echo === null ? "re-recorded" : echo;
  if (!sameCount(paired.base, base)) changes.add(counted);
  if (!sameCount(paired.head, head)) changes.add("own");

  const countedAt = (done: ReadonlySet<Step>): MeasuredExchange => {
    if (parts.length === 0) return done.has(counted) ? head : base;
    if (parts.every(isHeads(done))) return changes.has("own") && !done.has("own") ? paired.head : head;
    if (!parts.some(isHeads(done))) return changes.has(counted) && !done.has(counted) ? base : paired.base;
    const fromHead = new Set<RequestPart>(parts.filter(isHeads(done)));
    return bench.measureHybrid(buildHybrid({ ...pair, fromHead }), pair);
  };
  const slot = remember(changes, (done) => {
    const measured = countedAt(done);
    const { offsetMs } = done.has("exchanges") ? head.exchange : base.exchange;
    const { index, id } = head.exchange;
    return {
      ...measured,
      exchange: { ...measured.exchange, index, id, offsetMs: changes.has("exchanges") ? offsetMs : measured.exchange.offsetMs },
      // Where a recording says it, a request between the two has none to say it.
      geo: head.geo === base.geo ? head.geo : measured.geo,
      output: answer === null || done.has(answer) ? head.output : base.output,
      webSearches: fees === null || done.has(fees) ? head.webSearches : base.webSearches,
    };
  });
  return { ...slot, answer: answer ?? (recordingOf(head) === recordingOf(base) ? null : "re-recorded") };
};
