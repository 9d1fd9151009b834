import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const opus5: Model = {
  ...sinceOpus47,
  id: "claude-opus-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-opus-5"],
  vertexIds: ["claude-opus-5"],
  regionalPremium: true,
  releasedOn: "2026-07-24",
  retiresNotBefore: "2027-07-24",
  minCacheTokens: 512,
  effortChange: { keeps: "nothing", source: "anthropics/claude-code#92444" },
  maxOutputInBatch: 300_000,
  thinksAboveHigh: true,
  messageEffortAllowed: true,
  framing: { kind: "C", inferred: false, generation: "5-opus" },
  toolPrompt: { auto: 286, forced: 406 },
  periods: [
    {
      from: null,
      list: prices("5", "25", "6.25", "10", "0.5"),
      fast: prices("10", "50", "12.5", "20", "1"),
    },
  ],
  sources: ["CC", "DOCS-AUG", "DOCS-NOV", "GP", "SKILL-NOV"],
};
