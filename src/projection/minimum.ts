import { findModel } from "../models/models.ts";

/** The largest minimum of any model, taken where none is published (billing.md §2). */
const assumed = 4096;

/**
 * The least tokens of a cached prefix; `known` is false where nobody published it and the largest
 * of all models is assumed.
 */
export function findMinimum(model: string): { readonly tokens: number; readonly known: boolean } {
  const tokens = findModel(model)?.model.minCacheTokens ?? null;
  return tokens === null ? { tokens: assumed, known: false } : { tokens, known: true };
}

export function minimumOf(model: string): number {
  return findMinimum(model).tokens;
}
