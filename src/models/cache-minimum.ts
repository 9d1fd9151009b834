import { findModel } from "./lookup.ts";

/** The largest minimum of any model, taken where none is published (billing.md §2). */
const assumedMinimum = 4096;

/**
 * The least tokens a prefix must have to be cached; `known` is false where nobody published it for
 * this model and the largest of all models is assumed.
 */
export function findMinimum(model: string): { readonly tokens: number; readonly known: boolean } {
  const tokens = findModel(model)?.model.minCacheTokens ?? null;
  return tokens === null ? { tokens: assumedMinimum, known: false } : { tokens, known: true };
}

/** The same where it does not matter whether it is assumed. */
export function minimumOf(model: string): number {
  return findMinimum(model).tokens;
}
