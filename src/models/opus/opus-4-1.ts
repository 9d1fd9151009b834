import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const opus41: Model = {
  ...beforeOpus47,
  id: "claude-opus-4-1",
  aliases: ["claude-opus-4-1-20250805"],
  bedrockIds: ["anthropic.claude-opus-4-1-20250805-v1:0"],
  vertexIds: ["claude-opus-4-1@20250805"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-08-05",
  retiresNotBefore: null,
  minCacheTokens: 1024,
  maxOutput: 32_000,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "4" },
  toolPrompt: { auto: 313, forced: 315 },
  periods: [{ from: null, list: prices("15", "75", "18.75", "30", "1.5") }],
  sources: ["CC", "DOCS-AUG", "GP"],
};
