/**
 * What a replay may spend: nothing starts whose upper bound does not fit beside what was spent and
 * what may yet be.
 */
import type { Pico } from "../money.ts";

/**
 * Why a request may not start: its bound does not fit though nothing is under way any more; or
 * everything was stopped.
 */
export type Refused = "full" | "stopped";

export interface Cap {
  /**
   * Takes a bound into account, as soon as it fits. Asked in order; a smaller one may overtake one
   * that waits.
   */
  readonly reserve: (bound: Pico) => Promise<"go" | Refused>;
  /** Takes a bound into account where it fits now. */
  readonly tryReserve: (bound: Pico) => boolean;
  /**
   * The answer came: its usage takes the place of its bound. An answer over its bound stops
   * everything; where that was no firm one, only when the limit is passed.
   */
  readonly settle: (bound: Pico, actual: Pico, firm?: boolean) => void;
  /** It was refused: nothing was billed. */
  readonly release: (bound: Pico) => void;
  /** What became of it is not known: its bound counts as spent. */
  readonly lose: (bound: Pico) => void;
  /**
   * What counted as spent in full, of an earlier call too, came to this. Over its bound it stops
   * everything.
   */
  readonly recover: (bound: Pico, actual: Pico, firm?: boolean) => void;
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  /** Pico-dollars: answered, and lost in full. */
  readonly spent: () => Pico;
}

interface Waiting {
  readonly bound: Pico;
  readonly tell: (answer: "go" | Refused) => void;
}

/** `limit` and `before`, what earlier calls spent of it: pico-dollars. */
export function createCap(limit: Pico, before: Pico): Cap {
  let spent = before;
  let inFlight = 0n;
  let open = 0;
  let stopped = false;
  let waiting: Waiting[] = [];

  const answer = (bound: Pico): "go" | Refused | null => {
    if (stopped) return "stopped";
    if (spent + inFlight + bound <= limit) {
      inFlight += bound;
      open += 1;
      return "go";
    }
    return open === 0 ? "full" : null;
  };

  const look = (): void => {
    const before = waiting;
    waiting = [];
    for (const one of before) {
      const said = answer(one.bound);
      if (said === null) waiting.push(one);
      else one.tell(said);
    }
  };

  const close = (bound: Pico, cost: Pico): void => {
    inFlight -= bound;
    open -= 1;
    spent += cost;
    look();
  };

  return {
    reserve: (bound) => {
      const said = answer(bound);
      return said === null
        ? new Promise((tell) => waiting.push({ bound, tell }))
        : Promise.resolve(said);
    },
    settle: (bound, actual, firm = true) => {
      if (actual > bound && (firm || spent + actual > limit)) stopped = true;
      close(bound, actual);
    },
    tryReserve: (bound) => answer(bound) === "go",
    release: (bound) => close(bound, 0n),
    lose: (bound) => close(bound, bound),
    recover: (bound, actual, firm = true) => {
      spent += actual - bound;
      if (actual > bound && (firm || spent > limit)) stopped = true;
      look();
    },
    isStopped: () => stopped,
    stop: () => {
      stopped = true;
      look();
    },
    spent: () => spent,
  };
}
