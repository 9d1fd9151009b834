/**
 * What a replay may spend: nothing starts whose upper bound does not fit together with what was
 * spent and the bounds of what is under way. All amounts are pico-dollars.
 */
import type { Pico } from "../../money.ts";

/**
 * Why a request may not start. `full`: its bound does not fit though nothing is under way;
 * `stopped`: everything was stopped.
 */
type Refused = "full" | "stopped";

/** What became of a bound that counts against the cap. */
export interface Reservations {
  /**
   * The request was answered: `actual` takes the place of its bound. An answer over a `firm` bound
   * (the default) stops everything; one over a bound that is not firm, only where it passes the
   * limit.
   */
  readonly settle: (bound: Pico, actual: Pico, firm?: boolean) => void;
  /** It was refused: nothing was billed. */
  readonly release: (bound: Pico) => void;
  /** Its outcome is unknown: the bound counts as spent. */
  readonly lose: (bound: Pico) => void;
}

/** A limit with what counts against it. */
export interface Cap extends Reservations {
  /**
   * Reserves a bound as soon as it fits. Waiting ones are looked at in the order they asked; a
   * smaller one may overtake a larger one.
   */
  readonly reserve: (bound: Pico) => Promise<"go" | Refused>;
  /** Reserves a bound where it fits now. */
  readonly tryReserve: (bound: Pico) => boolean;
  /**
   * Takes up what counted as spent in full since an earlier call: it is under way again, and is
   * settled, released or lost in its turn.
   */
  readonly resume: (bound: Pico) => void;
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  /**
   * Calls `listener` once when everything is stopped, unless what it gives was called before. It
   * may not be stopped yet.
   */
  readonly onStop: (listener: () => void) => () => void;
  /** What was answered, and the bounds of unknown outcomes. */
  readonly spent: () => Pico;
}

interface Waiting {
  readonly bound: Pico;
  readonly resolve: (answer: "go" | Refused) => void;
}

/** `spentBefore`: what earlier calls spent of the limit. */
export function createCap(limit: Pico, spentBefore: Pico): Cap {
  let spent = spentBefore;
  let reserved = 0n;
  let underWay = 0;
  let stopped = false;
  let waiting: Waiting[] = [];
  const listeners = new Set<() => void>();

  const stop = (): void => {
    stopped = true;
    for (const listener of listeners) listener();
    listeners.clear();
  };

  const answer = (bound: Pico): "go" | Refused | null => {
    if (stopped) return "stopped";
    if (spent + reserved + bound <= limit) {
      reserved += bound;
      underWay += 1;
      return "go";
    }
    return underWay === 0 ? "full" : null;
  };

  const answerWaiting = (): void => {
    const before = waiting;
    waiting = [];
    for (const request of before) {
      const answered = answer(request.bound);
      if (answered === null) waiting.push(request);
      else request.resolve(answered);
    }
  };

  const close = (bound: Pico, cost: Pico): void => {
    reserved -= bound;
    underWay -= 1;
    spent += cost;
    answerWaiting();
  };

  return {
    reserve: (bound) => {
      const answered = answer(bound);
      return answered === null
        ? new Promise((resolve) => waiting.push({ bound, resolve }))
        : Promise.resolve(answered);
    },
    settle: (bound, actual, firm = true) => {
      if (actual > bound && (firm || spent + actual > limit)) stop();
      close(bound, actual);
    },
    tryReserve: (bound) => answer(bound) === "go",
    release: (bound) => close(bound, 0n),
    lose: (bound) => close(bound, bound),
    resume: (bound) => {
      spent -= bound;
      reserved += bound;
      underWay += 1;
    },
    isStopped: () => stopped,
    stop: () => {
      stop();
      answerWaiting();
    },
    onStop: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    spent: () => spent,
  };
}
