import type {
  MeasuredExchange,
  MeasuredRun,
  MeasuredScenario,
  Projection,
} from "../../projection/projection.ts";
import type { Matched } from "./matching.ts";
import type { Run } from "../../fixture/fixture.ts";
import type { AnswerStep } from "../substitution/answer-step.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import {
  alignAdded,
  alignGone,
  alignShared,
  type AlignedExchange,
  type Step,
} from "./aligned-exchange.ts";

/** A run both sides have, as slots that turn from main's into the head's. */
export interface AlignedRun {
  readonly head: MeasuredRun;
  readonly base: MeasuredRun;
  readonly alignedExchanges: readonly AlignedExchange[];
}

/** Lays the runs of a pair side by side, exchanges by place. */
export function alignRuns(options: {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  readonly runs: Matched<Run>;
  readonly estimator: Estimator;
}): readonly AlignedRun[] {
  const outputEdited = options.head.scenario.config.output !== options.base.scenario.config.output;
  const [ofHead, ofBase] = [measuredById(options.head), measuredById(options.base)];
  return options.runs.pairs.map((pair) => {
    const [head, base] = [ofHead(pair.head), ofBase(pair.base)];
    const length = Math.max(head.exchanges.length, base.exchanges.length);
    const answers: (AnswerStep | null)[] = [];
    const alignedExchanges = Array.from({ length }, (_, index): AlignedExchange => {
      const [now, before] = [head.exchanges[index], base.exchanges[index]];
      if (now !== undefined && before !== undefined) {
        const aligned = alignShared({
          head: now,
          base: before,
          outputEdited,
          repeated: repeatedStep(answers),
          estimator: options.estimator,
        });
        answers.push(aligned.answer);
        return aligned;
      }
      if (before !== undefined) return alignGone(before);
      const last = base.exchanges.at(-1);
      if (now === undefined || last === undefined) throw new Error("a run without exchanges");
      return alignAdded({ head: now, like: last, estimator: options.estimator });
    });
    return { head, base, alignedExchanges };
  });
}

function measuredById(side: ProjectedScenario): (run: Run) => MeasuredRun {
  const byId = new Map(side.measured.runs.map((one) => [one.run.id, one]));
  return (run) => {
    const found = byId.get(run.id);
    if (found === undefined) throw new Error(`run ${run.id} was not measured`);
    return found;
  };
}

/**
 * Where what later requests repeat of earlier answers belongs: with those, unless one of them is
 * part of the change itself.
 */
function repeatedStep(answers: readonly (AnswerStep | null)[]): "assumed" | "re-recorded" | null {
  if (answers.some((step) => step === "output" || step === "model")) return null;
  return answers.includes("re-recorded")
    ? "re-recorded"
    : answers.includes("assumed")
      ? "assumed"
      : null;
}

/** The exchanges of every run once some steps are done. */
export function exchangesAt(
  runs: readonly AlignedRun[],
  done: ReadonlySet<Step>,
): readonly (readonly (MeasuredExchange | null)[])[] {
  return runs.map((run) => run.alignedExchanges.map((aligned) => aligned.at(done)));
}

/** The runs both sides have once some steps are done, by the head's ids, weights and traffic. */
export function scenarioAt(
  head: ProjectedScenario,
  runs: readonly AlignedRun[],
  done: ReadonlySet<Step>,
): MeasuredScenario {
  return {
    ...head.measured,
    runs: runs.map((run) => ({
      ...run.head,
      exchanges: run.alignedExchanges.flatMap((aligned) => {
        const exchange = aligned.at(done);
        return exchange === null ? [] : [exchange];
      }),
    })),
  };
}

/**
 * A figure on a scenario's basis, with its interval. Pico-dollars a month, or a run where there is
 * no traffic.
 */
export interface Figure {
  readonly usd: bigint;
  readonly low: bigint;
  readonly high: bigint;
}

/** The head's basis decides; null where the projection has no month. */
export function figureOf(projection: Projection, basis: "month" | "run"): Figure | null {
  const { low, high } = projection.range;
  if (basis === "run")
    return { usd: projection.usdPerRun, low: low.usdPerRun, high: high.usdPerRun };
  if (projection.usdPerMonth === null || low.usdPerMonth === null || high.usdPerMonth === null)
    return null;
  return { usd: projection.usdPerMonth, low: low.usdPerMonth, high: high.usdPerMonth };
}
