import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const fable5: Model = {
  ...sinceOpus47,
  id: "claude-fable-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-fable-5"],
  vertexIds: ["claude-fable-5"],
  regionalPremium: true,
  releasedOn: "2026-06-09",
  retiresNotBefore: "2027-06-09",
  minCacheTokens: 512,
  maxOutputInBatch: null,
  alwaysThinks: true,
  framing: { kind: "C", inferred: true, generation: "fable" },
  toolPrompt: { auto: null, forced: null },
  periods: [{ from: null, list: prices("10", "50", "12.5", "20", "1") }],
  sources: ["CC", "DOCS-AUG", "GP", "SKILL-NOV"],
};
