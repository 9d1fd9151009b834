import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const haiku55: Model = {
  ...sinceOpus47,
  id: "claude-haiku-5-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-haiku-5-5"],
  vertexIds: ["claude-haiku-5-5"],
  regionalPremium: true,
  releasedOn: "2026-10-07",
  retiresNotBefore: "2027-10-07",
  minCacheTokens: 512,
  maxOutputInBatch: 300_000,
  defaultEffort: "medium",
  thinksAboveHigh: true,
  messageEffortAllowed: true,
  olderComputerAllowed: false,
  framing: { kind: "C5", inferred: true, generation: "5.5-haiku" },
  toolPrompt: { auto: 286, forced: 406 },
  periods: [
    {
      from: null,
      list: prices("0.1", "0.5", "0.125", "0.2", "0.01"),
      long: { over: 100_000, prices: prices("0.5", "2.5", "0.625", "1", "0.05") },
    },
  ],
  sources: ["CC", "DOCS-NOV", "HAIKU-FB", "PROMPTFUEL", "SKILL-NOV"],
};
