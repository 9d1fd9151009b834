/** Budgets judged, and what is accepted of what is more than on main. */
import type { Basis, ScenarioComparison } from "../../compare/comparison.ts";
import type { AcceptedAmount } from "../../config/accept/amount.ts";
import type { Config } from "../../config/config.ts";
import type { Day } from "../../day.ts";
import type { Pico } from "../../money.ts";
import { groupBy } from "../../order.ts";
import { figuresOf, type Covers } from "../figures.ts";
import { needsOf, type JudgedLimit } from "../limits/limits.ts";
import { judge, verdictOfAll, type Judgement } from "../verdict.ts";
import { deltaOf, type AcceptedDeltas } from "./accepted-deltas.ts";
import { isExpired, isWithin, type Acceptance } from "./acceptance.ts";
import type { Needed } from "./needed.ts";

/**
 * What became of an acceptance: it covers what exceeds a limit; that is more than it allows; it has
 * expired; nothing of it is exceeded, or another one covers it.
 */
export const acceptanceStates = ["covers", "exceeded", "expired", "unused"] as const;

export interface JudgedAcceptance {
  readonly acceptance: Acceptance;
  readonly state: (typeof acceptanceStates)[number];
  /** What it is held against; null where nothing of its kind is more than on main. */
  readonly needed: Needed | null;
  /** What its amount of money is of; null where it is none, or its scenario is not there. */
  readonly basis: Basis | null;
  /** Pico-dollars of its amount that main has come to cost since; null where it does not say. */
  readonly used: Pico | null;
}

/** What is judged, and by what. */
interface Judging {
  readonly config: Config;
  readonly comparisons: readonly ScenarioComparison[];
  readonly compared: boolean;
}

/**
 * Judges every budget, then marks the limits that somebody accepted to be exceeded: by so much, for
 * that scenario, not expired at `asOf`. It is judged as the limit is, by the figure; where the high
 * end of its interval is over what is accepted, the limit is uncertain. The increase of sums and
 * groups is judged without the accepted deltas. Absolute budgets are never accepted.
 */
export function judgeAccepted(
  options: Judging & { readonly acceptances: readonly Acceptance[]; readonly asOf: Day },
): { readonly judgement: Judgement; readonly acceptances: readonly JudgedAcceptance[] } {
  const { acceptances, asOf, comparisons } = options;
  const plain = judge(options);
  const byId = new Map(comparisons.map((comparison) => [comparison.id, comparison]));
  const answers = new Map(
    [...groupBy(acceptances, ({ scenario }) => scenario)].flatMap(([id, own]) => {
      const comparison = byId.get(id);
      if (comparison === undefined) return [];
      const live = own.filter((acceptance) => !isExpired(acceptance, asOf));
      return [[id, answerOf(live, comparison)] as const];
    }),
  );
  const deltas = acceptedDeltas(options, answers);
  const covers: Covers = (scenario, needed) =>
    answers.get(scenario)?.covers(needed).figure === true;
  // Stryker disable next-line ConditionalExpression: nothing accepted is judged alike
  const sums = answers.size === 0 ? plain : judge({ ...options, accepted: deltas, covers });
  const marked = {
    scenarios: new Map(
      [...plain.scenarios].map(([id, limits]) => [
        id,
        limits.map((limit) => markLimit(limit, answers.get(id))),
      ]),
    ),
    groups: sums.groups.map((group, index) => ({
      ...group,
      // Stryker disable next-line OptionalChaining,ArrayDeclaration: both have the same groups
      limits: markSum(group.limits, plain.groups[index]?.limits ?? []),
    })),
    total: markSum(sums.total, plain.total),
  };
  return {
    judgement: { ...marked, verdict: verdictOfAll(marked) },
    acceptances: acceptances.map((acceptance) => {
      const comparison = byId.get(acceptance.scenario);
      const needed =
        comparison === undefined ? null : neededFor(acceptance, comparison, options, plain);
      return stateOf(acceptance, {
        needed,
        answer: answers.get(acceptance.scenario),
        main: comparison?.base ?? null,
        asOf,
      });
    }),
  };
}

/** Says of what a scenario needs whether it is accepted. */
interface Answer {
  readonly covers: (needed: Needed) => { readonly figure: boolean; readonly high: boolean };
  /** What an amount is of that does not say. */
  readonly basis: Basis;
}

/**
 * Several acceptances of a scenario do not add up: one must cover it; of several dearer models each
 * may have its own.
 */
function answerOf(live: readonly Acceptance[], { basis, base }: ScenarioComparison): Answer {
  // An amount that does not say is of a month wherever main has one: no change turns it into a run's.
  const implied = (base?.usdPerMonth ?? null) === null ? basis : "month";
  const left = live.map((acceptance) => leftOf(acceptance, usedOf(acceptance, base, implied)));
  const covers: Answer["covers"] = (needed) => {
    const parts: readonly Needed[] =
      needed.kind === "model"
        ? needed.models.map((model) => ({ kind: "model", models: [model] }))
        : [needed];
    const within = parts.map((part) => left.map((upTo) => isWithin(upTo, part, implied)));
    const isCovered = (end: "figure" | "high"): boolean =>
      within.every((found) => found.some((each) => each[end]));
    return { figure: isCovered("figure"), high: isCovered("high") };
  };
  return { covers, basis: implied };
}

