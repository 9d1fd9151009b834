import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/** The 3 / 15 that several tables carry for it never applied (billing.md §1.7). */
export const sonnet5: Model = {
  ...sinceOpus47,
  id: "claude-sonnet-5",
  aliases: [],
  bedrockIds: ["anthropic.claude-sonnet-5"],
  vertexIds: ["claude-sonnet-5"],
  regionalPremium: true,
  releasedOn: "2026-06-30",
  retiresNotBefore: "2027-06-30",
  minCacheTokens: 1024,
  effortChange: { keeps: "system", source: "anthropics/claude-code#92444" },
  maxOutputInBatch: 300_000,
  // Recorded: five such conversations were answered (pydantic-ai).
  systemMessages: "disputed",
  framing: { kind: "C", inferred: false, generation: "5-sonnet" },
  toolPrompt: { auto: 354, forced: 474 },
  periods: [{ from: null, list: prices("2", "10", "2.5", "4", "0.2") }],
  sources: ["CC", "DOCS-AUG", "DOCS-NOV", "GP", "SKILL-NOV"],
};
