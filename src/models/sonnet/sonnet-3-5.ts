import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet35: Model = {
  ...beforeOpus47,
  id: "claude-3-5-sonnet-20241022",
  aliases: ["claude-3-5-sonnet-latest"],
  bedrockIds: ["anthropic.claude-3-5-sonnet-20241022-v2:0"],
  vertexIds: ["claude-3-5-sonnet-v2@20241022"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2025-10-28",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 8192,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "3.5-sonnet" },
  toolPrompt: { auto: 346, forced: 313 },
  periods: [{ from: null, list: prices("3", "15", "3.75", "6", "0.3") }],
  sources: ["CC", "GP", "DEPR"],
};
