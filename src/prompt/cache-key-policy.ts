import { findModel } from "../models/lookup.ts";
import type { Model } from "../models/model.ts";

/**
 * Where sources leave open what enters the cache key, what is assumed. Each is an assumption
 * that figures rest on (caching-rules.md §1, §2). A parameter enters the key from the level named
 * on; `none`: it does not enter.
 */
export interface CacheKeyPolicy {
  /**
   * Key order inside a tool's definition: `breaks` (the documentation's word) or `ignored` (what
   * token counts suggest).
   */
  readonly toolKeyOrder: "breaks" | "ignored";
  /**
   * `tools`: speeds share nothing (fast-mode page, diagnostics). `system`: tools are kept
   * (invalidation table).
   */
  readonly speed: "tools" | "system";
  /** `thinking`: the model decides, and no source names the models. */
  readonly thinking: "tools" | "messages";
  /**
   * Top-level `output_config.effort` of a model that nobody measured; a measured one has its own
   * (`Model.effortChange`).
   */
  readonly effort: "tools" | "messages";
  /** `output_config.format`: invalidates, level unknown. */
  readonly outputFormat: "tools" | "system" | "messages";
  /** `output_config.task_budget`: part of the rendered prompt, level unknown. */
  readonly taskBudget: "tools" | "messages";
  /** The set of `anthropic-beta` headers: documented as affecting the prompt, level unknown. */
  readonly betas: "tools" | "messages" | "none";
  /** `context_management`: documented as affecting the prompt, level unknown. */
  readonly contextManagement: "tools" | "messages" | "none";
}

/** The policy figures rest on unless told otherwise: where in doubt, less of the cache is kept. */
export const cautiousPolicy: CacheKeyPolicy = {
  toolKeyOrder: "breaks",
  speed: "tools",
  thinking: "tools",
  effort: "tools",
  outputFormat: "tools",
  taskBudget: "messages",
  betas: "tools",
  contextManagement: "messages",
};

/** What of a model decides how its prompt is read. */
export interface ModelTraits extends Pick<
  Model,
  "keepsPriorThinking" | "thinksByDefault" | "defaultEffort" | "effortChange"
> {
  readonly id: string;
}

/**
 * The traits of a model the price book knows by this name; null for another, which then has no
 * special rules.
 */
export function findTraits(name: string): ModelTraits | null {
  const named = findModel(name);
  if (named === null) return null;
  const { id, keepsPriorThinking, thinksByDefault, defaultEffort, effortChange } = named.model;
  return { id, keepsPriorThinking, thinksByDefault, defaultEffort, effortChange };
}
