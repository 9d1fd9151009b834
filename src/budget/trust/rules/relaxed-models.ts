import type { ModelAliases } from "../../../config/config.ts";
import { findModel, type NamedModel } from "../../../models/lookup.ts";
import { priceClasses } from "../../../models/prices.ts";
import type { Relaxation } from "../../relaxation.ts";

/**
 * Names of `models:` that mean another model, or another place, that may come to a lower figure. A
 * name that is new there, or gone, meant what the price book knows by it, if anything.
 */
export function relaxModels(before: ModelAliases, after: ModelAliases): readonly Relaxation[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name) ?? name, after.get(name) ?? name];
    if (from === to) return [];
    const [was, is] = [findModel(from), findModel(to)];
    const isKnown = was !== null && is !== null;
    return (isKnown || (before.has(name) && after.has(name))) && mayCostLess(was, is)
      ? [{ path: ["models", name], from, to }]
      : [];
  });
}

/**
 * Whether any price is lower, or a prompt may count fewer tokens or be cached more: how much of it
 * comes to a lower figure depends on the prompt.
 */
function mayCostLess(was: NamedModel | null, is: NamedModel | null): boolean {
  if (was === null || is === null) return true;
  if (premiumOf(is) < premiumOf(was) || (was.fast && !is.fast)) return true;
  if (was.model === is.model) return false;
  const pricesOf = ({ model }: NamedModel) => model.periods.at(-1)?.list;
  const [dear, cheap] = [pricesOf(was), pricesOf(is)];
  return (
    was.model.tokenizer !== is.model.tokenizer ||
    (is.model.minCacheTokens ?? 0) < (was.model.minCacheTokens ?? Infinity) ||
    priceClasses.some((name) => (cheap?.[name] ?? 0n) < (dear?.[name] ?? 0n))
  );
}

/** None, perhaps, surely. */
function premiumOf({ regional }: NamedModel): number {
  return regional === null ? 1 : regional ? 2 : 0;
}
