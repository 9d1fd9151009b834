import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/**
 * Fast mode's cache prices follow from the rule that fast and cache multipliers multiply
 * (billing.md §1.5).
 */
export const opus47: Model = {
  ...sinceOpus47,
  id: "claude-opus-4-7",
  aliases: [],
  bedrockIds: ["anthropic.claude-opus-4-7"],
  vertexIds: ["claude-opus-4-7"],
  regionalPremium: true,
  releasedOn: "2026-04-16",
  retiresNotBefore: "2027-04-16",
  minCacheTokens: 2048,
  maxOutputInBatch: 300_000,
  thinksByDefault: false,
  systemMessages: "refused",
  framing: { kind: "B7", inferred: false, generation: "4.7" },
  toolPrompt: { auto: 675, forced: 804 },
  periods: [
    {
      from: "2026-04-16",
      list: prices("5", "25", "6.25", "10", "0.5"),
      fast: prices("30", "150", "37.5", "60", "3"),
    },
    {
      from: "2026-07-25",
      list: prices("5", "25", "6.25", "10", "0.5"),
      afterFast: "refused",
    },
  ],
  sources: ["CC", "DOCS-AUG", "GP", "MD"],
};
