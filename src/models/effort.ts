import type { ModelId } from "./ids.ts";
import { effortLevels, type EffortLevel } from "./model.ts";

/**
 * How much an answer costs at each level, in hundredths of what it costs at `high`: the index in
 * the catalogue of the vendor's client (billing.md §3a). Models that are not listed have none.
 */
const effortIndexes: Readonly<Partial<Record<ModelId, Readonly<Record<EffortLevel, number>>>>> = {
  "claude-haiku-5-5": { low: 38, medium: 52, high: 100, xhigh: 203, max: 434 },
  "claude-sonnet-5": { low: 47, medium: 74, high: 100, xhigh: 241, max: 559 },
  "claude-sonnet-5-5": { low: 49, medium: 54, high: 100, xhigh: 187, max: 550 },
  "claude-opus-4-8": { low: 72, medium: 90, high: 100, xhigh: 165, max: 188 },
  "claude-opus-5": { low: 67, medium: 76, high: 100, xhigh: 160, max: 170 },
  "claude-opus-5-5": { low: 48, medium: 66, high: 100, xhigh: 166, max: 344 },
  "claude-fable-5": { low: 60, medium: 77, high: 100, xhigh: 174, max: 191 },
  "claude-fable-5-1": { low: 75, medium: 86, high: 100, xhigh: 138, max: 174 },
  "claude-mythos-5-1": { low: 75, medium: 86, high: 100, xhigh: 138, max: 174 },
};

/**
 * How many times as long an answer gets when a model's effort changes, as a quotient of whole
 * numbers; null where the vendor gives the model no index. It is the vendor's average over its own
 * work: an assumption, never a measurement.
 */
export function effortFactor(
  model: ModelId,
  change: { readonly from: EffortLevel; readonly to: EffortLevel },
): { readonly times: number; readonly over: number } | null {
  const index = effortIndexes[model];
  return index === undefined ? null : { times: index[change.to], over: index[change.from] };
}

/** A level's place in their order; null for a word that is none. */
export function effortLevel(word: string): EffortLevel | null {
  return effortLevels.find((level) => level === word) ?? null;
}