/** Main's side of a scenario. */
type Main = ScenarioComparison["base"];

/**
 * What main has come to cost more since an amount was accepted, whatever made it: so much of it is
 * used up. Null where it does not say from where it counts.
 */
function usedOf({ upTo, from }: Acceptance, main: Main, implied: Basis): Pico | null {
  if (from === null || upTo.kind !== "usd") return null;
  const isOfMonth = (upTo.basis ?? implied) === "month";
  const now = (isOfMonth ? main?.usdPerMonth : main?.usdPerRun) ?? from;
  return now > from ? now - from : 0n;
}

function leftOf({ upTo }: Acceptance, used: Pico | null): AcceptedAmount {
  return upTo.kind === "usd" ? { ...upTo, usd: upTo.usd - (used ?? 0n) } : upTo;
}

/** What of each scenario's delta the sums leave out. */
function acceptedDeltas(
  { comparisons, compared }: Judging,
  answers: ReadonlyMap<string, Answer>,
): AcceptedDeltas {
  const found = comparisons.flatMap((comparison) => {
    const added = deltaOf(comparison, compared);
    const answer = answers.get(comparison.id);
    if (answer === undefined || added === null || added.delta.usd <= 0n) return [];
    const { delta, basis } = added;
    const accepted = answer.covers({ kind: "usd", usd: delta.usd, high: delta.high, basis });
    if (!accepted.figure) return [];
    // At the high end it is over what is accepted: there nothing is left out.
    return [
      [comparison.id, { basis, delta: accepted.high ? delta : { ...delta, high: 0n } }] as const,
    ];
  });
  return new Map(found);
}

function markLimit(limit: JudgedLimit, answer: Answer | undefined): JudgedLimit {
  const { needs, over, uncertain } = limit;
  if (answer === undefined || needs === null || !(over || uncertain)) return limit;
  const accepted = answer.covers(needs);
  if (!accepted.figure || !(over || accepted.high)) return limit;
  return { ...limit, over: false, uncertain: !accepted.high, accepted: true };
}

/** Limits of a sum that hold without what is accepted, and would not with it. */
function markSum(
  limits: readonly JudgedLimit[],
  plain: readonly JudgedLimit[],
): readonly JudgedLimit[] {
  return limits.map((limit, index) => {
    const before = plain[index];
    const accepted =
      !limit.over &&
      before !== undefined &&
      (before.over || (before.uncertain && !limit.uncertain));
    return accepted ? { ...limit, accepted } : limit;
  });
}

/** What of the acceptance's kind exceeds a limit of its scenario, or of a sum it stands in. */
function neededFor(
  { scenario, upTo }: Acceptance,
  comparison: ScenarioComparison,
  { compared }: Judging,
  plain: Judgement,
): Needed | null {
  const isHit = ({ needs, over, uncertain }: JudgedLimit): boolean =>
    needs?.kind === upTo.kind && (over || uncertain);
  // Stryker disable next-line OptionalChaining: every compared scenario was judged
  const own = plain.scenarios.get(scenario)?.find(isHit)?.needs ?? null;
  if (own !== null) return own;
  const hit = [
    ...plain.groups.filter((group) => group.scenarios.includes(scenario)),
    { limits: plain.total },
  ].flatMap(({ limits }) => limits.find(isHit) ?? [])[0];
  if (hit === undefined) return null;
  if (upTo.kind !== "usd") return needsOf(hit, figuresOf(comparison));
  const added = deltaOf(comparison, compared);
  if (added === null || added.delta.usd <= 0n) return null;
  return { kind: "usd", usd: added.delta.usd, high: added.delta.high, basis: added.basis };
}

function stateOf(
  acceptance: Acceptance,
  judged: {
    readonly needed: Needed | null;
    readonly answer: Answer | undefined;
    readonly main: Main;
    readonly asOf: Day;
  },
): JudgedAcceptance {
  const { needed, answer, main, asOf } = judged;
  const { upTo } = acceptance;
  const basis = upTo.kind === "usd" ? (upTo.basis ?? answer?.basis ?? null) : null;
  const used = usedOf(acceptance, main, answer?.basis ?? "month");
  const as = (state: JudgedAcceptance["state"]) => ({ acceptance, state, needed, basis, used });
  // Stryker disable next-line ConditionalExpression: only of what is there anything is needed
  if (needed === null || answer === undefined) return as("unused");
  const isCovered = answer.covers(needed).figure;
  if (isExpired(acceptance, asOf)) return as(isCovered ? "unused" : "expired");
  if (!isCovered) return as("exceeded");
  const left = leftOf(acceptance, used);
  return as(coversItself(left, needed, answer.basis) ? "covers" : "unused");
}

/** Where it is covered, whether by this one: of several models by those it names. */
function coversItself(upTo: AcceptedAmount, needed: Needed, basis: Basis): boolean {
  return needed.kind === "model"
    ? // Stryker disable next-line ConditionalExpression: it is held against its own kind alone
      upTo.kind === "model" && needed.models.includes(upTo.model)
    : isWithin(upTo, needed, basis).figure;
}
