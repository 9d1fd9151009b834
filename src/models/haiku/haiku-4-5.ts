import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const haiku45: Model = {
  ...beforeOpus47,
  id: "claude-haiku-4-5",
  aliases: ["claude-haiku-4-5-20251001"],
  bedrockIds: ["anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5"],
  vertexIds: ["claude-haiku-4-5@20251001"],
  regionalPremium: true,
  status: "active",
  releasedOn: null,
  retiresOn: null,
  retiresNotBefore: "2026-10-15",
  minCacheTokens: 4096,
  maxOutput: 64_000,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "4.5" },
  toolPrompt: { auto: 496, forced: 588 },
  periods: [{ from: null, list: prices("1", "5", "1.25", "2", "0.1") }],
  sources: ["CC", "DOCS-AUG", "GP", "MD", "SKILL-NOV", "SDK-1.13"],
};
