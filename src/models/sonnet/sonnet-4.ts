import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet4: Model = {
  ...beforeOpus47,
  id: "claude-sonnet-4-20250514",
  // The last one is in no list, but the API answers it as this model (recorded, 2025).
  aliases: ["claude-sonnet-4-0", "claude-sonnet-4", "claude-4-sonnet-20250514"],
  bedrockIds: ["anthropic.claude-sonnet-4-20250514-v1:0"],
  vertexIds: ["claude-sonnet-4@20250514"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-06-15",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 64_000,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "4" },
  toolPrompt: { auto: 313, forced: 315 },
  periods: [
    {
      from: null,
      list: prices("3", "15", "3.75", "6", "0.3"),
      long: {
        over: 200_000,
        prices: prices("6", "22.5", "7.5", "12", "0.6"),
        beta: "context-1m-2025-08-07",
      },
    },
    { from: "2026-05-01", list: prices("3", "15", "3.75", "6", "0.3") },
  ],
  sources: ["CC", "DOCS-AUG", "GP"],
};
