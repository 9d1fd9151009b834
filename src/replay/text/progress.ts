/** How far a replay is, while it runs. */
import { showUsd } from "../../report/views/amount.ts";
import type { Pico } from "../../money.ts";

/** How far a replay is. */
export interface Progress {
  /** Requests that are answered. */
  readonly done: number;
  /** Requests in all. */
  readonly of: number;
  /** Pico-dollars. */
  readonly spent: Pico;
  /** Pico-dollars. */
  readonly cap: Pico;
}

/** The shortest time between two lines, milliseconds. */
const intervalMs = { terminal: 200, plain: 60_000 } as const;

/**
 * Shows progress: on a terminal one line that is written over, five times a second at most; else a
 * line a minute at most. The time left follows from the pace so far. `now`: milliseconds.
 */
export function createProgress(options: {
  readonly isTerminal: boolean;
  readonly warn: (text: string) => void;
  readonly now: () => number;
}): (progress: Progress) => void {
  const { isTerminal, warn } = options;
  const interval = isTerminal ? intervalMs.terminal : intervalMs.plain;
  const start = options.now();
  let last = start - (isTerminal ? interval : 0);
  return ({ done, of, spent, cap }) => {
    const now = options.now();
    if (done < of && now - last < interval) return;
    last = now;
    const left =
      done === 0 || done >= of
        ? ""
        : `, about ${showTime(((now - start) / done) * (of - done))} left`;
    const line = `${String(done)} of ${String(of)} answered, ${showUsd(spent)} of ${showUsd(cap)} spent${left}`;
    warn(isTerminal ? `\r${line.padEnd(72)}${done < of ? "" : "\n"}` : `${line}\n`);
  };
}

function showTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${String(seconds)} s`;
  return seconds < 7200
    ? `${String(Math.ceil(seconds / 60))} min`
    : `${String(Math.ceil(seconds / 3600))} h`;
}

/** What a user is told who stops a replay. */
export const stopNotice =
  "Nothing more is sent; waiting for what is under way. Once more ends at once; a " +
  "batch goes on, and the next call fetches it.\n";
