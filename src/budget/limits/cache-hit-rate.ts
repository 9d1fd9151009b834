import { compareRatio, type Ratio } from "../../money.ts";
import { describeShare } from "../words.ts";
import type { LimitRules } from "./rules.ts";

/** `cache-hit-rate`: the least share of a prompt's tokens that is read from the cache. */
export const cacheHitRate: LimitRules<Ratio, Ratio> = {
  judge: (least, { hitRate, hitRateRange }) => {
    const isOver = (rate: Ratio | null): boolean => rate !== null && compareRatio(rate, least) < 0;
    const over = isOver(hitRate);
    const ends = hitRateRange === null ? [] : [hitRateRange.low, hitRateRange.high];
    return { actual: hitRate, over, uncertain: ends.some((rate) => isOver(rate) !== over) };
  },
  relax: (before, after) =>
    after === null || compareRatio(after, before) < 0
      ? [{ path: [], from: describeShare(before), to: describeShare(after) }]
      : [],
};
