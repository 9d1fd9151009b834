import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/** Cache reads cost 0.025 × input (billing.md §1.1). */
export const fable51: Model = {
  ...sinceOpus47,
  id: "claude-fable-5-1",
  aliases: [],
  bedrockIds: ["anthropic.claude-fable-5-1"],
  vertexIds: ["claude-fable-5-1"],
  regionalPremium: true,
  releasedOn: "2026-09-01",
  retiresNotBefore: "2027-09-01",
  minCacheTokens: 512,
  effortChange: { keeps: "all", source: "anthropics/claude-code#92444" },
  maxOutputInBatch: null,
  alwaysThinks: true,
  forcedToolChoiceAllowed: false,
  messageEffortAllowed: true,
  framing: { kind: "C5", inferred: false, generation: "fable" },
  toolPrompt: { auto: null, forced: null },
  periods: [{ from: null, list: prices("10", "50", "12.5", "20", "0.25") }],
  sources: ["CC", "DOCS-NOV", "PROMPTFUEL", "SKILL", "SKILL-NOV"],
};
