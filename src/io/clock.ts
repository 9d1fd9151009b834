import type { Day } from "../digest.ts";

/** Today in UTC: the one reading of the clock. */
export const today = (): Day => new Date().toISOString().slice(0, 10);
