import { compareRatio } from "../money.ts";
import { sharedLevels } from "./config.ts";
import type { SharedRule, Traffic } from "./config.ts";

/** Whether two traffics are one: as often, arriving alike, sharing alike. */
export function sameTraffic(a: Traffic | null, b: Traffic | null): boolean {
  return a === null || b === null
    ? a === b
    : compareRatio(a.runsPerMonth, b.runsPerMonth) === 0 &&
        a.arrivals === b.arrivals &&
        writeShared(a.shared) === writeShared(b.shared);
}

/** What a level shares as text: equal where it is equal. */
export function writeShared(shared: SharedRule): string {
  return sharedLevels
    .map((level) => `${level} ${JSON.stringify(shared[level] ?? null)}`)
    .join(", ");
}
