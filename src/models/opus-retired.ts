import { prices, upTo45, type ModelEntry } from "./entry.ts";

/** Opus models that recordings still hold. */
export const opusRetired: readonly ModelEntry[] = [
  {
    model: {
      ...upTo45,
      id: "claude-opus-4-1",
      aliases: ["claude-opus-4-1-20250805"],
      status: "retired",
      retiresOn: "2026-08-05",
      minCacheTokens: 1024,
      maxOutput: 32_000,
      toolPrompt: { auto: 313, forced: 315 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-opus-4-1-20250805-v1:0"],
    vertexIds: ["claude-opus-4-1@20250805"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("15", "75", "18.75", "30", "1.5"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-opus-4-20250514",
      aliases: ["claude-opus-4-0", "claude-opus-4"],
      status: "retired",
      retiresOn: "2026-06-15",
      minCacheTokens: 1024,
      maxOutput: 32_000,
      toolPrompt: { auto: 313, forced: 315 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-opus-4-20250514-v1:0"],
    vertexIds: ["claude-opus-4@20250514"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("15", "75", "18.75", "30", "1.5"),
      },
    ],
    sources: ["CC", "DOCS-AUG", "GP"],
  },
  {
    model: {
      ...upTo45,
      id: "claude-3-opus-20240229",
      aliases: ["claude-3-opus-latest"],
      status: "retired",
      retiresOn: "2026-01-05",
      minCacheTokens: 1024,
      maxOutput: 4096,
      toolPrompt: { auto: 530, forced: 281 },
    },
    releasedOn: null,
    retiresNotBefore: null,
    maxOutputInBatch: null,
    bedrockIds: ["anthropic.claude-3-opus-20240229-v1:0"],
    vertexIds: ["claude-3-opus@20240229"],
    regionalPremium: false,
    periods: [
      {
        from: null,
        list: prices("15", "75", "18.75", "30", "1.5"),
      },
    ],
    sources: ["GP", "DEPR"],
  },
];
