import {
  describeScenario,
  factsOf,
  type BaselineEntry,
  type ScenarioFacts,
} from "../baseline/entry.ts";
import type { Side } from "./side.ts";
import type { Config } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import { variantModel } from "../config/variant.ts";
import type { Scenario } from "../fixture/fixture.ts";
import { loadScenarios } from "../fixture/load.ts";
import { findModel } from "../models/models.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Problem } from "../problem.ts";
import { project } from "../projection/project.ts";
import type { Tree } from "../tree.ts";
import { projectVariants, type ProjectedVariant } from "../variants/variants.ts";
import { neighboursOf, type EvaluationContext } from "./context.ts";

/** A tree's config and fixtures, as far as they could be read. */
export interface LoadedTree {
  readonly config: Config | null;
  /** Of the config, for excerpts. */
  readonly text: string | null;
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a tree. `rules`: a config to read its fixtures by in place of its own (a fork is judged by
 * main's).
 */
export function loadTree(
  tree: Tree,
  file: string,
  options: { readonly context: EvaluationContext; readonly rules?: Config },
): LoadedTree {
  const { context, rules } = options;
  const own = loadConfig(tree, file, context.configs);
  const config = rules ?? own.config;
  if (config === null) return { config, text: own.text, scenarios: [], problems: own.problems };
  const loaded = loadScenarios({ tree, config, digest: context.digest, cache: context.cache });
  return {
    config,
    text: own.text,
    scenarios: loaded.scenarios,
    problems: [...own.problems, ...loaded.problems],
  };
}

/**
 * Counts and projects a tree's scenarios. `other`: the sides of the tree it is compared with; a
 * scenario that depends on the same there is not counted again, and its bodies say which recordings
 * they earned.
 */
export function projectTree(options: {
  readonly scenarios: readonly Scenario[];
  readonly other: readonly Scenario[];
  readonly known: readonly Side[];
  readonly context: EvaluationContext;
  readonly book: PriceBook;
}): readonly Side[] {
  const { scenarios, other, known, context, book } = options;
  const equals = new Map(
    known.map((side) => [
      inputsOf(
        side.scenario,
        known.map((one) => one.scenario),
      ),
      side,
    ]),
  );
  const others = new Map(other.map((scenario) => [scenario.config.id, scenario]));
  const measured = scenarios.map((scenario) => {
    const equal = equals.get(inputsOf(scenario, scenarios));
    if (equal !== undefined && equal.scenario.config.id === scenario.config.id)
      return { scenario, measured: equal.measured, projection: equal.projection };
    const there = others.get(scenario.config.id) ?? null;
    return { scenario, measured: context.measurer.scenario(scenario, there), projection: null };
  });
  return measured.map((side) => ({
    scenario: side.scenario,
    measured: side.measured,
    projection:
      side.projection ??
      project({
        scenario: side.measured,
        population: neighboursOf(side.scenario.config.id, measured),
        book,
        asOf: context.asOf,
      }),
  }));
}

/** Everything a scenario's figures come from, as text that is equal where the figures are. */
function inputsOf(scenario: Scenario, all: readonly Scenario[]): string {
  return JSON.stringify([scenario.inputs, ...groupOf(scenario, all).map((one) => one.inputs)]);
}

function groupOf(scenario: Scenario, all: readonly Scenario[]): readonly Scenario[] {
  return scenario.config.cacheGroup === null
    ? []
    : all.filter((one) => one.config.cacheGroup === scenario.config.cacheGroup);
}

/** The variants a scenario asks for, projected amid the same neighbours. */
export function projectVariantsOf(
  side: Side,
  options: {
    readonly sides: readonly Side[];
    readonly context: EvaluationContext;
    readonly book: PriceBook;
  },
): readonly ProjectedVariant[] {
  const { sides, context, book } = options;
  const population = neighboursOf(side.scenario.config.id, sides);
  return projectVariants({
    names: side.scenario.config.variants.filter((name) => name !== "as-written"),
    scenario: side.scenario,
    measured: side.measured,
    measurer: context.measurer,
    project: (scenario) => project({ scenario, population, book, asOf: context.asOf }),
  });
}

/** The models a scenario names, by the price book's ids, sorted. */
export function modelsOf(side: Side): readonly string[] {
  return [
    ...new Set(
      side.measured.runs.flatMap((run) =>
        run.exchanges.map(({ prompt }) => findModel(prompt.model)?.model.id ?? prompt.model),
      ),
    ),
  ].sort();
}

/** What a scenario's figures depend on (DESIGN.md, `.promptcost/baseline.json`). */
export function factsOfSide(
  side: Side,
  options: {
    readonly sides: readonly Side[];
    readonly context: EvaluationContext;
    readonly book: PriceBook;
  },
): ScenarioFacts {
  const { sides, context, book } = options;
  const variants = side.scenario.config.variants.flatMap((name) => variantModel(name) ?? []);
  const models = [
    ...new Set([...modelsOf(side), ...variants.map((name) => findModel(name)?.model.id ?? name)]),
  ].sort();
  return factsOf({
    scenario: side.scenario,
    group: groupOf(
      side.scenario,
      sides.map((one) => one.scenario),
    ),
    counter: context.counter.id,
    prices: book.describe(models, context.asOf),
    digest: context.digest,
  });
}

/** The baseline's paragraph of a scenario. */
export function entryOf(
  side: Side,
  variants: readonly ProjectedVariant[],
  options: {
    readonly sides: readonly Side[];
    readonly context: EvaluationContext;
    readonly book: PriceBook;
  },
): BaselineEntry {
  return describeScenario({
    facts: factsOfSide(side, options),
    scenario: side.scenario,
    models: modelsOf(side),
    projection: side.projection,
    variants: variants.flatMap(({ name, projection }) =>
      projection === null ? [] : [{ name, projection }],
    ),
  });
}
