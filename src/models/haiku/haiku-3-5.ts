import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const haiku35: Model = {
  ...beforeOpus47,
  id: "claude-3-5-haiku-20241022",
  aliases: ["claude-3-5-haiku-latest"],
  bedrockIds: ["anthropic.claude-3-5-haiku-20241022-v1:0"],
  vertexIds: ["claude-3-5-haiku@20241022"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-02-19",
  retiresNotBefore: null,
  minCacheTokens: 2048,
  maxOutput: 8192,
  maxOutputInBatch: null,
  framing: {
    kind: "A",
    inferred: false,
    generation: "3-haiku",
    // 26 of 26 pictures (framing-messages.md §4).
    doublePatches: true,
  },
  toolPrompt: { auto: 264, forced: 355 },
  periods: [{ from: null, list: prices("0.8", "4", "1", "1.6", "0.08") }],
  sources: ["CC", "DOCS-AUG", "GP", "DEPR"],
};
