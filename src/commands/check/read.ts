import { shorten } from "../../baseline/base-commit.ts";
import { baselineText, parseBaseline, type ParsedBaseline } from "../../baseline/baseline.ts";
import { findForeignBaseline } from "../../baseline/replaceable.ts";
import { forkRules, withBaseAssertions } from "../../budget/trust/fork-rules.ts";
import type { UnusableBase } from "../../compare/state.ts";
import type { Config } from "../../config/config.ts";
import { loadConfig } from "../../config/load.ts";
import { isContentLost } from "../../content-fault.ts";
import { createEvaluationContext, type EvaluationContext } from "../../evaluation/context.ts";
import { loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { errorsOf } from "../../evaluation/problems.ts";
import { holdFixtures } from "../../evaluation/links/held-tree.ts";
import type { Scenario } from "../../fixture/fixture.ts";
import { loadScenarios } from "../../fixture/load.ts";
import { nowhere, placeIn, problem, type ProblemDetails } from "../../problem.ts";
import type { CheckInput } from "./input.ts";
import { watchTree } from "./watched.ts";

/** Both trees of a check, read. */
export interface ReadTrees {
  readonly input: CheckInput;
  readonly context: EvaluationContext;
  readonly readHead: LoadedTree;
  /**
   * Of a fork: main's fixtures as they are with the fork's files, for the scenarios where that is
   * not what the fork's own are.
   */
  readonly held: readonly Scenario[];
  readonly readBase: ReadBase;
}

/** Main's tree, as far as it can be had. */
interface ReadBase {
  /** Its `promptcost.yml`, though its fixtures may be broken; null where there is none to read. */
  readonly config: Config | null;
  /** Empty where the side is unusable. */
  readonly scenarios: readonly Scenario[];
  readonly side: ReadableBase | UnusableBase;
}

/** Main's tree without an error. `commit` is a short id, `file` the baseline's path. */
interface ReadableBase {
  readonly kind: "readable";
  readonly commit: string;
  readonly file: string;
  readonly baseline: ParsedBaseline;
}

/** Reads main's side, then the head as the rules that judge it see it. */
export function readTrees(input: CheckInput): ReadTrees {
  const context = createEvaluationContext(input);
  const { alone, own } = readAlone(input, context);
  if (alone !== null) return alone;
  const readBase = readBaseOf(input, context);
  const read = readHeadOf(input, readBase, { context, own });
  const foreign = findForeignBaseline(input.head, read.readHead.config);
  const problems = [...read.readHead.problems, ...foreign];
  return { input, context, readBase, ...read, readHead: { ...read.readHead, problems } };
}

/**
 * The head alone, where there is nothing to compare it with: its base is the commit it stands on,
 * and nothing that a check looks at is changed since; null: there is. `own` is the head as it was
 * read for that; null: it was not.
 */
function readAlone(
  input: CheckInput,
  context: EvaluationContext,
): { readonly alone: ReadTrees | null; readonly own: LoadedTree | null } {
  const { base, file } = input;
  const same = "problem" in base ? null : (base.same ?? null);
  if ("problem" in base || same === null) return { alone: null, own: null };
  const watched = watchTree(input.head);
  const own = loadTree(watched.tree, file, { context });
  if (!watched.isSameIn(base.tree)) return { alone: null, own };
  const { sha, why } = base.commit;
  const side = { kind: "same", commit: shorten(sha), why, same } as const;
  return {
    alone: { input, context, readHead: own, held: [], readBase: unusable(side, null) },
    own,
  };
}

/**
 * Each side's own `models:` says what its names mean: a deployment that gets another model is a
 * change like any other. A name that only the head explains means the same on main, so that
 * explaining it moves nothing; what a fork explains does not count.
 */
function readBaseOf(input: CheckInput, context: EvaluationContext): ReadBase {
  const { base, file } = input;
  if ("problem" in base) return unusable({ kind: "no-commit", problem: base.problem }, null);
  const { tree } = base;
  const commit = shorten(base.commit.sha);
  if (tree.entry(file) === undefined) {
    // Before the config came, a fork's own rules would judge it, though main has others by now.
    if (input.fork && base.current === false)
      return unusable(withoutRules({ file, commit, why: "older" }), null);
    return unusable({ kind: "no-config", file, commit }, null);
  }
  const head = input.fork ? null : loadConfig(input.head, file, context.knownConfigs).config;
  const loaded = loadTree(tree, file, { context, names: head?.models ?? new Map() });
  const { config, scenarios } = loaded;
  const baseline = parseBaseline(baselineText(tree, loaded.baseline));
  const missing = base.lost?.() ?? null;
  if (missing !== null) {
    const found = problem("base-blobs-missing", nowhere, { commit, said: missing });
    return unusable({ kind: "no-commit", problem: found }, config);
  }
  const lost = loaded.problems.find(isContentLost);
  if (lost !== undefined) {
    const message = `In commit ${commit}: ${lost.message}`;
    return unusable({ kind: "no-commit", problem: { ...lost, message } }, config);
  }
  const problems = errorsOf(loaded.problems).length;
  if (input.fork && (config === null || problems > 0)) {
    const why = config === null ? "broken" : "fixtures-broken";
    return unusable(withoutRules({ file, commit, why }), config);
  }
  if (config === null || problems > 0)
    return unusable({ kind: "broken", file, commit, problems, baseline }, config);
  return { config, scenarios, side: { kind: "readable", commit, file: loaded.baseline, baseline } };
}

/** Nobody's rules, or assertions, are left for a fork: its own would let everything through. */
function withoutRules(details: ProblemDetails<"fork-without-rules">): UnusableBase {
  return {
    kind: "no-commit",
    problem: problem("fork-without-rules", placeIn(details.file), details),
  };
}

function unusable(side: UnusableBase, config: Config | null): ReadBase {
  return { config, scenarios: [], side };
}

/**
 * A fork's head is read by main's rules and at main's traffic, and its fixtures take over what
 * main's assert.
 */
function readHeadOf(
  input: CheckInput,
  base: ReadBase,
  known: { readonly context: EvaluationContext; readonly own: LoadedTree | null },
): Pick<ReadTrees, "readHead" | "held"> {
  const { context } = known;
  const own = known.own ?? loadTree(input.head, input.file, { context });
  if (input.fork && base.side.kind === "no-config") {
    const said = problem("fork-own-rules", placeIn(input.file), input);
    return { readHead: { ...own, problems: [...own.problems, said] }, held: [] };
  }
  if (!input.fork || base.config === null || own.config === null)
    return { readHead: own, held: [] };
  const rules = forkRules({ head: own.config, base: base.config, fork: true });
  const loaded = loadTree(input.head, input.file, { context, rules });
  const main = new Map(base.scenarios.map((scenario) => [scenario.config.id, scenario]));
  const judged = loaded.scenarios.map((scenario) => asserted(scenario, main));
  const scenarios = judged.map(({ config }) => config);
  const leftOut = loaded.scenarios.flatMap(({ config: { id }, runs }, index) => {
    const count = runs.length - (judged[index]?.runs.length ?? 0);
    return count === 0 ? [] : [problem("fork-runs-left-out", nowhere, { count }, id)];
  });
  return {
    readHead: {
      ...loaded,
      config: { ...(loaded.config ?? rules), scenarios },
      scenarios: judged,
      problems: [...loaded.problems, ...leftOut],
    },
    held: holdScenarios({ input, base, rules, context }).map((scenario) =>
      asserted(scenario, main),
    ),
  };
}

/** A fork's scenario with what main's fixtures assert, at main's traffic. */
function asserted(scenario: Scenario, main: ReadonlyMap<string, Scenario>): Scenario {
  const other = main.get(scenario.config.id);
  // The times of observed arrivals are main's too: fewer of them would be less traffic.
  const traffic = other === undefined ? scenario.config.traffic : other.config.traffic;
  return {
    ...scenario,
    config: { ...scenario.config, traffic },
    runs: withBaseAssertions(scenario.runs, other?.runs ?? [], scenario.config.vars),
  };
}

/**
 * Main's fixtures with the fork's files. A run of main's that cannot be read with them is as it is
 * on main.
 */
function holdScenarios(given: {
  readonly input: CheckInput;
  readonly base: ReadBase;
  readonly rules: Config;
  readonly context: EvaluationContext;
}): readonly Scenario[] {
  const { input, base, rules, context } = given;
  if ("problem" in input.base || base.scenarios.length === 0) return [];
  const { digest, loadCache: cache } = context;
  const tree = holdFixtures({
    head: input.head,
    base: input.base.tree,
    config: rules,
    scenarios: base.scenarios,
    cache: cache.content,
  });
  if (tree === null) return [];
  const loaded = loadScenarios({ tree, config: rules, digest, cache });
  const main = new Map(base.scenarios.map((scenario) => [scenario.config.id, scenario]));
  const broken = new Set(errorsOf(loaded.problems).map(({ file }) => file));
  return loaded.scenarios.flatMap((scenario) => {
    const known = main.get(scenario.config.id);
    if (known === undefined) return [];
    const runs = new Map(scenario.runs.map((run) => [run.id, run]));
    return {
      ...scenario,
      runs: known.runs.map((run) => (broken.has(run.place.file) ? run : (runs.get(run.id) ?? run))),
    };
  });
}
