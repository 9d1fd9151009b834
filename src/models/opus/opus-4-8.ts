import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/**
 * Fast mode's cache prices follow from the rule that fast and cache multipliers multiply
 * (billing.md §1.5).
 */
export const opus48: Model = {
  ...sinceOpus47,
  id: "claude-opus-4-8",
  aliases: [],
  bedrockIds: ["anthropic.claude-opus-4-8"],
  vertexIds: ["claude-opus-4-8"],
  regionalPremium: true,
  releasedOn: "2026-05-28",
  retiresNotBefore: "2027-05-28",
  minCacheTokens: 1024,
  maxOutputInBatch: 300_000,
  thinksByDefault: false,
  framing: { kind: "C", inferred: false, generation: "4.8" },
  toolPrompt: { auto: 290, forced: 410 },
  periods: [
    {
      from: "2026-05-28",
      list: prices("5", "25", "6.25", "10", "0.5"),
      fast: prices("10", "50", "12.5", "20", "1"),
    },
    {
      from: "2026-12-01",
      list: prices("5", "25", "6.25", "10", "0.5"),
      afterFast: "refused",
    },
  ],
  sources: ["CC", "DOCS-AUG", "GP", "SKILL-NOV"],
};
