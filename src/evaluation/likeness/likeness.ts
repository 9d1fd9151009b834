/** How alike what two things hold is: words they have in common that few others have. */
import {
  holdsSame,
  nameOfLink,
  ownParts,
  type OwnPart,
} from "../../fixture/references/own-content.ts";
import type { Exchange, Request, Run } from "../../fixture/fixture.ts";
import { valueAt, writeJson } from "../../json.ts";

/** Words in more things than this are left out: there are too many pairs of them. */
const rarest = 16;

/** A thing as it is held against others. */
export interface Likable<Item> {
  readonly item: Item;
  /** What stands in it: words, sizes, links. */
  readonly words: ReadonlySet<string>;
  /** How much stands in it, what files hold included, in characters. */
  readonly size: number;
}

/** Things of two sides, and how alike they are: 0 nothing, 1 everything. */
export interface LikePair<Item> {
  readonly head: Likable<Item>;
  readonly base: Likable<Item>;
  readonly score: number;
}

/**
 * Pairs of two sides that have some word in common. A word says the more the fewer things have it,
 * one that all have nothing. Linear in what they hold.
 */
export function findAlike<Item>(
  head: readonly Likable<Item>[],
  base: readonly Likable<Item>[],
): readonly LikePair<Item>[] {
  const holders = new Map<string, Likable<Item>[]>();
  for (const likable of [...head, ...base])
    for (const word of likable.words) {
      const known = holders.get(word);
      if (known === undefined) holders.set(word, [likable]);
      else if (known.length <= rarest) known.push(likable);
    }
  const weights = new Map<Likable<Item>, number>();
  const shared = new Map<Likable<Item>, Map<Likable<Item>, number>>();
  const ofBase = new Set(base);
  const all = head.length + base.length;
  for (const holding of holders.values()) {
    if (holding.length > rarest || holding.length === all) continue;
    const weight = Math.log(all / holding.length);
    for (const likable of holding) weights.set(likable, (weights.get(likable) ?? 0) + weight);
    const [ours, theirs] = [false, true].map((isBase) =>
      holding.filter((likable) => ofBase.has(likable) === isBase),
    );
    for (const likable of ours ?? []) {
      const known = shared.get(likable) ?? new Map<Likable<Item>, number>();
      shared.set(likable, known);
      for (const other of theirs ?? []) known.set(other, (known.get(other) ?? 0) + weight);
    }
  }
  return [...shared].flatMap(([ours, others]) =>
    [...others].map(([theirs, weight]) => ({
      head: ours,
      base: theirs,
      score: weight / Math.max(weights.get(ours) ?? weight, weights.get(theirs) ?? weight),
    })),
  );
}

/** What a run holds. */
export function likableRun(run: Run): Likable<Run> {
  return likable(run, run.exchanges);
}

/** What an exchange holds. */
export function likableExchange(exchange: Exchange): Likable<Exchange> {
  return likable(exchange, [exchange]);
}

function likable<Item>(item: Item, exchanges: readonly Exchange[]): Likable<Item> {
  const words = new Set<string>();
  let size = 0;
  for (const { request } of exchanges) {
    for (const part of ownParts(request)) {
      for (const word of wordsOf(part)) words.add(word);
      size += sizeOf(part, request);
    }
  }
  return { item, words, size };
}

function wordsOf(part: OwnPart): readonly string[] {
  if (part.kind === "text") return part.text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]+/gu) ?? [];
  if (part.kind === "link") return [`link ${nameOfLink(part.link)}`];
  // Sizes that are nearly the same have a step in common.
  const step = Math.log2(part.tokens + 1) * 4;
  return [`name ${part.name}`, `size ${Math.floor(step)}`, `size ${Math.round(step)} about`];
}

/** A token is about four characters. */
function sizeOf(part: OwnPart, { body }: Request): number {
  if (part.kind === "text") return part.text.length;
  if (part.kind === "size") return part.tokens * 4;
  return writeJson(valueAt(body, part.path) ?? null).length;
}

/** So little of what a run says is left where it is another run. */
const hardlyAny = 0.2;

/**
 * Whether hardly anything that a run says is in another one: its texts of more than a word, and
 * what it declares by size. Not where it says nothing but what files hold.
 */
export function isOtherRun(before: Run, after: Run): boolean {
  const [said, left] = [sayingOf(before), sayingOf(after)];
  const kept = [...said].filter((word) => left.has(word));
  return said.size > 0 && kept.length < hardlyAny * said.size;
}

function sayingOf({ exchanges }: Run): ReadonlySet<string> {
  const parts = exchanges.flatMap(({ request }) => ownParts(request));
  return new Set(
    parts
      .filter((part) => part.kind === "size" || (part.kind === "text" && part.text.includes(" ")))
      .flatMap(wordsOf),
  );
}

/** Whether two runs hold the same, exchange by exchange. */
export function isSameRun(a: Run, b: Run): boolean {
  return (
    a === b ||
    (a.exchanges.length === b.exchanges.length &&
      a.exchanges.every((exchange, index) => {
        const other = b.exchanges[index];
        return other !== undefined && holdsSame(exchange, other);
      }))
  );
}
