import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet46: Model = {
  ...beforeOpus47,
  id: "claude-sonnet-4-6",
  aliases: [],
  bedrockIds: ["anthropic.claude-sonnet-4-6"],
  vertexIds: ["claude-sonnet-4-6"],
  regionalPremium: true,
  status: "active",
  releasedOn: "2026-02-17",
  retiresOn: null,
  retiresNotBefore: "2027-02-17",
  minCacheTokens: 1024,
  contextWindow: 1_000_000,
  maxOutput: 128_000,
  maxOutputInBatch: 300_000,
  keepsPriorThinking: true,
  prefillAllowed: false,
  dataResidency: true,
  effortLevels: ["low", "medium", "high", "max"],
  framing: { kind: "A6", inferred: false, generation: "4.6" },
  toolPrompt: { auto: 497, forced: 589 },
  periods: [
    {
      from: "2026-02-17",
      list: prices("3", "15", "3.75", "6", "0.3"),
      long: { over: 200_000, prices: prices("6", "22.5", "7.5", "12", "0.6") },
    },
    { from: "2026-03-14", list: prices("3", "15", "3.75", "6", "0.3") },
  ],
  sources: ["CC", "DOCS-AUG", "GP"],
};
