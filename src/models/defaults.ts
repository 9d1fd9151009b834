import type { Model } from "./model.ts";

/**
 * What all models since Opus 4.7 have in common (billing.md §1.1, §5, §6), unless they say else.
 */
export const sinceOpus47 = {
  status: "active",
  retiresOn: null,
  contextWindow: 1_000_000,
  maxOutput: 128_000,
  tokenizer: "v4.7",
  imageTier: "high",
  keepsPriorThinking: true,
  thinksByDefault: true,
  alwaysThinks: false,
  thinkingBudgetAllowed: false,
  defaultEffort: "high",
  effortChange: null,
  effortLevels: ["low", "medium", "high", "xhigh", "max"],
  thinksAboveHigh: false,
  betweenToolsAllowed: false,
  systemMessages: "allowed",
  messageEffortAllowed: false,
  olderComputerAllowed: true,
  prefillAllowed: false,
  forcedToolChoiceAllowed: true,
  dataResidency: true,
} as const satisfies Partial<Model>;

/** What the models before it have in common, unless they say else. */
export const beforeOpus47 = {
  contextWindow: 200_000,
  tokenizer: "v3",
  imageTier: "standard",
  keepsPriorThinking: false,
  thinksByDefault: false,
  alwaysThinks: false,
  thinkingBudgetAllowed: true,
  defaultEffort: "high",
  effortChange: null,
  effortLevels: [],
  thinksAboveHigh: false,
  betweenToolsAllowed: false,
  systemMessages: "refused",
  messageEffortAllowed: false,
  olderComputerAllowed: true,
  prefillAllowed: true,
  forcedToolChoiceAllowed: true,
  dataResidency: false,
} as const satisfies Partial<Model>;
