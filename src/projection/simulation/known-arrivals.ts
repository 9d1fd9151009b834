import { weekMs } from "../../config/arrivals/schedule.ts";
import type { PlannedSource } from "./plan.ts";
import { drawExponential, type Random } from "./random.ts";

/** The arrivals of a source that are not evenly by chance: when the next run starts, and which. */
export interface KnownArrivals {
  readonly nextMs: () => number;
  /** The run that starts next, by its index in the source; the one after it is the next then. */
  readonly take: () => number;
  /** Makes all times earlier by as much. */
  readonly shift: (by: number) => void;
}

/** After so many runs a period among several is moved against the others. */
const mostRegular = 64;

/**
 * Runs at known moments of a period that repeats. `moves`: it comes without regard to others that
 * repeat too, so now and then it begins anew at another moment.
 */
export function createPeriodArrivals(
  { turns, lengthMs }: Pick<PlannedSource, "turns" | "lengthMs">,
  { random, moves }: { readonly random: Random; readonly moves: boolean },
): KnownArrivals {
  let beginMs = 0;
  let turn = 0;
  let taken = 0;
  return {
    nextMs: () => beginMs + (turns[turn]?.startMs ?? 0),
    take: () => {
      const run = turns[turn]?.run ?? 0;
      turn += 1;
      taken += 1;
      if (turn >= turns.length) {
        turn = 0;
        beginMs += lengthMs;
        if (moves && taken >= mostRegular) {
          taken = 0;
          beginMs += Math.floor((random() / 2 ** 32) * lengthMs);
        }
      }
      return run;
    },
    shift: (by) => {
      beginMs -= by;
    },
  };
}

/** Runs by chance within the active hours of each week; the clock begins on a Monday. */
export function createScheduleArrivals(
  { active, runsPerMs }: Pick<PlannedSource, "active" | "runsPerMs">,
  { random, pickRun }: { readonly random: Random; readonly pickRun: () => number },
): KnownArrivals {
  const activeMs = active.reduce((total, { start, end }) => total + end - start, 0);
  const perActiveMs = (runsPerMs * weekMs) / activeMs;
  let mondayMs = 0;
  let span = 0;
  /** From the start of the active span. */
  let withinMs = 0;
  const lengthOf = (index: number): number =>
    (active[index]?.end ?? 0) - (active[index]?.start ?? 0);
  const advance = (): void => {
    withinMs += Math.floor((drawExponential(random) / perActiveMs) * 64) / 64;
    while (withinMs >= lengthOf(span)) {
      withinMs -= lengthOf(span);
      span += 1;
      if (span < active.length) continue;
      span = 0;
      mondayMs += weekMs;
    }
  };
  advance();
  return {
    nextMs: () => mondayMs + (active[span]?.start ?? 0) + withinMs,
    take: () => {
      advance();
      return pickRun();
    },
    shift: (by) => {
      mondayMs -= by;
    },
  };
}
