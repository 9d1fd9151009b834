import { text } from "./text.ts";

/** What simulating the cache for recordings rests on. */
export const simulatingProblems = {
  "simulated-loop": text(
    "note",
    () =>
      "Some usages sum several samplings (server tools, fallback) whose sizes are not " +
      "recorded: each is taken to read what the one before wrote, and to grow evenly.",
    () => "Nothing to do; such figures are estimates.",
  ),
  "simulated-cached-before": text(
    "note",
    () =>
      "Some requests read a cache that no request of their recording wrote: it is taken to have been there before.",
    () => "Nothing to do; such exchanges are marked `cachedBefore`.",
  ),
  "simulated-at-most": text(
    "warning",
    (details: { tokens: number }) =>
      `Nobody knows how long the answer is; it counts as max_tokens, ${details.tokens}.`,
    () => "Give `expect.output_tokens`, or record the exchange.",
  ),
  "simulated-nothing": text(
    "error",
    () => "There is neither a request nor a usage here, so there is nothing to simulate.",
    () => "Take the exchange out, or record its request.",
  ),
} as const;
