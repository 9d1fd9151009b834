import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet45: Model = {
  ...beforeOpus47,
  id: "claude-sonnet-4-5",
  aliases: ["claude-sonnet-4-5-20250929"],
  bedrockIds: ["anthropic.claude-sonnet-4-5-20250929-v1:0"],
  vertexIds: ["claude-sonnet-4-5@20250929"],
  regionalPremium: true,
  status: "deprecated",
  releasedOn: null,
  retiresOn: "2026-11-30",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 64_000,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "4.5" },
  toolPrompt: { auto: 496, forced: 588 },
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
  sources: ["SDK", "CC", "DOCS-AUG", "GP", "SDK-1.13", "SKILL-NOV"],
};
