import type { Advice } from "../../advice/advice.ts";
import { advise } from "../../advice/advise.ts";
import { neighboursOf } from "../../evaluation/cache-group.ts";
import { project } from "../../projection/project.ts";
import type { Projection } from "../../projection/projection.ts";
import type { JudgedChange } from "./judge.ts";

/** A change judged, with what to do about the head's cost. */
export interface AdvisedChange extends JudgedChange {
  /** By the projection of the head's scenario. */
  readonly advice: ReadonlyMap<Projection, readonly Advice[]>;
}

/** Advises on every scenario of the head, each amid its neighbours. */
export function adviseOn(judged: JudgedChange): AdvisedChange {
  const { scenarios, context, book } = judged.head;
  const { measurer, asOf } = context;
  const advice = new Map(
    scenarios.map(({ scenario, measured, projection }) => {
      const neighbours = neighboursOf(scenario.config.id, scenarios);
      const given = advise({
        scenario,
        measured,
        projection,
        measurer,
        book,
        asOf,
        scenarios,
        project: (changed) => project({ scenario: changed, neighbours, book, asOf }),
      });
      return [projection, given] as const;
    }),
  );
  return { ...judged, advice };
}
