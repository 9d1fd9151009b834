import { beforeOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/** Its cache prices are rounded, so ratios must not be used (billing.md §1.2). */
export const haiku3: Model = {
  ...beforeOpus47,
  id: "claude-3-haiku-20240307",
  aliases: [],
  bedrockIds: ["anthropic.claude-3-haiku-20240307-v1:0"],
  vertexIds: ["claude-3-haiku@20240307"],
  regionalPremium: false,
  status: "retired",
  releasedOn: null,
  retiresOn: "2026-04-20",
  retiresNotBefore: null,
  minCacheTokens: 2048,
  maxOutput: 4096,
  maxOutputInBatch: null,
  framing: { kind: "A", inferred: false, generation: "3-haiku" },
  toolPrompt: { auto: 264, forced: 340 },
  periods: [{ from: null, list: prices("0.25", "1.25", "0.3", "0.5", "0.03") }],
  sources: ["GP", "DEPR"],
};
