import { lookback } from "../../billing/cache/layout.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { largest, sum } from "../../arithmetic.ts";
import { descendingBy, groupBy } from "../../order.ts";
import { firstDifference, type Difference } from "../../prompt/difference/difference.ts";
import { subjectOf } from "../attribution/block-subject.ts";
import { keyOf, type ShownChange } from "../attribution/shown-change.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { crossedMinimum } from "./crossed-minimum.ts";
import { hitChanges, type HitChange } from "./hit-changes.ts";
import { movedBreakpoint } from "./moved-breakpoint.ts";
import { partingFromWriter } from "./written-before.ts";
import { placeholderThatCame, placeholderThatWent, valueInWords } from "./volatile-placeholders.ts";

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
    all.filter((change) => (lost > 0 ? change.lost : change.won) >= least),
    changed,
  ];
  for (const explain of explanations)
    for (const candidates of [affected, others]) {
      const found = candidates.flatMap((hits): readonly Explained[] => {
        const change = explain(hits);
        // A request that is as it was loses hits only by what those in front of it in its run send.
        const isOwn = hits.before !== hits.after || (change !== null && change.breaks !== null);
        return change === null || !isOwn ? [] : [{ change, hits }];
      });
      if (found.length === 0) continue;
      const reasons = [...groupBy(found, ({ change }) => keyOf(change)).values()];
      return reasons.sort(descendingBy(weightOf)).map(together);
    }
  return [];
}

/** What breaks comes first, then what costs most hits. */
function weightOf(same: readonly Explained[]): number {
  const isBroken = same.some(({ change }) => change.breaks !== null);
  return lostBy(same) + (isBroken ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

function lostBy(same: readonly Explained[]): number {
  return sum(same.map(({ hits: { lost, won } }) => Math.max(0, lost - won)));
}

interface Explained {
  readonly change: Change;
  readonly hits: HitChange;
}

/** One reason, with how many requests of a run it touches and what each of them reads less. */
function together(same: readonly Explained[]): ShownChange {
  const [first] = same;
  if (first === undefined) throw new Error("a reason that nothing shows");
  const { change, hits } = first;
  const byRun = groupBy(same, ({ hits: { run } }) => run);
  const perRequest = Math.round(lostBy(same) / same.length);
  return {
    change: {
      ...change,
      ...subjectOf(hits.after.prompt, change.block),
      tokens: change.tokens ?? (change.breaks === null || perRequest === 0 ? null : perRequest),
      exchange: hits.after.exchange.index + 1,
      requests: largest<number>(
        [...byRun.values()].map(({ length }) => length),
        0,
      ),
      runs: byRun.size,
    },
    exchange: hits.after.exchange,
  };
}

type Explain = (change: HitChange) => Change | null;

const whyLost: readonly Explain[] = [
  ofPrompts(placeholderThatCame),
  // What is not the same any more no marker keeps, wherever it stands.
  ownRunParting,
  ofPrompts(movedBreakpoint),
  ({ before, after }) => crossedMinimum(before, after, "stopped"),
  outOfReach,
  partingPlace,
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
 * Where a request parts from the one that wrote what it read, else from itself on main. The first
 * request of a run finds what other runs left: it loses hits by a text that is always the same only
 * where not all of them send it any more.
 */
function partingPlace(hits: HitChange): Change | null {
  const parting = partingFromWriter(hits);
  const difference = parting?.difference ?? firstDifference(hits.before.prompt, hits.after.prompt);
  if (difference === null || difference.breaks === null) return null;
  const change = describeParting(difference);
  const isBroken = parting?.isOwnRun ?? hits.after.exchange.index > 0;
  return isBroken
    ? { ...change, kind: difference.kind, breaks: difference.breaks }
    : { ...change, kind: "split" satisfies CacheChangeKind };
}

function ownRunParting(hits: HitChange): Change | null {
  return partingFromWriter(hits)?.isOwnRun === true ? partingPlace(hits) : null;
}

function describeParting(difference: Difference): Change {
  const { kind, name, level, block, offset, length, lengthBefore, place } = difference;
  const { difference: how, content, parts } = difference.describe();
  const isTool = level === "tools" && block !== null;
  return {
    ...bareChange,
    name,
    what: isTool ? "a tool" : kind === "setting" ? "a setting" : valueInWords(content),
    difference: how,
    parts,
    block,
    offset,
    length,
    lengthBefore,
    place,
  };
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
