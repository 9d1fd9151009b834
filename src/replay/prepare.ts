/** From a tree to what a replay of it would send. */
import type { Config } from "../config/config.ts";
import { isArray, isObject, type Json } from "../json.ts";
import { nearestNames } from "../nearest.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import type { FixtureFiles } from "../fixture/keeping/keep-in-files.ts";
import type { Tree } from "../tree.ts";
import { loadTree } from "../evaluation/load.ts";
import {
  createEvaluationContext,
  type CommandContext,
  type EvaluationContext,
} from "../evaluation/context.ts";
import { findRecordedRuns, type RecordedRuns } from "./plan/recorded-runs.ts";
import type { Selection } from "./plan/age.ts";
import { planReplay, runName, type ReplayPlan } from "./plan/plan.ts";

interface PrepareInput extends CommandContext {
  readonly tree: Tree;
  /** Path of the config. */
  readonly file: string;
  /** Ids of the scenarios to send; none: all. */
  readonly names: readonly string[];
  /** Ids of scenarios that may be sent though nothing bounds what they cost (`--unbounded`). */
  readonly unbounded: readonly string[];
  readonly only: Selection;
  readonly batch: boolean;
  /** The fixtures that answers are written into. */
  readonly files: FixtureFiles;
}

/** A tree, read and planned for a replay. */
export interface PreparedReplay {
  readonly config: Config | null;
  /** The config's text, for excerpts in problems. */
  readonly source: { readonly file: string; readonly text: string } | null;
  /** Null where the config or a fixture cannot be read, or a scenario does not exist. */
  readonly plan: ReplayPlan | null;
  /** All fixtures of the tree, sent or not; each once. */
  readonly fixtures: ReadonlySet<string>;
  /** What the fixtures hold of earlier replays, of runs that are not sent now. */
  readonly recorded: RecordedRuns;
  readonly context: EvaluationContext;
  readonly problems: readonly Problem[];
}

/**
 * Reads a tree and plans a replay of it. It is run a second time where the tree holds PDFs, once
 * their texts are known (`withCounter`), so it gives the same when it is run again.
 */
export function prepareReplay(input: PrepareInput): PreparedReplay {
  const { tree, file, names, unbounded, only, batch, files, digest } = input;
  const context = createEvaluationContext(input);
  const loaded = loadTree(tree, file, { context });
  const { config, source } = loaded;
  const problems = [
    ...loaded.problems,
    ...(config === null ? [] : unknownScenarios([...names, ...unbounded], config)),
  ];
  const fixtures = new Set(
    loaded.scenarios.flatMap(({ runs }) => runs.map(({ place }) => place.file ?? "")),
  );
  if (config === null || hasErrors(problems))
    return { config, source, plan: null, fixtures, recorded: new Map(), context, problems };
  const wants = (id: string): boolean => names.length === 0 || names.includes(id);
  // Another context than the one that loaded the tree, so that its texts are let go: a run is read
  // again when it is sent, and held only as long.
  const sending = createEvaluationContext(input, { holdsTexts: false });
  const plan = planReplay(loaded.scenarios, {
    tree,
    config,
    digest,
    cache: sending.loadCache,
    only,
    batch,
    files,
    wants,
  });
  const planned = new Set(plan.byName.keys());
  // Counts what holds documents, so that the PDFs among them are known before the first request.
  for (const { config: scenario, runs } of loaded.scenarios)
    for (const { id, exchanges } of runs)
      if (planned.has(runName({ scenario, id })))
        for (const exchange of exchanges)
          if (holdsDocument(exchange.request.body))
            context.measurer.exchange(exchange, { output: scenario.output });
  return {
    config,
    source,
    plan,
    fixtures,
    recorded: findRecordedRuns(loaded.scenarios, planned),
    context: sending,
    problems: [...problems, ...plan.problems],
  };
}

/** Whether a document stands anywhere in a body: a tool may have brought it. */
function holdsDocument(value: Json): boolean {
  if (isArray(value)) return value.some(holdsDocument);
  if (!isObject(value)) return false;
  return value["type"] === "document" || Object.values(value).some(holdsDocument);
}

/**
 * That there is no cap, or none above zero. `isGiven`: a command line or an action's input says one;
 * else the config's place is named, where that says it.
 */
export function missingCap(config: Config, isGiven: boolean): Problem {
  const isConfigs = !isGiven && config.replayMaxUsd !== null;
  const place = isConfigs ? config.locate(["replay", "max-usd"]) : nowhere;
  return problem("replay-needs-cap", place, { given: isGiven || isConfigs });
}

function unknownScenarios(names: readonly string[], config: Config): readonly Problem[] {
  const known = config.scenarios.map(({ id }) => id);
  return names
    .filter((name) => !known.includes(name))
    .map((name) =>
      problem("scenario-unknown", config.locate(["scenarios"]), {
        asked: name,
        nearest: nearestNames(name, known),
      }),
    );
}
