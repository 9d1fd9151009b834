import type { BaselineState } from "../../baseline/proof.ts";
import { forkRules, withBaseAssertions } from "../../budget/trust/fork-rules.ts";
import { findRelaxedAssertions, findNotLinked } from "../../budget/trust/relaxed-fixtures.ts";
import { findRelaxedRules, type RelaxedRule } from "../../budget/trust/relaxed-rules.ts";
import { judge } from "../../budget/verdict.ts";
import { nameChanges } from "../../compare/attribution/changes.ts";
import { compareScenarios, compareWithBaseline } from "../../compare/compare.ts";
import type { ScenarioComparison } from "../../compare/comparison.ts";
import type { Side } from "../../evaluation/side.ts";
import { compareState, type CompareState } from "../../compare/state.ts";
import type { Config } from "../../config/config.ts";
import type { PriceBook } from "../../models/rates.ts";
import { hasErrors, nowhere, problem, type Problem } from "../../problem.ts";
import { buildReport, type CheckResult } from "../../report/build.ts";
import type { ScenarioResult } from "../../report/scenario.ts";
import type { Report } from "../../report/report.ts";
import type { Tree } from "../../tree.ts";
import type { ProjectedVariant } from "../../variants/variants.ts";
import { loadBase, prove, withoutFigures, type BaseInput, type BaseTree } from "./base.ts";
import { problemsOfSide } from "../../evaluation/problems.ts";
import {
  loadTree,
  projectTree,
  projectVariantsOf,
  type LoadedTree,
} from "../../evaluation/tree.ts";
import {
  createEstimator,
  createEvaluationContext,
  openBook,
  type CommandContext,
  type EvaluationContext,
} from "../../evaluation/context.ts";

export interface CheckInput extends CommandContext, BaseInput {
  readonly head: Tree;
  /** The head is somebody else's repository: main's rules judge it. */
  readonly fork: boolean;
  readonly links: CheckResult["links"];
  /** Problems found before, such as those of the action's inputs. */
  readonly problems: readonly Problem[];
}

export interface CheckOutcome {
  readonly report: Report;
  /** The head's config, for excerpts. */
  readonly source: { readonly file: string; readonly text: string } | null;
}

/**
 * The main job: both trees read, counted, projected, compared; the budgets judged; one report. A
 * function of two trees, flags and a day: it asks nobody. What cannot be said is in the report,
 * never left out of it.
 */
export function check(input: CheckInput): CheckOutcome {
  const context = createEvaluationContext(input);
  const loadedBase = loadBase(input, ".promptcost/baseline.json", context);
  const head = loadHead(input, loadedBase, context);
  const source = head.text === null ? null : { file: input.file, text: head.text };
  const early = [...input.problems, ...head.problems];
  const { config } = head;
  const refuse = (found: readonly Problem[]): CheckOutcome => {
    const problems = "problem" in input.base ? [input.base.problem, ...found] : found;
    return {
      report: failEarly(input, { config: config?.file ?? input.file, problems, baseline: null }),
      source,
    };
  };
  if (config === null || hasErrors(early)) return refuse(early);

  const book = openBook(config);
  const baseScenarios = loadedBase.loaded?.scenarios ?? [];
  const headSides = projectTree({
    scenarios: head.scenarios,
    other: baseScenarios,
    known: [],
    context,
    book,
  });
  const variants = new Map(
    headSides.map((side) => [
      side.scenario.config.id,
      projectVariantsOf(side, { sides: headSides, context, book }),
    ]),
  );
  const found = headSides.flatMap((side) =>
    problemsOfSide(side, {
      variants: variants.get(side.scenario.config.id) ?? [],
      table: context.table,
      asOf: input.asOf,
    }),
  );
  if (hasErrors(found)) return refuse([...early, ...found]);

  const baseSides = projectTree({
    scenarios: baseScenarios,
    other: head.scenarios,
    known: headSides,
    context,
    book,
  });
  const base = withoutFigures(loadedBase, { head: headSides, base: baseSides }, { input, context });
  const known = new Map(
    headSides.map((side) => [side.projection, variants.get(side.scenario.config.id) ?? []]),
  );
  const state = compareState(
    prove(base, baseSides, { input, context, book, known }),
    config.onNoBase,
  );
  const comparisons = compare(state, { head: headSides, base: baseSides }, { base, context, book });
  const compared = state.comparison === "compared" || state.comparison === "unexplained";
  const report = buildReport({
    asOf: input.asOf,
    config: config.file,
    comparison: state.comparison,
    base:
      "problem" in input.base
        ? null
        : {
            sha: input.base.commit.sha,
            why: input.base.commit.why,
            baseline: state.baseline ?? "missing",
          },
    scenarios: comparisons.map((comparison) =>
      resultOf(comparison, { sides: headSides, variants, config }),
    ),
    judgement: judge({ config, comparisons, compared }),
    loosened: relaxedBy(input, head, { base, comparisons }),
    problems: [...state.problems, ...early, ...found],
    error: state.error,
    links: input.links,
  });
  return { report, source };
}

