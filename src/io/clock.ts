import type { Day } from "../digest.ts";

/** Today in UTC: the one reading of the clock. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}
