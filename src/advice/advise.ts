import type { Pico } from "../money.ts";
import { descendingBy } from "../order.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import {
  adviceCodes,
  type Advice,
  type AdviceCode,
  type AdviceContext,
  type AdviceRow,
  type AdviceSubject,
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
 * What can be said of nearly every scenario: of these one has a place, the others where what is said
 * of this one alone leaves some. Sending only the simple runs elsewhere comes before sending all.
 */
const general: ReadonlySet<AdviceCode> = new Set<AdviceCode>([
  "route-by-size",
  "smaller-model",
  "use-batch",
]);

/** What has only a place that nothing else takes, in this order. */
const fillers: readonly AdviceCode[] = ["max-tokens-too-large", "shorter-prompt"];

/** Where one of these is found, the dearest text need not be named besides. */
const aboutTexts: ReadonlySet<AdviceSubject | undefined> = new Set<AdviceSubject>([
  "tools",
  "examples",
  "json",
  "repetition",
  "images",
]);

/**
 * What to do about a scenario's cost: at most three pieces of advice, the largest saving first, each
 * proved by projecting the scenario with the change made. Of proposals about the same thing only the
 * best is kept. What must be done though it saves nothing comes after what saves, and has one of the
 * three places.
 */
export function advise(given: AdviceContext): readonly Advice[] {
  const context = withMemory(given);
  const proved = adviceCodes.flatMap((code) =>
    fillers.includes(code) ? [] : proposeProved(code, context),
  );
  const savings = onePerSubject(proved.filter(isSaving).sort(descendingBy(savingOf)));
  const duties = onePerSubject(proved.filter((advice) => !isSaving(advice)));
  const chosen = [...choose(savings, most - Math.min(1, duties.length)), ...duties].slice(0, most);
  for (const code of fillers) {
    if (chosen.length >= most) break;
    if (code === "shorter-prompt" && chosen.some(isAboutTexts)) continue;
    chosen.push(...proposeProved(code, context).slice(0, 1));
  }
  return [
    ...chosen.filter(isSaving).sort(descendingBy(savingOf)),
    ...chosen.filter((advice) => !isSaving(advice)),
  ];
}

/** The savings that get one of so many places. */
function choose(savings: readonly Advice[], places: number): readonly Advice[] {
  const ofMost = savings
    .filter(({ code }) => general.has(code))
    .sort(descendingBy(({ code }) => (code === "route-by-size" ? 1 : 0)));
  const own = savings.filter(({ code }) => !general.has(code));
  return [...ofMost.slice(0, 1), ...own, ...ofMost.slice(1)].slice(0, places);
}

function isSaving({ saving }: Advice): boolean {
  return saving !== null;
}

function savingOf({ saving }: Advice): Pico {
  return saving ?? 0n;
}

function isAboutTexts({ code }: Advice): boolean {
  return aboutTexts.has(kinds[code]?.subject);
}

/** What a kind proposes, proved. */
function proposeProved(code: AdviceCode, context: AdviceContext): readonly Advice[] {
  return (kinds[code]?.propose(context) ?? []).flatMap((proposal) => prove(proposal, context));
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