/** The head as the rules that judge it see it. */
function loadHead(input: CheckInput, base: BaseTree, context: EvaluationContext): LoadedTree {
  const own = loadTree(input.head, input.file, { context });
  const rules = base.config;
  if (!input.fork || rules === null || own.config === null) return own;
  const judged = forkRules({ head: own.config, base: rules, fork: true });
  const loaded = loadTree(input.head, input.file, { context, rules: judged });
  const asserted = new Map(
    base.loaded?.scenarios.map((scenario) => [scenario.config.id, scenario.runs]),
  );
  const scenarios = loaded.scenarios.map((scenario) => ({
    ...scenario,
    runs: withBaseAssertions(
      scenario.runs,
      asserted.get(scenario.config.id) ?? [],
      scenario.config.vars,
    ),
  }));
  const leftOut = loaded.scenarios.flatMap(({ config: { id }, runs }, at) => {
    const count = runs.length - (scenarios[at]?.runs.length ?? 0);
    return count === 0 ? [] : [problem("fork-runs-left-out", nowhere, { count }, id)];
  });
  return { ...loaded, scenarios, problems: [...loaded.problems, ...leftOut] };
}

function failEarly(
  input: CheckInput,
  found: {
    readonly config: string | null;
    readonly problems: readonly Problem[];
    readonly baseline: BaselineState | null;
  },
): Report {
  return buildReport({
    asOf: input.asOf,
    config: found.config,
    comparison: "not-compared",
    base:
      "problem" in input.base
        ? null
        : {
            sha: input.base.commit.sha,
            why: input.base.commit.why,
            baseline: found.baseline ?? "missing",
          },
    scenarios: [],
    judgement: null,
    loosened: [],
    problems: found.problems,
    error: true,
    links: input.links,
  });
}

function compare(
  state: CompareState,
  sides: { readonly head: readonly Side[]; readonly base: readonly Side[] },
  options: {
    readonly base: BaseTree;
    readonly context: EvaluationContext;
    readonly book: PriceBook;
  },
): readonly ScenarioComparison[] {
  const { base, context, book } = options;
  if (state.figures === "baseline" && base.baseline.state === "ok")
    return compareWithBaseline(sides.head, base.baseline.entries);
  const estimator = createEstimator({ context, book, head: sides.head, base: sides.base });
  return compareScenarios({
    head: sides.head,
    base: state.figures === "tree" ? sides.base : null,
    estimator,
    nameChanges,
  });
}

function resultOf(
  comparison: ScenarioComparison,
  options: {
    readonly sides: readonly Side[];
    readonly variants: ReadonlyMap<string, readonly ProjectedVariant[]>;
    readonly config: Config;
  },
): ScenarioResult {
  const side = options.sides.find((one) => one.scenario.config.id === comparison.id) ?? null;
  return {
    comparison,
    measured: side?.measured ?? null,
    traffic: side?.measured.traffic ?? null,
    untied: side?.scenario.notLinked ?? [],
    variants: options.variants.get(comparison.id) ?? [],
    place: options.config.locate(["scenarios", comparison.id]),
  };
}

/**
 * What the head has laxer than main. Of a fork only what its fixtures no longer follow: the rest is
 * main's anyway.
 */
function relaxedBy(
  input: CheckInput,
  head: LoadedTree,
  found: { readonly base: BaseTree; readonly comparisons: readonly ScenarioComparison[] },
): readonly RelaxedRule[] {
  const { base, comparisons } = found;
  if (base.config === null || head.config === null) return [];
  const renamed = new Map(
    comparisons.flatMap(({ id, was }) => (was === null ? [] : [[was, id] as const])),
  );
  const before = base.loaded?.scenarios ?? [];
  const untied = findNotLinked(before, head.scenarios, {
    renamed,
    isThere: (file) => input.head.entry(file)?.kind === "file",
  });
  if (input.fork) return untied;
  return [
    ...findRelaxedRules(base.config, head.config, renamed),
    ...findRelaxedAssertions(before, head.scenarios, renamed),
    ...untied,
  ];
}
