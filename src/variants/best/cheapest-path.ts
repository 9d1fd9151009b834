/** What a path over places costs: place 0 is its start, the others may be stepped on in order. */
export interface PathCosts {
  readonly size: number;
  /** By kind of step, then `from × size + to`. A kind never comes behind a later one. */
  readonly steps: readonly Float64Array[];
  /** What it costs to stop at a place. */
  readonly ends: Float64Array;
  /** So many of the kinds may be used, the first ones. */
  readonly kinds: number;
  /** The most steps. */
  readonly most: number;
}

export interface Path {
  readonly cost: number;
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  readonly place: number;
  readonly ttl: number;
}

/** A cheapest way to a place by its last step. */
interface Reached {
  readonly cost: number;
  readonly place: number;
  readonly kind: number;
  readonly before: Reached | null;
}

/** The cheapest path of at most so many steps; of equally cheap ones the one with the fewest. */
export function cheapestPath({ size, steps, ends, kinds, most }: PathCosts): Path {
  const origin: Reached = { cost: 0, place: 0, kind: 0, before: null };
  let front: readonly Reached[] = [origin];
  let best: { readonly cost: number; readonly last: Reached } = {
    cost: ends[0] ?? 0,
    last: origin,
  };
  for (let step = 0; step < most; step += 1) {
    const next = new Map<number, Reached>();
    for (const before of front)
      for (let kind = before.kind; kind < kinds; kind += 1)
        for (let place = before.place + 1; place < size; place += 1) {
          const cost = before.cost + (steps[kind]?.[before.place * size + place] ?? 0);
          const key = kind * size + place;
          const known = next.get(key);
          if (known === undefined || cost < known.cost)
            next.set(key, { cost, place, kind, before });
        }
    front = [...next.values()];
    for (const last of front) {
      const cost = last.cost + (ends[last.place] ?? 0);
      if (cost < best.cost) best = { cost, last };
    }
  }
  const path: PathStep[] = [];
  for (let at = best.last; at.before !== null; at = at.before)
    path.unshift({ place: at.place - 1, ttl: at.kind });
  return { cost: best.cost, steps: path };
}
