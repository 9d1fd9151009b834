import type { Pico } from "../money.ts";
import { descendingBy, uniqueBy } from "../order.ts";
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
const kinds: Readonly<Record<AdviceCode, AdviceRow>> = {
  ...cachingKinds,
  ...contentKinds,
};

/** Subjects that decide the same thing: who follows one gains little by the other. */
const decisions: Readonly<Partial<Record<AdviceSubject, string>>> = {
  caching: "how it is sent",
  tier: "how it is sent",
  model: "which model",
  routing: "which model",
};

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

/** The most pieces of advice that a scenario gets. */
const most = 3;

/**
 * What to do about a scenario's cost: at most three pieces of advice, the largest saving first, each
 * proved by projecting the scenario with the change made. Of proposals about the same thing only the
 * best is kept; alternatives to one another fill places that nothing else takes. The best that
 * changes no answer has a place whatever it saves, and so has what must be done; where that saves
 * nothing it comes last.
 */
export function advise(given: AdviceContext): readonly Advice[] {
  const context = withMemory(given);
  const proved = adviceCodes.flatMap((code) =>
    fillers.includes(code) ? [] : proposeProved(code, context),
  );
  const savings = uniqueBy(proved.filter(isSaving).sort(descendingBy(savingOf)), subjectOf);
  const duties = uniqueBy(
    proved.filter((advice) => !isSaving(advice)),
    subjectOf,
  );
  const chosen = [...choose(savings, most - Math.min(1, duties.length)), ...duties].slice(0, most);
  for (const code of fillers) {
    if (chosen.length >= most) break;
    if (code === "shorter-prompt" && savings.some(isAboutTexts)) continue;
    chosen.push(...proposeProved(code, context).slice(0, 1));
  }
  return [
    ...chosen.filter(isSaving).sort(descendingBy(savingOf)),
    ...chosen.filter((advice) => !isSaving(advice)),
  ];
}

function isSaving({ saving }: Advice): boolean {
  return saving !== null;
}

function savingOf({ saving }: Advice): Pico {
  return saving ?? 0n;
}

function isAboutTexts(advice: Advice): boolean {
  return aboutTexts.has(subjectOf(advice));
}

/** So many of some savings, the largest first: no two alternatives where others are there. */
function choose(savings: readonly Advice[], room: number): readonly Advice[] {
  const sure = savings.find(({ confidence }) => confidence !== "possible");
  const retiring = savings.find((advice) => subjectOf(advice) === "lifecycle");
  // Only the simple runs elsewhere is asked for less than all of them.
  const routing = savings.find((advice) => subjectOf(advice) === "routing");
  const must = [sure, retiring, routing].filter((advice) => advice !== undefined);
  const preferred = uniqueBy(
    [...must, ...savings],
    (advice) => decisions[subjectOf(advice)] ?? advice.code,
  );
  const chosen = new Set([...new Set([...preferred, ...savings])].slice(0, room));
  return savings.filter((advice) => chosen.has(advice));
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
  if (projection.unpriced.some(({ severity }) => severity === "error")) return [];
  return [{ ...proposal, saving, costAfter }];
}

function subjectOf({ code }: Advice): AdviceSubject {
  return kinds[code].subject;
}
