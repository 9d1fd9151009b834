import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet3: Model = {
  ...beforeOpus47,
  id: "claude-3-sonnet-20240229",
  aliases: [],
  bedrockIds: ["anthropic.claude-3-sonnet-20240229-v1:0"],
  vertexIds: ["claude-3-sonnet@20240229"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2025-07-21",
  retiresNotBefore: null,
  minCacheTokens: null,
  maxOutput: 4096,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "3-sonnet" },
  toolPrompt: { auto: 159, forced: 235 },
  periods: [{ from: null, list: prices("3", "15", null, null, null) }],
  sources: ["GP", "DEPR"],
};
