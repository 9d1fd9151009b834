import { lookback } from "../../billing/cache/layout.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { firstDifference } from "../../prompt/difference/difference.ts";
import type { ShownChange } from "../attribution/shown-change.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { crossedMinimum } from "./crossed-minimum.ts";
import { hitChanges, type HitChange } from "./hit-changes.ts";
import { movedBreakpoint } from "./moved-breakpoint.ts";
import { placeholderThatCame, placeholderThatWent } from "./volatile-placeholders.ts";

/**
 * What may be said of a cache that is not of a marker, a variable or a place where two prompts part:
 * it starts or stops to work at the minimum; fewer or more requests share it; a breakpoint does not look back
 * that far (`lookback`); nothing is lost, and what changed stands `behind` the last breakpoint, or is
 * cached otherwise than the rest (`mixed`); the other scenarios of its group moved (`neighbours`).
 */
export const cacheChangeKinds = [
  "started",
  "stopped",
  "split",
  "joined",
  "lookback",
  "behind",
  "mixed",
  "neighbours",
] as const;
export type CacheChangeKind = (typeof cacheChangeKinds)[number];

/** Fewer tokens of a run are no hits lost, but what rounding leaves. */
const least = 1;

/**
 * Why the cache costs more or less than before. Broken it is only where hits are lost that were
 * there, of text that is still there: by something that changes all the time, by a text that is
 * another within its run. That a breakpoint came, went or moved, or that the minimum was crossed,
 * breaks nothing and is said as what it is (caching-rules.md §3, §5, §9). Steps are those of tools,
 * system and messages; where several exchanges show the same kind of reason, all are named.
 */
export function explainCache(steps: readonly TakenStep<CauseStep>[]): readonly ShownChange[] {
  const all = steps.flatMap(hitChanges);
  const changed = all.filter(({ before, after }) => before !== after);
  if (changed.length === 0)
    return [{ change: { ...bareChange, kind: "neighbours" }, exchange: null }];
  const lost = all.reduce((sum, change) => sum + change.lost - change.won, 0);
  const explanations = lost >= least ? whyLost : lost <= -least ? whyWon : whyOtherwise;
  const [affected, others] = [
    changed.filter((change) => (lost > 0 ? change.lost : change.won) >= least),
    changed,
  ];
  for (const explain of explanations)
    for (const candidates of [affected, others]) {
      const found = candidates.flatMap((hits): readonly ShownChange[] => {
        const change = explain(hits);
        return change === null ? [] : [{ change, exchange: hits.after.exchange }];
      });
      if (found.length > 0) return found;
    }
  return [];
}

type Explain = (change: HitChange) => Change | null;

const whyLost: readonly Explain[] = [
  ofPrompts(placeholderThatCame),
  ofPrompts(movedBreakpoint),
  ({ before, after }) => crossedMinimum(before, after, "stopped"),
  outOfReach,
  ({ before, after }) => partingPlace(before, after),
];

const whyWon: readonly Explain[] = [
  ofPrompts(placeholderThatWent),
  ofPrompts(movedBreakpoint),
  ({ before, after }) => crossedMinimum(before, after, "started"),
  sharedByMore,
  ({ before, after }) => differentShare(before, after),
];

const whyOtherwise: readonly Explain[] = [
  ofPrompts(movedBreakpoint),
  ({ before, after }) => differentShare(before, after),
];

function ofPrompts(explain: typeof movedBreakpoint): Explain {
  return ({ before, after }) => explain(before.prompt, after.prompt);
}

/** What was read lies further in front of the next breakpoint than that looks back. */
function outOfReach({ before, after, lastLost }: HitChange): Change | null {
  const { blocks, breakpoints } = after.prompt;
  const next = breakpoints.find(({ block }) => lastLost !== null && block > lastLost);
  const [lost, marked] = [blocks[lastLost ?? -1], blocks[next?.block ?? -1]];
  if (lost === undefined || marked === undefined) return null;
  if (marked.position - lost.position < lookback) return null;
  const place = firstDifference(before.prompt, after.prompt)?.place ?? bareChange.place;
  return { ...bareChange, kind: "lookback" satisfies CacheChangeKind, block: marked.path, place };
}

/**
 * Where two prompts part. The first request of a run finds what other runs left: it loses hits by a
 * text that is always the same only where not all of them send it any more.
 */
function partingPlace(before: MeasuredExchange, after: MeasuredExchange): Change | null {
  const difference = firstDifference(before.prompt, after.prompt);
  if (difference === null || difference.breaks === null) return null;
  const { kind, breaks, name, level, block, offset, length, place } = difference;
  const isTool = level === "tools" && block !== null;
  const what = isTool ? "a tool" : kind === "setting" ? "a setting" : null;
  const change = { ...bareChange, name, what, block, offset, length, place };
  return after.exchange.index > 0
    ? { ...change, kind, breaks }
    : { ...change, kind: "split" satisfies CacheChangeKind };
}

/** The other way round: what changed is now what others send, or what came before in its run. */
function sharedByMore({ before, after, won }: HitChange): Change | null {
  const difference = won < least ? null : firstDifference(before.prompt, after.prompt);
  if (difference === null || difference.breaks === null) return null;
  const { name, block, place } = difference;
  return { ...bareChange, kind: "joined" satisfies CacheChangeKind, name, block, place };
}

/** No hit comes or goes: what changed costs otherwise than the average of where it stands. */
function differentShare(before: MeasuredExchange, after: MeasuredExchange): Change | null {
  const difference = firstDifference(before.prompt, after.prompt);
  if (difference === null) return null;
  const { name, block, place } = difference;
  const last = after.prompt.breakpoints.at(-1)?.block ?? -1;
  const at = after.prompt.blocks.findIndex(({ path }) => path === block);
  const kind = last >= 0 && at > last ? "behind" : "mixed";
  return { ...bareChange, kind: kind satisfies CacheChangeKind, name, block, place };
}
