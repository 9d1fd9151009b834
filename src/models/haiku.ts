import { prices, sinceOpus47, upTo45, type ModelEntry } from "./entry.ts";

/** Haiku. The cache prices of Haiku 3 are rounded, so ratios must not be used (billing.md §1.2). */
export const haiku: readonly ModelEntry[] = [
  {
    model: {
      ...sinceOpus47,
      id: "claude-haiku-5-5",
      aliases: [],
      minCacheTokens: 512,
      frame: "C5",
      frameInferred: true,
      toolPrompt: { auto: 286, forced: 406 },
      defaultEffort: "medium",
    },
    releasedOn: "2026-10-07",
    retiresNotBefore: "2027-10-07",
    maxOutputInBatch: 300_000,
    bedrockIds: ["anthropic.claude-haiku-5-5"],
    vertexIds: ["claude-haiku-5-5"],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("0.1", "0.5", "0.125", "0.2", "0.01"),
        long: { over: 100_000, prices: prices("0.5", "2.5", "0.625", "1", "0.05") },
      },
    ],
    sources: ["CC", "DOCS-NOV", "HAIKU-FB", "PROMPTFUEL", "SKILL-NOV"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-haiku-4-5",
      aliases: ["claude-haiku-4-5-20251001"],
      status: "active",
      retiresOn: null,
      minCacheTokens: 4096,
      maxOutput: 64_000,
      toolPrompt: { auto: 496, forced: 588 },
    },
    releasedOn: null,
    retiresNotBefore: "2026-10-15",
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5"],
    vertexIds: ["claude-haiku-4-5@20251001"],
    regionalPremium: true,
    periods: [
      {
        from: null,
        list: prices("1", "5", "1.25", "2", "0.1"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP", "MD", "SKILL-NOV", "SDK-1.13"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-5-haiku-20241022",
      aliases: ["claude-3-5-haiku-latest"],
      status: "retired",
      retiresOn: "2026-02-19",
      minCacheTokens: 2048,
      maxOutput: 8192,
      toolPrompt: { auto: 264, forced: 355 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-5-haiku-20241022-v1:0"],
    vertexIds: ["claude-3-5-haiku@20241022"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("0.8", "4", "1", "1.6", "0.08"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP", "DEPR"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-haiku-20240307",
      aliases: [],
      status: "retired",
      retiresOn: "2026-04-20",
      minCacheTokens: 2048,
      maxOutput: 4096,
      toolPrompt: { auto: 264, forced: 340 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-haiku-20240307-v1:0"],
    vertexIds: ["claude-3-haiku@20240307"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("0.25", "1.25", "0.3", "0.5", "0.03"),
      },
    ],
    sources: ["GP", "DEPR"],
  },
];
