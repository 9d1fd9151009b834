import { prices, sinceOpus47, upTo45, type ModelEntry } from "./entry.ts";

/** Sonnet. The 3 / 15 that several tables carry for Sonnet 5 never applied (billing.md §1.7). */
export const sonnet: readonly ModelEntry[] = [
  {
    model: {
      ...sinceOpus47,
      id: "claude-sonnet-5-5",
      aliases: [],
      minCacheTokens: 512,
      frame: "C5",
      frameInferred: false,
      forcedToolChoiceAllowed: false,
      toolPrompt: { auto: null, forced: null },
    },
    releasedOn: "2026-09-28",
    retiresNotBefore: "2027-09-28",
    maxOutputInBatch: 300_000,
    bedrockIds: ["anthropic.claude-sonnet-5-5"],
    vertexIds: ["claude-sonnet-5-5"],
    regionalPremium: true,
    periods: [
      {
        from: "2026-09-28",
        list: prices("2", "10", "2.5", "4", "0.2"),
      },
      {
        from: "2026-10-07",
        list: prices("2", "10", "2.5", "4", "0.1"),
      },
    ],
    sources: ["CC", "DOCS-NOV", "PROMPTFUEL", "SKILL-NOV"],
  },
  {
    model: {
      ...sinceOpus47,
      id: "claude-sonnet-5",
      aliases: [],
      minCacheTokens: 1024,
      frame: "C",
      frameInferred: false,
      toolPrompt: { auto: 354, forced: 474 },
    },
    releasedOn: "2026-06-30",
    retiresNotBefore: "2027-06-30",
    maxOutputInBatch: 300_000,
    bedrockIds: ["anthropic.claude-sonnet-5"],
    vertexIds: ["claude-sonnet-5"],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("2", "10", "2.5", "4", "0.2"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "DOCS-NOV", "GP", "SKILL-NOV"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-sonnet-4-6",
      aliases: [],
      status: "active",
      retiresOn: null,
      minCacheTokens: 1024,
      contextWindow: 1_000_000,
      maxOutput: 128_000,
      frame: "A6",
      keepsPriorThinking: true,
      dataResidency: true,
      toolPrompt: { auto: 497, forced: 589 },
    },
    releasedOn: "2026-02-17",
    retiresNotBefore: "2027-02-17",
    maxOutputInBatch: 300_000,
    bedrockIds: ["anthropic.claude-sonnet-4-6"],
    vertexIds: ["claude-sonnet-4-6"],
    regionalPremium: true,
    periods: [
      {
        from: "2026-02-17",
        list: prices("3", "15", "3.75", "6", "0.3"),
        long: { over: 200_000, prices: prices("6", "22.5", "7.5", "12", "0.6") },
      },
      {
        from: "2026-03-14",
        list: prices("3", "15", "3.75", "6", "0.3"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-sonnet-4-5",
      aliases: ["claude-sonnet-4-5-20250929"],
      status: "deprecated",
      retiresOn: "2026-11-30",
      minCacheTokens: 1024,
      maxOutput: 64_000,
      toolPrompt: { auto: 496, forced: 588 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-sonnet-4-5-20250929-v1:0"],
    vertexIds: ["claude-sonnet-4-5@20250929"],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("3", "15", "3.75", "6", "0.3"),
        long: {
          over: 200_000,
          prices: prices("6", "22.5", "7.5", "12", "0.6"),
          beta: "context-1m-2025-08-07",
        },
      },
      {
        from: "2026-05-01",
        list: prices("3", "15", "3.75", "6", "0.3"),
      },
    ],
    sources: ["SDK", "CC", "DOCS-AUG", "GP", "SDK-1.13", "SKILL-NOV"],
  },
];
