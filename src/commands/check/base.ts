/**
 * Main's side of a check: its tree, what its baseline says, and whether the one proves the other.
 */
import { parseBaseline, type ParsedBaseline } from "../../baseline/baseline.ts";
import { shorten } from "../../baseline/base-commit.ts";
import type { OpenedBase } from "../../baseline/open-base.ts";
import type { BaselineEntry } from "../../baseline/entry.ts";
import { proveBaseline } from "../../baseline/proof.ts";
import type { Side } from "../../evaluation/side.ts";
import type { BaseSide } from "../../compare/state.ts";
import type { Config } from "../../config/config.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Tree } from "../../tree.ts";
import type { ProjectedVariant } from "../../variants/variants.ts";
import { problemsOfSide } from "../../evaluation/problems.ts";
import { loadTree, entryOf, projectVariantsOf, type LoadedTree } from "../../evaluation/tree.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";

/** The commit to compare with and its files, or why it cannot be had. */
export type CheckBase = OpenedBase;

/** Where main's side is, and by which config it goes. */
export interface BaseInput {
  readonly base: CheckBase;
  /** Path of the config from the repository's root. */
  readonly file: string;
}

export interface BaseTree {
  readonly side: BaseSide;
  readonly loaded: LoadedTree | null;
  /**
   * Its `promptcost.yml`, though its fixtures may be broken; null where it has none that can be
   * read.
   */
  readonly config: Config | null;
  readonly baseline: ParsedBaseline;
}

/** Reads main's side, as far as it can be had. */
export function loadBase(input: BaseInput, fallback: string, context: EvaluationContext): BaseTree {
  const none: ParsedBaseline = { state: "missing" };
  if ("problem" in input.base)
    return {
      side: { kind: "no-commit", problem: input.base.problem },
      loaded: null,
      config: null,
      baseline: none,
    };
  const { tree, commit } = input.base;
  const sha = shorten(commit.sha);
  if (tree.entry(input.file) === undefined)
    return {
      side: { kind: "no-config", file: input.file, commit: sha },
      loaded: null,
      config: null,
      baseline: none,
    };
  const loaded = loadTree(tree, input.file, { context });
  const baseline = readBaseline(tree, loaded.config, fallback);
  const errors = loaded.problems.filter((one) => one.severity === "error").length;
  if (loaded.config === null || errors > 0)
    return {
      side: { kind: "broken", file: input.file, commit: sha, problems: errors, baseline },
      loaded: null,
      config: loaded.config,
      baseline,
    };
  return {
    side: { kind: "tree", proof: { state: "current", byScenario: new Map(), problems: [] } },
    loaded,
    config: loaded.config,
    baseline,
  };
}

function readBaseline(tree: Tree, config: Config | null, fallback: string): ParsedBaseline {
  const path = config?.baseline ?? fallback;
  return parseBaseline(tree.entry(path)?.kind === "file" ? (tree.text(path) ?? "") : null);
}

/**
 * Main's tree may be readable and still have no figures: a model without prices, a request that the
 * API refuses.
 */
export function withoutFigures(
  base: BaseTree,
  sides: { readonly head: readonly Side[]; readonly base: readonly Side[] },
  { input, context }: { readonly input: BaseInput; readonly context: EvaluationContext },
): BaseTree {
  if (base.side.kind !== "tree" || "problem" in input.base) return base;
  // What is equal in the head was looked at there, and had no errors.
  const sound = new Set(sides.head.map((side) => side.projection));
  const errors = sides.base
    .filter((side) => !sound.has(side.projection))
    .flatMap((side) =>
      problemsOfSide(side, { variants: [], table: context.table, asOf: context.asOf }),
    )
    .filter((one) => one.severity === "error").length;
  if (errors === 0) return base;
  const side: BaseSide = {
    kind: "broken",
    file: input.file,
    commit: shorten(input.base.commit.sha),
    problems: errors,
    baseline: base.baseline,
  };
  return { ...base, side };
}

/**
 * The head's variants by projection: a scenario that is equal on main has the same projection, and
 * so these.
 */
export type KnownVariants = ReadonlyMap<Side["projection"], readonly ProjectedVariant[]>;

/** Holds the committed baseline against main's own tree. */
export function prove(
  base: BaseTree,
  sides: readonly Side[],
  options: {
    readonly input: BaseInput;
    readonly context: EvaluationContext;
    readonly book: PriceBook;
    readonly known: KnownVariants;
  },
): BaseSide {
  const { input, context, book, known } = options;
  const variantsOf = (side: Side): readonly ProjectedVariant[] =>
    known.get(side.projection) ?? projectVariantsOf(side, { sides, context, book });
  if (
    base.side.kind !== "tree" ||
    base.loaded?.config === null ||
    base.loaded === null ||
    "problem" in input.base
  )
    return base.side;
  const tree = new Map<string, BaselineEntry>(
    sides.map((side) => [
      side.scenario.config.id,
      entryOf(side, variantsOf(side), { sides, context, book }),
    ]),
  );
  return {
    kind: "tree",
    proof: proveBaseline({
      baseline: base.baseline,
      tree,
      flagged: context.dry,
      file: base.loaded.config.baseline,
      commit: shorten(input.base.commit.sha),
    }),
  };
}
