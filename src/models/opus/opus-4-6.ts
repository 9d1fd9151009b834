import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/**
 * Fast mode's cache prices follow from the rule that fast and cache multipliers multiply
 * (billing.md §1.5).
 */
export const opus46: Model = {
  ...beforeOpus47,
  id: "claude-opus-4-6",
  aliases: [],
  bedrockIds: ["anthropic.claude-opus-4-6-v1"],
  vertexIds: ["claude-opus-4-6"],
  regionalPremium: true,
  status: "active",
  releasedOn: "2026-02-05",
  retiresOn: null,
  retiresNotBefore: "2027-02-05",
  minCacheTokens: 4096,
  contextWindow: 1_000_000,
  maxOutput: 128_000,
  maxOutputInBatch: 300_000,
  keepsPriorThinking: true,
  prefillAllowed: false,
  dataResidency: true,
  effortLevels: ["low", "medium", "high", "max"],
  framing: {
    kind: "A6",
    inferred: false,
    generation: "4.6",
    // framing-messages.md §5.
    showsAdaptiveThinking: true,
  },
  toolPrompt: { auto: 497, forced: 589 },
  periods: [
    {
      from: "2026-02-05",
      list: prices("5", "25", "6.25", "10", "0.5"),
      long: {
        over: 200_000,
        prices: prices("10", "37.5", "12.5", "20", "1"),
        fast: prices("60", "225", "75", "120", "6"),
      },
      fast: prices("30", "150", "37.5", "60", "3"),
    },
    {
      from: "2026-03-14",
      list: prices("5", "25", "6.25", "10", "0.5"),
      fast: prices("30", "150", "37.5", "60", "3"),
    },
    {
      from: "2026-06-30",
      list: prices("5", "25", "6.25", "10", "0.5"),
      afterFast: "standard",
    },
  ],
  sources: ["CC", "DOCS-AUG", "GP", "MD"],
};
