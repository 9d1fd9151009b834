import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

export const sonnet55: Model = {
  ...sinceOpus47,
  id: "claude-sonnet-5-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-sonnet-5-5"],
  vertexIds: ["claude-sonnet-5-5"],
  regionalPremium: true,
  releasedOn: "2026-09-28",
  retiresNotBefore: "2027-09-28",
  minCacheTokens: 512,
  maxOutputInBatch: 300_000,
  alwaysThinks: true,
  forcedToolChoiceAllowed: false,
  betweenToolsAllowed: true,
  messageEffortAllowed: true,
  olderComputerAllowed: false,
  framing: {
    kind: "C5",
    inferred: false,
    generation: "5.5",
    // One exchange (framing-messages.md §4).
    citationSurcharge: 83,
    // Reported of requests that are in no corpus.
    systemMessage: -1,
  },
  toolPrompt: { auto: null, forced: null },
  periods: [
    { from: "2026-09-28", list: prices("2", "10", "2.5", "4", "0.2") },
    { from: "2026-10-07", list: prices("2", "10", "2.5", "4", "0.1") },
  ],
  sources: ["CC", "DOCS-NOV", "PROMPTFUEL", "SKILL-NOV"],
};
