/** Pauses of requests: several are not sent again all in the same moment, and none for nothing. */
import type { Cap } from "../cost/cap.ts";
import type { Interrupts } from "../ports.ts";

/** What lies between two of them, milliseconds. */
const spacingMs = 200;

/**
 * Gives the pause of the next request that was told to wait so many milliseconds: as long, and as
 * much longer as puts it behind those that wake at about the same time. `now`: milliseconds.
 */
export function createPauses(now: () => number): (askedMs: number) => number {
  let taken: number[] = [];
  return (askedMs) => {
    const startMs = now();
    taken = taken.filter((moment) => moment > startMs - spacingMs);
    let wakesMs = startMs + askedMs;
    for (const moment of taken)
      if (Math.abs(moment - wakesMs) < spacingMs) wakesMs = moment + spacingMs;
    taken = [...taken, wakesMs].toSorted((a, b) => a - b);
    return wakesMs - startMs;
  };
}

/** Pauses of requests end when everything is stopped: none is sent after it. */
export function pauseUntilStopped(
  wait: Interrupts["wait"],
  cap: Pick<Cap, "isStopped" | "onStop">,
): Interrupts["wait"] {
  return async (ms, why) => {
    if (why === undefined) return wait(ms);
    if (cap.isStopped()) return;
    let forget = (): void => undefined;
    const stopped = new Promise<void>((resolve) => {
      forget = cap.onStop(resolve);
    });
    await Promise.race([wait(ms, why), stopped]);
    forget();
  };
}
