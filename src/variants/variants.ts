import type { PlainVariant, VariantName } from "../config/config.ts";
import { isPlainVariant, modelOfVariant } from "../config/variant.ts";
import type { Day } from "../day.ts";
import type { Scenario } from "../fixture/fixture.ts";
import type { Problem } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import { noteBatchHits } from "../projection/notes.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { asWritten } from "./as-written.ts";
import { batchCache } from "./batch-cache.ts";
import { batch } from "./batch.ts";
import { cache1h } from "./cache-1h.ts";
import { cache5m } from "./cache-5m.ts";
import { onModel } from "./model.ts";
import { noCache } from "./no-cache.ts";
import { inSentence } from "./sentence.ts";
import type { Variant, Varied } from "./variant.ts";

/** What each variant with a name of its own does to a scenario. */
const variants: Readonly<Record<PlainVariant, Variant>> = {
  "as-written": asWritten,
  "no-cache": noCache,
  "cache-5m": cache5m,
  "cache-1h": cache1h,
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

interface VaryOptions {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
  readonly measurer: Measurer;
  /** The day a model must be there on. */
  readonly asOf: Day;
}

/**
 * The variants a scenario asks for, side by side, each projected by the same function as the
 * scenario itself.
 */
export function projectVariants(
  options: VaryOptions & {
    readonly names: readonly VariantName[];
    readonly project: (scenario: MeasuredScenario) => Projection;
  },
): readonly ProjectedVariant[] {
  return options.names.map((name) => {
    const varied = varyScenario(name, options);
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

function varyScenario(name: VariantName, options: VaryOptions): Varied {
  return isPlainVariant(name)
    ? asVariant(name, options.measured)
    : onModel(modelOfVariant(name), options);
}

/** Scenarios changed so far, while the unchanged one is in use: whoever asks again has the same. */
const changed = new WeakMap<MeasuredScenario, Map<PlainVariant, Varied>>();

/** A scenario as one of the variants with a name of their own, changed once however often asked. */
export function asVariant(name: PlainVariant, scenario: MeasuredScenario): Varied {
  const byName = changed.get(scenario) ?? new Map<PlainVariant, Varied>();
  changed.set(scenario, byName);
  const varied = byName.get(name) ?? variants[name](scenario);
  byName.set(name, varied);
  return varied;
}
