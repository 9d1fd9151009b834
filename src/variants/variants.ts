import { isPlainVariant, readVariant } from "../config/variant.ts";
import type { PlainVariant, VariantName } from "../config/config.ts";
import type { Problem } from "../problem.ts";
import { noteBatchHits } from "../projection/notes/notes.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { asWritten } from "./as-written.ts";
import { auto1h } from "./caching/auto-1h.ts";
import { auto5m } from "./caching/auto-5m.ts";
import { batchCache } from "./batch-cache.ts";
import { batch } from "./batch.ts";
import { best } from "./best/best.ts";
import { cache1h } from "./caching/cache-1h.ts";
import { cache5m } from "./caching/cache-5m.ts";
import { atEffort } from "./effort.ts";
import { keepAlive } from "./keep-alive/keep-alive.ts";
import { onModel } from "./model.ts";
import { namedVariants } from "./named.ts";
import { noCache } from "./caching/no-cache.ts";
import { routed } from "./route.ts";
import { inSentence } from "./sentence.ts";
import type { Variant, VariantContext, Varied } from "./variant.ts";

/** What each variant with a name of its own does to a scenario. */
const variants: Readonly<Record<PlainVariant, Variant>> = {
  "as-written": asWritten,
  "no-cache": noCache,
  "cache-5m": cache5m,
  "cache-1h": cache1h,
  "auto-5m": auto5m,
  "auto-1h": auto1h,
  "keep-alive": keepAlive,
  best,
  batch,
  "batch+cache": batchCache,
};

/** A variant next to the scenario as written. */
export interface ProjectedVariant {
  readonly name: string;
  readonly projection: Projection | null;
  /** Why there is no projection; null where there is one. */
  readonly whyNot: string | null;
  readonly problems: readonly Problem[];
}

/**
 * The variants a scenario asks for, side by side, each projected by the same function as the
 * scenario itself.
 */
export function projectVariants(
  options: VariantContext & {
    readonly measured: MeasuredScenario;
    readonly names: readonly VariantName[];
  },
): readonly ProjectedVariant[] {
  const { measured, names } = options;
  const context = withKnownModels(options);
  return namedVariants(names, measured, options.asOf).map((name) => {
    const varied = varyScenario(name, measured, context);
    if ("whyNot" in varied) return { name, projection: null, whyNot: varied.whyNot, problems: [] };
    const projection = options.project(varied.scenario);
    const unpriced = projection.unpriced.find(({ severity }) => severity === "error");
    if (unpriced !== undefined)
      return { name, projection: null, whyNot: inSentence(unpriced.message), problems: [] };
    return {
      name,
      projection,
      whyNot: null,
      problems: [...varied.problems, ...noteBatchHits(varied.scenario)],
    };
  });
}

/** A context that counts a scenario for each model once. */
interface KnownModels extends VariantContext {
  readonly onModel: (model: string) => Varied;
}

function withKnownModels(
  context: VariantContext & { readonly measured: MeasuredScenario },
): KnownModels {
  const known = new Map<string, Varied>();
  return {
    ...context,
    onModel: (model) => {
      const found = known.get(model) ?? onModel(model, context);
      known.set(model, found);
      return found;
    },
  };
}

function varyScenario(name: VariantName, measured: MeasuredScenario, context: KnownModels): Varied {
  if (isPlainVariant(name)) return asVariant(name, measured, context);
  const asked = readVariant(name);
  if (asked === null) return { whyNot: `no variant ${name} is known` };
  if (asked.family === "effort") return atEffort(asked.level, measured, context);
  const other = context.onModel(asked.model);
  return asked.family === "model" ? other : routed(asked.hundredths, { measured, other });
}

/** Scenarios changed so far, while the unchanged one is in use: whoever asks again has the same. */
const changed = new WeakMap<MeasuredScenario, Map<PlainVariant, Varied>>();

/** A scenario as one of the variants with a name of their own, changed once however often asked. */
export function asVariant(
  name: PlainVariant,
  scenario: MeasuredScenario,
  context: VariantContext,
): Varied {
  const byName = changed.get(scenario) ?? new Map<PlainVariant, Varied>();
  changed.set(scenario, byName);
  const varied = byName.get(name) ?? variants[name](scenario, context);
  byName.set(name, varied);
  return varied;
}
