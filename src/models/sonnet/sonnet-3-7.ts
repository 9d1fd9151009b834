import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet37: Model = {
  ...beforeOpus47,
  id: "claude-3-7-sonnet-20250219",
  aliases: ["claude-3-7-sonnet-latest"],
  bedrockIds: ["anthropic.claude-3-7-sonnet-20250219-v1:0"],
  vertexIds: ["claude-3-7-sonnet@20250219"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-02-19",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 64_000,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "3.5-sonnet" },
  toolPrompt: { auto: 346, forced: 313 },
  periods: [{ from: null, list: prices("3", "15", "3.75", "6", "0.3") }],
  sources: ["CC", "GP", "DEPR"],
};
