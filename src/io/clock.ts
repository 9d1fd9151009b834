/** The clock. */
import type { Day } from "../day.ts";

/** Today in UTC. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}

/** Waits for some milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
