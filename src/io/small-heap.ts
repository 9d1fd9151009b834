/** How much memory this process takes before it looks for what is free. */
import { setFlagsFromString } from "node:v8";
import { holdNewSpace } from "./short-run.ts";

/**
 * Lets the heap grow to little more than what is in use, from now on. By itself V8 lets it grow to
 * several times of that before it collects what lived for a while, and each request of a replay
 * leaves such garbage: what `fetch` watches by finalizers outlives the young generation. It costs
 * some time, which a replay, who mostly waits, has. V8 reads this setting whenever it collects; one
 * that does not know it goes on as before.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--optimize-for-size");
  holdNewSpace();
}
