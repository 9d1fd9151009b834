import type { Projection } from "../../projection/projection.ts";
import type { Beside, BesideKind } from "../comparison.ts";
import type { Bench, Side } from "../../evaluation/side.ts";
import type { Step } from "../alignment/aligned-exchange.ts";
import type { Moved } from "../attribution/token-part.ts";
import { exchangesAt, figureOf, scenarioAt, type Figure, type SlottedRun } from "../alignment/aligned-run.ts";

/** What a walk from main's figure to the head's needs at each of its stations. */
export interface Walk {
  readonly head: Side;
  readonly base: Side;
  readonly runs: readonly SlottedRun[];
  readonly bench: Bench;
  /** The head's: a month, or a run where it has no traffic. */
  readonly basis: "month" | "run";
}

/** Where a walk stands: the steps done, and what the runs both sides have cost then. */
export interface Station {
  readonly done: ReadonlySet<Step>;
  readonly projection: Projection;
}

/** A step that changed something. */
export interface Taken {
  readonly step: Step;
  readonly moved: readonly Moved[];
  readonly before: Projection;
  readonly after: Projection;
}

export const figureAt = (projection: Projection, basis: "month" | "run"): Figure => {
  const found = figureOf(projection, basis);
  if (found === null) throw new Error("a projection without a month on a monthly basis");
  return found;
};

/** Whether any exchange changes at a step. */
export const changesAt = (walk: Walk, step: Step): boolean => walk.runs.some((run) => run.slots.some((slot) => slot.changes.has(step)));

/** Takes some steps, projecting after each; one at which nothing changes is passed over. */
export const takeSteps = (
  walk: Walk,
  from: Station,
  todo: readonly Step[],
): { readonly taken: readonly Taken[]; readonly station: Station } => {
  const taken: Taken[] = [];
  let station = from;
  for (const step of todo) {
    const done = new Set([...station.done, step]);
    if (!changesAt(walk, step)) {
      station = { done, projection: station.projection };
      continue;
    }
    const [before, after] = [exchangesAt(walk.runs, station.done), exchangesAt(walk.runs, done)];
    const moved = walk.runs.flatMap((run, index) =>
      run.slots.map((_, place) => ({
        run: run.head.run.id,
        before: before[index]?.[place] ?? null,
        after: after[index]?.[place] ?? null,
      })),
    );
    const projection = walk.bench.project(scenarioAt(walk.head, walk.runs, done), "base");
    taken.push({ step, moved, before: station.projection, after: projection });
    station = { done, projection };
  }
  return { taken, station };
};

/** What stands beside the delta between two projections; nothing where the figure did not move. */
export const standBeside = (options: {
  readonly walk: Walk;
  readonly kind: BesideKind;
  readonly from: Projection;
  readonly to: Projection;
  readonly detail: () => string;
}): readonly Beside[] => {
  const { walk, kind, from, to } = options;
  const usd = figureAt(to, walk.basis).usd - (figureOf(from, walk.basis)?.usd ?? 0n);
  return usd === 0n ? [] : [{ kind, usd, detail: options.detail() }];
};
