import type { Count } from "./count.ts";

/**
 * How far a true count may lie from ours before the two cannot be of one body: hidden prompts of
 * beta features are some hundred tokens.
 */
const SLACK_TOKENS = 600;
const SLACK_SHARE = 0.35;

/** Whether a total can be what this body costs. */
export function isPlausible(total: number, count: Count): boolean {
  const slack = SLACK_TOKENS + Math.ceil(count.total * SLACK_SHARE);
  return total > 0 && total >= count.low - slack && total <= count.high + slack;
}
