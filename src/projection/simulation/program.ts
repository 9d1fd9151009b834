import { ascending } from "../../order.ts";
import type { PlannedStep, SimulationPlan } from "./plan.ts";

/** A plan as flat lists of numbers. A `look` is a prefix that a step tries, a `slot` an entry. */
export interface Program {
  /** Runs of all sources, one after the other. The steps of run r are from `[r]` to `[r + 1]`. */
  readonly runSteps: Int32Array;
  /** The first run of each source. */
  readonly sourceRuns: readonly number[];
  readonly stepOffset: Float64Array;
  readonly stepLooks: Int32Array;
  /** So long after the step nobody can read what it writes, milliseconds. */
  readonly stepLatency: Float64Array;
  /** 1 where the step hits a private prefix. */
  readonly stepPrivate: Uint8Array;
  /** Where the step's outcomes stand in a row of measurements; -1: it is not measured. */
  readonly stepOutcome: Int32Array;
  /** The slot of the prefix, that of its first value where it has several. */
  readonly lookSlot: Int32Array;
  /** Which of the values drawn for a run decides the slot; -1: none. */
  readonly lookValue: Int32Array;
  /** The TTL of the step's own breakpoint there; 0: it has none. */
  readonly lookTtl: Float64Array;
  readonly slots: number;
  readonly outcomes: number;
  /** How many equally likely values each of a run's draws has, ascending. */
  readonly draws: readonly number[];
}

/**
 * A prefix of more values has as many slots: two values that would take one are told apart, and the
 * later takes it. So few of them are alive at once that this hardly ever happens.
 */
export const mostSlots = 65_536;

/** Lays a plan out for the machine. */
export function layOutProgram({ sources, valueCounts }: SimulationPlan): Program {
  const draws = [...new Set(valueCounts.filter((count) => count > 1))].sort(ascending);
  let slots = 0;
  const slotOf = valueCounts.map((count) => {
    const first = slots;
    slots += Math.min(count, mostSlots);
    return first;
  });
  const runs = sources.flatMap((source) => source.runs);
  const steps = runs.flatMap((run) => run.steps);
  const looks = steps.flatMap((step) => step.lookups);
  const measured = new Set(
    (sources[0]?.runs ?? []).flatMap((run) => run.steps.filter((step) => !step.hitsPrivate)),
  );
  let outcomes = 0;
  const outcomeOf = (step: PlannedStep): number => {
    if (!measured.has(step)) return -1;
    const first = outcomes;
    outcomes += step.lookups.length + 1;
    return first;
  };
  const stepOutcome = Int32Array.from(steps, outcomeOf);
  return {
    runSteps: startsOf(runs.map((run) => run.steps.length)),
    sourceRuns: [...startsOf(sources.map((source) => source.runs.length))],
    stepOffset: Float64Array.from(steps, (step) => step.offsetMs),
    stepLooks: startsOf(steps.map((step) => step.lookups.length)),
    stepLatency: Float64Array.from(
      sources.flatMap((source) =>
        source.runs.flatMap((run) => run.steps.map(() => source.readableAfterMs)),
      ),
    ),
    stepPrivate: Uint8Array.from(steps, (step) => (step.hitsPrivate ? 1 : 0)),
    stepOutcome,
    lookSlot: Int32Array.from(looks, ({ prefix }) => slotOf[prefix] ?? 0),
    lookValue: Int32Array.from(looks, ({ prefix }) => draws.indexOf(valueCounts[prefix] ?? 1)),
    lookTtl: Float64Array.from(looks, ({ ttlMs }) => ttlMs),
    slots,
    outcomes,
    draws,
  };
}

/** Where each of lists that stand one after the other begins, and where the last one ends. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries())
    starts[index + 1] = (starts[index] ?? 0) + length;
  return starts;
}
