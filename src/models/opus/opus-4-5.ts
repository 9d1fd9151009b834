import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const opus45: Model = {
  ...beforeOpus47,
  id: "claude-opus-4-5",
  aliases: ["claude-opus-4-5-20251101"],
  bedrockIds: ["anthropic.claude-opus-4-5-20251101-v1:0"],
  vertexIds: ["claude-opus-4-5@20251101"],
  regionalPremium: true,
  status: "deprecated",
  releasedOn: null,
  retiresOn: "2027-01-22",
  retiresNotBefore: null,
  minCacheTokens: 4096,
  maxOutput: 64_000,
  maxOutputInBatch: null,
  keepsPriorThinking: true,
  effortLevels: ["low", "medium", "high"],
  framing: { kind: "A", inferred: false, generation: "4.5" },
  toolPrompt: { auto: 496, forced: 588 },
  periods: [{ from: null, list: prices("5", "25", "6.25", "10", "0.5") }],
  sources: ["CC", "DOCS-AUG", "GP", "MD", "SDK-1.13"],
};
