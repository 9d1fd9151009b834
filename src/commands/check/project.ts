import type { ParsedBaseline } from "../../baseline/baseline.ts";
import { findTokensOverBudget } from "../../budget/unpriced-tokens.ts";
import type { UnusableBase } from "../../compare/state.ts";
import type { Config } from "../../config/config.ts";
import { openBook } from "../../evaluation/context.ts";
import { errorsOf, problemsOf } from "../../evaluation/problems.ts";
import { noteSelfTest, selfTest, type SelfTest } from "../../evaluation/self-test.ts";
import {
  assumptionsOf,
  projectTree,
  projectVariantsOf,
  type ProjectedTree,
} from "../../evaluation/project.ts";
import type { PriceBook } from "../../models/rates.ts";
import { hasErrors, nowhere, problem, type Problem } from "../../problem.ts";
import type { LargestParts, Projection } from "../../projection/projection.ts";
import type { ProjectedVariant } from "../../variants/variants.ts";
import type { CheckInput } from "./input.ts";
import type { ReadTrees } from "./read.ts";

/** Both trees of a check, projected at the head's prices. */
export interface ProjectedTrees extends ReadTrees {
  readonly kind: "projected";
  /** The config that judges: the head's own, of a fork main's. */
  readonly config: Config;
  readonly head: ProjectedTree;
  readonly base: ProjectedBase | UnusableBase;
  /**
   * The head's variants. A scenario that is equal on main has the same projection, and so these.
   */
  readonly variants: ReadonlyMap<Projection, readonly ProjectedVariant[]>;
  /** What the cache rules make of the head's own recordings, by projection. */
  readonly selfTests: ReadonlyMap<Projection, SelfTest | null>;
  /** Those of the head, none of them an error. */
  readonly problems: readonly Problem[];
}

/** Main's tree, projected. `commit` is a short id, `file` the baseline's path. */
interface ProjectedBase {
  readonly kind: "projected";
  readonly tree: ProjectedTree;
  readonly commit: string;
  readonly file: string;
  readonly baseline: ParsedBaseline;
}

/** The head has errors: nothing is compared or judged, and the report holds its problems. */
export interface RefusedCheck {
  readonly kind: "refused";
  readonly input: CheckInput;
  readonly problems: readonly Problem[];
}

/** Counts and projects both trees, or says what of the head keeps it from being projected. */
export function projectTrees(read: ReadTrees): ProjectedTrees | RefusedCheck {
  const { input, context, readHead } = read;
  const { config } = readHead;
  const found = [...input.problems, ...readHead.problems];
  if (config === null || hasErrors(found)) return { kind: "refused", input, problems: found };

  const book = openBook(config);
  const head = projectHead(read, book);
  const variants = new Map(
    head.scenarios.map((scenario) => [scenario.projection, projectVariantsOf(scenario, head)]),
  );
  const selfTests = new Map(
    head.scenarios.map(({ projection, measured }) => [projection, selfTest(measured, context)]),
  );
  const problems = [
    ...found,
    ...noteHeld(read, head),
    ...head.scenarios.flatMap((scenario) => [
      ...problemsOf(scenario, variants.get(scenario.projection) ?? [], context),
      ...noteSelfTest(scenario.measured, selfTests.get(scenario.projection) ?? null),
      ...assumptionsOf(scenario, head),
    ]),
  ];
  if (hasErrors(problems)) {
    const over = findTokensOverBudget(config, largestOf(head));
    return { kind: "refused", input, problems: [...problems, ...over] };
  }

  const base = projectBase(read, head);
  return { ...read, kind: "projected", config, head, base, variants, selfTests, problems };
}

/** What a tree's scenarios send at most, whatever it costs. */
function largestOf({ scenarios }: ProjectedTree): (id: string) => LargestParts | null {
  const byId = new Map(
    scenarios.map(({ scenario, projection }) => [scenario.config.id, projection]),
  );
  return (id) => byId.get(id)?.largest ?? null;
}

/**
 * The head's scenarios. Of a fork each is the dearer one of its own and main's fixtures with the
 * fork's files: whatever it does to its fixtures, what main's follow is followed.
 */
function projectHead(
  { readHead, readBase, held, context }: ReadTrees,
  book: PriceBook,
): ProjectedTree {
  const { scenarios } = readHead;
  const other = readBase.scenarios;
  const own = projectTree({ scenarios, other, context, book });
  if (held.length === 0) return own;
  const inputs = new Map(scenarios.map((scenario) => [scenario.config.id, scenario.inputs]));
  const differs = held.filter((scenario) => scenario.inputs !== inputs.get(scenario.config.id));
  const floor = projectTree({ scenarios: held, other, known: own.scenarios, context, book });
  const costs = new Map(floor.scenarios.map((each) => [each.scenario.config.id, each]));
  const chosen = own.scenarios.map((each) => {
    const { id } = each.scenario.config;
    const least = differs.some(({ config }) => config.id === id) ? costs.get(id) : undefined;
    return least === undefined ||
      least.projection.usdPerRun <= each.projection.usdPerRun ||
      errorsOf(problemsOf(least, [], context)).length > 0
      ? each.scenario
      : least.scenario;
  });
  return chosen.every((scenario, index) => scenario === own.scenarios[index]?.scenario)
    ? own
    : projectTree({
        scenarios: chosen,
        other,
        known: [...own.scenarios, ...floor.scenarios],
        context,
        book,
      });
}

/** Which scenarios of a fork are main's fixtures. */
function noteHeld({ held }: ReadTrees, { scenarios }: ProjectedTree): readonly Problem[] {
  const known = new Set(held);
  return scenarios.flatMap(({ scenario }) =>
    known.has(scenario) ? problem("fork-fixtures-held", nowhere, {}, scenario.config.id) : [],
  );
}

/**
 * Main's tree may be readable and still have no figures: a model without prices, a request that the
 * API refuses. Scenarios equal in the head were looked at there, and have no errors.
 */
function projectBase(
  { input, readBase }: ReadTrees,
  { scenarios: known, context, book }: ProjectedTree,
): ProjectedTrees["base"] {
  const { scenarios, side } = readBase;
  if (side.kind !== "readable") return side;
  const tree = projectTree({ scenarios, known, context, book });
  const sound = new Set(known.map(({ projection }) => projection));
  const errors = tree.scenarios
    .filter(({ projection }) => !sound.has(projection))
    .flatMap((scenario) => errorsOf(problemsOf(scenario, [], context)));
  const { commit, file, baseline } = side;
  return errors.length === 0
    ? { kind: "projected", tree, commit, file, baseline }
    : { kind: "broken", file: input.file, commit, problems: errors.length, baseline };
}
