/** Where two lists of tokens differ, found from the tokens that stand in each of them once. */

/** A part of one list in the place of a part of another; either may be empty, the ends excluded. */
export interface DifferingRange {
  readonly from: number;
  readonly until: number;
  readonly otherFrom: number;
  readonly otherUntil: number;
}

type Tokens = readonly string[];

/** Regions up to this many pairs are compared pair by pair where no token stands once. */
const mostPairs = 250_000;

/**
 * The ranges in which two lists differ, in order. Tokens that stand once in both, in the same
 * order, hold the lists together; between them the same again. Large parts without any such token
 * count as different as a whole.
 */
export function findDifferences(first: Tokens, other: Tokens): readonly DifferingRange[] {
  const found: DifferingRange[] = [];
  const open: DifferingRange[] = [
    { from: 0, until: first.length, otherFrom: 0, otherUntil: other.length },
  ];
  for (let region = open.pop(); region !== undefined; region = open.pop()) {
    const { from, until, otherFrom, otherUntil } = withoutEqualEnds(region, first, other);
    const inner = { from, until, otherFrom, otherUntil };
    if (from === until && otherFrom === otherUntil) continue;
    if (from === until || otherFrom === otherUntil) {
      found.push(inner);
      continue;
    }
    const anchors = findAnchors(inner, first, other);
    const pairs =
      anchors.length > 0
        ? anchors
        : (until - from) * (otherUntil - otherFrom) <= mostPairs
          ? longestCommon(inner, first, other)
          : [];
    if (pairs.length === 0) {
      found.push(inner);
      continue;
    }
    let [start, otherStart] = [from, otherFrom];
    for (const [at, otherAt] of pairs) {
      open.push({ from: start, until: at, otherFrom: otherStart, otherUntil: otherAt });
      [start, otherStart] = [at + 1, otherAt + 1];
    }
    open.push({ from: start, until, otherFrom: otherStart, otherUntil });
  }
  return found.toSorted((a, b) => a.from - b.from || a.otherFrom - b.otherFrom);
}

function withoutEqualEnds(region: DifferingRange, first: Tokens, other: Tokens): DifferingRange {
  let { from, until, otherFrom, otherUntil } = region;
  while (from < until && otherFrom < otherUntil && first[from] === other[otherFrom]) {
    from += 1;
    otherFrom += 1;
  }
  while (from < until && otherFrom < otherUntil && first[until - 1] === other[otherUntil - 1]) {
    until -= 1;
    otherUntil -= 1;
  }
  return { from, until, otherFrom, otherUntil };
}

/** Pairs of places, in order in both lists. */
type Pairs = readonly (readonly [number, number])[];

/** Tokens that stand once in both parts, those that keep their order: patience diff. */
function findAnchors(region: DifferingRange, first: Tokens, other: Tokens): Pairs {
  const here = placesOfUnique(first, region.from, region.until);
  const there = placesOfUnique(other, region.otherFrom, region.otherUntil);
  const pairs = [...here].flatMap(([token, at]) => {
    const otherAt = there.get(token);
    return otherAt === undefined ? [] : [[at, otherAt] as const];
  });
  return longestRising(pairs);
}

function placesOfUnique(tokens: Tokens, from: number, until: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let index = from; index < until; index += 1) {
    const token = tokens[index] ?? "";
    if (places.has(token)) repeated.add(token);
    else if (/[\p{L}\p{N}]/u.test(token)) places.set(token, index);
  }
  for (const token of repeated) places.delete(token);
  return places;
}

/** The longest list of pairs whose second places rise; the first ones do already. */
function longestRising(pairs: Pairs): Pairs {
  // The last pair of the best list of each length, and what stands before each pair in its list.
  const last: number[] = [];
  const before: number[] = [];
  for (const [index, [, at]] of pairs.entries()) {
    let [low, high] = [0, last.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[last[middle] ?? 0]?.[1] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : (last[low - 1] ?? -1));
    last[low] = index;
  }
  const rising: (readonly [number, number])[] = [];
  for (let index = last.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.toReversed();
}

/** The longest common part, token by token; words before spaces and signs. */
function longestCommon(region: DifferingRange, first: Tokens, other: Tokens): Pairs {
  const { from, otherFrom } = region;
  const [rows, columns] = [region.until - from, region.otherUntil - otherFrom];
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const weigh = (token: string): number => (/[\p{L}\p{N}]/u.test(token) ? 1 + token.length : 0.25);
  for (let row = rows - 1; row >= 0; row -= 1) {
    const token = first[from + row] ?? "";
    const weight = weigh(token);
    for (let column = columns - 1; column >= 0; column -= 1) {
      const skip = Math.max(
        best[(row + 1) * width + column] ?? 0,
        best[row * width + column + 1] ?? 0,
      );
      const taken =
        token === other[otherFrom + column]
          ? weight + (best[(row + 1) * width + column + 1] ?? 0)
          : -1;
      best[row * width + column] = Math.max(skip, taken);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    const value = best[row * width + column];
    if (value === best[(row + 1) * width + column]) row += 1;
    else if (value === best[row * width + column + 1]) column += 1;
    else {
      pairs.push([from + row, otherFrom + column]);
      row += 1;
      column += 1;
    }
  }
  return pairs;
}
