import { prices, upTo45, type ModelEntry } from "./entry.ts";

/**
 * Sonnet models that recordings still hold. Retirement dates are those of the Claude API
 * (billing.md §1.2).
 */
export const sonnetRetired: readonly ModelEntry[] = [
  {
    model: {
      ...upTo45,
      id: "claude-sonnet-4-20250514",
      // The last one is in no list, but the API answers it as this model (recorded, 2025).
      aliases: ["claude-sonnet-4-0", "claude-sonnet-4", "claude-4-sonnet-20250514"],
      status: "retired",
      retiresOn: "2026-06-15",
      minCacheTokens: 1024,
      maxOutput: 64_000,
      toolPrompt: { auto: 313, forced: 315 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-sonnet-4-20250514-v1:0"],
    vertexIds: ["claude-sonnet-4@20250514"],
    regionalPremium: false,
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
    sources: ["CC", "DOCS-AUG", "GP"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-7-sonnet-20250219",
      aliases: ["claude-3-7-sonnet-latest"],
      status: "retired",
      retiresOn: "2026-02-19",
      minCacheTokens: 1024,
      maxOutput: 64_000,
      toolPrompt: { auto: 346, forced: 313 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-7-sonnet-20250219-v1:0"],
    vertexIds: ["claude-3-7-sonnet@20250219"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("3", "15", "3.75", "6", "0.3"),
      },
    ],
    sources: ["CC", "GP", "DEPR"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-5-sonnet-20241022",
      aliases: ["claude-3-5-sonnet-latest"],
      status: "retired",
      retiresOn: "2025-10-28",
      minCacheTokens: 1024,
      maxOutput: 8192,
      toolPrompt: { auto: 346, forced: 313 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-5-sonnet-20241022-v2:0"],
    vertexIds: ["claude-3-5-sonnet-v2@20241022"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("3", "15", "3.75", "6", "0.3"),
      },
    ],
    sources: ["CC", "GP", "DEPR"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-5-sonnet-20240620",
      aliases: [],
      status: "retired",
      retiresOn: "2025-10-28",
      minCacheTokens: 1024,
      maxOutput: 8192,
      toolPrompt: { auto: 294, forced: 261 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-5-sonnet-20240620-v1:0"],
    vertexIds: ["claude-3-5-sonnet@20240620"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("3", "15", "3.75", "6", "0.3"),
      },
    ],
    sources: ["GP", "DEPR"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-sonnet-20240229",
      aliases: [],
      status: "retired",
      retiresOn: "2025-07-21",
      minCacheTokens: null,
      maxOutput: 4096,
      toolPrompt: { auto: 159, forced: 235 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-sonnet-20240229-v1:0"],
    vertexIds: ["claude-3-sonnet@20240229"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("3", "15", null, null, null),
      },
    ],
    sources: ["GP", "DEPR"],
  },
];
