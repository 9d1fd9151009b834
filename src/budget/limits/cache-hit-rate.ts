import { compareRatio, type Ratio } from "../../money.ts";
import { describeShare } from "../words.ts";
import type { LimitRules } from "./rules.ts";

/** `cache-hit-rate`: the least share of a prompt's tokens that is read from the cache. */
export const cacheHitRate: LimitRules<Ratio, Ratio> = {
  judge: (least, { hitRate }) => ({
    actual: hitRate,
    over: hitRate !== null && compareRatio(hitRate, least) < 0,
    uncertain: false,
  }),
  relax: (before, after) =>
    after === null || compareRatio(after, before) < 0
      ? [{ path: [], from: describeShare(before), to: describeShare(after) }]
      : [],
};
