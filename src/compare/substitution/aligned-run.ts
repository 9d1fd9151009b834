import type { Estimator } from "../../evaluation/estimator.ts";
import type { Matched } from "../../evaluation/matching.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { Run } from "../../fixture/fixture.ts";
import type { MeasuredRun, MeasuredScenario } from "../../projection/projection.ts";
import type { BridgeStep } from "../steps.ts";
import { alignAdded, alignGone, alignShared, type AlignedExchange } from "./aligned-exchange.ts";
import type { AnswerStep } from "./answer-step.ts";

/** A run both sides have, its exchanges aligned by place. */
export interface AlignedRun {
  readonly head: MeasuredRun;
  readonly base: MeasuredRun;
  readonly alignedExchanges: readonly AlignedExchange[];
}

/** Aligns the runs that a scenario's sides both have. */
export function alignRuns(options: {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  readonly runs: Matched<Run>;
  readonly estimator: Estimator;
}): readonly AlignedRun[] {
  const { head, base, estimator } = options;
  const outputEdited = head.scenario.config.output !== base.scenario.config.output;
  const [ofHead, ofBase] = [measuredById(head), measuredById(base)];
  return options.runs.pairs.map((pair) =>
    alignRun(ofHead(pair.head), ofBase(pair.base), { outputEdited, estimator }),
  );
}

function measuredById({ measured }: ProjectedScenario): (run: Run) => MeasuredRun {
  const byId = new Map(measured.runs.map((run) => [run.run.id, run]));
  return (run) => {
    const found = byId.get(run.id);
    if (found === undefined) throw new Error(`run ${run.id} was not measured`);
    return found;
  };
}

function alignRun(
  head: MeasuredRun,
  base: MeasuredRun,
  options: { readonly outputEdited: boolean; readonly estimator: Estimator },
): AlignedRun {
  const length = Math.max(head.exchanges.length, base.exchanges.length);
  const last = base.exchanges.at(-1);
  const answers: (AnswerStep | null)[] = [];
  const alignedExchanges = Array.from({ length }, (_, index): AlignedExchange => {
    const [now, before] = [head.exchanges[index], base.exchanges[index]];
    if (now !== undefined && before !== undefined) {
      const repeatedAnswers = repeatedAnswersStep(answers);
      const aligned = alignShared({ ...options, head: now, base: before, repeatedAnswers });
      answers.push(aligned.answer);
      return aligned;
    }
    if (before !== undefined) return alignGone(before);
    if (now === undefined || last === undefined) throw new Error("a run without exchanges");
    return alignAdded({ head: now, lastOfBase: last, estimator: options.estimator });
  });
  return { head, base, alignedExchanges };
}

/**
 * The step at which the answers a request repeats become the head's: that of the answers
 * themselves. Null where one of them is part of the change itself, so that repeating it is too.
 * `answers` are the steps of the exchanges before it.
 */
function repeatedAnswersStep(
  answers: readonly (AnswerStep | null)[],
): "assumed" | "re-recorded" | null {
  if (answers.some((step) => step === "output" || step === "model")) return null;
  return answers.includes("re-recorded")
    ? "re-recorded"
    : answers.includes("assumed")
      ? "assumed"
      : null;
}

/** The runs both sides have once some steps are done, by the head's ids, weights and traffic. */
export function scenarioAfter(
  head: ProjectedScenario,
  runs: readonly AlignedRun[],
  done: ReadonlySet<BridgeStep>,
): MeasuredScenario {
  return {
    ...head.measured,
    runs: runs.map((run) => ({
      ...run.head,
      exchanges: run.alignedExchanges.flatMap((aligned) => {
        const exchange = aligned.after(done);
        return exchange === null ? [] : [exchange];
      }),
    })),
  };
}
