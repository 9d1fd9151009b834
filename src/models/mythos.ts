import { prices, sinceOpus47, type ModelEntry } from "./entry.ts";

/**
 * Mythos: organisations verified by the vendor only. The prices of the preview are unknown: sources
 * disagree (billing.md §1.7).
 */
export const mythos: readonly ModelEntry[] = [
  {
    model: {
      ...sinceOpus47,
      id: "claude-mythos-5-2",
      aliases: [],
      minCacheTokens: 512,
      frame: "C5",
      frameInferred: true,
      forcedToolChoiceAllowed: false,
      toolPrompt: { auto: null, forced: null },
    },
    releasedOn: "2026-11-09",
    retiresNotBefore: "2027-11-09",
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-mythos-5-2"],
    vertexIds: [],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("8", "40", "10", "16", "0.2"),
        fast: prices("16", "80", "20", "32", "0.4"),
      },
    ],
    sources: ["CC", "DOCS-NOV", "GCP-FABLE52", "QIITA", "SKILL-NOV"],
  },
  {
    model: {
      ...sinceOpus47,
      id: "claude-mythos-5-1",
      aliases: [],
      minCacheTokens: 512,
      frame: "C5",
      frameInferred: true,
      forcedToolChoiceAllowed: false,
      toolPrompt: { auto: null, forced: null },
    },
    releasedOn: "2026-09-01",
    retiresNotBefore: "2027-09-01",
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-mythos-5-1"],
    vertexIds: [],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("10", "50", "12.5", "20", "0.25"),
      },
    ],
    sources: ["CC", "DOCS-NOV", "PROMPTFUEL", "SKILL", "SKILL-NOV"],
  },
  {
    model: {
      ...sinceOpus47,
      id: "claude-mythos-5",
      aliases: [],
      minCacheTokens: 512,
      frame: "C",
      frameInferred: true,
      toolPrompt: { auto: null, forced: null },
    },
    releasedOn: "2026-06-09",
    retiresNotBefore: "2027-06-09",
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-mythos-5"],
    vertexIds: [],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("10", "50", "12.5", "20", "1"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP", "SKILL-NOV"],
  },
  {
    model: {
      ...sinceOpus47,
      id: "claude-mythos-preview",
      aliases: [],
      status: "deprecated",
      minCacheTokens: 2048,
      frame: "C",
      frameInferred: true,
      imageTier: null,
      dataResidency: false,
      toolPrompt: { auto: null, forced: null },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: [],
    vertexIds: [],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices(null, null, null, null, null),
      },
    ],
    sources: ["SDK", "DOCS-AUG", "SDK-1.13", "SKILL-NOV"],
  },
];
