import type { MeasuredExchange, MeasuredRun, MeasuredScenario, Projection } from "../../projection/projection.ts";
import type { Matched } from "./matching.ts";
import type { Run } from "../../fixture/fixture.ts";
import type { AnswerStep } from "../substitution/answer-step.ts";
import type { Bench, Side } from "../../evaluation/side.ts";
import { addedSlot, goneSlot, sharedSlot, type Slot, type Step } from "./aligned-exchange.ts";

/** A run both sides have, as slots that turn from main's into the head's. */
export interface SlottedRun {
  readonly head: MeasuredRun;
  readonly base: MeasuredRun;
  readonly slots: readonly Slot[];
}

const measuredById = (side: Side): ((run: Run) => MeasuredRun) => {
  const byId = new Map(side.measured.runs.map((one) => [one.run.id, one]));
  return (run) => {
    const found = byId.get(run.id);
    if (found === undefined) throw new Error(`run ${run.id} was not measured`);
    return found;
  };
};

/** Where what later requests repeat of earlier answers belongs: with those, unless one of them is part of the change itself. */
const echoOf = (answers: readonly (AnswerStep | null)[]): "assumed" | "re-recorded" | null => {
  if (answers.some((step) => step === "output" || step === "model")) return null;
  return answers.includes("re-recorded") ? "re-recorded" : answers.includes("assumed") ? "assumed" : null;
};

/** Lays the runs of a pair side by side, exchanges by place. */
export const slotRuns = (options: {
  readonly head: Side;
  readonly base: Side;
  readonly runs: Matched<Run>;
  readonly bench: Bench;
}): readonly SlottedRun[] => {
  const outputEdited = options.head.scenario.config.output !== options.base.scenario.config.output;
  const [ofHead, ofBase] = [measuredById(options.head), measuredById(options.base)];
  return options.runs.pairs.map((pair) => {
    const [head, base] = [ofHead(pair.head), ofBase(pair.base)];
    const length = Math.max(head.exchanges.length, base.exchanges.length);
    const answers: (AnswerStep | null)[] = [];
    const slots = Array.from({ length }, (_, index): Slot => {
      const [now, before] = [head.exchanges[index], base.exchanges[index]];
      if (now !== undefined && before !== undefined) {
        const slot = sharedSlot({ head: now, base: before, outputEdited, echo: echoOf(answers), bench: options.bench });
        answers.push(slot.answer);
        return slot;
      }
      if (before !== undefined) return goneSlot(before);
      const last = base.exchanges.at(-1);
      if (now === undefined || last === undefined) throw new Error("a run without exchanges");
      return addedSlot({ head: now, like: last, bench: options.bench });
    });
    return { head, base, slots };
  });
};

/** The exchanges of every run once some steps are done. */
export const exchangesAt = (runs: readonly SlottedRun[], done: ReadonlySet<Step>): readonly (readonly (MeasuredExchange | null)[])[] =>
  runs.map((run) => run.slots.map((slot) => slot.at(done)));

/** The runs both sides have once some steps are done, by the head's ids, weights and traffic. */
export const scenarioAt = (head: Side, runs: readonly SlottedRun[], done: ReadonlySet<Step>): MeasuredScenario => ({
  ...head.measured,
  runs: runs.map((run) => ({
    ...run.head,
    exchanges: run.slots.flatMap((slot) => {
      const exchange = slot.at(done);
      return exchange === null ? [] : [exchange];
    }),
  })),
});

/** A figure on a scenario's basis, with its interval. Pico-dollars a month, or a run where there is no traffic. */
export interface Figure {
  readonly usd: bigint;
  readonly low: bigint;
  readonly high: bigint;
}

/** The head's basis decides; null where the projection has no month. */
export const figureOf = (projection: Projection, basis: "month" | "run"): Figure | null => {
  const { low, high } = projection.range;
  if (basis === "run") return { usd: projection.usdPerRun, low: low.usdPerRun, high: high.usdPerRun };
  if (projection.usdPerMonth === null || low.usdPerMonth === null || high.usdPerMonth === null) return null;
  return { usd: projection.usdPerMonth, low: low.usdPerMonth, high: high.usdPerMonth };
};
