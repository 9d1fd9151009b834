import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const opus3: Model = {
  ...beforeOpus47,
  id: "claude-3-opus-20240229",
  aliases: ["claude-3-opus-latest"],
  bedrockIds: ["anthropic.claude-3-opus-20240229-v1:0"],
  vertexIds: ["claude-3-opus@20240229"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-01-05",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 4096,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "3-opus" },
  toolPrompt: { auto: 530, forced: 281 },
  periods: [{ from: null, list: prices("15", "75", "18.75", "30", "1.5") }],
  sources: ["GP", "DEPR"],
};
