import type { Ratio } from "../../money.ts";
import { judgeLeastShare, relaxLeastShare } from "./least-share.ts";
import type { LimitRules } from "./rules.ts";

/** `batch-share`: the least share of all tokens that goes through the Message Batches API. */
export const batchShare: LimitRules<Ratio, Ratio> = {
  judge: (least, figures) =>
    judgeLeastShare(least, figures.batchShare?.share ?? null, figures.batchShare),
  relax: relaxLeastShare,
};
