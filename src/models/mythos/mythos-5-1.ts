import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/** For organisations that the vendor verified. Cache reads cost 0.025 × input (billing.md §1.1). */
export const mythos51: Model = {
  ...sinceOpus47,
  id: "claude-mythos-5-1",
  aliases: [],
  bedrockIds: ["anthropic.claude-mythos-5-1"],
  vertexIds: [],
  regionalPremium: true,
  releasedOn: "2026-09-01",
  retiresNotBefore: "2027-09-01",
  minCacheTokens: 512,
  maxOutputInBatch: null,
  alwaysThinks: true,
  forcedToolChoiceAllowed: false,
  messageEffortAllowed: true,
  framing: { kind: "C5", inferred: true, generation: "fable" },
  toolPrompt: { auto: null, forced: null },
  periods: [{ from: null, list: prices("10", "50", "12.5", "20", "0.25") }],
  sources: ["CC", "DOCS-NOV", "PROMPTFUEL", "SKILL", "SKILL-NOV"],
};
