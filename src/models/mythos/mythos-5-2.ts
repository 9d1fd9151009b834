import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/** For organisations that the vendor verified. Cache reads cost 0.025 × input (billing.md §1.1). */
export const mythos52: Model = {
  ...sinceOpus47,
  id: "claude-mythos-5-2",
  aliases: [],
  bedrockIds: ["anthropic.claude-mythos-5-2"],
  vertexIds: [],
  regionalPremium: true,
  releasedOn: "2026-11-09",
  retiresNotBefore: "2027-11-09",
  minCacheTokens: 512,
  maxOutputInBatch: null,
  alwaysThinks: true,
  forcedToolChoiceAllowed: false,
  messageEffortAllowed: true,
  olderComputerAllowed: false,
  framing: { kind: "C5", inferred: true, generation: "fable" },
  toolPrompt: { auto: null, forced: null },
  periods: [
    {
      from: null,
      list: prices("8", "40", "10", "16", "0.2"),
      fast: prices("16", "80", "20", "32", "0.4"),
    },
  ],
  sources: ["CC", "DOCS-NOV", "GCP-FABLE52", "QIITA", "SKILL-NOV"],
};
