import type { Ratio } from "../../money.ts";
import { judgeLeastShare, relaxLeastShare } from "./least-share.ts";
import type { LimitRules } from "./rules.ts";

/** `cache-hit-rate`: the least share of a prompt's tokens that is read from the cache. */
export const cacheHitRate: LimitRules<Ratio, Ratio> = {
  judge: (least, { hitRate, hitRateRange }) => judgeLeastShare(least, hitRate, hitRateRange),
  relax: relaxLeastShare,
};
