import {
  plainVariants,
  type ModelAliases,
  type ModelVariant,
  type PlainVariant,
  type VariantName,
} from "./config.ts";

/** `model:claude-haiku-4-5`. */
export const modelVariantPattern = /^model:[^\s:][^\s]*$/;

/** Every name of a variant as people are told them, the model's id left open. */
export const variantForms: readonly string[] = [...plainVariants, "model:<id>"];

export function isPlainVariant(name: string): name is PlainVariant {
  return plainVariants.some((known) => known === name);
}

export function isVariant(name: string): name is VariantName {
  return isPlainVariant(name) || modelVariantPattern.test(name);
}

/** The id of the model where a name is that of a variant `model:<id>`; null for any other. */
export function variantModel(name: string): string | null {
  return isModelVariant(name) ? modelOfVariant(name) : null;
}

/** The id of the model that a variant `model:<id>` asks for. */
export function modelOfVariant(name: ModelVariant): string {
  return name.slice("model:".length);
}

/** A variant whose model is named as `models:` names it, under the id that this means. */
export function withKnownModel(name: VariantName, models: ModelAliases): VariantName {
  const id = isModelVariant(name) ? models.get(modelOfVariant(name)) : undefined;
  return id === undefined ? name : `model:${id}`;
}

function isModelVariant(name: string): name is ModelVariant {
  return name.startsWith("model:");
}
