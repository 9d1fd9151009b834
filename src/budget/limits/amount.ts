/** What the limits that are an amount of money have in common. */
import type { Pico } from "../../money.ts";
import type { Amount } from "../figures.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeUsd } from "../words.ts";
import { judgeFigure, notJudged, type Judged, type NotJudged } from "./rules.ts";

/** Over where an amount is more than the limit; both in pico-dollars. `why` there is no amount. */
export function judgeAmount(limit: Pico, actual: Amount | null, why: NotJudged): Judged<Pico> {
  return actual === null ? notJudged(why) : judgeFigure(actual.usd, actual, (usd) => usd > limit);
}

/** An amount is laxer where it was raised or taken out. */
export function relaxAmount(before: Pico, after: Pico | null): readonly Relaxation[] {
  return after === null || after > before
    ? [{ path: [], from: describeUsd(before), to: describeUsd(after) }]
    : [];
}
