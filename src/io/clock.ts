/** The clock. */
import type { Day } from "../day.ts";

/** Today in UTC. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
