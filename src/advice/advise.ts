import type { Pico } from "../money.ts";
import { descendingBy } from "../order.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import {
  adviceCodes,
  type Advice,
  type AdviceCode,
  type AdviceContext,
  type AdviceRow,
  type Proposal,
} from "./advice.ts";
import { cachingKinds } from "./caching/kinds.ts";
import { contentKinds } from "./content/kinds.ts";
import { costOf, isWorthSaying } from "./worth.ts";

/** Every kind of advice, by its code. */
const kinds: Readonly<Partial<Record<AdviceCode, AdviceRow>>> = {
  ...cachingKinds,
  ...contentKinds,
};

/** The most pieces of advice that a scenario gets. */
const most = 3;

/**
 * What to do about a scenario's cost: at most three pieces of advice, the largest saving first, each
 * proved by projecting the scenario with the change made. Of proposals about the same thing only the
 * best is kept. What must be done though it saves nothing comes after what saves, and has one of the
 * three places.
 */
export function advise(given: AdviceContext): readonly Advice[] {
  const context = withMemory(given);
  const first = proposeAll(context, (row) => row.last !== true);
  const proved = first.some(({ saving }) => saving !== null)
    ? first
    : [...first, ...proposeAll(context, (row) => row.last === true)];
  const savings = onePerSubject(
    proved.filter(({ saving }) => saving !== null).sort(descendingBy(({ saving }) => saving ?? 0n)),
  );
  const duties = onePerSubject(proved.filter(({ saving }) => saving === null));
  return [...savings.slice(0, most - Math.min(1, duties.length)), ...duties].slice(0, most);
}

/** What some kinds propose, proved. */
function proposeAll(
  context: AdviceContext,
  isAsked: (row: AdviceRow) => boolean,
): readonly Advice[] {
  return adviceCodes.flatMap((code) => {
    const row = kinds[code];
    if (row === undefined || !isAsked(row)) return [];
    return row.propose(context).flatMap((proposal) => prove(proposal, context));
  });
}

/** The context, projecting no scenario twice. */
function withMemory(context: AdviceContext): AdviceContext {
  const known = new Map<MeasuredScenario, Projection>([[context.measured, context.projection]]);
  return {
    ...context,
    project: (changed) => {
      const projection = known.get(changed) ?? context.project(changed);
      known.set(changed, projection);
      return projection;
    },
  };
}

/** A proposal with what it saves; none where it saves too little, or cannot be projected. */
function prove(
  { changed, mustBeDone, ...proposal }: Proposal,
  context: AdviceContext,
): readonly Advice[] {
  const duty = { ...proposal, saving: null, costAfter: null };
  if (changed === null) return [duty];
  const projection = context.project(changed);
  const costAfter = costOf(projection);
  const saving: Pico = costOf(context.projection) - costAfter;
  if (!isWorthSaying(saving, context)) return mustBeDone === true ? [duty] : [];
  if (projection.problems.some(({ severity }) => severity === "error")) return [];
  return [{ ...proposal, saving, costAfter }];
}

/** The first of each subject. */
function onePerSubject(advice: readonly Advice[]): readonly Advice[] {
  const taken = new Set<unknown>();
  return advice.filter(({ code }) => {
    const subject = kinds[code]?.subject;
    if (taken.has(subject)) return false;
    taken.add(subject);
    return true;
  });
}
