/** Waiting, Ctrl-C and progress of a replay. */
import type { ReplayWorld } from "../../replay/session.ts";
import { showUsd } from "../../report/views/amount.ts";

type Waiting = Pick<ReplayWorld, "isStopped" | "wait" | "sleep">;

/**
 * The first Ctrl-C stops sending and waits for what is under way; the second ends at once. The
 * journal knows what was sent.
 */
export function watchInterrupts(
  warn: (text: string) => void,
): Waiting & { readonly end: () => void } {
  let stopped = false;
  const wakes = new Set<() => void>();
  const onSignal = (): void => {
    if (stopped) process.exit(130);
    stopped = true;
    warn(
      "Nothing more is sent; waiting for what is under way. Once more ends at once; a " +
        "batch goes on, and the next call fetches it.\n",
    );
    for (const wake of wakes) wake();
  };
  process.on("SIGINT", onSignal);
  return {
    isStopped: () => stopped,
    sleep,
    wait: (ms) =>
      stopped
        ? Promise.resolve()
        : new Promise((done) => {
            const wake = (): void => {
              clearTimeout(timer);
              wakes.delete(wake);
              done();
            };
            const timer = setTimeout(wake, ms);
            wakes.add(wake);
          }),
    end: () => void process.off("SIGINT", onSignal),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

const progressMs = { terminal: 200, plain: 60_000 } as const;

/**
 * A line at most every minute where there is no terminal; one that is written over where there is.
 * Time left by the pace so far.
 */
export function createProgress(options: {
  readonly isTerminal: boolean;
  readonly warn: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}): ReplayWorld["tell"] {
  const { isTerminal, warn, now: clock } = options;
  const start = clock();
  let last = start - (isTerminal ? progressMs.terminal : 0);
  return ({ done, of, spent, cap }) => {
    const now = clock();
    if (done < of && now - last < (isTerminal ? progressMs.terminal : progressMs.plain)) return;
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
