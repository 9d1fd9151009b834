import type { VariantName } from "../config/config.ts";
import type { Scenario } from "../fixture/fixture.ts";
import type { Problem } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { refusesBatch } from "./batch.ts";
import { withoutBreakpoints, withTtl } from "./breakpoints.ts";
import { onModel } from "./model.ts";

/** A scenario changed in one respect, or why the API would not take it so. */
export type Varied =
  | { readonly scenario: MeasuredScenario; readonly problems: readonly Problem[] }
  | { readonly whyNot: string };

/** A variant beside the scenario as written. */
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
}

/**
 * Changes a scenario in one respect (DESIGN.md, "Variants and advice"). Markers cost no tokens, so
 * counts stay.
 */
export function varyScenario(name: VariantName, options: VaryOptions): Varied {
  const { measured } = options;
  switch (name) {
    case "as-written":
      return plain(measured);
    case "no-cache":
      return plain(withoutBreakpoints(measured));
    case "cache-5m":
      return plain(withTtl(measured, "5m"));
    case "cache-1h":
      return plain(withTtl(measured, "1h"));
    case "batch":
      return inBatch(withoutBreakpoints(measured));
    case "batch+cache":
      return inBatch(measured);
    default:
      return onModel(name.slice("model:".length), options);
  }
}

function plain(scenario: MeasuredScenario): Varied {
  return { scenario, problems: [] };
}

function inBatch(scenario: MeasuredScenario): Varied {
  const whyNot = refusesBatch(scenario);
  return whyNot === null ? plain({ ...scenario, tier: "batch" }) : { whyNot };
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
    const unpriced = projection.problems.find((one) => one.severity === "error");
    if (unpriced !== undefined)
      return { name, projection: null, whyNot: inSentence(unpriced.message), problems: [] };
    return {
      name,
      projection,
      whyNot: null,
      problems: [
        ...varied.problems,
        ...projection.problems.filter((one) => one.code === "batch-hit-share"),
      ],
    };
  });
}

/** A problem's message as the end of a sentence. */
function inSentence(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, "")}`;
}
