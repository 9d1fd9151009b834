/** What stands under another name than before. */
import { descendingBy } from "../../order.ts";
import { findAlike, type Likable, type LikePair } from "./likeness.ts";

/** What two things have in common at least, of what they hold, to be one under two names. */
const alike = 0.3;

/** How much more alike they are than what has the same name. */
const clearly = 2;

/** How the things of a side are named, and held against one another. */
interface Side<Item> {
  readonly items: readonly Item[];
  /** What it is paired by otherwise. */
  readonly keyOf: (item: Item) => string | number;
  readonly likable: (item: Item) => Likable<Item>;
  readonly isSame: (a: Item, b: Item) => boolean;
}

/**
 * Pairs of different names that hold much the same, where what has the same name is clearly
 * another thing: names that were exchanged, a thing renamed beside another one that takes its place.
 * What kept its name and is the larger one stays what it was: a thing that grew is not to pass for
 * a new one beside a copy of what it was. What holds the same under its own name is
 * not looked at, and where only one thing differs nothing is.
 */
export function findMoved<Item>(side: Side<Item>, base: readonly Item[]): readonly Pair<Item>[] {
  const { items: head, keyOf, isSame } = side;
  const named = new Map(base.map((item) => [keyOf(item), item]));
  const partners = new Map<Item, Item>();
  const ours = head.filter((item) => {
    const partner = named.get(keyOf(item));
    if (partner === undefined) return true;
    if (isSame(item, partner)) return false;
    partners.set(item, partner);
    return true;
  });
  const settled = new Set(head);
  for (const item of ours) settled.delete(item);
  const settledNames = new Set([...settled].map(keyOf));
  const theirs = base.filter((item) => !settledNames.has(keyOf(item)));
  if (ours.length === 0 || theirs.length === 0 || Math.max(ours.length, theirs.length) < 2)
    return [];
  const [heads, bases] = [ours.map(side.likable), theirs.map(side.likable)];
  const sizes = new Map(heads.map(({ item, size }) => [item, size]));
  const clear = findClear(findAlike(heads, bases), partners);
  return withoutGrown(clear, partners, (item) => sizes.get(item) ?? 0);
}

/** A thing of each side. */
export interface Pair<Item> {
  readonly head: Item;
  readonly base: Item;
}

/** The pairs that are clear, the most alike first. `partners`: what has the same name. */
function findClear<Item>(
  found: readonly LikePair<Item>[],
  partners: ReadonlyMap<Item, Item>,
): readonly Pair<Item>[] {
  const isNamed = ({ head, base }: LikePair<Item>): boolean =>
    partners.get(head.item) === base.item;
  const byName = new Map(
    found.filter(isNamed).flatMap(
      ({ head, base, score }) =>
        [
          [head.item, score],
          [base.item, score],
        ] as const,
    ),
  );
  const clear = found.filter(
    (pair) =>
      !isNamed(pair) &&
      pair.score >= alike &&
      [pair.head.item, pair.base.item].every(
        (item) => pair.score >= clearly * (byName.get(item) ?? 0),
      ),
  );
  const taken = new Set<Item>();
  return clear.sort(descendingBy(({ score }) => score)).flatMap(({ head, base }) => {
    if (taken.has(head.item) || taken.has(base.item)) return [];
    taken.add(head.item).add(base.item);
    return { head: head.item, base: base.item };
  });
}

/**
 * The pairs without those where what kept its name is left without a partner and is larger than
 * what its partner would be paired with.
 */
function withoutGrown<Item>(
  pairs: readonly Pair<Item>[],
  partners: ReadonlyMap<Item, Item>,
  sizeOf: (head: Item) => number,
): readonly Pair<Item>[] {
  const namesakes = new Map([...partners].map(([head, base]) => [base, head]));
  const moved = new Set(pairs.map(({ head }) => head));
  const kept = pairs.filter(({ head, base }) => {
    const namesake = namesakes.get(base);
    return namesake === undefined || moved.has(namesake) || sizeOf(namesake) <= sizeOf(head);
  });
  return kept.length === pairs.length ? kept : withoutGrown(kept, partners, sizeOf);
}
