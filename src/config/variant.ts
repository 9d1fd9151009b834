/**
 * The names of variants: the other ways to run a scenario that `variants:` may list (DESIGN.md,
 * "Variants and advice"). What each does to a scenario is in `variants/`, by the same names.
 */
import { listNames } from "../problems/text.ts";

/** The variants with a name of their own, in the order they are shown where they are listed. */
export const plainVariants = [
  "as-written",
  "no-cache",
  "cache-5m",
  "cache-1h",
  "batch",
  "batch+cache",
] as const;

export type PlainVariant = (typeof plainVariants)[number];
/** A variant, or `model:` and the id of another model. */
export type VariantName = PlainVariant | `model:${string}`;

/** `model:claude-haiku-4-5`. */
export const modelVariantPattern = /^model:[^\s:][^\s]*$/;

/** Every name there is, a model's id left open, as people are told them. */
export const variantForms: readonly string[] = [...plainVariants, "model:<id>"];

/** What is expected of an item of `variants:`, as the end of a sentence "must be …". */
export const variantText = `a variant: ${listNames(variantForms.map((name) => `\`${name}\``))}`;

export function isPlainVariant(name: string): name is PlainVariant {
  return plainVariants.some((known) => known === name);
}

export function isVariant(name: string): name is VariantName {
  return isPlainVariant(name) || modelVariantPattern.test(name);
}

/** The id of the model that a variant `model:<id>` asks for; null for any other name. */
export function variantModel(name: string): string | null {
  return name.startsWith("model:") ? name.slice("model:".length) : null;
}
