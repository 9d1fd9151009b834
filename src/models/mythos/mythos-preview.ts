import { sinceOpus47 } from "../defaults.ts";
import type { Model } from "../model.ts";
import { prices } from "../prices.ts";

/**
 * For organisations that the vendor verified. Its prices are unknown: sources disagree (billing.md
 * §1.7).
 */
export const mythosPreview: Model = {
  ...sinceOpus47,
  id: "claude-mythos-preview",
  aliases: [],
  bedrockIds: [],
  vertexIds: [],
  regionalPremium: true,
  status: "deprecated",
  releasedOn: null,
  retiresNotBefore: null,
  minCacheTokens: 2048,
  maxOutputInBatch: null,
  imageTier: null,
  alwaysThinks: true,
  dataResidency: false,
  systemMessages: "refused",
  framing: { kind: "C", inferred: true, generation: "fable" },
  toolPrompt: { auto: null, forced: null },
  periods: [{ from: null, list: prices(null, null, null, null, null) }],
  sources: ["SDK", "DOCS-AUG", "SDK-1.13", "SKILL-NOV"],
};
