import type { Run, Scenario } from "../fixture/fixture.ts";
import { writeRunContent } from "../fixture/sent.ts";
import { ascendingBy, groupBy } from "../order.ts";
import { rememberBy } from "../remember.ts";
import { isSameRun, likableRun } from "./likeness/likeness.ts";
import { findMoved, type Pair } from "./likeness/moved.ts";

/** A scenario of one tree, and what else is known of it. */
interface OfScenario {
  readonly scenario: Scenario;
}

/** Things of both trees: pairs in the head's order, and what has no counterpart. */
export interface Matched<Item> {
  readonly pairs: readonly Pair<Item>[];
  readonly headOnly: readonly Item[];
  readonly baseOnly: readonly Item[];
}

/**
 * Runs of one scenario: by id, then by equal content, then those left over pairwise in order of id
 * (DESIGN.md, "A fixture"). A run is known by what stands in it before it is by its name: where
 * what a run of main's holds stands under another id, and under its own something else, the pair is
 * that of the content.
 */
export function matchRuns(head: readonly Run[], base: readonly Run[]): Matched<Run> {
  return matched(head)(base);
}

/** Projecting, comparing and judging ask for the same pairs, and contents are long. */
const matched = rememberBy((head: readonly Run[]) =>
  rememberBy((base: readonly Run[]) => pairRuns(head, base)),
);

function pairRuns(head: readonly Run[], base: readonly Run[]): Matched<Run> {
  const byId = ascendingBy((run: Run) => run.id);
  const [ours, theirs] = [head.toSorted(byId), base.toSorted(byId)];
  const moved = findMoved(
    { items: ours, keyOf: (run) => run.id, likable: likableRun, isSame: isSameRun },
    theirs,
  );
  const named = pairBy(without(moved, ours), without(moved, theirs), (run) => run.id);
  const equal = pairBy(named.headOnly, named.baseOnly, writeRunContent);
  const count = Math.min(equal.headOnly.length, equal.baseOnly.length);
  const left = equal.headOnly.slice(0, count).flatMap((run, index) => {
    const partner = equal.baseOnly[index];
    return partner === undefined ? [] : [{ head: run, base: partner }];
  });
  return {
    pairs: [...moved, ...named.pairs, ...equal.pairs, ...left].sort(
      ascendingBy((pair) => pair.head.id),
    ),
    headOnly: equal.headOnly.slice(count),
    baseOnly: equal.baseOnly.slice(count),
  };
}

function without(pairs: readonly Pair<Run>[], runs: readonly Run[]): readonly Run[] {
  if (pairs.length === 0) return runs;
  const taken = new Set(pairs.flatMap((pair) => [pair.head, pair.base]));
  return runs.filter((run) => !taken.has(run));
}

/**
 * Pairs off, in the order given, items that a key makes equal. Keys may be as long as all prompts of
 * a scenario: none is made where there is nothing to pair with.
 */
function pairBy<Item>(
  head: readonly Item[],
  base: readonly Item[],
  keyOf: (item: Item) => string,
): Matched<Item> {
  if (head.length === 0 || base.length === 0) return { pairs: [], headOnly: head, baseOnly: base };
  const waiting = groupBy(base.toReversed(), keyOf);
  const pairs: { head: Item; base: Item }[] = [];
  const taken = new Set<Item>();
  const headOnly: Item[] = [];
  for (const item of head) {
    const partner = waiting.get(keyOf(item))?.pop();
    if (partner === undefined) headOnly.push(item);
    else {
      pairs.push({ head: item, base: partner });
      taken.add(partner);
    }
  }
  return { pairs, headOnly, baseOnly: base.filter((item) => !taken.has(item)) };
}

/**
 * Scenarios by id; of those left, gone and new with the same fixtures (the same files, or the same
 * content) are one, renamed.
 */
export function matchScenarios<Item extends OfScenario>(
  head: readonly Item[],
  base: readonly Item[],
): Matched<Item> {
  const byId = ascendingBy(idOf);
  const named = pairBy([...head].sort(byId), [...base].sort(byId), idOf);
  const sameFiles = pairBy(named.headOnly, named.baseOnly, filesOf);
  const sameContent = pairBy(sameFiles.headOnly, sameFiles.baseOnly, contentsOf);
  return {
    pairs: [...named.pairs, ...sameFiles.pairs, ...sameContent.pairs].sort(
      ascendingBy((pair) => idOf(pair.head)),
    ),
    headOnly: sameContent.headOnly,
    baseOnly: sameContent.baseOnly,
  };
}

function idOf({ scenario }: OfScenario): string {
  return scenario.config.id;
}

function filesOf({ scenario }: OfScenario): string {
  return scenario.runs
    .map((run) => `${run.place.file ?? ""} ${run.id}`)
    .sort()
    .join("\n");
}

function contentsOf({ scenario }: OfScenario): string {
  return scenario.runs.map(writeRunContent).sort().join("\n\n\n");
}
