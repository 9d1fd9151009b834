/** Pauses after which several requests are sent again, not all in the same moment. */

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
