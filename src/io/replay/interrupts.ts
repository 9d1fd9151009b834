/** Pauses, the timer and Ctrl-C, while a replay runs. */
import { constants } from "node:os";
import type { Interrupts, PauseReason } from "../../replay/ports.ts";

/** Ctrl-C, a job that is cancelled, a terminal that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * What starts this process may pass on a signal that the whole group got (`npm run` does): within
 * so many milliseconds that is one signal, not two.
 */
const passedOnMs = 50;

/** How long a pause of so many milliseconds really is, milliseconds. */
export type PauseLength = (ms: number, why?: PauseReason) => number;

/** A timer for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The first signal stops sending and waits for what is under way; the second ends the process at
 * once, with 128 and its number (130 for Ctrl-C). The journal knows what was sent. `onStop`: called
 * at the first.
 */
export function watchInterrupts(
  onStop: () => void,
  pauseMs: PauseLength,
): Interrupts & { readonly end: () => void } {
  let stoppedAt: number | null = null;
  const endWaits = new Set<() => void>();
  const onSignal = (signal: (typeof signals)[number]): void => {
    const now = performance.now();
    if (stoppedAt !== null) {
      if (now - stoppedAt >= passedOnMs) process.exit(128 + constants.signals[signal]);
      return;
    }
    stoppedAt = now;
    for (const endWait of endWaits) endWait();
    onStop();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    isStopped: () => stoppedAt !== null,
    wait: (ms, why) =>
      stoppedAt !== null
        ? Promise.resolve()
        : new Promise((resolve) => {
            let leftMs = pauseMs(ms, why);
            const endWait = (): void => {
              clearTimeout(timer);
              endWaits.delete(endWait);
              resolve();
            };
            const next = (): void => {
              const stepMs = Math.min(leftMs, longestTimerMs);
              leftMs -= stepMs;
              timer = setTimeout(leftMs > 0 ? next : endWait, stepMs);
            };
            let timer: NodeJS.Timeout | undefined;
            next();
            endWaits.add(endWait);
          }),
    every: (ms, work) => {
      const timer = setInterval(work, ms);
      // What is under way keeps the process alive, a timer does not.
      timer.unref();
      return () => clearInterval(timer);
    },
    end: () => {
      for (const signal of signals) process.off(signal, onSignal);
      // Pauses that nobody waits for any more would keep the process alive.
      for (const endWait of endWaits) endWait();
    },
  };
}
