/** What the limits that are an amount of money have in common. */
import type { Pico } from "../../money.ts";
import type { Amount } from "../figures.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeUsd } from "../words.ts";
import type { Judged } from "./rules.ts";

/** Over where an amount is more than the limit; both in pico-dollars. */
export function judgeAmount(limit: Pico, actual: Amount | null): Judged<Pico> {
  if (actual === null) return { actual: null, over: false, uncertain: false };
  const over = actual.usd > limit;
  return {
    actual: actual.usd,
    over,
    uncertain: actual.low > limit !== over || actual.high > limit !== over,
  };
}

/** An amount is laxer where it was raised or taken out. */
export function relaxAmount(before: Pico, after: Pico | null): readonly Relaxation[] {
  return after === null || after > before
    ? [{ path: [], from: describeUsd(before), to: describeUsd(after) }]
    : [];
}
