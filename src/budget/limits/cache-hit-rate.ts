import { compareRatio } from "../../money.ts";
import type { Ratio } from "../../money.ts";
import { sayShare } from "../words.ts";
import type { LimitRules } from "./kind.ts";

/** `cache-hit-rate`: the least share of a prompt's tokens that is read from the cache. */
export const cacheHitRate: LimitRules<Ratio, Ratio> = {
  judge: (least, { hitRate }) => ({
    actual: hitRate,
    over: hitRate !== null && compareRatio(hitRate, least) < 0,
    uncertain: false,
  }),
  relaxed: (before, after) =>
    after === null || compareRatio(after, before) < 0
      ? [{ key: null, from: sayShare(before), to: sayShare(after) }]
      : [],
};
