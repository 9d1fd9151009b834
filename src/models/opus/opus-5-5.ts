import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const opus55: Model = {
  ...sinceOpus47,
  id: "claude-opus-5-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-opus-5-5"],
  vertexIds: ["claude-opus-5-5"],
  regionalPremium: true,
  releasedOn: "2026-09-22",
  retiresNotBefore: "2027-09-22",
  minCacheTokens: 512,
  maxOutputInBatch: 300_000,
  alwaysThinks: true,
  defaultEffort: "medium",
  forcedToolChoiceAllowed: false,
  messageEffortAllowed: true,
  olderComputerAllowed: false,
  framing: { kind: "C5", inferred: false, generation: "5.5" },
  toolPrompt: { auto: 286, forced: null },
  periods: [
    {
      from: null,
      list: prices("4", "20", "5", "8", "0.2"),
      fast: prices("8", "40", "10", "16", "0.4"),
    },
  ],
  sources: ["CC", "DOCS-NOV", "SKILL", "SKILL-NOV"],
};
