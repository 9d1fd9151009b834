/** What the limits that are a least share have in common. */
import { compareRatio, type Ratio } from "../../money.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeShare } from "../words.ts";
import { judgeFigure, notJudged, type Judged } from "./rules.ts";

/** Over where a share is less than the least. */
export function judgeLeastShare(
  least: Ratio,
  share: Ratio | null,
  range: { readonly low: Ratio; readonly high: Ratio } | null,
): Judged<Ratio> {
  return share === null
    ? notJudged("nothing-sent")
    : judgeFigure(share, range, (rate) => compareRatio(rate, least) < 0);
}

/** A least share is laxer where it was lowered or taken out. */
export function relaxLeastShare(before: Ratio, after: Ratio | null): readonly Relaxation[] {
  return after === null || compareRatio(after, before) < 0
    ? [{ path: [], from: describeShare(before), to: describeShare(after) }]
    : [];
}
