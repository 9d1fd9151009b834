import { shorten } from "../../baseline/base-commit.ts";
import { baselineText, parseBaseline, type ParsedBaseline } from "../../baseline/baseline.ts";
import { forkRules, withBaseAssertions } from "../../budget/trust/fork-rules.ts";
import type { UnusableBase } from "../../compare/state.ts";
import type { Config } from "../../config/config.ts";
import { loadConfig } from "../../config/load.ts";
import { isContentLost } from "../../content-fault.ts";
import { createEvaluationContext, type EvaluationContext } from "../../evaluation/context.ts";
import { loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { errorsOf } from "../../evaluation/problems.ts";
import type { Scenario } from "../../fixture/fixture.ts";
import { nowhere, placeIn, problem } from "../../problem.ts";
import type { CheckInput } from "./input.ts";
import { watchTree } from "./watched.ts";

/** Both trees of a check, read. */
export interface ReadTrees {
  readonly input: CheckInput;
  readonly context: EvaluationContext;
  readonly readHead: LoadedTree;
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
  const same = readSame(input, context);
  if (same !== null) return same;
  const readBase = readBaseOf(input, context);
  return { input, context, readBase, readHead: readHeadOf(input, readBase, context) };
}

/**
 * The head alone, where there is nothing to compare it with: its base is the commit it stands on,
 * and nothing that a check looks at is changed since; null: there is.
 */
function readSame(input: CheckInput, context: EvaluationContext): ReadTrees | null {
  const { base, file } = input;
  const same = "problem" in base ? null : (base.same ?? null);
  if ("problem" in base || same === null) return null;
  const watched = watchTree(input.head);
  const readHead = loadTree(watched.tree, file, { context });
  if (!watched.isSameIn(base.tree)) return null;
  const { sha, why } = base.commit;
  const side = { kind: "same", commit: shorten(sha), why, same } as const;
  return { input, context, readHead, readBase: unusable(side, null) };
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
    if (input.fork && base.current === false) return unjudged(file, commit, "older");
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
  if (input.fork && config === null) return unjudged(file, commit, "broken");
  const problems = errorsOf(loaded.problems).length;
  if (config === null || problems > 0)
    return unusable({ kind: "broken", file, commit, problems, baseline }, config);
  return { config, scenarios, side: { kind: "readable", commit, file: loaded.baseline, baseline } };
}

/** Nobody's rules are left for a fork: its own would let everything through. */
function unjudged(file: string, commit: string, why: "broken" | "older"): ReadBase {
  const found = problem("fork-without-rules", placeIn(file), { file, commit, why });
  return unusable({ kind: "no-commit", problem: found }, null);
}

function unusable(side: UnusableBase, config: Config | null): ReadBase {
  return { config, scenarios: [], side };
}

/**
 * A fork's head is read by main's rules and at main's traffic, and its fixtures take over what
 * main's assert.
 */
function readHeadOf(input: CheckInput, base: ReadBase, context: EvaluationContext): LoadedTree {
  const own = loadTree(input.head, input.file, { context });
  if (input.fork && base.side.kind === "no-config")
    return {
      ...own,
      problems: [...own.problems, problem("fork-own-rules", placeIn(input.file), input)],
    };
  if (!input.fork || base.config === null || own.config === null) return own;
  const rules = forkRules({ head: own.config, base: base.config, fork: true });
  const loaded = loadTree(input.head, input.file, { context, rules });
  const main = new Map(base.scenarios.map((scenario) => [scenario.config.id, scenario]));
  const judged = loaded.scenarios.map((scenario) => {
    const other = main.get(scenario.config.id);
    // The times of observed arrivals are main's too: fewer of them would be less traffic.
    const traffic = other === undefined ? scenario.config.traffic : other.config.traffic;
    return {
      ...scenario,
      config: { ...scenario.config, traffic },
      runs: withBaseAssertions(scenario.runs, other?.runs ?? [], scenario.config.vars),
    };
  });
  const scenarios = judged.map(({ config }) => config);
  const leftOut = loaded.scenarios.flatMap(({ config: { id }, runs }, index) => {
    const count = runs.length - (judged[index]?.runs.length ?? 0);
    return count === 0 ? [] : [problem("fork-runs-left-out", nowhere, { count }, id)];
  });
  return {
    ...loaded,
    config: { ...(loaded.config ?? rules), scenarios },
    scenarios: judged,
    problems: [...loaded.problems, ...leftOut],
  };
}
