/** Finds the texts of a search pattern. */
import { holds, isWordUnit } from "./character-set.ts";
import type { SearchPattern } from "./search-pattern.ts";

/** A found text: from its first unit to behind its last one. */
export interface FoundText {
  readonly from: number;
  readonly until: number;
}

/** The longest text that is found, in UTF-16 units: one that goes on is found in pieces. */
export const longestFound = 1_000;

/** So many states are remembered; beyond, all are worked out anew. */
const mostStates = 1_000;

/** A set of steps that can be reached together, and what stands in front of them. */
interface State {
  readonly steps: readonly number[];
  readonly afterWord: boolean;
  /** By whether a word's unit comes next: which steps take it, and whether the text may end here. */
  readonly open: [Open | null, Open | null];
}

interface Open {
  readonly taking: readonly number[];
  readonly ends: boolean;
  /** By the unit that comes; null: nothing is found any more. */
  readonly next: Map<number, State | null>;
}

/**
 * A search for all texts of a pattern, from left to right, the longest at each place, none within
 * another. It looks at every unit of a text at most `longestFound` times.
 */
export function createSearch(pattern: SearchPattern): (text: string) => readonly FoundText[] {
  const walk = createWalk(pattern);
  return (text) => {
    const found: FoundText[] = [];
    for (let from = 0; from < text.length;) {
      const until = walk.longest(text, from);
      if (until > from) found.push({ from, until });
      from = Math.max(until, from + 1);
    }
    return found;
  };
}

/** Follows a pattern through texts; states are worked out once and kept. */
function createWalk({ steps, start }: SearchPattern): {
  /** Where the longest text that begins here ends; `from` where none does. */
  readonly longest: (text: string, from: number) => number;
} {
  let states = new Map<string, State>();
  let begin: readonly [State, State] | null = null;
  const stateOf = (reached: readonly number[], afterWord: boolean): State => {
    const key = `${afterWord ? "w" : ""}${reached.join(",")}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const made: State = { steps: reached, afterWord, open: [null, null] };
    states.set(key, made);
    return made;
  };
  const openAt = (state: State, beforeWord: boolean): Open => {
    const index = beforeWord ? 1 : 0;
    const known = state.open[index];
    if (known !== null) return known;
    const taking: number[] = [];
    let ends = false;
    const seen = new Set<number>();
    const waiting = [...state.steps];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const step = steps[at];
      if (seen.has(at) || step === undefined) continue;
      seen.add(at);
      if (step.kind === "end") ends = true;
      else if (step.kind === "take") taking.push(at);
      else if (step.kind === "split") waiting.push(step.next, step.other);
      else if ((state.afterWord === beforeWord) === step.inside) waiting.push(step.next);
    }
    return (state.open[index] = { taking: taking.sort((a, b) => a - b), ends, next: new Map() });
  };
  const follow = (open: Open, unit: number, isWord: boolean): State | null => {
    const known = open.next.get(unit);
    if (known !== undefined) return known;
    const reached = new Set<number>();
    for (const at of open.taking) {
      const step = steps[at];
      if (step?.kind === "take" && holds(step.set, unit)) reached.add(step.next);
    }
    const next =
      reached.size === 0
        ? null
        : stateOf(
            [...reached].sort((a, b) => a - b),
            isWord,
          );
    open.next.set(unit, next);
    return next;
  };
  return {
    longest: (text, from) => {
      if (begin === null || states.size > mostStates) {
        states = new Map();
        begin = [stateOf([start], false), stateOf([start], true)];
      }
      const afterWord = from > 0 && isWordUnit(text.charCodeAt(from - 1));
      let state: State | null = begin[afterWord ? 1 : 0];
      let until = from;
      for (let at = from; state !== null; at += 1) {
        const unit = at < text.length ? text.charCodeAt(at) : null;
        const isWord = unit !== null && isWordUnit(unit);
        const open = openAt(state, isWord);
        if (open.ends) until = at;
        if (unit === null || at - from >= longestFound) break;
        state = follow(open, unit, isWord);
      }
      return until;
    },
  };
}
