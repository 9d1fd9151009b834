import type { JsonObject } from "../../json.ts";
import { writeInput } from "./run-shape.ts";

/**
 * For each request of a run, the one in another run in whose place it stands; null: none. Those that
 * are alike at the beginning and at the end are pairs; what is left between, in order.
 */
export function alignRequests(
  live: readonly JsonObject[],
  known: readonly JsonObject[],
): readonly (number | null)[] {
  const [here, there] = [live.map(writeInput), known.map(writeInput)];
  const most = Math.min(here.length, there.length);
  let head = 0;
  while (head < most && here[head] === there[head]) head += 1;
  let tail = 0;
  while (tail < most - head && here.at(-1 - tail) === there.at(-1 - tail)) tail += 1;
  return here.map((_, index) => {
    if (index >= here.length - tail) return index - here.length + there.length;
    return index < there.length - tail ? index : null;
  });
}
