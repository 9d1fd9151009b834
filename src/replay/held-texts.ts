/** The texts that are counted, held so that what requests have in common is counted once. */
import type { Counter } from "../tokens/count.ts";

/** For so many runs or requests: what they have in common is then counted once more. */
const heldFor = 32;

/**
 * To be called for each run or request that is counted: every so many the texts before it are let
 * go of, so that memory does not grow with what is sent.
 */
export function createTextRelease(counter: Pick<Counter, "forget">): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count % heldFor === 0) counter.forget();
  };
}
