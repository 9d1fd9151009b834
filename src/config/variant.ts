import { effortLevels, type EffortLevel } from "../models/model.ts";
import {
  plainVariants,
  variantFamilies,
  variantGroups,
  type ModelAliases,
  type PlainVariant,
  type VariantFamily,
  type VariantGroup,
  type VariantName,
} from "./config.ts";

/** How a variant of each family is written: its form for people, and what stands in its places. */
const families = {
  model: { form: "model:<id>", pattern: /^model:([^\s:][^\s]*)$/ },
  route: {
    form: "route:<share>%:<id>",
    pattern: /^route:(100|\d{1,2}(?:\.\d{1,2})?)%:([^\s:][^\s]*)$/,
  },
  effort: { form: "effort:<level>", pattern: new RegExp(`^effort:(${effortLevels.join("|")})$`) },
} as const satisfies Readonly<
  Record<VariantFamily, { readonly form: string; readonly pattern: RegExp }>
>;

/** What the names of variants that say more than a name look like. */
export const variantPatterns: readonly RegExp[] = variantFamilies.map(
  (family) => families[family].pattern,
);

/** Every name of a variant as people are told them, what they choose left open. */
export const variantForms: readonly string[] = [
  ...plainVariants,
  ...variantGroups,
  ...variantFamilies.map((family) => families[family].form),
];

export function isPlainVariant(name: string): name is PlainVariant {
  return plainVariants.some((known) => known === name);
}

export function isVariantGroup(name: string): name is VariantGroup {
  return variantGroups.some((known) => known === name);
}

export function isVariant(name: string): name is VariantName {
  return (
    isPlainVariant(name) ||
    isVariantGroup(name) ||
    variantPatterns.some((pattern) => pattern.test(name))
  );
}

/** What a name of a family's variant asks for; null: it is that of no such variant. */
export type Asked =
  | { readonly family: "model"; readonly model: string }
  | { readonly family: "route"; readonly hundredths: number; readonly model: string }
  | { readonly family: "effort"; readonly level: EffortLevel };

/** Reads `model:<id>`, `route:30%:<id>` (hundredths of a percent: 3,000), `effort:<level>`. */
export function readVariant(name: string): Asked | null {
  const [, model] = families.model.pattern.exec(name) ?? [];
  if (model !== undefined) return { family: "model", model };
  const [, share, routed] = families.route.pattern.exec(name) ?? [];
  if (share !== undefined && routed !== undefined)
    return { family: "route", hundredths: Math.round(Number(share) * 100), model: routed };
  const [, word] = families.effort.pattern.exec(name) ?? [];
  const level = effortLevels.find((known) => known === word);
  return level === undefined ? null : { family: "effort", level };
}

/** The id of the model that a variant `model:<id>` or `route:…:<id>` asks for; null for any other. */
export function variantModel(name: string): string | null {
  const asked = readVariant(name);
  return asked === null || asked.family === "effort" ? null : asked.model;
}

/**
 * A variant whose model is named as `models:` names it, under the id that this means. `model:*` is
 * `models`.
 */
export function withKnownModel(name: VariantName, models: ModelAliases): VariantName {
  if (name === "model:*") return "models";
  const asked = readVariant(name);
  if (asked === null || asked.family === "effort") return name;
  const id = models.get(asked.model);
  if (id === undefined) return name;
  const before: "model:" | `route:${string}` =
    asked.family === "model" ? "model:" : `route:${asked.hundredths / 100}%:`;
  return `${before}${id}`;
}
