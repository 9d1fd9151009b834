import type { CacheLayout, CachePosition } from "../../billing/cache/layout.ts";
import type { CacheView, RunCacheView } from "./cache-view.ts";
import { createNumbering } from "./numbering.ts";

/** The requests of a scenario as a simulated cache takes them again and again. */
export interface PeriodLayouts {
  /** Of each request that marks something; `start` numbers the start of its run, from 0 on. */
  readonly layoutOf: (view: CacheView, start: number) => CacheLayout;
  /** The block of the prompt that a position of that layout is; -1 for -1. */
  readonly blockAt: (view: CacheView, position: number) => number;
  /** Whose a prefix is: the start of the run that alone can read it; null: it is shared. */
  readonly ownerOf: (prefix: number) => { readonly start: number; readonly local: number } | null;
}

/** What of a request's layout is the same whenever it is sent. */
interface Template {
  readonly positions: readonly CachePosition[];
  /** Number of each position's prefix: of a private one within its run. */
  readonly isPrivate: readonly boolean[];
  readonly blocks: readonly number[];
  readonly breakpoints: CacheLayout["breakpoints"];
  readonly minimum: number;
}

/**
 * Lays the requests out once: only the positions that a lookup tries, in their order. Shared
 * prefixes have one number for all runs, private ones one for each start of their run.
 */
export function createPeriodLayouts(runs: readonly RunCacheView[]): PeriodLayouts {
  const shared = createNumbering();
  const templates = new Map<CacheView, Template>();
  let privateMost = 1;
  for (const { exchanges } of runs) {
    const own = createNumbering();
    for (const view of exchanges) {
      const tried = view.lookups.toReversed();
      const indexes = new Map(tried.map(({ block }, index) => [block, index] as const));
      const positions = tried.map((prefix) => {
        const number = prefix.shared ? shared(prefix.identity) : own(prefix.identity);
        if (!prefix.shared) privateMost = Math.max(privateMost, number + 1);
        const { tokens = 0, position = 0 } = view.layout.positions[prefix.block] ?? {};
        return { prefix: number, tokens, position };
      });
      templates.set(view, {
        positions,
        isPrivate: tried.map((prefix) => !prefix.shared),
        blocks: tried.map(({ block }) => block),
        breakpoints: view.marked.map(({ block, ttl }) => ({ index: indexes.get(block) ?? 0, ttl })),
        minimum: view.layout.minimum,
      });
    }
  }
  // Shared numbers are even, private ones odd: neither needs to know how many the other has.
  const numberOf = (number: number, start: number | null): number =>
    start === null ? 2 * number : 2 * (start * privateMost + number) + 1;
  return {
    layoutOf: (view, start) => {
      const template = templates.get(view);
      if (template === undefined) return { positions: [], breakpoints: [], minimum: 0 };
      const { positions, isPrivate, breakpoints, minimum } = template;
      return {
        breakpoints,
        minimum,
        positions: positions.map(({ prefix, tokens, position }, index) => ({
          prefix: numberOf(prefix, isPrivate[index] === true ? start : null),
          tokens,
          position,
        })),
      };
    },
    blockAt: (view, position) => templates.get(view)?.blocks[position] ?? -1,
    ownerOf: (prefix) => {
      if (prefix % 2 === 0) return null;
      const number = (prefix - 1) / 2;
      return { start: Math.floor(number / privateMost), local: number % privateMost };
    },
  };
}
